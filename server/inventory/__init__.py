"""Stock: quotas and their books, capacity units, leases to devices and to the server itself."""
