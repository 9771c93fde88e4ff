"""A key's fingerprint as six words that two people can compare aloud.

Proquints (Wilkerson, 2009): 16 bits become five letters, consonants and vowels by turns. Six of them are 96
bits: nobody finds another key with the same six. Shown at pairing by a typed token, on device and server.
"""

CONSONANTS = "bdfghjklmnprstvz"
VOWELS = "aiou"
WORDS = 6


def build_key_words(fingerprint: bytes) -> tuple[str, ...]:
    """Return the words of a fingerprint of at least 12 bytes."""
    assert len(fingerprint) >= 2 * WORDS
    return tuple(_word(int.from_bytes(fingerprint[2 * n : 2 * n + 2])) for n in range(WORDS))


def _word(bits: int) -> str:
    letters = ""
    for shift, width in ((12, 4), (10, 2), (6, 4), (4, 2), (0, 4)):
        part = bits >> shift & (1 << width) - 1
        letters += CONSONANTS[part] if width == 4 else VOWELS[part]
    return letters
