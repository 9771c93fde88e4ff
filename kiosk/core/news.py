"""How does a device ask for news? The messages of its standing question; they carry no data. See `wire`."""

from typing import Annotated

import msgspec

from kiosk.core.bounds import Count, Number, Word

HEADS_MAX = 1_000
"""How many feeds one question may be about: a device serves a few events with two feeds each."""


class FeedHead(msgspec.Struct, frozen=True):
    """How far a reader of one feed has come, or how far the feed has."""

    event: Number
    scope: Word
    seq: Count


class WaitRequest(msgspec.Struct, frozen=True):
    """Answer when one of these feeds has moved."""

    heads: Annotated[tuple[FeedHead, ...], msgspec.Meta(max_length=HEADS_MAX)] = ()


class WaitAnswer(msgspec.Struct, frozen=True):
    """The feeds that have moved, with where they stand now; empty when there was no news for a while."""

    news: tuple[FeedHead, ...] = ()
