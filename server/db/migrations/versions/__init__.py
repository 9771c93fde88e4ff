"""The steps. Each is one transaction; none is changed once a release has run it."""
