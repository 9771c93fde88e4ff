"""Stand-ins for hardware, each named as the fake it is; used by demo, tour, tests and bench."""
