"""People: organizers, users and their sessions, staff with PINs, and the persons on tickets."""
