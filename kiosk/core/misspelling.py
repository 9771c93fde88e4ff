"""Which variable was meant? The sentence about one that sets nothing, for the settings of device and server."""

from collections.abc import Iterable
from difflib import get_close_matches


def unknown_variable(name: str, prefix: str, keys: Iterable[str]) -> str:
    """Return what is wrong with the variable `name`, and the nearest one that exists, or all of them."""
    known = {key.upper(): f"{prefix}{key.upper()}" for key in sorted(keys)}
    near = get_close_matches(name.removeprefix(prefix), known, n=1)
    meant = f"did you mean {known[near[0]]}?" if near else f"known are {', '.join(known.values())}"
    return f"the variable {name} sets nothing; {meant}"
