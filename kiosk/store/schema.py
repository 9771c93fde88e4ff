"""Which tables does a device keep?

Mirror tables hold what the server said (`catalogue_row`, `ticket`, `stop`, `stop_range`, `person`); a
pull writes them and nothing else. Overlay tables hold what this device did (`local_use`, `local_stop`):
a pull never touches them. No foreign keys: a missing reference is a question at the door, not a stuck
page. Changes go through `migrations`. Fact bodies are opaque bytes that no migration rewrites.
"""

import sqlalchemy as sa

metadata = sa.MetaData()


def _table(name: str, *columns: sa.schema.SchemaItem, without_rowid: bool = False) -> sa.Table:
    return sa.Table(name, metadata, *columns, sqlite_with_rowid=not without_rowid)


def _text(name: str, *, key: bool = False, default: str | None = "") -> sa.Column[str]:
    return sa.Column(name, sa.Text, primary_key=key, nullable=False, server_default=None if key else default)


def _int(name: str, *, key: bool = False, default: int | None = 0) -> sa.Column[int]:
    given = None if key or default is None else sa.text(str(default))
    return sa.Column(name, sa.Integer, primary_key=key, nullable=False, server_default=given, autoincrement=False)


def _blob(name: str) -> sa.Column[bytes]:
    return sa.Column(name, sa.LargeBinary, nullable=False)


meta = _table("meta", _text("name", key=True), _text("value"))
"""Single values: see `meta.py` for the names."""

fact = _table(
    "fact",
    _int("incarnation", key=True),
    _int("seq", key=True),
    _int("branch", key=True),
    _text("device"),
    _text("id"),
    _text("kind"),
    _int("version"),
    _int("event"),
    _text("subjects"),
    _text("based_on"),
    _int("wall_ms"),
    _int("mono_ms"),
    _text("boot"),
    _text("clock"),
    _text("operator"),
    _blob("body"),
    _blob("prev"),
    _blob("hash"),
    _blob("signature"),
    _text("state", default="pending"),
    _text("answer"),
    sa.Index("fact_id", "id", unique=True),
    sa.Index("fact_state", "state", "incarnation", "seq"),
)
"""The log of this device. state: pending, acked, quarantined, unsupported, not_taken.

branch: 0, or another number for a fact that a copy of this device wrote at the same place.
"""

catalogue_row = _table(
    "catalogue_row",
    _int("event", key=True),
    _text("kind", key=True),
    _text("key", key=True),
    _blob("value"),
    without_rowid=True,
)
"""Small rows of the feed as JSON: event, key, staff, session, type, quota, list, gate, question, incident…"""

ticket = _table(
    "ticket",
    _text("subject", key=True),
    _int("event"),
    _text("number"),
    _int("type"),
    _int("session"),
    _text("order_code"),
    _text("label"),
    _int("generation", default=1),
    _text("terms", default="paid"),
    _int("admits", default=1),
    _text("person"),
    _text("seat"),
    _text("attention"),
    _int("valid_from_min"),
    _int("valid_until_min"),
    _text("uses"),
    _int("sold_twice"),
    _text("addon_to"),
    _text("badge"),
    sa.Index("ticket_number", "event", "number"),
    sa.Index("ticket_order", "event", "order_code"),
    sa.Index("ticket_person", "person", sqlite_where=sa.text("person <> ''")),
    without_rowid=True,
)
"""`uses` is the JSON of tickets.Use arrays, empty where there are none."""

stop = _table(
    "stop",
    _text("subject", key=True),
    _int("event"),
    _text("reason"),
    _int("generation_min", default=1),
    _text("note"),
    without_rowid=True,
)
stop_range = _table(
    "stop_range",
    _int("event", key=True),
    _text("key", key=True),
    _int("lease"),
    _int("first"),
    _int("last"),
    _text("reason"),
    sa.Index("stop_range_lease", "event", "lease"),
    without_rowid=True,
)
person = _table("person", _text("id", key=True), _int("event"), _text("name"), _text("note"), _int("vip"))

cursor = _table(
    "cursor",
    _int("event", key=True),
    _text("scope", key=True),
    _text("epoch"),
    _int("seq"),
    _text("tag"),
    _text("after"),
    _int("complete"),
    _int("rows_done"),
    _int("rows_total"),
    _int("synced_ms"),
)
"""How far each scope was read; `after` resumes an unfinished snapshot. synced_ms: last word, best time."""

snapshot_key = _table(
    "snapshot_key",
    _int("event", key=True),
    _text("scope", key=True),
    _text("kind", key=True),
    _text("key", key=True),
    without_rowid=True,
)
"""Rows seen by an unfinished snapshot over a filled mirror: what it did not bring is deleted at its end."""

local_use = _table(
    "local_use",
    _text("fact", key=True),
    _text("subject"),
    _int("event"),
    _int("list"),
    _int("at_ms"),
    _int("entry"),
    _int("gate"),
    _int("people", default=1),
    _int("annulled"),
    _int("unsynced"),
    _int("rehearsal"),
    sa.Index("local_use_subject", "subject"),
    without_rowid=True,
)
local_badge = _table("local_badge", _text("subject", key=True), _text("fact"), _text("person"))
local_stop = _table("local_stop", _text("subject", key=True), _text("reason"))
scan_line = _table(
    "scan_line",
    _text("fact", key=True),
    _int("event"),
    _int("list"),
    _int("at_ms"),
    _text("reason"),
    _text("subject"),
    _text("words"),
    sa.Index("scan_line_at", "at_ms"),
)
"""The strip and log of the last scans; `words` is what staff saw (a name or number), pruned with age."""

lease = _table(
    "lease",
    _int("event", key=True),
    _int("lease", key=True),
    _int("expires_ms"),
    _text("state", default="held"),
)
unit = _table(
    "unit",
    _int("event", key=True),
    _int("lease", key=True),
    _int("idx", key=True),
    _text("number"),
    _text("seat"),
    _text("variants"),
    _text("state", default="free"),
    _text("intent"),
    sa.Index("unit_state", "event", "state", "lease", "idx"),
    without_rowid=True,
)
"""state: free, reserved (by `intent`), sold, returned."""

intent = _table(
    "intent",
    _text("id", key=True),
    _int("event"),
    _text("method"),
    _int("amount_minor"),
    _text("currency"),
    _text("state", default="intended"),
    _text("basket"),
    _text("reference"),
    _text("sale"),
    _int("made_ms"),
    sa.Index("intent_state", "state"),
)
"""state: intended, sent, approved, declined, unknown, completed, voided. basket: JSON of sales.Basket."""

sale = _table(
    "sale",
    _text("id", key=True),
    _text("fact"),
    _int("event"),
    _text("code"),
    _int("total_minor"),
    _text("currency"),
    _text("method"),
    _text("shift"),
    _text("state", default="sold"),
    _text("body"),
    _int("made_ms"),
    sa.Index("sale_made", "made_ms"),
)
"""This device's own sales, for reprints and refunds. body: JSON of what was printed (numbers, codes, lines)."""

print_job = _table(
    "print_job",
    _text("id", key=True),
    _text("sale"),
    _text("document"),
    _text("state", default="queued"),
    _int("copy"),
    _text("printer"),
    _text("error"),
    _int("made_ms"),
    _int("changed_ms"),
    sa.Index("print_job_state", "state"),
)
"""state: queued, sending, sent, confirmed, failed, offered (a COPY that a person may print), dismissed."""

shift = _table(
    "shift",
    _text("id", key=True),
    _text("operator"),
    _text("currency"),
    _int("opened_ms"),
    _int("closed_ms"),
    _int("float_minor"),
    _int("counted_minor"),
)
person_record = _table("person_record", _text("id", key=True), _int("event"), _text("fields"), _int("sent"))
"""Personal data that this device took down and still has to deliver beside its facts."""
