"""The reporting calendar: whose report of which quarter came when, or has not come."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any, Final

import pandas as pd

from tracking.charts.cells import Cell, squares
from tracking.charts.names import joined, unit_name
from tracking.charts.style import (
    PALETTES,
    Figure,
    Theme,
    category_axis,
    figure_of,
    nothing,
    plain,
    rows_axis,
)
from tracking.programme import Programme
from tracking.words import N_, Language, numbers, say


@dataclass(frozen=True, slots=True)
class Sign:
    """How a report that came in some way is drawn; without a colour, as part of the ground."""

    symbol: str
    colour: str
    word: str
    pattern: str = ""


# How a report came in (progress.obligations.CAME).
RECORD_STYLE: Final[Mapping[str, Sign]] = {
    "in_time": Sign("●", "#5B9BD5", N_("In time")),
    "late": Sign("▲", "#F2B134", N_("Late")),
    "returned": Sign("←", "#7A1E5C", N_("Returned")),
    "missing": Sign("–", "#D5D9DF", N_("Missing"), "/"),
    "published": Sign("○", "#9DB4C8", N_("From publications")),
    "not_due": Sign("", "", N_("Not due yet")),
}
# Stands beside the sign of a report whose deadline was extended.
EXTENDED: Final = "*"
# What a hover shows of a reason; all of it is on the page.
_REASON: Final = 40


def record(rows: pd.DataFrame, programme: Programme, language: Language, theme: Theme) -> Figure:
    """The reporting calendar: units down, quarters across; how each report came in.

    `rows` as progress.obligations: unit, quarter, came, and where known days (after the deadline
    +, before it −), due, extension, received, returned and reason. The record of one unit alone
    says the days late in the cell. A cell's customdata is [unit, quarter].
    """
    _ = partial(say, language)
    if rows.empty:
        return nothing(language, theme)
    units = list(dict.fromkeys(rows["unit"].tolist()))
    quarters = sorted(set(rows["quarter"].tolist()))
    down = {code: n for n, code in enumerate(units)}
    names = {code: unit_name(code, programme, language) for code in units}
    cells, count = [], dict.fromkeys(RECORD_STYLE, 0)
    for row in rows.to_dict("records"):
        unit, quarter, sign = row["unit"], row["quarter"], RECORD_STYLE[row["came"]]
        count[row["came"]] += 1
        text = f"{sign.symbol}{EXTENDED}" if row.get("extension") else sign.symbol
        if row["came"] == "late" and len(units) == 1 and "days" in row:
            text += f"<br>{row['days']}"
        lines = [names[unit], numbers.quarter(language, quarter), *_said(row, language)]
        colour = sign.colour or PALETTES[theme].fill
        cells.append(
            Cell(
                quarter - quarters[0],
                down[unit],
                colour,
                text,
                "<br>".join(lines),
                [unit, quarter],
                sign.pattern,
            )
        )
    said = joined(language, (f"{_(RECORD_STYLE[s].word)} {n}" for s, n in count.items() if n))
    heads = [_quarter_head(q, q == quarters[0]) for q in range(quarters[0], quarters[-1] + 1)]
    return figure_of(
        [squares(cells, size=11, width=0.95)],
        theme,
        _("Reports by quarter: {counts}.", counts=said),
        height=64 + (24 if len(units) > 1 else 38) * len(units),
        barmode="overlay",
        xaxis=category_axis(heads, side="top", tickfont={"size": 10}),
        yaxis=rows_axis([names[code] for code in units], tickfont={"color": PALETTES[theme].ink}),
    )


def record_legend(rows: pd.DataFrame, language: Language) -> str:
    """What the signs of this reporting calendar mean, for a line of text under it."""
    _ = partial(say, language)
    present = set(rows["came"])
    signs = [
        f"{sign.symbol} {_(sign.word)}"
        for came, sign in RECORD_STYLE.items()
        if sign.symbol and came in present
    ]
    if "extension" in rows and rows["extension"].any():
        signs.append(f"{EXTENDED} {_('deadline extended')}")
    if "late" in present and rows["unit"].nunique() == 1:
        signs.append(_("numbers: days late"))
    return joined(language, signs)


def _said(row: Mapping[Any, Any], language: Language) -> list[str]:
    """What became of a report, line by line."""
    _ = partial(say, language)
    came, days = row["came"], int(row.get("days", 0))
    sign = RECORD_STYLE[came]
    lines = [f"{sign.symbol} {_(sign.word)}".strip()]
    if row.get("received"):
        lines.append(_("received {day}", day=_day(language, row["received"])))
    if came == "late" and days:
        lines.append(_("{n} days after the deadline", n=days))
    if came == "returned" and row.get("returned"):
        day = _day(language, row["returned"])
        reason = plain(_short(str(row.get("reason") or "")))
        lines.append(_("returned {day}: {reason}", day=day, reason=reason))
    if came in ("missing", "returned") and days > 0:
        lines.append(_("overdue by {n} days", n=days))
    if row.get("extension"):
        day, reason = _day(language, row["due"]), plain(_short(str(row["extension"])))
        lines.append(_("extended to {day}: {reason}", day=day, reason=reason))
    return lines


def _day(language: Language, iso: str) -> str:
    return numbers.day(language, date.fromisoformat(iso))


def _short(text: str) -> str:
    return text if len(text) <= _REASON else text[: _REASON - 1] + "…"


def _quarter_head(quarter: int, first: bool) -> str:
    """A narrow head: the quarter's number, the year above the first of each year."""
    year, n = divmod(quarter, 4)
    above = str(year) if n == 0 or (first and n < 3) else " "
    return f"{above}<br>Q{n + 1}"
