"""What does a revoked device do? It leaves what it still holds with the server, and then wipes itself.

Called by the synchroniser when the server says that the device was revoked. Only a receipt that the server has signed
counts as delivered; without one everything stays.
"""

from hashlib import sha256

import msgspec
import sqlalchemy as sa
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from kiosk.core import wire
from kiosk.core.drop_receipt import DropReceipt, dropped_statement
from kiosk.core.errors import Rejected
from kiosk.core.facts import Fact
from kiosk.store import log
from kiosk.store.meta import Identity
from kiosk.store.worker import Lane, Store
from kiosk.sync.client import Client, TooLarge
from kiosk.sync.returning import note_epoch

BATCHES_MAX = 10_000


def hand_in(client: Client, store: Store, identity: Identity) -> None:
    """Leave every fact that the server does not have in its drop box. Raises Offline or Rejected.

    The last receipt is for nothing: it says that no restore has made the server forget what it had.
    """
    count = wire.PUSH_FACTS_MAX
    for _ in range(BATCHES_MAX):
        with store.read() as connection:
            facts = log.list_undelivered(connection, count)
        try:
            receipt = _drop(client, identity, facts)
        except TooLarge:
            if len(facts) == 1:
                raise
            count = len(facts) // 2
            continue
        has_forgotten = store.write(lambda c, r=receipt: _save(c, r), lane=Lane.SYNC).result()
        if not facts and not has_forgotten:
            return


def _save(connection: sa.Connection, receipt: DropReceipt) -> bool:
    """Note what was taken; say whether the server was restored since this device last heard of it."""
    kept = [msgspec.structs.replace(answer, outcome=wire.Outcome.QUARANTINED.value) for answer in receipt.answers]
    log.save_answers(connection, kept)
    if receipt.head is None:
        return False
    return note_epoch(connection, receipt.epoch, receipt.head)


def _drop(client: Client, identity: Identity, facts: list[Fact]) -> DropReceipt:
    raws = [wire.encode(fact) for fact in facts]
    request = wire.PushRequest(tuple(msgspec.Raw(raw) for raw in raws))
    receipt = client.post("/api/v1/sync/dropbox", request, DropReceipt)
    statement = dropped_statement(identity.device, receipt.server_ms, [sha256(raw).digest() for raw in raws])
    try:
        Ed25519PublicKey.from_public_bytes(identity.server_key).verify(receipt.signature, statement)
    except (InvalidSignature, ValueError) as error:
        raise Rejected("the receipt was not signed by this device's server", reason="wrong_server") from error
    if [answer.id for answer in receipt.answers] != [fact.id for fact in facts]:
        raise Rejected("the receipt is for other facts", reason="wrong_server")
    return receipt
