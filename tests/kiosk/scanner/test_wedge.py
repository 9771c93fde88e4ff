from collections.abc import Iterator

import pytest

from kiosk.core.ticket_code import normalise
from kiosk.scanner.wedge import CHARS_MAX, Answer, Fate, Key, Wedge
from tests.kiosk.scanner.pictures import TICKET

US_SCAN_CODES = {
    char: (code, shift)
    for first, row in ((2, "1234567890-="), (16, "qwertyuiop[]"), (30, "asdfghjkl;'`"), (43, "\\zxcvbnm,./"))
    for code, char in enumerate(row, first)
    for shift in (False,)
} | {
    char: (code, True)
    for first, row in ((2, "!@#$%^&*()_+"), (16, "QWERTYUIOP{}"), (30, 'ASDFGHJKL:"~'), (43, "|ZXCVBNM<>?"))
    for code, char in enumerate(row, first)
}
FRENCH = dict(zip("1234567890qwazm;,.QWAZM", "&é\"'(-è_çàazqw,m;:AZQW?", strict=True))
"""What a French desktop makes of keys that a scanner set to the US layout presses (those used here)."""


def type_text(text: str, *, start_ms: int = 0, step_ms: int = 4, end: str = "\r") -> Iterator[Key]:
    """Yield the keys of a scanner or a person typing `text`."""
    for place, char in enumerate(text + end):
        yield Key(char, start_ms + place * step_ms)


def feed_all(wedge: Wedge, keys: Iterator[Key]) -> list[Answer]:
    return [wedge.feed(key) for key in keys]


def scans(answers: list[Answer]) -> list[str]:
    return [answer.scan for answer in answers if answer.scan is not None]


def test_burst_ending_in_enter_is_a_scan_and_no_key_of_it_is_delivered() -> None:
    answers = feed_all(Wedge(), type_text(TICKET))
    assert scans(answers) == [TICKET]
    assert {answer.fate for answer in answers} == {Fate.HOLD, Fate.SWALLOW}
    assert not any(answer.give_back for answer in answers)


@pytest.mark.parametrize(
    "sent",
    [
        pytest.param("]Q1" + TICKET, id="AIM prefix of a QR code"),
        pytest.param("\\000001" + TICKET, id="ECI prefix"),
        pytest.param(TICKET.lower(), id="lower case, as with caps lock"),
        pytest.param(TICKET.translate(str.maketrans("234567", "é\"'(-è")).replace("T1", "T&"), id="French digits"),
    ],
)
def test_what_scanners_add_leaves_the_same_ticket_code(sent: str) -> None:
    """A34"""
    (raw,) = scans(feed_all(Wedge(), type_text(sent)))
    assert raw == sent
    assert normalise(raw) == TICKET


@pytest.mark.parametrize("end", ["\r", "\n", "\t", "\r\n", "\n\n"])
def test_every_line_end_that_scanners_send_ends_one_scan_and_presses_no_button(end: str) -> None:
    """A34"""
    answers = feed_all(Wedge(), type_text(TICKET, end=end))
    assert scans(answers) == [TICKET]
    assert all(answer.fate is Fate.SWALLOW for answer in answers[len(TICKET) :])


def test_physical_keys_read_a_us_scanner_under_a_french_desktop_with_caps_lock() -> None:
    """A34"""
    keys: list[Key] = []
    for place, char in enumerate(TICKET):
        code, shift = US_SCAN_CODES[char]
        keys.append(Key(FRENCH.get(char, char).swapcase(), place * 4, scan_code=code, shift=shift))
    keys.append(Key("\r", len(TICKET) * 4, scan_code=28))
    assert scans(feed_all(Wedge(physical=True), iter(keys))) == [TICKET]


@pytest.mark.parametrize("char", list(US_SCAN_CODES))
def test_each_physical_key_is_read_as_on_a_us_keyboard(char: str) -> None:
    code, shift = US_SCAN_CODES[char]
    keys = [Key("?", place, scan_code=code, shift=shift) for place in range(12)] + [Key("\r", 12)]
    assert scans(feed_all(Wedge(physical=True), iter(keys))) == [char * 12]


def test_number_pad_is_read_by_its_digits() -> None:
    pad = (82, 79, 80, 81, 75, 76, 77, 71, 72, 73)
    keys = [Key("", place, scan_code=code) for place, code in enumerate((*pad, 82, 82))] + [Key("\r", 12)]
    assert scans(feed_all(Wedge(physical=True), iter(keys))) == ["012345678900"]


def test_slow_typing_is_given_back_key_by_key() -> None:
    wedge = Wedge(gap_ms=100)
    answers = feed_all(wedge, type_text("maya okafor 1234", step_ms=150, end=""))
    assert scans(answers) == []
    assert [answer.give_back for answer in answers] == [False] + [True] * 15
    assert wedge.expire(now_ms=15 * 150 + 100)


def test_keys_are_given_back_when_nothing_follows_and_not_before() -> None:
    wedge = Wedge(gap_ms=100)
    feed_all(wedge, type_text("may", end=""))
    assert not wedge.expire(now_ms=8 + 99)
    assert wedge.expire(now_ms=8 + 100)
    assert not wedge.expire(now_ms=8 + 200)


def test_short_fast_entry_with_enter_is_a_persons_and_enter_is_delivered_after_it() -> None:
    answers = feed_all(Wedge(), type_text("123456"))
    assert answers[-1] == Answer(Fate.PASS, give_back=True)


def test_enter_alone_is_delivered() -> None:
    assert Wedge().feed(Key("\r", 0)) == Answer(Fate.PASS)


def test_enter_long_after_a_scan_is_delivered() -> None:
    wedge = Wedge()
    feed_all(wedge, type_text(TICKET))
    assert wedge.feed(Key("\r", 5_000)) == Answer(Fate.PASS)


def test_shortcut_within_a_burst_gives_back_and_is_delivered() -> None:
    wedge = Wedge()
    feed_all(wedge, type_text("abc", end=""))
    assert wedge.feed(Key("q", 12, command=True)) == Answer(Fate.PASS, give_back=True)


def test_key_held_down_is_never_a_scan() -> None:
    keys = [Key("a", place * 30, repeat=place > 0) for place in range(20)]
    answers = feed_all(Wedge(), iter([*keys, Key("\r", 610)]))
    assert scans(answers) == []
    assert answers[-1].fate is Fate.PASS


def test_scan_right_after_typing_gives_the_typing_back_and_keeps_the_scan_whole() -> None:
    wedge = Wedge()
    feed_all(wedge, type_text("ma", end=""))
    answers = feed_all(wedge, type_text(TICKET, start_ms=200))
    assert answers[0] == Answer(Fate.HOLD, give_back=True)
    assert scans(answers) == [TICKET]


def test_two_scans_in_a_row_are_two() -> None:
    wedge = Wedge()
    assert scans(feed_all(wedge, type_text(TICKET))) == [TICKET]
    assert scans(feed_all(wedge, type_text(TICKET, start_ms=600))) == [TICKET]


def test_prefix_is_cut_off_the_scan() -> None:
    assert scans(feed_all(Wedge(prefix="~#"), type_text("~#" + TICKET))) == [TICKET]


def test_with_a_prefix_typing_is_delivered_without_delay() -> None:
    answers = feed_all(Wedge(prefix="~#"), type_text("maya okafor 1234"))
    assert {answer.fate for answer in answers} == {Fate.PASS}
    assert not any(answer.give_back for answer in answers)


def test_beginning_of_a_prefix_that_does_not_go_on_is_given_back_before_the_next_key() -> None:
    wedge = Wedge(prefix="~#")
    assert wedge.feed(Key("~", 0)).fate is Fate.HOLD
    assert wedge.feed(Key("a", 4)) == Answer(Fate.PASS, give_back=True)


def test_endless_burst_is_cut_and_still_ends_as_one_scan() -> None:
    answers = feed_all(Wedge(), type_text("A" * (CHARS_MAX + 500), step_ms=1))
    assert scans(answers) == ["A" * CHARS_MAX]
    assert answers[-2] == Answer(Fate.SWALLOW)
