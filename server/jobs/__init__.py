"""Durable work beside the requests: mails, with tries that survive a restart."""
