"""When did it happen? The effective time of a fact, from clocks that nobody should believe alone.

A fact's interval follows from its device's `clock` facts of the same boot only: from the last one before
it in the log, else the first one after it; without one, from its wall time with a wide doubt. Then
causality: no fact precedes what it was based on. A pure function of the set of facts, so every order of
arrival gives the same times. Called by the server's ledger; `reducer` orders by (at_ms, id).
"""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from kiosk.core.facts import Clock, ClockState, Fact

DRIFT_PPM = 100
WALL_DOUBT_MS: Mapping[ClockState, int] = {
    ClockState.TRUSTED: 60_000,
    ClockState.DEGRADED: 15 * 60_000,
    ClockState.UNTRUSTED: 24 * 3_600_000,
}
"""Half width of the interval of a fact whose boot never heard from the server."""


@dataclass(frozen=True, slots=True)
class ClockSample:
    """One `clock` fact: at `mono_ms` of this boot it was `server_ms`, give or take `rtt_ms` / 2."""

    seq: int
    mono_ms: int
    server_ms: int
    rtt_ms: int


@dataclass(frozen=True, slots=True)
class Effective:
    """Effective time and half width of its interval, in ms. Ordered by (at_ms, fact id)."""

    at_ms: int
    doubt_ms: int

    @property
    def low_ms(self) -> int:
        """The earliest moment."""
        return self.at_ms - self.doubt_ms

    @property
    def high_ms(self) -> int:
        """The latest moment."""
        return self.at_ms + self.doubt_ms

    def overlaps(self, other: "Effective") -> bool:
        """Say whether the order of the two is uncertain."""
        return self.low_ms <= other.high_ms and other.low_ms <= self.high_ms


def sample_of(fact: Fact, body: Clock) -> ClockSample:
    """Return the clock sample that a `clock` fact holds: the middle of its round trip."""
    return ClockSample(fact.seq, body.mono_ms + body.rtt_ms // 2, body.server_ms, body.rtt_ms)


def own_time(fact: Fact, samples: Sequence[ClockSample]) -> Effective:
    """Return a fact's interval by its own device's clock samples of its boot, sorted by seq."""
    if not samples:
        return Effective(fact.wall_ms, WALL_DOUBT_MS[fact.clock])
    before = bisect_right(samples, fact.seq, key=lambda sample: sample.seq)
    sample = samples[before - 1] if before else samples[0]
    distance_ms = fact.mono_ms - sample.mono_ms
    doubt_ms = sample.rtt_ms // 2 + abs(distance_ms) * DRIFT_PPM // 1_000_000 + 1
    return Effective(sample.server_ms + distance_ms, doubt_ms)


def effective_times(facts: Iterable[Fact], own: Mapping[str, Effective]) -> dict[str, Effective]:
    """Return the effective time of every fact by id, causality respected.

    `own` gives `own_time` of each. A basis outside `facts` does not count. In a cycle (only forged or
    buggy logs have one) the link that closes it, walking from the smallest id, is ignored.
    """
    by_id = {fact.id: fact for fact in facts}
    done: dict[str, Effective] = {}
    for start in sorted(by_id):
        _settle(start, by_id, own, done)
    return done


def _settle(
    start: str,
    by_id: Mapping[str, Fact],
    own: Mapping[str, Effective],
    done: dict[str, Effective],
) -> None:
    """Depth first without recursion: a chain may be as long as a device's log."""
    stack, open_ids = [start], set[str]()
    while stack:
        current = stack[-1]
        if current in done:
            stack.pop()
            continue
        open_ids.add(current)
        bases = [basis for basis in by_id[current].based_on if basis in by_id]
        waiting = [basis for basis in bases if basis not in done and basis not in open_ids]
        if waiting:
            stack.extend(waiting)
            continue
        known = [done[basis].at_ms + 1 for basis in bases if basis in done]
        done[current] = replace(own[current], at_ms=max([own[current].at_ms, *known]))
        open_ids.discard(current)
        stack.pop()
