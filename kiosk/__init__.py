"""The program at the venue: kiosk, till, door and live screen. `kiosk.core` and `kiosk.documents` are shared with the server."""
