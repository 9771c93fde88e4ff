"""Who is inside? Admissions from facts, attendance counted as they come, the live picture."""
