"""Tickets: the key ring that signs them, their rows, their stops, and what devices are told of them."""
