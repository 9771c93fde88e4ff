"""The server's side of synchronisation: hello, push, pull, snapshot, leases. Its twin is kiosk.sync."""
