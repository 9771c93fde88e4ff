"""How device and server meet: session, hello, push, pull, snapshots, leases; all in a thread of its own.

The twin on the other side is `server.sync`. No person ever waits for anything in here.
"""
