"""Mails: what is due, what was sent, what failed for good."""
