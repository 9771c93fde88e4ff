"""Which facts are sound, judged without the database."""

from typing import Any

import msgspec
import pytest

from kiosk.core import facts as f
from kiosk.core import wire
from kiosk.core.permissions import Role
from server.ledger.rules import Author, Sound, Unsound, judge_batch, named_subjects, shift_of
from tests.kiosk.core import make

SUBJECT = make.serial().subject
ORDER = make.number_id(500)
EVERYTHING = Author(make.number_id(1_000), make.DEVICE_PUBLIC, frozenset(Role), frozenset({make.EVENT}))


def judge(fact: f.Fact, author: Author = EVERYTHING) -> Sound | Unsound:
    return judge_batch([wire.encode(fact)], author, make.PUBLIC)[0]


def reason(fact: f.Fact) -> str:
    judged = judge(fact)
    return judged.reason if isinstance(judged, Unsound) else ""


def admitted(**envelope: Any) -> f.Fact:
    return make.fact(3, "admitted", make.admitted().body, **envelope)


def test_a_genuine_fact_within_its_authors_rights_is_sound() -> None:
    judged = judge(admitted())
    assert isinstance(judged, Sound)
    assert judged.body == make.admitted().body


def test_bytes_without_an_id_are_kept_without_one() -> None:
    for raw in (b"", b"\xff", b"[]", b'{"id": 7}'):
        (judged,) = judge_batch([raw], EVERYTHING, make.PUBLIC)
        assert isinstance(judged, Unsound)
        assert (judged.id, judged.reason, judged.raw) == ("", "malformed", raw)


@pytest.mark.parametrize(
    "subjects",
    [
        (SUBJECT, SUBJECT),
        tuple(f"o:{n}" for n in range(f.SUBJECTS_MAX + 1)),
        ("x:" + "0" * 200,),
        ("Z" * 20,),
        ("short",),
    ],
)
def test_subjects_are_few_different_and_well_formed(subjects: tuple[str, ...]) -> None:
    assert reason(admitted(subjects=subjects)) == "bad_subjects"


def test_a_ticket_sold_elsewhere_is_a_sound_subject() -> None:
    assert reason(admitted(subjects=("x:" + "0" * 64,))) == ""


def test_another_body_under_the_same_hash_is_not_intact() -> None:
    fact = admitted()
    other = f.encode_body(f.Unblocked())
    assert reason(msgspec.structs.replace(fact, body=other)) == "bad_signature"


def test_a_signature_of_another_key_is_not_intact() -> None:
    fact = admitted()
    assert reason(msgspec.structs.replace(fact, signature=bytes(64))) == "bad_signature"


def clock(**changes: Any) -> f.Fact:
    boot = make.number_id(2_000)
    signature = make.KEY.sign(f.clock_statement(make.number_id(1_000), boot, 5, 7))
    body = f.Clock(server_ms=7, rtt_ms=1, mono_ms=5, boot=boot, server_signature=signature)
    return make.fact(1, "clock", msgspec.structs.replace(body, **changes), subjects=(), event=0)


def test_a_clock_fact_needs_the_servers_word_about_this_boot() -> None:
    assert reason(clock()) == ""
    assert reason(clock(boot=make.number_id(3_000))) == "bad_clock"
    assert reason(clock(server_ms=8)) == "bad_clock"


@pytest.mark.parametrize(
    ("body", "named"),
    [
        (make.sold().body, {SUBJECT, f"o:{ORDER}"}),
        (make.refunded().body, {SUBJECT, f"o:{ORDER}"}),
        (f.Exchanged(order="a", old=("1",), new=("2",)), {"1", "2", "o:a"}),
        (f.Settled(order="a"), {"o:a"}),
        (f.Lapsed(order="a"), {"o:a"}),
        (f.Returned(lease=7, ranges=((0, 1),)), {f"l:{make.EVENT:08x}00000007"}),
        (f.IncidentClosed(incident="a", note="", seen=()), {"i:a"}),
        (f.IncidentAcknowledged(incident="a"), {"i:a"}),
        (f.Unblocked(), set()),
    ],
)
def test_a_body_names_its_subjects(body: f.Body, named: set[str]) -> None:
    assert named_subjects(admitted(), body) == named


def test_a_body_names_its_shift() -> None:
    assert shift_of(f.CashMoved(shift="s", amount_minor=1, reason="")) == "s"
    assert shift_of(f.Unblocked()) == ""
