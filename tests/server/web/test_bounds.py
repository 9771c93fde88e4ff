"""Numbers and texts that nobody means: every field of every endpoint refuses them in words, on both databases."""

import json
from collections.abc import Iterator
from typing import Any

import msgspec
import pytest

from kiosk.core import catalog
from kiosk.core.permissions import Role
from tests.server.center import Device, Running

NUMBERS = (2**63, 2**63 - 1, 2**31, -1, -(2**63) - 1, 2**200)
TEXTS = ("a\0b", "x" * 100_000)
IN_PATHS = ("0", "-1", str(2**31), str(2**63), "x", "a%00b", "%F0%9F%8E%9F", "a" * 3_000)
IN_QUERIES = ("", "-1", str(2**31), str(2**63), "x", "a\0b", "1.5", "a" * 5_000)
STREAMS = "/live/stream"
"""It goes on for ever where it is well called."""
ALONE = {"/api/v1/organizers/{organizer}/devices/{device}/revoke", "/api/v1/accounts/sessions"}
FACT_HEAD = {"incarnation": 1, "seq": 1, "hash": "", "holes": [[1, 2]]}
LEASE = {"event": 1, "lease": 1, "expires_ms": 1, "units": [[0, "N", [[1, 0, "T1A"]], "A1"]]}
VALUES: dict[str, Any] = {
    "starts_ms": 1_790_003_600_000, "ends_ms": 1_790_009_600_000, "name": "New", "size": 4, "code": "SUMMER",
    "percent": 100, "price_minor": 100, "capacity": 10, "order_max": 2, "cash_step_minor": 1, "extra": 0, "uses": 1,
    "order_tickets_max": 5, "sales_from_ms": 0, "valid_from_ms": 0, "valid_from_min": 0, "doors_ms": 0, "tax_rate": 0,
    "admits": 1, "position": 1, "sessions": [1], "quotas": [1], "types": [1], "gates": [1], "questions": [1],
    "entries_max": 1, "unsynced_max": 1, "auto_exit_min": 1, "description": "d", "attention": "a", "change_note": "c",
    "accent": "#102030", "venue": "v", "text": "t", "kind": "text", "choices": ["a"], "languages": ["en"],
    "channels": ["web"], "seats": ["A1"], "addon_of": [1], "rules": {"and": [1, "a"]}, "amount_minor": 1,
    "status": "upcoming", "reentry": "never", "currency": "EUR", "timezone": "Europe/Berlin",
}  # fmt: skip
BODIES: dict[str, Any] = {
    "/api/v1/sync/push": {"facts": [], "persons": [{"id": "p", "event": 1, "fields": {"name": "Ada"}}], "epoch": ""},
    "/api/v1/sync/dropbox": {"facts": [], "persons": [{"id": "p", "event": 1, "fields": {"name": "Ada"}}]},
}
"""Of endpoints that the document does not describe, since they read their bodies themselves."""
FIELDS: dict[str, Any] = {
    "head": FACT_HEAD, "lease": LEASE, "nonce": "bm9uY2U=", "signature": "c2ln", "device_key": "a2V5",
    "roles": ["gate"], "role": "gate", "terms": "paid", "status": "retired", "method": "invoice", "reentry": "never",
    "cursors": {"1/data": {"epoch": "e", "seq": 1, "tag": "t"}}, "pin": "1234", "variants": [[1, 0]],
}  # fmt: skip


def places(value: Any, way: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Every number and text in a JSON value."""
    if isinstance(value, dict):
        for key in value:
            yield from places(value[key], (*way, key))
    elif isinstance(value, list):
        for at, part in enumerate(value):
            yield from places(part, (*way, at))
    elif isinstance(value, int | str) and not isinstance(value, bool):
        yield way


def put(value: Any, way: tuple[Any, ...], new: Any) -> Any:
    """Return a copy of a JSON value with another value at one place."""
    changed = msgspec.json.decode(msgspec.json.encode(value))
    here = changed
    for key in way[:-1]:
        here = here[key]
    here[way[-1]] = new
    return changed


def at(value: Any, way: tuple[Any, ...]) -> Any:
    for key in way:
        value = value[key]
    return value


class Attack:
    """Calls every operation that the server publishes, as whoever may call it."""

    def __init__(self, server: Running, device: Device) -> None:
        self.server, self.device = server, device
        self.document = server.http.get("/api/schema/openapi.json").json()
        order = server.sell()
        lease = device.must_lease(2)
        self.names = {
            "organizer": server.organizer, "event": str(server.event), "order": order["order"],
            "subject": order["tickets"][0]["subject"], "device": device.id, "number": "1", "plural": "types",
            "member": "m", "lease": str(lease.lease), "key_id": "1", "of": "data", "incident": "i", "digest": "d",
        }  # fmt: skip

    def operations(self) -> Iterator[tuple[str, str, dict[str, Any]]]:
        for path, methods in self.document["paths"].items():
            if not path.endswith(STREAMS) and path not in ALONE and not path.endswith("/revoke"):
                yield from ((method.upper(), path, operation) for method, operation in methods.items())

    def call(self, method: str, path: str, *, body: bytes | None = None, query: dict[str, str] | None = None) -> None:
        """Call as the organizer and as the device; never may it be the server that fails."""
        for token in (self.server.token, self.device.token):
            headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
            answer = self.server.http.request(method, path, content=body, params=query, headers=headers)
            sent = f"{method} {path} {query} {(body or b'')[:300]!r}"
            assert answer.status_code < 500, f"{sent}: {answer.status_code} {answer.text}"
            if answer.status_code >= 400:
                assert answer.json()["message"], sent

    def fill(self, path: str, **other: str) -> str:
        return path.format(**(self.names | other))

    def body(self, path: str, operation: dict[str, Any]) -> Any:
        """Return a body with every field that the document names; None where it takes none."""
        if path in BODIES:
            return BODIES[path]
        content = operation.get("requestBody", {}).get("content", {})
        return self._example(content["application/json"]["schema"]) if "application/json" in content else None

    def _example(self, schema: dict[str, Any]) -> Any:
        if "$ref" in schema:
            return self._example(self.document["components"]["schemas"][schema["$ref"].rpartition("/")[2]])
        if choice := schema.get("oneOf") or schema.get("anyOf"):
            return self._example(choice[0])
        if "enum" in schema:
            return schema["enum"][0]
        match schema.get("type"):
            case "object":
                found = {name: self._field(name, one) for name, one in schema.get("properties", {}).items()}
                return found or {"key": "word"}
            case "array":
                return [self._example(schema.get("items", {}))]
            case "integer" | "number":
                return 1
            case "boolean":
                return True
            case _:
                return "x"

    def _field(self, name: str, schema: dict[str, Any]) -> Any:
        if name == "values":
            return VALUES
        if name in ("event", "events"):
            return self.server.event if name == "event" else [self.server.event]
        return FIELDS[name] if name in FIELDS else self._example(schema)


@pytest.fixture
def attack(server: Running) -> Attack:
    return Attack(server, server.pair(Role.TILL, name="Till"))


@pytest.fixture(autouse=True)
def short_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("server.sync.waiting.WAIT_S", 0.01)


def test_no_number_or_text_in_a_body_makes_the_server_fail(attack: Attack) -> None:
    tried = 0
    for method, path, operation in attack.operations():
        good = attack.body(path, operation)
        if good is None:
            continue
        for way in places(good):
            values = NUMBERS if isinstance(at(good, way), int) else TEXTS
            for value in values:
                attack.call(method, attack.fill(path), body=encode(put(good, way, value)))
                tried += 1
    assert tried > 500


def test_no_field_of_a_part_of_an_event_makes_the_server_fail(attack: Attack) -> None:
    """Each kind has fields of its own: what it does not know would hide what it cannot keep."""
    for path, fields in parts(attack):
        good = {name: VALUES[name] for name in fields if name in VALUES}
        for way in places(good):
            for value in NUMBERS if isinstance(at(good, way), int) else TEXTS:
                attack.call("POST", path, body=encode({"values": put(good, way, value)}))


def parts(attack: Attack) -> list[tuple[str, tuple[str, ...]]]:
    of_event = {
        "sessions": catalog.Session, "types": catalog.TicketType, "lists": catalog.CheckInList, "gates": catalog.Gate,
        "questions": catalog.Question, "quotas": catalog.Quota, "vouchers": catalog.Voucher,
    }  # fmt: skip
    found = [(attack.server.on(f"/{plural}"), kind.__struct_fields__) for plural, kind in of_event.items()]
    return [*found, (attack.fill("/api/v1/organizers/{organizer}/events"), catalog.Event.__struct_fields__)]


def test_no_word_in_a_path_or_query_makes_the_server_fail(attack: Attack) -> None:
    for method, path, operation in attack.operations():
        body = b"{}" if method in ("POST", "PUT") else None
        for parameter in operation.get("parameters", []):
            name = parameter["name"]
            if parameter["in"] == "path":
                for word in IN_PATHS:
                    attack.call(method, attack.fill(path, **{name: word}), body=body)
            elif parameter["in"] == "query":
                good = {p["name"]: "1" for p in operation["parameters"] if p["in"] == "query" and p.get("required")}
                good |= {"event": attack.names["event"]} if "event" in good else {}
                good |= {"scope": "data"} if "scope" in good else {}
                for word in IN_QUERIES:
                    attack.call(method, attack.fill(path), query=good | {name: word})


@pytest.mark.parametrize(
    ("path", "body", "named"),
    [
        ("/api/v1/organizers/{organizer}/enrolments", {"name": "A", "roles": ["gate"], "events": [2**63]}, "events"),
        ("/api/v1/leases/{lease}/recall", {"event": 2**63}, "event"),
        ("/api/v1/leases/{lease}/write-off", {"event": 2**63, "revoke": False}, "event"),
        ("/api/v1/organizers/{organizer}/staff", {"name": "a\0b", "role": "steward", "pin": "1234"}, "name"),
        ("/api/v1/organizers/{organizer}/venues", {"name": "A", "city": "x" * 100_000}, "city"),
        ("/api/v1/organizers/{organizer}/venues", {"name": "A", "latitude": 1e308}, "latitude"),
        ("/api/v1/organizers/{organizer}/enrolments", {"name": "A", "roles": ["gate"] * 9, "events": []}, "roles"),
        ("/api/v1/organizers/{organizer}/enrolments", {"name": "A", "roles": ["gate"], "events": [1] * 1001}, "events"),
        ("/api/v1/events/{event}/orders", {"choices": [{"type": 1, "quantity": 1}] * 201}, "choices"),
    ],
)
def test_what_is_out_of_bounds_is_named(attack: Attack, path: str, body: dict[str, Any], named: str) -> None:
    answer = attack.server.http.post(
        attack.fill(path),
        content=encode(body),
        headers={"Authorization": f"Bearer {attack.server.token}", "Content-Type": "application/json"},
    )
    assert answer.status_code == 400
    problem = answer.json()["details"]["problems"][0]
    assert problem["key"].startswith(named)
    assert "regex" not in problem["message"]


def encode(value: Any) -> bytes:
    """The standard library writes numbers that msgspec does not."""
    return json.dumps(value).encode()
