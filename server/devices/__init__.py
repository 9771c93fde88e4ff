"""The fleet: enrolment, sessions by signature, roles and events of each device, revocation."""
