"""The device's local encrypted database: the only place of the venue program that knows SQL."""
