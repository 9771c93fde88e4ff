"""How do errors leave the server? As `wire.Problem`, with the one mapping from words to HTTP status.

Called by Litestar for every exception. An error that is none of ours is a bug: it is logged with its
traceback and answered without details.
"""

from collections.abc import Mapping
from traceback import walk_tb
from typing import Any, cast

import structlog
from litestar import Request, Response
from litestar.exceptions import HTTPException

from kiosk.core.bounds import say_plainly
from kiosk.core.errors import FoyerError, InputError, Offline, Rejected, StorageError, StorageFull
from kiosk.core.wire import Problem

AnyRequest = Request[Any, Any, Any]
CONFLICT = 409
_DECODER = "litestar.serialization.msgspec_hooks"
_REASONS: Mapping[str, int] = {
    "unauthorized": 401,
    "wrong_signature": 401,
    "revoked": 403,
    "forbidden": 403,
    "not_found": 404,
    "expired": 410,
    "too_large": 413,
    "too_many": 429,
}
_WORDS: Mapping[int, str] = {
    401: "unauthorized",
    403: "forbidden",
    404: "not_found",
    405: "method_not_allowed",
    413: "too_large",
    415: "unsupported_media_type",
    429: "too_many",
}
_log = structlog.get_logger(__name__)


def status_of(error: FoyerError) -> int:
    """Return the HTTP status of one of our errors."""
    match error:
        case Rejected(reason=reason):
            return _REASONS.get(reason, CONFLICT)
        case InputError():
            return 400
        case StorageFull():
            return 507
        case StorageError() | Offline():
            return 503
        case _:
            return 500


def answer_error(request: AnyRequest, error: FoyerError) -> Response[Problem]:
    """Answer one of our errors."""
    code = error.reason if isinstance(error, Rejected) else error.code
    if isinstance(error, StorageError):
        _log.error("storage failed", path=request.url.path, code=code, message=error.message)
    return _answer(status_of(error), Problem(code, error.message, dict(error.details)))


def answer_http(_: AnyRequest, error: HTTPException) -> Response[Problem]:
    """Answer what the framework refused: an unknown path, a malformed body or query."""
    details = {"problems": _plainly(error.extra)} if error.extra else {}
    code = _WORDS.get(error.status_code, "invalid_input" if error.status_code < 500 else "error")
    return _answer(error.status_code, Problem(code, error.detail, details))


def answer_undecodable(_: AnyRequest, __: UnicodeDecodeError) -> Response[Problem]:
    """Answer a body that is not text at all: the framework lets the decoder's error through."""
    return _answer(400, Problem("invalid_input", "the message is not UTF-8 text; send JSON"))


def answer_recursion(request: AnyRequest, error: RecursionError) -> Response[Problem]:
    """Answer a body nested too deeply to decode; endless recursion in our own code stays a bug."""
    if not _arose_in_decoding(error):
        return answer_bug(request, error)
    return _answer(400, Problem("invalid_input", "the message is nested too deeply; send flatter JSON"))


def answer_bug(request: AnyRequest, error: Exception) -> Response[Problem]:
    """Answer a bug: logged in full, told in one sentence."""
    _log.error("unexpected error", path=request.url.path, exc_info=error)
    return _answer(500, Problem("error", "the server failed; it is logged, try again later"))


def _plainly(extra: Any) -> Any:
    """Return what the framework says of each field in words for people."""
    if not isinstance(extra, list):
        return extra
    told = cast("list[dict[str, str]]", extra)
    return [{name: say_plainly(text) if name == "message" else text for name, text in one.items()} for one in told]


def _arose_in_decoding(error: RecursionError) -> bool:
    frames = [frame for frame, _ in walk_tb(error.__traceback__)]
    return bool(frames) and frames[-1].f_globals.get("__name__") == _DECODER


def _answer(status: int, problem: Problem) -> Response[Problem]:
    return Response(problem, status_code=status)


HANDLERS: dict[int | type[Exception], Any] = {
    FoyerError: answer_error,
    HTTPException: answer_http,
    UnicodeDecodeError: answer_undecodable,
    RecursionError: answer_recursion,
    Exception: answer_bug,
}
