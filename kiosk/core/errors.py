"""Everything that can go wrong without being a bug.

    FoyerError
      x InputError          what a person or a device sent is malformed
        + BadTicketCode     not a ticket code of ours, or of a version we do not read
        + BadFact           a fact whose envelope or body cannot be read
        + BadPairingCode    not the text of a pairing code, or a damaged one
        + RoleNotAllowed    a device may not work as that
        + BadMoney          an amount or currency that does not exist
      x Offline             the other side could not be reached; retry later, keep everything
      x Rejected            the other side understood and said no; never retry unchanged
      x StorageError        this machine's disk or database failed us
        + StorageFull       no space left; what was asked for did not happen
        + StorageTooNew     written by a newer release; do not touch it
        + StorageLocked     the key is missing or wrong; nothing was moved aside
        + StorageCorrupt    the file is damaged; it is moved aside and salvaged
        + StorageInUse      another process works with this data directory

A refusal at the door is none of these: it is an answer (`admission.Refuse`). A broken invariant is
none of these either: it is an AssertionError, and nobody catches it but the crash screen.

Every error carries a stable `code` (a word that a screen or the wire may show) and optional
`details`, plain values for the sentence that a person reads. Sentences are chosen at the edge.
"""

from collections.abc import Mapping
from typing import ClassVar


class FoyerError(Exception):
    """Something a person must be told about; `code` is stable, `details` are plain values."""

    code: ClassVar[str] = "error"

    def __init__(self, message: str, /, **details: str | int) -> None:
        super().__init__(message)
        self.message = message
        self.details: Mapping[str, str | int] = details


class InputError(FoyerError):
    """What was sent or typed is malformed; `message` says what is wrong and what to do."""

    code = "invalid_input"


class BadTicketCode(InputError):
    """The text is not a ticket code that this release reads."""

    code = "bad_ticket_code"


class BadFact(InputError):
    """A fact's envelope or body cannot be read."""

    code = "bad_fact"


class BadMoney(InputError):
    """An amount that is not money: an unknown currency, a fraction of a minor unit, mixed currencies."""

    code = "bad_money"


class BadPairingCode(InputError):
    """The text is not that of a pairing code."""

    code = "bad_pairing_code"


class UnreadableRow(InputError):
    """The server sent a row of a known kind that this release cannot read."""

    code = "unreadable_row"


class RoleNotAllowed(InputError):
    """The organizer did not give this role to this device."""

    code = "role_not_allowed"


class Offline(FoyerError):
    """The other side could not be reached or did not answer in time. Keep everything and retry later."""

    code = "offline"


class Rejected(FoyerError):
    """The other side understood and said no. Retrying unchanged gives the same answer.

    `reason` is the other side's stable word.
    """

    code = "rejected"

    def __init__(self, message: str, /, *, reason: str, **details: str | int) -> None:
        super().__init__(message, **details)
        self.reason = reason


class Bug(FoyerError):
    """Something that must not happen did, on a thread that must not end; it was reported with its trace."""

    code = "bug"


class StorageError(FoyerError):
    """This machine's disk or database failed; what was asked for did not happen."""

    code = "storage"


class StorageFull(StorageError):
    """No space left on the disk; nothing was written."""

    code = "storage_full"


class StorageTooNew(StorageError):
    """The file was written by a newer release and was left untouched."""

    code = "storage_too_new"


class StorageLocked(StorageError):
    """The key is missing or belongs to another file; nothing was moved or changed."""

    code = "storage_locked"


class StorageCorrupt(StorageError):
    """The database file is damaged."""

    code = "storage_corrupt"


class StorageInUse(StorageError):
    """Another process works with this data directory; nothing was opened."""

    code = "storage_in_use"
