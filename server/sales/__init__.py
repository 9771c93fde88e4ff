"""Orders and shifts from facts; selling, refunding and reissuing by organizers. Its twin is kiosk.sales."""
