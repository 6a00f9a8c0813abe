"""A briefing as one HTML file: opens offline from a stick, with its charts to point at.

It asks for nothing: its scripts stand in it, and its policy names them by their hashes.
"""

import json
from base64 import b64encode
from collections.abc import Iterator
from functools import cache
from hashlib import sha256
from html import escape
from pathlib import Path
from pkgutil import get_data
from typing import Final

from tracking import charts
from tracking.briefing.briefing import (
    Briefing,
    Cell,
    Chart,
    Column,
    Section,
    Sentence,
    Stamp,
    Table,
)
from tracking.briefing.tabled import NUMERIC

_HERE: Final = Path(__file__).parent / "one_file"
_LANG: Final = {"zh": "zh-CN", "en": "en"}


def write(briefing: Briefing) -> bytes:
    """The file's bytes, UTF-8."""
    # As text, five megabytes of script would take four times as much beside one Chinese letter.
    return b"".join((_before_the_script(briefing).encode(), _plotly(), _after_it().encode()))


def _before_the_script(briefing: Briefing) -> str:
    title = escape(f"{briefing.title} · {briefing.subtitle}")
    body = "\n".join(_body(briefing))
    return f"""<!DOCTYPE html>
<html lang="{_LANG[briefing.language]}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{_policy()}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>{title}</title>
<style>{_shipped("page.css")}{_on_each_page(briefing.stamp)}</style>
</head>
<body>
{body}
<script type="application/json" id="charts">{_charts(briefing)}</script>
<script>"""


def _after_it() -> str:
    return f"""</script>
<script>{_shipped("page.js")}</script>
</body>
</html>
"""


def _on_each_page(stamp: Stamp) -> str:
    """The stamp at the foot of each printed page; every sign as its number, so that none acts."""
    told = "".join(f"\\{ord(sign):06x}" for sign in stamp.short)
    return f'@page {{ @bottom-center {{ content: "{told}"; font-size: 8pt; color: #4b5563; }} }}'


@cache
def _policy() -> str:
    """Nothing from outside, no script but these two, nothing sent anywhere."""
    hashes = " ".join(
        f"'sha256-{b64encode(sha256(script).digest()).decode()}'"
        for script in (_plotly(), _shipped("page.js").encode())
    )
    return (
        f"default-src 'none'; script-src {hashes}; style-src 'unsafe-inline';"
        " img-src data: blob:; base-uri 'none'; form-action 'none'"
    )


@cache
def _plotly() -> bytes:
    # As plotly.offline.get_plotlyjs has it, without all that it loads.
    script = get_data("plotly", "package_data/plotly.min.js")
    assert script
    return script


@cache
def _shipped(name: str) -> str:
    return (_HERE / name).read_text("utf-8")


def _charts(briefing: Briefing) -> str:
    """The charts' figures; “<” as an escape, so that no text in them ends the script."""
    told = [
        {
            "data": chart.figure["data"],
            "layout": chart.figure["layout"],
            "config": charts.config(
                briefing.language, charts.file_name([briefing.file_stem, chart.title])
            ),
            "title": f"{chart.title} · {briefing.subtitle}",
            "basis": briefing.stamp.lines,
        }
        for chart in briefing.charts()
    ]
    return json.dumps(told, ensure_ascii=False, allow_nan=False).replace("<", "\\u003c")


def _body(briefing: Briefing) -> Iterator[str]:
    yield f"<main>{opening(briefing)}"
    counter = _Counter()
    for section in briefing.sections:
        yield from _section(section, briefing, counter, 2)
    yield f"{closing(briefing)}</main>"
    yield f"<footer>{escape(briefing.stamp.short)}</footer>"


def opening(briefing: Briefing) -> str:
    """What comes before the sections: the label, the title, the key sentences, the contents."""
    words, stamp = briefing.words, briefing.stamp
    label = escape(stamp.demonstration)
    told = [f'<p class="demonstration" role="note">{label}</p>'] if label else []
    told.append(
        f"<header><h1>{escape(briefing.title)}</h1><p>{escape(briefing.subtitle)}</p></header>"
        f'<section class="key"><h2>{escape(words.key)}</h2><ul>'
    )
    told += [f"<li>{sentence(one)}</li>" for one in briefing.key]
    told.append("</ul></section>")
    if len(briefing.sections) > 1:
        told.append(
            f'<nav aria-label="{escape(words.contents)}"><h2>{escape(words.contents)}</h2><ol>'
        )
        told += [
            f'<li><a href="#{section.code}">{escape(section.heading)}</a></li>'
            for section in briefing.sections
        ]
        told.append("</ol></nav>")
    return "".join(told)


def closing(briefing: Briefing) -> str:
    """What comes after the sections: the origins, and the notes."""
    notes = "".join(f"<p>{escape(note)}</p>" for note in briefing.notes)
    return (
        f"{''.join(_origins(briefing))}"
        f'<section class="notes"><h2>{escape(briefing.words.notes)}</h2>{notes}</section>'
    )


class _Counter:
    """Numbers charts and tables through the file."""

    def __init__(self) -> None:
        self.charts = 0
        self.tables = 0


def _section(section: Section, briefing: Briefing, counter: _Counter, level: int) -> Iterator[str]:
    yield f'<section id="{section.code}"><h{level}>{escape(section.heading)}</h{level}>'
    for part in section.parts:
        if isinstance(part, Section):
            yield from _section(part, briefing, counter, level + 1)
        elif isinstance(part, Table):
            counter.tables += 1
            yield table(part, briefing.words.table.format(n=counter.tables))
        elif isinstance(part, Chart):
            counter.charts += 1
            yield _chart(part, briefing.words.figure.format(n=counter.charts), counter.charts - 1)
        else:
            yield f"<p>{sentence(part)}</p>"
    yield "</section>"


def sentence(one: Sentence) -> str:
    """One sentence, with the numbers of its origins."""
    return escape(one.text) + "".join(_mark(n) for n in one.origins)


def _mark(number: int) -> str:
    return f'<sup><a href="#origin-{number}">[{number}]</a></sup>'


def _chart(chart: Chart, number: str, at: int) -> str:
    height = int(chart.figure["layout"].get("height", 360))
    caption = f"{escape(number)}　{escape(chart.title)}"
    return (
        f'<figure><figcaption>{caption}</figcaption><div class="chart" data-chart="{at}"'
        f' role="img" aria-label="{escape(chart.alt)}" style="height:{height}px"></div>'
        f"{_below(chart)}</figure>"
    )


def _below(chart: Chart) -> str:
    caption = getattr(chart.of, "caption", "")
    told = f'<p class="below">{escape(caption)}</p>' if caption else ""
    return told + lookup(chart)


def lookup(chart: Chart) -> str:
    """How its values are looked up: one line, which opens to each with its own reference."""
    of = chart.lookup
    if not of.said:
        return ""
    told = "".join(
        f"<li>{escape(one.name)} <code>{escape(one.reference)}</code></li>"
        for one in of.values
        if one.reference
    )
    summary = f"<summary>{escape(of.said)}</summary>"
    return f'<details class="below lookup">{summary}<ul>{told}</ul></details>'


def table(of: Table, number: str) -> str:
    """A table under its number and title; without a number, under its title."""
    caption = f"{number}　{of.title}" if number else of.title
    heads = "".join(f'<th scope="col"{_kind(one)}>{escape(one.head)}</th>' for one in of.columns)
    rows = "".join(
        "<tr>"
        + "".join(
            _cell(cell, column, first=not at)
            for at, (cell, column) in enumerate(zip(row, of.columns, strict=True))
        )
        + "</tr>"
        for row in of.rows
    )
    note = f'<p class="below">{escape(of.note)}</p>' if of.note else ""
    total = ' class="total"' if any(column.total for column in of.columns) else ""
    return (
        f'<div class="table"><table{total}><caption>{escape(caption)}'
        f"</caption><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></div>{note}"
    )


def _cell(cell: Cell, column: Column, *, first: bool) -> str:
    said = escape(cell.said)
    if cell.status:
        said = f'<span class="status">{said}</span>'
    elif cell.origin and said.startswith("["):
        said = f'<a href="#origin-{cell.origin}">{said}</a>'
    tag = 'th scope="row"' if first else "td"
    return f"<{tag}{_kind(column)}>{said}</{tag[:2]}>"


def _kind(column: Column) -> str:
    return ' class="number"' if column.kind in NUMERIC else ""


def _origins(briefing: Briefing) -> Iterator[str]:
    if not briefing.origins:
        return
    words = briefing.words
    heads = (
        words.origin_number, words.origin_said, words.origin_value, words.origin_stands_in,
        words.origin_reference,
    )  # fmt: skip
    yield f'<section id="origins"><h2>{escape(words.origins)}</h2><div class="table"><table>'
    yield "<thead><tr>" + "".join(f'<th scope="col">{escape(h)}</th>' for h in heads)
    yield "</tr></thead><tbody>"
    for one in briefing.origins:
        cells = "".join(f"<td>{escape(t)}</td>" for t in (one.said, one.value, one.stands_in))
        yield (
            f'<tr id="origin-{one.number}"><th scope="row">[{one.number}]</th>{cells}'
            f"<td><code>{escape(one.reference)}</code></td></tr>"
        )
    yield "</tbody></table></div></section>"
