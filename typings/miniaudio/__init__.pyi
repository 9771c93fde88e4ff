# The part of the library that Foyer uses; it ships no complete types.
from collections.abc import Generator
from enum import Enum

class MiniaudioError(Exception): ...

class SampleFormat(Enum):
    SIGNED16 = 2

class PlaybackDevice:
    def __init__(
        self,
        *,
        output_format: SampleFormat = ...,
        nchannels: int = ...,
        sample_rate: int = ...,
        buffersize_msec: int = ...,
    ) -> None: ...
    def start(self, callback_generator: Generator[bytes, int]) -> None: ...
    def stop(self) -> None: ...
    def __enter__(self) -> PlaybackDevice: ...
    def __exit__(self, *args: object) -> None: ...
