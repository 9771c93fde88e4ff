"""Selling at the venue: basket, payment, sale, refund, shift. Decides on leased stock, never on the network.

The twin on the other side is `server.sales`, which applies the facts made here.
"""
