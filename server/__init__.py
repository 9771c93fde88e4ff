"""The centre: accounts, events, sales, payments, tickets; the truth that all devices converge to."""
