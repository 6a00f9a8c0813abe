"""What typst sets: our templates and fonts alone, with a briefing handed over as data."""

import json
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from struct import unpack_from
from typing import Any, Final, Literal

from tracking.briefing.briefing import Briefing, Chart
from tracking.charts.style import PALETTES, STATUS_STYLE, hatched
from tracking.words import say

_TEMPLATES: Final = Path(__file__).parent / "pdf"
_FONTS: Final = Path(__file__).parent / "fonts"
_ALERT: Final = "#B42318"
# What the format of a sign's cmap is called that has every character, above FFFF too.
_EVERY_CHARACTER: Final = (3, 10)


def typeset(
    template: str, told: Mapping[str, Any], briefing: Briefing, form: Literal["pdf", "png", "svg"]
) -> list[bytes]:
    """The pages that a template makes of this data; a PDF is one. The day is the stamp’s."""
    import typst  # noqa: PLC0415 — 80 MB, only where a document is wanted

    compiler = typst.Compiler(
        str(_TEMPLATES / template),
        root=str(_TEMPLATES),
        font_paths=_fonts(),
        ignore_system_fonts=True,
        sys_inputs={"told": json.dumps(told, ensure_ascii=False, allow_nan=False)},
    )
    day = briefing.stamp.known_on
    made = compiler.compile(
        format=form,
        ppi=144.0,
        pdf_standards="ua-1" if form == "pdf" else [],
        timestamp=datetime(day.year, day.month, day.day, tzinfo=UTC),
    )
    assert made is not None
    return made if isinstance(made, list) else [made]


@cache
def _fonts() -> Any:
    import typst  # noqa: PLC0415

    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(_FONTS)]
    )


def setting(briefing: Briefing) -> dict[str, Any]:
    """What each template needs of a briefing beside its parts: words, colours, stamp, day."""
    words, day = briefing.words, briefing.stamp.known_on
    language = briefing.language
    return {
        "title": plain(briefing.title),
        "subtitle": plain(briefing.subtitle),
        "language": language,
        "day": [day.year, day.month, day.day],
        "stamp": plain(briefing.stamp),
        "palette": {
            name: getattr(PALETTES["light"], name)
            for name in ("ink", "quiet", "rule", "grid", "fill", "accent")
        }
        | {"hatch": hatched("/")["fgcolor"], "alert": _ALERT},
        "looks": {
            status: {"colour": style.colour, "ink": style.text}
            for status, style in STATUS_STYLE.items()
        },
        "words": plain(words)
        | {
            "before": say(language, "Before"),
            "broken": say(language, "definition changed"),
            "colon": "：" if language == "zh" else ": ",
        },
    }


def of_chart(chart: Chart) -> dict[str, Any]:
    """A chart as data; its Plotly figure stays behind."""
    return {
        "kind": type(chart.of).__name__.lower(),
        "title": plain(chart.title),
        "alt": plain(chart.alt or chart.title),
        "conclusion": plain(chart.conclusion),
        "lookup": plain(chart.lookup.said),
        "of": plain(chart.of),
    }


def plain(noun: Any) -> Any:
    """Nouns as dictionaries, tuples as lists, texts in the characters that our fonts have."""
    if isinstance(noun, str):
        return _printable(noun)
    if isinstance(noun, tuple | list):
        return [plain(one) for one in noun]
    if is_dataclass(noun):
        return {one.name: plain(getattr(noun, one.name)) for one in fields(noun)}
    return noun if isinstance(noun, int | float) or noun is None else str(noun)


def _printable(text: str) -> str:
    """The text; a character without a glyph is told by its number, as an empty box says nothing."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(_sign(sign) for sign in text)


@cache
def _sign(sign: str) -> str:
    category = unicodedata.category(sign)
    if category == "Cc":
        return " "
    # On paper nothing turns or joins: signs that only direct others have no place there.
    if category == "Cf" or unicodedata.name(sign, "").startswith("VARIATION SELECTOR"):
        return ""
    return sign if ord(sign) in _characters() else f"〔U+{ord(sign):04X}〕"


@cache
def _characters() -> frozenset[int]:
    """The characters that the regular font has, which has more than the others."""
    data = (_FONTS / "NotoSansSC-Regular.ttf").read_bytes()
    return frozenset(sign for first, last in _runs(data) for sign in range(first, last + 1))


def _runs(font: bytes) -> Iterator[tuple[int, int]]:
    """The runs of characters in a font’s cmap of format 12, which is always 3, 10."""
    (tables,) = unpack_from(">H", font, 4)
    directory = [unpack_from(">4sIII", font, 12 + 16 * n) for n in range(tables)]
    start = next(offset for tag, _sum, offset, _length in directory if tag == b"cmap")
    (many,) = unpack_from(">H", font, start + 2)
    kept = [unpack_from(">HHI", font, start + 4 + 8 * n) for n in range(many)]
    at = start + next(offset for *kind, offset in kept if tuple(kind) == _EVERY_CHARACTER)
    (groups,) = unpack_from(">I", font, at + 12)
    for n in range(groups):
        first, last, _glyph = unpack_from(">III", font, at + 16 + 12 * n)
        yield first, last
