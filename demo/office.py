"""What an organizer does at the office, over the server's HTTP API: sign in, sell, refund, pair, look.

Used by seeding, demo and tour. Knows no database: it is a client like any other.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import httpx

from demo.leftovers import wait_until

READY_S = 30.0


@dataclass(frozen=True, slots=True)
class Login:
    """Who signs in for which organizer."""

    organizer: str
    email: str
    password: str


class SaidNo(Exception):
    """The server refused. `code` is its stable word."""

    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(f"{status} {code}: {message}")
        self.status = status
        self.code = code


@dataclass
class Office:
    """A signed-in organizer. `event` is the number of the event at hand."""

    url: str
    login: Login
    event: int = 0
    _http: httpx.Client = field(init=False)

    def __post_init__(self) -> None:
        self._http = httpx.Client(base_url=self.url, timeout=120, trust_env=False)

    def close(self) -> None:
        """Close the connection."""
        self._http.close()

    def sign_in(self) -> None:
        """Sign in. Raises SaidNo."""
        who = {"email": self.login.email, "password": self.login.password}
        token = self.post("/api/v1/accounts/sessions", who)["token"]
        self._http.headers["Authorization"] = f"Bearer {token}"

    def call(self, method: str, path: str, body: object = None) -> Any:
        """Call the API and return its answer. Raises SaidNo."""
        response = self._http.request(method, path, json=body)
        if response.is_success:
            return response.json() if response.content else None
        problem = response.json()
        raise SaidNo(response.status_code, problem.get("code", ""), problem.get("message", response.text))

    def get(self, path: str) -> Any:
        """Read."""
        return self.call("GET", path)

    def post(self, path: str, body: object) -> Any:
        """Do."""
        return self.call("POST", path, body)

    def put(self, path: str, body: object) -> Any:
        """Change."""
        return self.call("PUT", path, body)

    def of_event(self, path: str = "") -> str:
        """Return a path under the event at hand."""
        return f"/api/v1/events/{self.event}{path}"

    def of_organizer(self, path: str) -> str:
        """Return a path under the organizer."""
        return f"/api/v1/organizers/{self.login.organizer}{path}"

    def invite(self, name: str, roles: tuple[str, ...]) -> dict[str, Any]:
        """Return a pairing code for a new device: `pairing` as in the QR, `typed` for people."""
        wanted = {"name": name, "roles": roles, "events": [self.event]}
        return self.post(self.of_organizer("/enrolments"), wanted)

    def list_devices(self) -> list[dict[str, Any]]:
        """Return the fleet."""
        return self.get(self.of_organizer("/devices"))

    def assign(self, device: Mapping[str, Any], events: Sequence[int]) -> None:
        """Give a device, as `list_devices` returned it, other events to serve."""
        change = {"name": device["name"], "roles": device["roles"], "version": device["version"]}
        self.put(f"/api/v1/devices/{device['id']}", change | {"events": list(events)})

    def list_orders(self) -> list[dict[str, Any]]:
        """Return the latest orders."""
        return self.get(self.of_event("/orders"))

    def load_order(self, order: str) -> dict[str, Any]:
        """Return an order with the codes of its tickets."""
        return self.get(self.of_event(f"/orders/{order}"))

    def refund(self, order: str) -> int:
        """Refund an order; return how much."""
        return self.post(self.of_event(f"/orders/{order}/refund"), {"reason": "cannot come"})["amount_minor"]

    def load_live(self) -> dict[str, Any]:
        """Return the live picture."""
        return self.get(self.of_event("/live"))

    def list_incidents(self) -> list[dict[str, Any]]:
        """Return the incidents of the event."""
        return [row["incident"] for row in self.get(self.of_event("/incidents"))]

    def list_quarantined(self) -> list[dict[str, Any]]:
        """Return the facts that did not enter the log."""
        return self.get(self.of_event("/quarantine"))

    def load_books(self) -> dict[str, Any]:
        """Return the books of the hall."""
        (quota,) = self.get(self.of_event("/quotas"))
        return quota


def is_answering(url: str) -> bool:
    """Say whether a server of ours answers there."""
    try:
        answer = httpx.get(f"{url}/health", timeout=2, trust_env=False)
        return answer.is_success and answer.json() == {"status": "ok"}
    except (httpx.HTTPError, ValueError):
        return False


def wait_for_server(url: str) -> bool:
    """Wait until the server answers; say whether it does."""
    return wait_until(lambda: is_answering(url), READY_S)
