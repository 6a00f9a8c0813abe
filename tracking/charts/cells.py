"""Charts of squares: the tile grid and the heat table; calendar.py has the reporting calendar.

The squares are bars with a base, not a heatmap: bars can be clicked, hatched and written in, and
they grow and shrink with the page.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import pandas as pd

from tracking.charts.names import (
    columns,
    joined,
    known,
    leaders,
    name_of,
    percentage,
    unit_name,
    wrapped,
)
from tracking.charts.style import (
    PALETTES,
    SHARE_BINS,
    STATUS_STYLE,
    Figure,
    Theme,
    category_axis,
    figure_of,
    hatched,
    mark,
    nothing,
    plain,
    rows_axis,
    staggered,
    text_on,
)
from tracking.programme import Programme, Unit
from tracking.words import N_, Language, numbers, say

# Said under every tile grid.
TILES_CAPTION = N_("Tiles show where units lie to each other; they are no administrative borders")

_SIDE = 0.94
# How far the rows that only stand beside are set off below a heat table, in rows.
_APART = 0.4
# With more columns than this, a cell has no room for a blank and a percent sign.
_MANY = 6


@dataclass(frozen=True, slots=True)
class Cell:
    """One square: where it lies, what it says, how it looks, what a click on it gives."""

    column: float
    row: float
    colour: str
    text: str
    hover: str
    data: list[Any]
    pattern: str = ""


def share_colour(value: float, language: Language = "en") -> str:
    """The colour of a share, chosen by the percentage that is shown, so 89.6 % is 90 %."""
    shown = int(numbers.share(language, value).rstrip("%").replace(",", "").replace("−", "-"))
    return next((colour for bound, colour in SHARE_BINS if shown >= bound), SHARE_BINS[-1][1])


def tiles(
    rows: pd.DataFrame,
    programme: Programme,
    language: Language,
    theme: Theme,
    *,
    chosen: str = "",
    title: str = "",
    side: int = 54,
) -> Figure:
    """The tile grid of the regions, coloured by status where `rows` has one, else by share.

    `rows`: unit, and `status`, or `value` (a share), or both. A tile's customdata is [unit]; a
    tile outside the programme gives []. `title` names what is shown, for the text alternative;
    `side` is a tile's in pixels, less where the page is narrower.
    """
    _ = partial(say, language)
    colours = PALETTES[theme]
    found = {
        unit: (status, value) for unit, status, value in columns(rows, "unit", "status", "value")
    }
    regions = [unit for unit in programme.regions if unit.tile is not None]
    cells = [_tile(unit, found.get(unit.code), language) for unit in regions]
    outside = _("not in scope")
    for place in programme.outside:
        row, column = place.tile
        name = plain(place.name.to(language))
        text = f"{name}<br>{wrapped(outside, 8)}"
        cells.append(Cell(column, row, colours.fill, text, f"{name}<br>{outside}", []))
    frames = [_frame(u, colours.ink, "dot") for u in regions if u.region_type in ("city", "corps")]
    frames += [_frame(u, colours.ink, "solid") for u in regions if u.code == chosen]
    across = [cell.column for cell in cells]
    down = [cell.row for cell in cells]
    return figure_of(
        [squares(cells, size=13)],
        theme,
        _said_tiles(found, title, programme, language),
        height=round(side * (max(down) - min(down) + 1.04)) + 20,
        paper=round(0.8 * side * (max(down) - min(down) + 1.04)) + 20,
        barmode="overlay",
        xaxis={
            "visible": False,
            "range": [min(across) - 0.52, max(across) + 0.52],
            "constrain": "domain",
        },
        yaxis={
            "visible": False,
            "range": [max(down) + 0.52, min(down) - 0.52],
            "scaleanchor": "x",
            "constrain": "domain",
            "constraintoward": "top",
        },
        shapes=frames,
    )


def _tile(unit: Unit, found: tuple[str | None, float | None] | None, language: Language) -> Cell:
    assert unit.tile is not None
    status, value = found or (None, None)
    short = plain(unit.short.to(language))
    colour, pattern, line = _look(language, status, value)
    hover = "<br>".join([plain(unit.name.to(language)), *_said(language, status, value)])
    text = f"{wrapped(short, 8)}<br>{line}"
    return Cell(unit.tile[1], unit.tile[0], colour, text, hover, [unit.code], pattern)


def _look(language: Language, status: str | None, value: float | None) -> tuple[str, str, str]:
    """Colour, pattern and short text of a square."""
    share = percentage(language, value) if known(value) else ""
    if status:
        style = STATUS_STYLE[status]
        # A dash before a number would read as a minus: old and thin values are in the hover.
        text = style.symbol if style.pattern else f"{style.symbol} {share}".rstrip()
        return style.colour, style.pattern, text
    if known(value):
        return share_colour(value), "", share
    # Grey and hatched like a report that is missing; the hover says that it is the value.
    missing = STATUS_STYLE["not_reported"]
    return missing.colour, missing.pattern, missing.symbol


def _said(language: Language, status: str | None, value: float | None) -> list[str]:
    """The lines of a square's hover: status in words, exact share."""
    lines = [mark(language, status)] if status else []
    if known(value):
        lines.append(percentage(language, value, 1))
    return lines or [say(language, N_("no value"))]


def _frame(unit: Unit, colour: str, dash: str) -> dict[str, Any]:
    assert unit.tile is not None
    row, column = unit.tile
    half = _SIDE / 2
    return {
        "type": "rect",
        "x0": column - half,
        "x1": column + half,
        "y0": row - half,
        "y1": row + half,
        "line": {"color": colour, "width": 3 if dash == "solid" else 1.5, "dash": dash},
    }


def _said_tiles(
    found: dict[str, tuple[str | None, float | None]],
    title: str,
    programme: Programme,
    language: Language,
) -> str:
    _ = partial(say, language)
    statuses = [status for status, _value in found.values() if status]
    values = [(unit, v) for unit, (_status, v) in found.items() if known(v)]
    if statuses:
        present = ((s, statuses.count(s)) for s in STATUS_STYLE)
        said = joined(language, (f"{mark(language, s)} {n}" for s, n in present if n))
    else:
        values.sort(key=lambda pair: -pair[1])
        said = _ends(values, programme, language)
    head = title or _("Regions")
    return _("{head}, tile grid of {n} units: {said}.", head=head, n=len(found), said=said)


def _ends(values: list[tuple[str, float]], programme: Programme, language: Language) -> str:
    """The highest and the lowest of units sorted from the highest down."""
    _ = partial(say, language)
    names = [unit_name(unit, programme, language) for unit, _value in values]
    shares = [numbers.share(language, value) for _unit, value in values]
    if not values:
        return _("no value")
    return _(
        "highest {high}; lowest {low}",
        high=leaders(language, names, shares),
        low=leaders(language, names[::-1], shares[::-1]),
    )


def squares(cells: Sequence[Cell], size: int, width: float = _SIDE) -> dict[str, Any]:
    """The trace of some squares, `size` that of their text."""
    return {
        "type": "bar",
        "x": [cell.column for cell in cells],
        "y": [_SIDE] * len(cells),
        "base": [cell.row - _SIDE / 2 for cell in cells],
        "width": [width] * len(cells),
        "text": [cell.text for cell in cells],
        "textposition": "inside",
        "insidetextanchor": "middle",
        "textangle": 0,
        "insidetextfont": {"size": size, "color": [text_on(cell.colour) for cell in cells]},
        "marker": {
            "color": [cell.colour for cell in cells],
            "pattern": hatched([cell.pattern for cell in cells]),
        },
        # The page opens what was clicked; the other squares keep their colours.
        "unselected": {"marker": {"opacity": 1}},
        "customdata": [cell.data for cell in cells],
        "hovertext": [cell.hover for cell in cells],
        "hoverinfo": "text",
    }


def heat(
    rows: pd.DataFrame,
    programme: Programme,
    language: Language,
    theme: Theme,
    *,
    by: str = "chain",
    value: str = "index",
    order: Sequence[str] = (),
    ranks: Mapping[str, str] | None = None,
    beside: Sequence[str] = (),
) -> Figure:
    """Units down, chains (or indicators, `by="indicator"`) across, symbol and share in each cell.

    `rows`: unit, `by`, `value` (a share), and `status` where cells are coloured by status; of one
    quarter. `order` gives the units from the top; else they come as in `rows`; `ranks` is said
    beside their names; `beside` are further units, set off below. Indicators are headed by their
    codes; the names are in the hover, and the `value_said` that `rows` may hold. Without a share, a
    cell shows `short`, where `rows` has it. A chain of which every target is reached
    (`all_achieved`) has a tick for its 100 %. A cell's customdata is [unit, `by`].
    """
    _ = partial(say, language)
    if rows.empty:
        return nothing(language, theme)
    units = [*(order or dict.fromkeys(rows["unit"].tolist())), *beside]
    present = set(rows[by].tolist())
    whole = programme.chains if by == "chain" else programme.indicators
    heads = [code for code in whole if code in present]
    at = {code: n for n, code in enumerate(heads)}
    first_beside = len(units) - len(beside)
    down = {code: n + (_APART if n >= first_beside else 0) for n, code in enumerate(units)}
    names = {code: unit_name(code, programme, language) for code in units}
    across = {code: name_of(code, by, programme, language) for code in heads}
    cells, sums = [], dict[str, list[float]]()
    more = ("all_achieved", "short", "value_said")
    for unit, head, status, share, whole_, short, exact in columns(
        rows, "unit", by, "status", value, *more
    ):
        if unit not in down or head not in at:
            continue
        colour, pattern, text = _look(language, status, share)
        if whole_ and not status and known(share):
            text = STATUS_STYLE["achieved"].symbol
        if short and not known(share) and not pattern:
            text = f"{text} {short}"
        if status and len(heads) > _MANY:
            text = text.replace(" ", "").rstrip("%")
        said = [plain(exact)] if exact else []
        said += _said(language, status, share) if status or not exact else []
        hover = "<br>".join([names[unit], across[head], *said])
        cells.append(Cell(at[head], down[unit], colour, text, hover, [unit, head], pattern))
        if known(share) and unit not in beside:
            sums.setdefault(unit, []).append(share)
    means = sorted(((u, sum(of) / len(of)) for u, of in sums.items()), key=lambda pair: -pair[1])
    labels = [across[code] if by == "chain" else code for code in heads]
    text = _(
        "{rows} units by {columns} columns; on average {ends}.",
        rows=first_beside,
        columns=len(heads),
        ends=_ends(means, programme, language),
    )
    return figure_of(
        [squares(cells, size=12, width=0.97)],
        theme,
        text,
        height=60 + round(27 * (max(down.values()) + 1)),
        barmode="overlay",
        xaxis=category_axis(_heads(labels, language, narrow=bool(ranks)), side="top"),
        yaxis=rows_axis(
            [f"{names[u]}  {ranks[u]}" if ranks and u in ranks else names[u] for u in units],
            tickfont={"color": PALETTES[theme].ink},
            tickvals=list(down.values()),
            range=[max(down.values()) + 0.5, -0.5],
        ),
    )


def _heads(labels: Sequence[str], language: Language, narrow: bool) -> list[str]:
    """Column heads on one level where they are short enough for a telephone."""
    short = max(len(label) for label in labels) <= (4 if language == "zh" else 6)
    level = short and len(labels) <= (6 if narrow else 9)
    return list(labels) if level else staggered(labels)
