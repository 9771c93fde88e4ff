"""Documents as bytes: ticket, receipt, report, door list, calendar file. Shared by device and server.

Fonts and words come in as arguments; nothing here knows a store, a printer or a screen.
"""
