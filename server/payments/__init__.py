"""Money that was taken or given back, as the facts say."""
