"""How fast and how well, in numbers: `python -m bench [names]` measures, prints tables and writes JSON."""
