"""Where a revoked device leaves what it still holds, before it wipes itself.

Nothing that it brings takes effect: all goes to quarantine with its bytes, for people to look at. The receipt is signed
by the server's key, so that the device destroys nothing that did not arrive. At most 50 MB a day for each device.
"""

from hashlib import sha256

import sqlalchemy as sa
from litestar import post
from litestar.params import RawBody

from kiosk.core import wire
from kiosk.core.drop_receipt import DropReceipt, dropped_statement
from kiosk.core.errors import Rejected
from server.devices.store import load_device
from server.ledger.feed import load_epoch
from server.ledger.inject import TheLedger
from server.ledger.kept import count_quarantined_bytes
from server.ledger.store import load_head
from server.sync.receiving import receive
from server.web.caller import require_device
from server.web.ground import Ground
from server.web.inject import TheCaller, TheGround

DAY_MS = 86_400_000
DAY_BYTES_MAX = 50 * 1024 * 1024


@post("/api/v1/sync/dropbox", status_code=200, sync_to_thread=True, tags=["sync"])
def drop(body: RawBody, caller: TheCaller, ground: TheGround, ledger: TheLedger) -> DropReceipt:
    """Take facts of a revoked device (a PushRequest) into quarantine; return a signed receipt."""
    require_device(caller)
    request = wire.decode(body, wire.PushRequest)
    raws = [bytes(raw) for raw in request.facts]
    with ground.db.read() as connection:
        _check(connection, ground, caller.id, sum(len(raw) for raw in raws))
    # The life of the server does not matter to what is only kept; persons stay with a device that is wiped.
    received = receive(ground, ledger, caller.id, wire.PushRequest(request.facts))
    now_ms = ground.clock.now_ms()
    statement = dropped_statement(caller.id, now_ms, [sha256(raw).digest() for raw in raws])
    signature = ledger.author.private_key.sign(statement)
    with ground.db.read() as connection:
        head = load_head(connection, caller.id, load_device(connection, caller.id).incarnation)
        return DropReceipt(received.answers, now_ms, signature, load_epoch(connection), head)


def _check(connection: sa.Connection, ground: Ground, device: str, size_bytes: int) -> None:
    if not load_device(connection, device).is_revoked:
        raise Rejected("this device was not revoked; push what it holds", reason="not_revoked")
    kept_bytes = count_quarantined_bytes(connection, device, ground.clock.now_ms() - DAY_MS)
    if kept_bytes + size_bytes > DAY_BYTES_MAX:
        raise Rejected("this device has left enough for today; try again tomorrow", reason="too_many")


ROUTES = (drop,)
