"""Getting documents onto paper: printers, their status, and the journal of what was printed.

Runs in a thread of its own; a sale never waits for it. The documents themselves are `kiosk.documents`.
"""
