"""Find sales and refunds again that a restored server has forgotten, from the payment provider's side.

The provider's list carries the body of every order. A sale that is not here gets its units, its `leased` and its
`sold` fact back under its own order, tickets and numbers, so that the codes in people's hands are known again. What
is here already is left as it is. Called by `foyer-server restore`.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from kiosk.core import facts as f
from kiosk.core.errors import FoyerError, InputError, Rejected
from kiosk.core.ids import order_subject, parse_serial
from kiosk.core.leases import VOUCHER_TYPE
from kiosk.core.pricing import match_voucher
from server.catalog.store import load_catalogue
from server.inventory import store as inventory
from server.inventory.adopting import Shown, adopt
from server.ledger.feed import Changes
from server.ledger.intake import Ledger, record
from server.ledger.own import Draft
from server.payments.provider import ListedPayment, read
from server.payments.store import has_intent
from server.sales import store
from server.sales.selling import FOREVER_MS
from server.web.ground import Ground


@dataclass(frozen=True, slots=True)
class Found:
    """What became of a provider's list. `orphans`: payments that a person must look at, with the reason."""

    sales: int
    refunds: int
    known: int
    orphans: tuple[tuple[ListedPayment, str], ...]


def find_again(
    connection: sa.Connection, ground: Ground, ledger: Ledger, listed: Sequence[ListedPayment], changes: Changes
) -> Found:
    """Record what the provider knows and this server does not. One payment that makes no sense stops no other."""
    done, orphans = {"sold": 0, "refunded": 0, "known": 0}, list[tuple[ListedPayment, str]]()
    for payment in sorted(listed, key=lambda one: (one.made_ms, one.key)):
        mine = Changes()
        try:
            with connection.begin_nested():
                done[_find_one(connection, ground, ledger, payment, mine)] += 1
        except (InputError, Rejected) as error:
            orphans.append((payment, _word(error)))
        else:
            changes.update(mine)
    return Found(done["sold"], done["refunded"], done["known"], tuple(orphans))


def _word(error: FoyerError) -> str:
    return error.reason if isinstance(error, Rejected) else error.message


def _find_one(
    connection: sa.Connection, ground: Ground, ledger: Ledger, payment: ListedPayment, changes: Changes
) -> str:
    body = read(payment.metadata)
    if body is None:
        raise Rejected("this payment names no order of ours", reason="not_ours")
    if has_intent(connection, payment.key):
        return "known"
    if sum(tender.amount_minor for tender in body.tenders if tender.intent == payment.key) != abs(payment.amount_minor):
        raise Rejected("the amount is not what the order says", reason="amount_differs")
    if isinstance(body, f.Sold):
        _sell_again(connection, ground, ledger, payment.event, body, changes)
        return "sold"
    known = store.load_order(connection, payment.event, body.order)
    draft = Draft("refunded", payment.event, (*body.tickets, order_subject(body.order)), body, (known.fact,))
    record(connection, ledger, [draft], changes)
    return "refunded"


def _sell_again(
    connection: sa.Connection, ground: Ground, ledger: Ledger, event: int, body: f.Sold, changes: Changes
) -> None:
    if any(parse_serial(line.subject).event != event for line in body.lines):
        raise Rejected("this order is of another event", reason="other_event")
    by_lease: dict[int, list[f.SoldLine]] = defaultdict(list)
    for line in body.lines:
        by_lease[parse_serial(line.subject).lease].append(line)
    used = _used_vouchers(connection, event, body)
    for lease, lines in sorted(by_lease.items()):
        if inventory.load_lease(connection, event, lease) is not None:
            raise Rejected("the tickets of this order belong to a lease that is known here", reason="lease_known")
        units = [
            Shown(parse_serial(line.subject).index, line.number, ((line.type, line.session),), line.seat)
            for line in lines
        ] + [shown for of, shown in used if of == lease]
        place = (event, lease)
        adopt(connection, ground, ledger, ledger.author.device, place, units, changes, expires_ms=FOREVER_MS)
    subjects = (*(line.subject for line in body.lines), *body.vouchers, order_subject(body.order))
    record(connection, ledger, [Draft("sold", event, subjects, body)], changes)


def _used_vouchers(connection: sa.Connection, event: int, body: f.Sold) -> list[tuple[int, Shown]]:
    """Return, with their leases, the uses of the voucher that an order took. Raises Rejected for one unknown here."""
    if not body.vouchers:
        return []
    voucher = match_voucher(load_catalogue(connection, event).vouchers, body.lines[0].voucher)
    if voucher is None:
        raise Rejected("this order took a voucher that is not known here", reason="voucher_unknown")
    serials = [parse_serial(subject) for subject in body.vouchers]
    variants = ((VOUCHER_TYPE, voucher.number),)
    return [(serial.lease, Shown(serial.index, "", variants)) for serial in serials]
