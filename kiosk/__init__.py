"""The program at the venue: kiosk, till, door, live screen. The server shares `kiosk.core` and `kiosk.documents`."""
