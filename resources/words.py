"""How does a document say it in this language? The texts of tickets, receipts and mails.

English is the source and needs no file; every other language has a gettext file under `locale`, read by
Babel. A test fails on a text that a language lacks. Screens are translated by Qt and not here.
"""

import io
from collections.abc import Callable, Mapping
from functools import lru_cache

from babel.messages.pofile import read_po

from resources import open_resource

LANGUAGES = ("en", "de")


def load_words(language: str) -> Callable[[str], str]:
    """Return the function that translates a source text; an unknown language stays English."""
    texts: Mapping[str, str] = _texts(language) if language in LANGUAGES and language != "en" else {}
    return lambda source: texts.get(source, source)


@lru_cache(maxsize=len(LANGUAGES))
def _texts(language: str) -> Mapping[str, str]:
    catalogue = read_po(io.BytesIO(open_resource(f"locale/{language}/documents.po").read_bytes()))
    return {str(message.id): str(message.string) for message in catalogue if message.id and message.string}
