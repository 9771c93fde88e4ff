"""How does a device ask for news? The messages of its standing question; they carry no data. See `wire`."""

import msgspec


class FeedHead(msgspec.Struct, frozen=True):
    """How far a reader of one feed has come, or how far the feed has."""

    event: int
    scope: str
    seq: int


class WaitRequest(msgspec.Struct, frozen=True):
    """Answer when one of these feeds has moved."""

    heads: tuple[FeedHead, ...] = ()


class WaitAnswer(msgspec.Struct, frozen=True):
    """The feeds that have moved, with where they stand now; empty when there was no news for a while."""

    news: tuple[FeedHead, ...] = ()
