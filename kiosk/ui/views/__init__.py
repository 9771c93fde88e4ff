"""What each screen shows: frozen values, one module per screen, without Qt and without wording of their own."""
