"""Signing in, staff, and whose things are whose."""

import pytest

from kiosk.core.errors import InputError
from kiosk.core.permissions import Scope
from server.accounts.passwords import is_secret
from server.accounts.rules import check_email, check_password, initials, is_named, query_tokens, search_tokens
from server.accounts.store import NewUser, create_organizer, create_user
from tests.server.center import EMAIL, NOW, PASSWORD, PASSWORD_HASH, Device, Running


def sign_in(server: Running, password: str) -> int:
    body = {"email": EMAIL.upper(), "password": password}
    return server.http.post("/api/v1/accounts/sessions", json=body).status_code


def test_a_wrong_password_and_an_unknown_address_look_the_same(server: Running) -> None:
    wrong = server.http.post("/api/v1/accounts/sessions", json={"email": EMAIL, "password": "x"})
    unknown = server.http.post("/api/v1/accounts/sessions", json={"email": "x@y.invalid", "password": "x"})
    assert wrong.status_code == unknown.status_code == 401
    assert wrong.json() == unknown.json()


def test_too_many_wrong_passwords_lock_the_account_for_a_while(server: Running) -> None:
    assert [sign_in(server, "wrong") for _ in range(5)] == [401] * 5
    assert sign_in(server, PASSWORD) == 429
    server.time.pass_ms(15 * 60_000)
    assert sign_in(server, PASSWORD) == 201


def test_signing_out_ends_every_session(server: Running) -> None:
    server.call("DELETE", "/api/v1/accounts/sessions")
    assert server.get("/api/v1/organizers", ok=False).status_code == 401
    server.token = server.http.post("/api/v1/accounts/sessions", json={"email": EMAIL, "password": PASSWORD}).json()[
        "token"
    ]


def test_a_session_ends_after_half_a_day(server: Running) -> None:
    server.time.pass_ms(12 * 3_600_000 + 1)
    assert server.get("/api/v1/organizers", ok=False).status_code == 401


def test_addresses_and_names_are_sealed(server: Running) -> None:
    assert EMAIL not in repr(server.read("user_account"))
    assert "Ada" not in repr(server.read("user_account"))


def test_staff_reach_every_device_with_their_pin_sealed(server: Running, gate: Device) -> None:
    path = f"/api/v1/organizers/{server.organizer}/staff"
    member = server.post(path, {"name": "Sam", "role": "steward", "pin": "1234"})
    row = gate.rows(Scope.SAFETY)["staff", member["id"]]
    assert is_secret("1234", row["pin_verifier"])
    assert row["credential_version"] == 1
    edit = {"name": "Sam", "role": "supervisor", "pin": "987654", "version": 1}
    server.put(f"{path}/{member['id']}", edit)
    assert gate.rows(Scope.SAFETY)["staff", member["id"]]["credential_version"] == 2
    server.call("DELETE", f"{path}/{member['id']}")
    assert ("staff", member["id"]) not in gate.rows(Scope.SAFETY)


@pytest.mark.parametrize("member", [{"name": "", "role": "steward", "pin": "1234"},
                                    {"name": "Sam", "role": "king", "pin": "1234"},
                                    {"name": "Sam", "role": "steward", "pin": "12"},
                                    {"name": "Sam", "role": "steward"}])  # fmt: skip
def test_staff_without_name_role_or_pin_are_refused(server: Running, member: dict[str, str]) -> None:
    response = server.post(f"/api/v1/organizers/{server.organizer}/staff", member, ok=False)
    assert response.status_code == 400


def test_what_is_another_organizers_does_not_exist(server: Running) -> None:
    ground = server.center.ground

    def work(connection: object) -> str:
        other = create_organizer(connection, ground.ids, name="Rival", contact="", now_ms=NOW)  # pyright: ignore
        new = NewUser("rival@example.invalid", "Rival", PASSWORD_HASH, organizers=(other,))
        create_user(connection, ground.master, ground.ids, new, NOW)  # pyright: ignore
        return other

    ground.write(work)
    mine, body = server.token, {"email": "rival@example.invalid", "password": PASSWORD}
    server.token = server.http.post("/api/v1/accounts/sessions", json=body).json()["token"]
    for path in ("", "/orders", "/live", "/quotas", "/incidents", "/keys", "/leases"):
        assert server.get(server.on(path), ok=False).status_code == 404, path
    assert server.get(f"/api/v1/organizers/{server.organizer}/staff", ok=False).status_code == 404
    assert server.put(server.on(""), {"version": 1, "values": {"name": "Mine"}}, ok=False).status_code == 404
    server.token = mine


@pytest.mark.parametrize(
    "password", ["short1!A", "all-lower-case-1", "ALL-UPPER-CASE-1", "No-digits-here", "NoSigns12345"]
)
def test_easy_passwords_are_refused(password: str) -> None:
    with pytest.raises(InputError):
        check_password(password)


@pytest.mark.parametrize(
    ("name", "short"),
    [("Grace Hopper", "GH"), ("Ana-Maria de la Cruz", "AMC"), ("Madonna", "M"), ("李 小龍", "李小"), ("", "")],
)
def test_initials_are_at_most_three(name: str, short: str) -> None:
    assert initials(name) == short


def test_a_name_is_found_by_the_beginnings_of_its_words() -> None:
    assert {"muller", "mul", "mulle", "jurgen"} <= search_tokens("Jürgen Müller")
    assert is_named("Jürgen Müller", "mull jür")
    assert not is_named("Jürgen Müller", "ller")


def test_what_is_typed_is_looked_up_by_its_indexed_start() -> None:
    assert query_tokens("Al Anna Müllerin") == {"al", "ann", "mulle"}


def test_a_good_password_and_an_address_pass() -> None:
    check_password(PASSWORD)
    check_email(EMAIL)
    with pytest.raises(InputError):
        check_email("nobody at home")
