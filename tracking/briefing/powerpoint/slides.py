"""Which slides a briefing becomes, in the order it is read."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any, Final

from tracking.briefing.briefing import (
    Cell,
    Chart,
    Column,
    Heat,
    Look,
    Origin,
    Ranking,
    Section,
    Sentence,
    Table,
    Tiles,
)
from tracking.briefing.native_charts import Face, Place, add, drawable
from tracking.briefing.native_marks import PALETTE
from tracking.briefing.powerpoint import looked_up, measure, squares, tables
from tracking.briefing.powerpoint.deck import CONTENT, LEAST, POINTS, Area, Deck, marked
from tracking.briefing.powerpoint.tables import Grid, Put
from tracking.briefing.powerpoint.template import EAST_ASIAN, LATIN
from tracking.briefing.tabled import NUMERIC
from tracking.charts.style import STATUS_STYLE

_BODY_SIZES: Final = (20.0, 18.0, 16.0, 14.0, 12.0)
# The least size at which points stand beside something else.
_READ: Final = 14.0
# What a point stands in from the edge, in points.
_INDENT: Final = 28.0
_LEAD_SIZES: Final = (14.0, 12.0)
_FACE: Final = Face(LATIN, EAST_ASIAN, 12)
# More bars than these stand in two charts beside each other.
_BARS: Final = 20
_GUTTER: Final = 0.4
# The line that names a table, the room between small sections, and a note's, in inches.
_NAME: Final = 0.32
_APART: Final = 0.2
_NOTE: Final = 0.5


def fill(deck: Deck) -> None:
    """Writes all slides: title, key points, sections, origins, notes; or the short form."""
    briefing = deck.briefing
    if not briefing.full:
        _short(deck)
        return
    _title(deck)
    _texts(deck, briefing.words.key, briefing.key)
    for section in briefing.sections:
        _section(deck, section)
    _origin_list(deck)
    told = [*briefing.notes, briefing.stamp.short]
    _texts(deck, briefing.words.notes, [Sentence(text) for text in told])


def _title(deck: Deck) -> None:
    briefing = deck.briefing
    slide = deck.file.slides.add_slide(deck.layouts["title"])
    deck.write(slide.shapes.title, [briefing.title], 36)
    deck.write(slide.placeholders[1], [briefing.subtitle], 20, colour=PALETTE.quiet)
    lines = [text for text in briefing.stamp.lines if text != briefing.stamp.demonstration]
    deck.text(slide, Area(CONTENT.left, 4.9, CONTENT.width, 1.6), lines, 14, colour=PALETTE.quiet)
    deck.finish(slide, briefing.stamp.lines)


def _short(deck: Deck) -> None:
    """The key points with a picture beside or a table below them; what has no room comes next."""
    briefing = deck.briefing
    parts = [part for section in briefing.sections for part in section.parts]
    charts = [part for part in parts if isinstance(part, Chart) and drawable(part)]
    waiting = [part for part in parts if isinstance(part, Table)]
    slide = deck.slide(briefing.title, "text", briefing.subtitle)
    told = list[str]()
    origins = {n for one in briefing.key for n in one.origins}
    half = replace(CONTENT, width=CONTENT.width / 2 - _GUTTER / 2)
    if charts and _size_of(briefing.key, half) >= _READ:
        chart = charts.pop(0)
        _bullets(deck, slide, half, briefing.key)
        beside = replace(half, left=half.left + half.width + _GUTTER)
        deck.text(slide, beside, [_numbered(deck, chart)], 14, colour=PALETTE.quiet)
        _draw(deck, slide, looked_up.foot(deck, slide, beside.below(0.35), chart), chart)
        told += [chart.alt, *looked_up.notes(chart)]
    elif not charts and len(waiting) == 1 and (room := _below_points(deck, waiting[0])):
        _bullets(deck, slide, replace(CONTENT, height=CONTENT.height - room.height), briefing.key)
        table = waiting.pop()
        title = _numbered(deck, table)
        deck.text(slide, room, [title], 14, colour=PALETTE.quiet)
        tables.add(deck, slide, room.below(0.35), _grid(table), title)
        origins |= _origins_in(table.rows)
    else:
        _bullets(deck, slide, CONTENT, briefing.key)
    deck.finish(slide, told, origins)
    for chart in charts:
        _chart(deck, chart, chart.title, ())
    for table in waiting:
        _table(deck, table, table.title, ())


def _below_points(deck: Deck, table: Table) -> Area | None:
    """The room for a table at the foot of the key points; None where both do not fit."""
    taken = 0.35 + tables.height(_grid(table), CONTENT)
    above = replace(CONTENT, height=CONTENT.height - taken)
    if table.note or above.height < 1 or _size_of(deck.briefing.key, above) < _READ:
        return None
    return CONTENT.below(CONTENT.height - taken)


def _texts(deck: Deck, title: str, sentences: Sequence[Sentence]) -> None:
    """Sentences as points, over as many slides as they need."""
    parts = list(_split(sentences))
    for n, part in enumerate(parts, start=1):
        slide = deck.slide(_of_several(title, n, len(parts)), "text")
        _bullets(deck, slide, CONTENT, part)
        deck.finish(slide, (), (number for one in part for number in one.origins))


def _split(sentences: Sequence[Sentence]) -> Iterator[list[Sentence]]:
    """The sentences in parts that fit on a slide at the least size of points."""
    wide, high = CONTENT.points
    least, part = _BODY_SIZES[-1], list[Sentence]()
    for one in sentences:
        told = [marked(each) for each in (*part, one)]
        if part and measure.height(told, least, wide - _INDENT, least / 2) > high:
            yield part
            part = []
        part.append(one)
    if part:
        yield part


def _bullets(deck: Deck, slide: Any, area: Area, sentences: Sequence[Sentence]) -> None:
    body = slide.placeholders[1]
    body.left, body.top, body.width, body.height = area.emu
    deck.write(body, [marked(one) for one in sentences], _size_of(sentences, area))


def _size_of(sentences: Sequence[Sentence], area: Area) -> float:
    """The size of points that fit there, else the least."""
    wide, high = area.points
    texts = [marked(one) for one in sentences]
    return measure.fitting(texts, (wide - _INDENT, high), _BODY_SIZES)


def _section(deck: Deck, section: Section) -> None:
    """Sentences lead the picture or table that follows; else they have a slide of their own."""
    if section.parts and all(_is_small(part) for part in section.parts):
        _together(deck, [part for part in section.parts if isinstance(part, Section)])
        return
    waiting = list[Sentence]()
    for part in section.parts:
        if isinstance(part, Sentence):
            waiting.append(part)
            continue
        if isinstance(part, Section):
            _left(deck, section, waiting)
            _section(deck, part)
        elif isinstance(part, Table):
            _table(deck, part, section.heading, waiting)
        else:
            _chart(deck, part, section.heading, waiting)
        waiting = []
    _left(deck, section, waiting)


def _is_small(part: Any) -> bool:
    """Whether it is a section of sentences and one table: several may share a slide."""
    if not isinstance(part, Section) or not part.parts:
        return False
    *lead, last = part.parts
    return isinstance(last, Table) and all(isinstance(one, Sentence) for one in lead)


def _together(deck: Deck, sections: Sequence[Section]) -> None:
    """Small sections one below the other, as many on a slide as have room."""
    sharing, taken = list[Section](), 0.0
    for section in sections:
        high = _high(section)
        if sharing and taken + high > CONTENT.height:
            _share(deck, sharing)
            sharing, taken = [], 0.0
        sharing.append(section)
        taken += high
    _share(deck, sharing)


def _lead_and_table(section: Section) -> tuple[list[Sentence], Table]:
    """The parts of a small section."""
    *lead, table = section.parts
    assert isinstance(table, Table)
    return [part for part in lead if isinstance(part, Sentence)], table


def _high(section: Section) -> float:
    """How high a small section is with its caption, in inches."""
    lead, table = _lead_and_table(section)
    note = _NOTE if table.note else 0.0
    above = _NAME + _lead_height([marked(one) for one in lead])
    return above + tables.height(_grid(table), CONTENT) + note + _APART


def _share(deck: Deck, sections: Sequence[Section]) -> None:
    if len(sections) == 1:
        lead, table = _lead_and_table(sections[0])
        _table(deck, table, sections[0].heading, lead)
        return
    slide = deck.slide(" · ".join(section.heading for section in sections))
    area, origins = CONTENT, set[int]()
    for section in sections:
        lead, table = _lead_and_table(section)
        grid, named = _grid(table), _numbered(deck, table)
        deck.text(slide, replace(area, height=_NAME), [named], 14, colour=PALETTE.quiet)
        below = _lead(deck, slide, lead, area.below(_NAME))
        tables.add(deck, slide, below, grid, named)
        if table.note:
            under = below.below(tables.height(grid, below))
            deck.text(slide, replace(under, height=_NOTE), [table.note], LEAST)
        area = area.below(_high(section))
        origins |= _origins_in(table.rows) | {n for one in lead for n in one.origins}
    deck.finish(slide, (), origins)


def _left(deck: Deck, section: Section, sentences: Sequence[Sentence]) -> None:
    if sentences:
        _texts(deck, section.heading, sentences)


def _chart(deck: Deck, chart: Chart, heading: str, lead: Sequence[Sentence]) -> None:
    """A chart under its conclusion; a heat table may need several slides."""
    title = chart.conclusion or chart.title
    lead = [one for one in lead if one.text != title]
    caption = _caption(heading, _numbered(deck, chart), chart.title)
    origins = [n for one in lead for n in one.origins]
    if isinstance(chart.of, Heat):
        grid = squares.grid_of(chart.of)
        _paged(deck, grid, title, caption, lead, [chart.alt], origins, chart=chart)
        return
    slide = deck.slide(title, caption=caption)
    area = looked_up.foot(deck, slide, _lead(deck, slide, lead), chart)
    if isinstance(chart.of, Tiles):
        squares.tiles(deck, slide, area, chart, chart.of)
    elif drawable(chart):
        _draw(deck, slide, area, chart)
    deck.finish(slide, [chart.alt, *looked_up.notes(chart)], origins)


def _draw(deck: Deck, slide: Any, area: Area, chart: Chart) -> None:
    """A native chart; a long ranking as two beside each other, on one scale."""
    of, language = chart.of, deck.briefing.language
    if not isinstance(of, Ranking) or len(of.rows) <= _BARS or area.width < CONTENT.width / 2:
        add(slide.shapes, chart, Place(*area.emu), _FACE, language)
        return
    half = (len(of.rows) + 1) // 2
    wide = (area.width - _GUTTER) / 2
    for n, rows in enumerate((of.rows[:half], of.rows[half:])):
        part = replace(chart, title=_of_several(chart.title, n + 1, 2), of=replace(of, rows=rows))
        place = Area(area.left + n * (wide + _GUTTER), area.top, wide, area.height)
        face = replace(_FACE, size=LEAST)
        add(slide.shapes, part, Place(*place.emu), face, language, among=of)


def _lead(deck: Deck, slide: Any, sentences: Sequence[Sentence], area: Area = CONTENT) -> Area:
    """Writes sentences above what they lead to; the room that is left."""
    texts = [marked(one) for one in sentences]
    taken = _lead_height(texts)
    if texts:
        size = measure.fitting(texts, (CONTENT.points[0], 60), _LEAD_SIZES)
        deck.text(slide, replace(area, height=taken), texts, size)
    return area.below(taken)


def _lead_height(texts: Sequence[str]) -> float:
    if not texts:
        return 0.0
    size = measure.fitting(texts, (CONTENT.points[0], 60), _LEAD_SIZES)
    return measure.height(texts, size, CONTENT.points[0], 4) / POINTS + 0.1


def _table(deck: Deck, table: Table, heading: str, lead: Sequence[Sentence]) -> None:
    caption = _caption(heading, _numbered(deck, table), table.title)
    _paged(deck, _grid(table), heading, caption, lead, [], (), table)


def _paged(
    deck: Deck,
    grid: Grid,
    title: str,
    caption: str,
    lead: Sequence[Sentence],
    told: Sequence[str],
    origins: Iterable[int],
    table: Table | None = None,
    chart: Chart | None = None,
) -> None:
    """A table over as many slides as it needs; its note on the last, origins where they stand."""
    note = table.note if table else chart.lookup.said if chart else ""
    noted = looked_up.notes(chart) if chart else []
    below = measure.height([note], LEAST, CONTENT.points[0]) / POINTS + 0.12 if note else 0.0
    taken = _lead_height([marked(one) for one in lead])
    room = replace(CONTENT, height=CONTENT.height - below)
    parts = tables.pages(grid, room.below(taken), room)
    first = 0
    for n, part in enumerate(parts, start=1):
        slide = deck.slide(_of_several(title, n, len(parts)), caption=caption)
        area = _lead(deck, slide, lead if n == 1 else ())
        tables.add(deck, slide, area, part, _of_several(caption, n, len(parts)))
        if note and n == len(parts):
            under = area.below(tables.height(part, area) + 0.1)
            deck.text(slide, replace(under, height=below), [note], LEAST, colour=PALETTE.quiet)
        rows = table.rows[first : first + len(part.rows)] if table else ()
        numbers = _origins_in(rows)
        if n == 1:
            numbers |= {number for one in lead for number in one.origins} | set(origins)
        last = first + len(part.rows)
        deck.finish(slide, [*(told if n == 1 else ()), *noted[first:last]], numbers)
        first = last


def _origins_in(rows: Sequence[tuple[Cell, ...]]) -> set[int]:
    return {cell.origin for row in rows for cell in row if cell.origin}


def _grid(table: Table) -> Grid:
    """A table of the model, its numbers to the right, its statuses on their colours."""
    heads = tuple(tables.head(column.head, _align(column)) for column in table.columns)
    total = any(column.total for column in table.columns)
    rows = tuple(
        tuple(
            _put(cell, column, bold=total and n == len(table.rows) - 1)
            for cell, column in zip(row, table.columns, strict=True)
        )
        for n, row in enumerate(table.rows)
    )
    size = 12.0 if len(table.columns) <= 8 else LEAST
    return Grid(heads, rows, tuple(column.width for column in table.columns), size)


def _align(column: Column) -> str:
    return "r" if column.kind in NUMERIC else "l"


def _put(cell: Cell, column: Column, *, bold: bool) -> Put:
    style = STATUS_STYLE.get(cell.status)
    look = Look(style.colour, style.text) if style else None
    return Put(cell.said, look, _align(column), bold)


def _origin_list(deck: Deck) -> None:
    words, origins = deck.briefing.words, deck.briefing.origins
    heads = (words.origin_number, words.origin_said, words.origin_value, words.origin_stands_in,
             words.origin_reference)  # fmt: skip
    rows = tuple(_origin(one) for one in origins)
    grid = Grid(tuple(tables.head(text) for text in heads), rows, (0.5, 4.0, 1.6, 3.9, 2.5), LEAST)
    _paged(deck, grid, words.origins, "", (), (), ())


def _origin(one: Origin) -> tuple[Put, ...]:
    texts = (f"[{one.number}]", one.said, one.value, one.stands_in, one.reference)
    return tuple(Put(text) for text in texts)


def _numbered(deck: Deck, part: Chart | Table) -> str:
    """“Figure 1　Title”; each is counted when it is named."""
    words = deck.briefing.words
    if isinstance(part, Chart):
        deck.charts += 1
        return f"{words.figure.format(n=deck.charts)}　{part.title}"
    deck.tables += 1
    return f"{words.table.format(n=deck.tables)}　{part.title}"


def _caption(heading: str, named: str, title: str) -> str:
    """What stands under a slide's title: the section where it is another, number and name."""
    return named if heading == title else f"{heading} · {named}"


def _of_several(title: str, n: int, of: int) -> str:
    return f"{title} ({n}/{of})" if of > 1 else title
