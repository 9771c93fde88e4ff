"""The demonstration: everything that shows Foyer at work without a venue. Nothing in kiosk/ or server/ imports it."""
