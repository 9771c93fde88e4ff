"""Which release of Foyer is this? Told to the other side with every hello.

Device and server come from one repository. A device that hears of another release of its server sends again what
the one before it could not read; the fleet page shows which release a device runs.
"""

RELEASE = "0.1.0"
