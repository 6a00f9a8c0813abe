"""Messages in the reader's language, from gettext catalogues."""

import gettext
import io
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

import polib

Language = Literal["zh", "en"]
LANGUAGES: tuple[Language, ...] = ("zh", "en")


@dataclass(frozen=True, slots=True)
class Text:
    """One text in both languages; a missing English one falls back to the Chinese.

    `one` is the English for exactly one, of a text that is counted: sessions, session.
    """

    zh: str
    en: str = ""
    one: str = ""

    def to(self, language: Language) -> str:
        """The text in this language."""
        return (self.en or self.zh) if language == "en" else self.zh


def N_(message: str) -> str:  # noqa: N802 (gettext's own name for "translate later")
    """Mark a message that is said later, so that the catalogue test finds it."""
    return message


def say(language: Language, message: str, /, **values: object) -> str:
    """The message in this language, its {placeholders} filled with values.

    >>> say("en", "{n} files", n=3)
    '3 files'
    """
    text = message if language == "en" else _chinese().gettext(message)
    return text.format(**values) if values else text


def say_n(language: Language, one: str, many: str, n: int, /, **values: object) -> str:
    """The message for n things; {n} is filled with n itself.

    >>> say_n("en", "{n} file", "{n} files", 1)
    '1 file'
    """
    english = one if n == 1 else many
    text = english if language == "en" else _chinese().ngettext(one, many, n)
    return text.format(n=n, **values)


@cache
def _chinese() -> gettext.GNUTranslations:
    together = polib.POFile()
    together.metadata = {
        "Content-Type": "text/plain; charset=utf-8",
        "Plural-Forms": "nplurals=1; plural=0;",
    }
    for path in sorted((Path(__file__).parent / "zh").glob("*.po")):
        together.extend(polib.pofile(path))
    return gettext.GNUTranslations(io.BytesIO(together.to_binary()))
