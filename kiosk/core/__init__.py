"""Foyer's rules, shared by every device and the server: pure Python without I/O, clock, randomness or Qt.

Time and new ids are always arguments. What a rule needs to know is handed to it as frozen values.
"""
