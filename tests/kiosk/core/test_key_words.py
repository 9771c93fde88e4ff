"""Fingerprints as words."""

from kiosk.core.key_words import WORDS, build_key_words


def test_proquints_are_those_of_their_author() -> None:
    """127.0.0.1 is lusab-babad and 63.84.220.193 gutih-tugad in the article that defines them."""
    words = build_key_words(bytes([127, 0, 0, 1, 63, 84, 220, 193]) + bytes(8))
    assert words[:4] == ("lusab", "babad", "gutih", "tugad")
    assert len(words) == WORDS
