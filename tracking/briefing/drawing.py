"""A briefing's charts as pictures, PNG or SVG, without a browser: each says what it rests on."""

from collections.abc import Sequence
from html import escape
from typing import Final, Literal

from tracking import charts
from tracking.briefing.briefing import Briefing, Chart
from tracking.briefing.typeset import of_chart, plain, setting, typeset

PictureFormat = Literal["png", "svg"]
FORMS: Final[tuple[PictureFormat, ...]] = ("png", "svg")
# File systems take 255 bytes, a Chinese character has three; its number and ending have the rest.
_LONGEST_TITLE: Final = 120
_LONGEST_NAME: Final = 245


def picture(briefing: Briefing, chart: Chart, form: PictureFormat = "png") -> bytes:
    """One chart of a briefing with its title, conclusion and stamp.

    A PNG has twice the size of the screen; the letters of an SVG are drawn, it needs no font.
    """
    return _drawn(briefing, [chart], form)[0]


def pictures(briefing: Briefing, form: PictureFormat = "png") -> dict[str, bytes]:
    """Every chart of a briefing by its file's name, in the order it is read."""
    every = list(briefing.charts())
    names = [f"{name}.{form}" for name in _names(briefing, every)]
    return dict(zip(names, _drawn(briefing, every, form), strict=True))


def _names(briefing: Briefing, every: Sequence[Chart]) -> list[str]:
    """The briefing's name, the chart's number in it, and its title."""
    room = min(_LONGEST_TITLE, max(0, _LONGEST_NAME - len(briefing.file_stem.encode())))
    titles = [chart.title.encode()[:room].decode(errors="ignore") for chart in every]
    return [
        charts.file_name([briefing.file_stem, f"{number:02}", title])
        for number, title in enumerate(titles, 1)
    ]


def _drawn(briefing: Briefing, every: Sequence[Chart], form: PictureFormat) -> list[bytes]:
    if not every:
        return []
    told = setting(briefing) | {"charts": [of_chart(chart) for chart in every]}
    pages = typeset("picture.typ", told, briefing, form)
    if form == "png":
        return pages
    return [_told(page, chart) for page, chart in zip(pages, every, strict=True)]


def _told(page: bytes, chart: Chart) -> bytes:
    """The picture with title and text alternative for those who do not see it."""
    start, rest = page.decode().split(">", 1)
    title, alt = (escape(plain(text)) for text in (chart.title, chart.alt))
    return f'{start} role="img"><title>{title}</title><desc>{alt}</desc>{rest}'.encode()
