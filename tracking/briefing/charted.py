"""A briefing's charts: what each draws as plain data, beside the Plotly figure of the page's own.

Documents are printed: every chart is in the light theme.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any, Final

import numpy as np
import pandas as pd

from tracking import charts
from tracking.briefing.briefing import (
    Bullet,
    Bullets,
    Chart,
    Counts,
    Course,
    CourseLine,
    Heat,
    Look,
    RankedUnit,
    Ranking,
    Role,
    Segment,
    Square,
    Tiles,
)
from tracking.briefing.lookups import SQUARE, Lookups
from tracking.charts.cells import share_colour
from tracking.charts.names import chain_name, columns, known, short_value, unit_name
from tracking.charts.rows import sorted_rows
from tracking.charts.style import PALETTES, SHARE_BINS, STATUS_STYLE, Theme, text_on
from tracking.charts.ticks import said_ticks
from tracking.programme import Indicator, Programme, read_interim
from tracking.words import N_, Language, numbers, say

_THEME: Final[Theme] = "light"
_PLAIN: Final = Look(PALETTES[_THEME].accent, text_on(PALETTES[_THEME].accent))
_OUTSIDE: Final = Look(PALETTES[_THEME].fill, text_on(PALETTES[_THEME].fill))
_AHEAD: Final[tuple[tuple[Role, str], ...]] = (
    ("centre", N_("Outlook")),
    ("full_pace", N_("At full recent pace")),
    ("low", N_("Lower end of the {share} interval")),
    ("high", N_("Upper end of the {share} interval")),
)


def look_of(status: str) -> Look:
    """How a status looks."""
    style = STATUS_STYLE[status]
    return Look(style.colour, style.text, style.pattern, style.symbol)


def status_counts(rows: pd.DataFrame, lookups: Lookups, title: str) -> Chart:
    """How many indicators of each chain have each status; rows as charts.status_counts.

    Chart code: counts.
    """
    programme, language = lookups.programme, lookups.language
    codes = [str(code) for code in rows["chain"]]
    every = {s: [int(n) for n in rows[f"n_{s}"]] for s in STATUS_STYLE if f"n_{s}" in rows}
    segments = tuple(
        Segment(status, charts.word(language, status), look_of(status), tuple(counts))
        for status, counts in every.items()
        if any(counts)
    )
    names = tuple(chain_name(code, programme, language) for code in codes)
    figure = charts.status_counts(rows, programme, language, _THEME)
    of = Counts(names, segments)
    return Chart("counts", title, charts.alt(figure), of, figure, lookup=lookups.chains(codes))


def bullets(
    rows: pd.DataFrame,
    before: Mapping[str, float],
    lookups: Lookups,
    title: str,
) -> Chart:
    """Indicators towards their targets; `rows` of an assessment, each with a target other than 0.

    `before` is the value of the quarter compared with, by indicator. Chart code: bullets.
    """
    programme, language = lookups.programme, lookups.language
    told = tuple(
        _bullet(row, before.get(str(row["indicator"])), programme, language)
        for row in rows.to_dict("records")
    )
    figure = charts.bullets(rows, programme, language, _THEME, before=before)
    codes = [str(code) for code in rows["indicator"]]
    lookup = lookups.indicators(codes, compared=any(row.before is not None for row in told))
    return Chart("bullets", title, charts.alt(figure), Bullets(told), figure, lookup=lookup)


def _bullet(
    row: Mapping[Any, Any], before: float | None, programme: Programme, language: Language
) -> Bullet:
    indicator = programme.indicators[str(row["indicator"])]
    target, status = float(row["target"]), str(row["status"])
    said = partial(numbers.quantity, language, indicator=indicator)

    def of_target(value: float | None) -> float | None:
        return value / target if known(value) else None

    return Bullet(
        name=indicator.name.to(language),
        value=of_target(row["value"]),
        planned=of_target(row["path_value"]),
        before=of_target(before),
        value_said=said(row["value"], qualifier=str(row["qualifier"])),
        planned_said=said(row["path_value"]),
        target_said=said(target),
        status=status,
        status_said=charts.mark(language, status),
        look=look_of(status),
    )


def course(
    rows: pd.DataFrame,
    indicator: Indicator,
    lookups: Lookups,
    title: str,
    outlook: Mapping[Any, Any] | None,
) -> Chart:
    """An indicator's way to its target; `rows` and `outlook` as charts.path. Code: course-CODE."""
    programme, language = lookups.programme, lookups.language
    rows = rows.sort_values("quarter")
    last = rows.iloc[-1]
    likely = outlook if outlook is not None and known(outlook.get("centre")) else None
    figure = charts.path(rows, indicator, programme, language, _THEME, outlook=likely)
    due = int(last["due"])
    plan = _plan(rows)
    ends = [int(q) for q in rows["quarter"]] + list(plan) + ([due] if due >= 0 else [])
    first, until = min(ends), max(ends)
    lines = _known_lines(rows, first, until, programme, language)
    if plan:
        lines.append(
            CourseLine("planned", say(language, "Planned path"), _over(plan, first, until))
        )
    if known(last["target"]) and due >= 0:
        level = dict.fromkeys(range(first, due + 1), float(last["target"]))
        lines.append(CourseLine("target", say(language, "Target"), _over(level, first, until)))
    if likely is not None and due >= 0:
        lines += _ahead(likely, due, first, until, programme, language)
    drawn = [value for line in lines for value in line.values]
    of = Course(
        quarters=tuple(numbers.quarter(language, q, short=True) for q in range(first, until + 1)),
        lines=tuple(replace(line, said=_last_said(line, indicator, language)) for line in lines),
        unit=indicator.unit.to(language),
        decimals=indicator.decimals,
        deadline=due - first if due >= 0 else -1,
        breaks=tuple(
            int(q) - first
            for q, marks in zip(rows["quarter"], rows["marks"], strict=True)
            if {"break", "break_in_parts"} & set(marks)
        ),
        band=say(language, "{share} interval", share=_interval(programme, language)),
        ticks=tuple(
            said_ticks(
                drawn, indicator, language, from_zero=indicator.kind in ("flow", "cumulative")
            )
        ),
    )
    lookup = lookups.course(indicator.code, first, until, (int(q) for q in rows["quarter"]))
    return Chart(f"course-{indicator.code}", title, charts.alt(figure), of, figure, lookup=lookup)


def _last_said(line: CourseLine, indicator: Indicator, language: Language) -> str:
    last = next((value for value in reversed(line.values) if value is not None), None)
    return short_value(language, last, indicator)


def _interval(programme: Programme, language: Language) -> str:
    return numbers.share(language, programme.outlook.confidence)


def _plan(rows: pd.DataFrame) -> dict[int, float]:
    """The planned path, from the baseline to the target; interim targets ahead are stated."""
    plan = {int(q): float(p) for q, p in columns(rows, "quarter", "path_value") if known(p)}
    if not plan:
        return {}
    last = rows.iloc[-1]
    due, start = int(last["due"]), int(last["baseline_quarter"])
    if known(last["baseline"]) and start >= 0:
        plan.setdefault(start, float(last["baseline"]))
    plan |= {q.index: value for q, value in read_interim(str(last["interim"] or ""))}
    plan[due] = float(last["target"])
    stated = {q: plan[q] for q in sorted(plan) if q <= due}
    return _between(stated)


def _between(points: Mapping[int, float]) -> dict[int, float]:
    """Points with straight lines between them, quarter by quarter."""
    at = sorted(points)
    every = np.arange(at[0], at[-1] + 1)
    values = np.interp(every, at, [points[q] for q in at])
    return {int(q): float(value) for q, value in zip(every, values, strict=True)}


def _known_lines(
    rows: pd.DataFrame, first: int, until: int, programme: Programme, language: Language
) -> list[CourseLine]:
    """What was reported: ministry and regions apart where both are there, else before and since."""
    two: tuple[tuple[Role, str], ...] = (
        ("ministry", N_("Ministry figure")),
        ("regions", N_("Sum of the regions")),
    )
    both = [_values(rows, f"{role}_value") for role, _name in two]
    if all(both):
        return [
            CourseLine(role, say(language, name), _over(values, first, until))
            for (role, name), values in zip(two, both, strict=True)
        ]
    seen = _values(rows[rows["reported"].to_numpy(dtype=bool)], "value")
    start = programme.start.index
    bridge = max((q for q in seen if q < start), default=start)
    parts: tuple[tuple[Role, str, dict[int, float]], ...] = (
        ("actual", N_("Actual"), {q: v for q, v in seen.items() if q >= bridge}),
        ("history", N_("Before the programme"), {q: v for q, v in seen.items() if q < start}),
    )
    return [
        CourseLine(role, say(language, name), _over(values, first, until))
        for role, name, values in parts
        if values
    ]


def _values(rows: pd.DataFrame, name: str) -> dict[int, float]:
    return {int(q): float(value) for q, value in columns(rows, "quarter", name) if known(value)}


def _over(values: Mapping[int, float], first: int, until: int) -> tuple[float | None, ...]:
    return tuple(values.get(q) for q in range(first, until + 1))


def _ahead(
    likely: Mapping[Any, Any],
    due: int,
    first: int,
    until: int,
    programme: Programme,
    language: Language,
) -> list[CourseLine]:
    share = _interval(programme, language)
    start = {int(likely["last"]): float(likely["value"])}
    return [
        CourseLine(
            role,
            say(language, name, share=share),
            _over(_between(start | {due: float(likely[role])}), first, until),
        )
        for role, name in _AHEAD
    ]


def ranking(
    rows: pd.DataFrame,
    lookups: Lookups,
    title: str,
    *,
    nation: float | None = None,
    indicator: Indicator | None = None,
    value: str = "index",
) -> Chart:
    """Units from the best down; rows, `nation`, `indicator`, `value` as charts.ranking.

    Chart code: ranking.
    """
    programme, language = lookups.programme, lookups.language
    figure = charts.ranking(
        rows, programme, language, _THEME, nation=nation, indicator=indicator, value=value
    )
    lines = sorted_rows(rows, value, indicator, programme, language)
    told = tuple(
        RankedUnit(
            line.label,
            charts.rank_said(language, line.row.get("rank"), line.row.get("rank_to")),
            line.value,
            short_value(language, line.value, indicator),
            look_of(str(line.row["status"])) if line.row.get("status") else _PLAIN,
            charts.mark(language, str(line.row["status"])) if line.row.get("status") else "",
        )
        for line in lines
    )
    of = Ranking(
        rows=told,
        line=nation if known(nation) else None,
        line_said=f"{say(language, 'nation')} {short_value(language, nation, indicator)}",
        share=indicator is None,
        unit="" if indicator is None else indicator.unit.to(language),
        decimals=0 if indicator is None else indicator.decimals,
    )
    lookup = lookups.units(
        [(line.unit, line.value is not None) for line in lines],
        indicator="" if indicator is None else indicator.code,
        chain=_chain_of(rows),
        line=of.line is not None,
    )
    return Chart("ranking", title, charts.alt(figure), of, figure, lookup=lookup)


def _chain_of(rows: pd.DataFrame) -> str:
    """The chain whose index rows of units tell; "" for that of all."""
    return str(rows["chain"].iloc[0]) if len(rows) else ""


def heat(rows: pd.DataFrame, lookups: Lookups, title: str, *, order: Sequence[str]) -> Chart:
    """Units down (in this order), chains across, the index in each square. Chart code: heat.

    `rows`: unit, chain, index, status ("" where it has an index), all_achieved; of one quarter.
    """
    programme, language = lookups.programme, lookups.language
    figure = charts.heat(rows, programme, language, _THEME, order=order)
    present = set(rows["chain"].tolist())
    heads = [code for code in programme.chains if code in present]
    found = {
        (unit, head): (status, share)
        for unit, head, status, share in columns(rows, "unit", "chain", "status", "index")
    }
    squares = tuple(
        tuple(_square(*found.get((unit, head), ("", None)), language) for head in heads)
        for unit in order
    )
    of = Heat(
        heads=tuple(chain_name(code, programme, language) for code in heads),
        rows=tuple(unit_name(unit, programme, language) for unit in order),
        squares=squares,
    )
    lookup = lookups.squares(order, heads, found)
    return Chart("heat", title, charts.alt(figure), of, figure, lookup=lookup)


def _square(status: str | None, value: float | None, language: Language) -> Square:
    if status:
        return Square(STATUS_STYLE[status].symbol, None, look_of(status))
    if known(value):
        colour = share_colour(value, language)
        return Square(numbers.share(language, value), float(value), Look(colour, text_on(colour)))
    return Square(numbers.MISSING, None, _OUTSIDE)


def tiles(rows: pd.DataFrame, lookups: Lookups, title: str) -> Chart:
    """The tile grid of the regions; rows as charts.tiles. Chart code: tiles."""
    programme, language = lookups.programme, lookups.language
    figure = charts.tiles(rows, programme, language, _THEME, title=title)
    found = {unit: (s, v) for unit, s, v in columns(rows, "unit", "status", "value")}
    squares, codes = [], []
    for unit in programme.regions:
        if unit.tile is None:
            continue
        codes.append((unit.code, unit.code in found))
        one = _square(*found.get(unit.code, ("not_reported", None)), language)
        squares.append(
            replace(
                one,
                name=unit.short.to(language),
                row=unit.tile[0],
                column=unit.tile[1],
                dotted=unit.region_type in ("city", "corps"),
            )
        )
    squares += [
        Square(
            say(language, "not in scope"), None, _OUTSIDE, place.name.to(language),
            place.tile[0], place.tile[1], outside=True,
        )
        for place in programme.outside
    ]  # fmt: skip
    of = Tiles(tuple(squares), _legend(squares, language), say(language, charts.TILES_CAPTION))
    lookup = lookups.units(codes, chain=_chain_of(rows), told=SQUARE)
    return Chart("tiles", title, charts.alt(figure), of, figure, lookup=lookup)


def _legend(squares: Sequence[Square], language: Language) -> tuple[tuple[str, Look], ...]:
    """What the colours mean: the bins of a share, and the statuses that occur."""
    highest = None
    bins = []
    for bound, colour in SHARE_BINS:
        said = (
            say(language, "{bound}% and more", bound=bound)
            if highest is None
            else f"{bound}%–{highest - 1}%"
        )
        bins.append((said, Look(colour, text_on(colour))))
        highest = bound
    silent = [s for s in ("not_reported", "insufficient", "no_target")
              if any(square.look == look_of(s) for square in squares)]  # fmt: skip
    return (*bins, *((charts.mark(language, s), look_of(s)) for s in silent))
