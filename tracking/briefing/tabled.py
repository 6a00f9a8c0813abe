"""A briefing's tables: every cell as it is written, with the number behind it."""

from collections.abc import Mapping, Sequence
from math import isfinite
from typing import Any, Final

import pandas as pd

from tracking import charts, progress
from tracking.briefing.briefing import Cell, Column, Table
from tracking.briefing.lookups import ROW
from tracking.briefing.making import Making
from tracking.charts.names import chain_name
from tracking.programme import Indicator, Quarter
from tracking.progress.columns import STATUSES
from tracking.progress.plausible import CHECK_FORMULAS, CHECK_NAMES, limit_said
from tracking.progress.quality_said import by_check
from tracking.progress.reminders import state_name
from tracking.words import numbers

Row = Mapping[Any, Any]

# Columns whose cells are numbers: writers set them to the right.
NUMERIC: Final = frozenset({"count", "share", "quantity"})

# Where a status stands worst first, counted in one column each.
_COUNTED: Final = (
    ("moving_away", "moved_away"), ("off_track", "missed"), ("delayed", "partly"),
    ("on_track", "narrowly_missed"), ("achieved",),
)  # fmt: skip
assert {status for alike in _COUNTED for status in alike} < set(STATUSES)


def text(said: str) -> Cell:
    """A cell of words."""
    return Cell(said)


def count(n: int) -> Cell:
    """A cell that counts."""
    return Cell(str(n), float(n))


def share(making: Making, value: float, decimals: int = 0) -> Cell:
    """A cell with a share."""
    known = float(value) if isfinite(value) else None
    return Cell(numbers.share(making.language, value, decimals), known, decimals=decimals)


def status(making: Making, code: str) -> Cell:
    """A cell with a status."""
    return Cell(charts.mark(making.language, code), status=code)


def quantity(
    making: Making, value: float, indicator: Indicator, said: str = "", origin: int = 0
) -> Cell:
    """A cell with a value in its indicator's unit; `said` where it is said otherwise."""
    words = said or numbers.quantity(making.language, value, indicator)
    known = float(value) if isfinite(value) else None
    if indicator.kind == "milestone":
        known = None
    unit = indicator.unit.to(making.language)
    return Cell(words, known, origin=origin, decimals=indicator.decimals, unit=unit)


def value(making: Making, row: Row, origin: int = 0) -> Cell:
    """A cell with an assessment's value; of a milestone, whether it is verified."""
    indicator = making.indicator(str(row["indicator"]))
    said = progress.value_said(making.language, indicator, row)
    whole = quantity(making, row["value"], indicator, said, origin)
    return _one_units(making, row, row["value"], making.quarter, origin) or whole


def _one_units(
    making: Making, row: Row, stated: float, quarter: Quarter | None, origin: int = 0
) -> Cell | None:
    """The cell of a sum of which one unit alone has figures, told as that unit's; else None."""
    one, language = _alone(making, row, quarter), making.language
    if not one:
        return None
    # In words alone: as a number it would be the whole's again.
    indicator = making.indicator(str(row["indicator"]))
    said = progress.value_alone(one, stated, indicator, making.programme, language)
    return Cell(said, origin=origin)


def _alone(making: Making, row: Row, quarter: Quarter | None) -> str:
    """The one unit whose figures a sum held while it waited for others; "" for none."""
    alone = making.material.alone(quarter) if quarter else {}
    return alone.get((str(row["indicator"]), str(row["unit"])), "")


def leading_to(origin: int) -> Cell:
    """A cell with the number of an origin."""
    return Cell(f"[{origin}]" if origin else "", origin=origin)


def by_chain(making: Making, rows: pd.DataFrame, title: str) -> Table:
    """How the indicators of each chain stand; `rows` as chains, of one unit and quarter."""
    _, language = making._, making.language
    groups = [[s for s in alike if rows[f"n_{s}"].sum()] for alike in _COUNTED]
    seen = [alike for alike in groups if alike]
    heads = [_(" / ").join(charts.word(language, s) for s in alike) for alike in seen]
    columns = (
        Column(_("Chain"), "text", 1.6),
        Column(_("Indicators"), "count", 1.0, total=True),
        Column(_("With a target"), "count", 1.0, total=True),
        *(Column(head, "count", 1.1, total=True) for head in heads),
        Column(_("Cannot be judged"), "count", 1.1, total=True),
        Column(_("Index"), "share", 0.9),
        Column(_("Expected"), "share", 0.9),
        Column(_("Origin no."), "count", 0.7),
    )
    told = []
    sums = [0] * (len(seen) + 3)
    for row in rows.to_dict("records"):
        judged = [int(sum(row[f"n_{s}"] for s in alike)) for alike in seen]
        rest = int(row["with_target"]) - sum(judged)
        counts = [int(row["indicators"]), int(row["with_target"]), *judged, rest]
        sums = [a + b for a, b in zip(sums, counts, strict=True)]
        told.append(
            (
                text(chain_name(str(row["chain"]), making.programme, language)),
                *(count(n) for n in counts),
                share(making, row["index"]),
                share(making, row["expected"]),
                leading_to(making.index(str(row["chain"]), making.scope.unit)),
            )
        )
    dash = Cell(numbers.MISSING)
    told.append(
        (text(_("Total")), *(count(n) for n in sums), dash, dash, leading_to(making.own_index()))
    )
    note = _(
        "Index: the weighted mean of the shares achieved, each counted up to 100%; none where less"
        " than {least} of the weight has current data. Expected: the same of the planned path.",
        least=numbers.share(language, making.programme.thresholds.index_weight),
    )
    return Table("by-chain", title, columns, tuple(told), note)


def indicators(making: Making, rows: pd.DataFrame, title: str, code: str) -> Table:
    """Indicators of one unit with their values, targets and statuses, an assessment's rows."""
    _ = making._
    aimed = rows["target"].notna().any()
    compared = making.before is not None and any(
        str(i) in making.earlier for i in rows["indicator"]
    )
    columns = [Column(_("Indicator"), "text", 3.2), Column(_("Value"), "quantity", 1.6)]
    if compared and making.before is not None:
        head = _("Since {quarter}", quarter=making.when(making.before, short=True))
        columns.append(Column(head, "quantity", 1.4))
    if aimed:
        columns += [
            Column(_("Target"), "quantity", 1.5),
            Column(_("Achieved share"), "share", 0.9),
            Column(_("Expected share"), "share", 0.9),
        ]
    columns += [Column(_("Status"), "status", 1.5), Column(_("Origin no."), "count", 0.7)]
    told = tuple(
        _indicator(making, row, aimed=bool(aimed), compared=compared)
        for row in rows.to_dict("records")
    )
    return Table(code, title, tuple(columns), told)


def _indicator(making: Making, row: Row, *, aimed: bool, compared: bool) -> tuple[Cell, ...]:
    indicator, language = making.indicator(str(row["indicator"])), making.language
    origin = making.origins.of(row)
    cells = [text(indicator.name.to(language)), value(making, row, origin)]
    if compared:
        cells.append(_since(making, row, indicator))
    if aimed:
        stone = indicator.kind == "milestone"
        target = numbers.MISSING if stone else ""
        cells += [
            quantity(making, row["target"], indicator, target),
            share(making, row["achieved"]),
            share(making, row["expected"]),
        ]
    cells += [
        status(making, str(row["status"])),
        Cell(f"[{origin}]" if origin else "", origin=origin),
    ]
    return tuple(cells)


def _since(making: Making, row: Row, indicator: Indicator) -> Cell:
    earlier = making.earlier.get(str(row["indicator"]), {}).get("value", float("nan"))
    if indicator.kind == "milestone" or not (isfinite(row["value"]) and isfinite(earlier)):
        return Cell(numbers.MISSING)
    # What one unit adds is no more the whole's than its value, and others that join are no change.
    if any(_alone(making, row, quarter) for quarter in (making.before, making.quarter)):
        return Cell(numbers.MISSING)
    step = float(row["value"]) - float(earlier)
    said = numbers.difference(making.language, step, indicator)
    unit = indicator.unit.to(making.language)
    if indicator.unit.zh == "%":
        unit = making._("percentage points")
    return Cell(said, step, decimals=indicator.decimals, unit=unit)


def regions(making: Making, rows: pd.DataFrame, title: str) -> Table:
    """The regions by index, best first; `rows` as chains or standings, ranked, of one quarter."""
    _ = making._
    columns = (
        Column(_("Rank"), "text", 1.3),
        Column(_("Region"), "text", 1.6),
        Column(_("Index"), "share", 0.9),
        Column(_("Expected"), "share", 0.9),
        Column(_("With a target"), "count", 1.0),
        Column(_("Achieved or on track"), "count", 1.2),
        Column(_("Behind"), "count", 0.9),
        Column(_("Reported this quarter"), "count", 1.2),
        Column(_("Origin no."), "count", 0.7),
    )
    told = []
    for row in rows.to_dict("records"):
        ahead = ("achieved", "on_track", "narrowly_missed")
        behind = ("delayed", "partly", "off_track", "missed", "moving_away", "moved_away")
        told.append(
            (
                text(charts.rank_said(making.language, row["rank"], row["rank_to"])),
                text(making.unit(str(row["unit"]))),
                share(making, row["index"]),
                share(making, row["expected"]),
                count(int(row["with_target"])),
                count(int(sum(row[f"n_{s}"] for s in ahead))),
                count(int(sum(row[f"n_{s}"] for s in behind))),
                count(int(row["reported"])),
                leading_to(making.index(str(row["chain"]), str(row["unit"]))),
            )
        )
    tie = numbers.number(making.language, making.programme.thresholds.tie * 100, 1)
    note = _(
        "“=” marks a tie: nobody is ranked before one less than {tie} percentage points away, so"
        " it may hold any of the ranks named.",
        tie=tie,
    )
    return Table("regions", title, columns, tuple(told), note)


def changes(making: Making, rows: pd.DataFrame, title: str) -> Table:
    """The statuses that changed, worse turns first; `rows` as progress.changes, of one unit."""
    _, language = making._, making.language
    columns = (
        Column(_("Indicator"), "text", 3.0),
        Column(_("Before"), "status", 1.5),
        Column(_("Now"), "status", 1.5),
        Column(_("Value before"), "quantity", 1.4),
        Column(_("Value now"), "quantity", 1.4),
        Column(_("Cause"), "text", 1.5),
    )
    told = []
    for row in rows.to_dict("records"):
        indicator = making.indicator(str(row["indicator"]))
        told.append(
            (
                text(indicator.name.to(language)),
                status(making, str(row["status_before"])),
                status(making, str(row["status"])),
                _one_units(making, row, row["value_before"], making.before)
                or quantity(making, row["value_before"], indicator),
                _one_units(making, row, row["value"], making.quarter)
                or quantity(making, row["value"], indicator),
                text(progress.cause_name(language, str(row["cause"]))),
            )
        )
    codes = [str(code) for code in rows["indicator"]]
    note = making.lookups.indicators(codes, ROW, compared=True).said
    return Table("changes", title, columns, tuple(told), note)


def owed(making: Making, rows: pd.DataFrame, title: str) -> Table:
    """The reports of the quarter that are not approved; `rows` as obligations."""
    _ = making._
    columns = (
        Column(_("Unit"), "text", 2.0),
        Column(_("State"), "text", 1.8),
        Column(_("Days overdue"), "count", 1.0),
        Column(_("Indicators to report"), "count", 1.2),
    )
    told = tuple(
        (
            text(making.programme.units[str(row["unit"])].name.to(making.language)),
            text(state_name(making.language, str(row["state"]))),
            count(int(row["days"])) if _overdue(row) else Cell(numbers.MISSING),
            count(int(row["owed"])),
        )
        for row in rows.to_dict("records")
    )
    return Table("reports-missing", title, columns, told, making.lookups.reports().said)


def stands_out(making: Making, found: pd.DataFrame, title: str) -> Table:
    """How many figures each check finds, with its formula; `found` as progress.stands_out."""
    _ = making._
    columns = (
        Column(_("Check"), "text", 1.8),
        Column(_("How many"), "count", 0.7),
        Column(_("Formula"), "text", 3.6),
        Column(_("Wanted"), "text", 1.4),
    )
    told = tuple(
        (
            text(_(CHECK_NAMES[check])),
            count(n),
            text(_(CHECK_FORMULAS[check])),
            text(limit_said(check, making.programme) or numbers.MISSING),
        )
        for check, n in by_check(found).items()
    )
    notes = (
        _("A figure may be found by more than one check. Each is on the page “Quality”."),
        making.lookups.reports().said,
    )
    note = ("" if making.language == "zh" else " ").join(notes)
    return Table("stands-out", title, columns, told, note)


def _overdue(row: Row) -> bool:
    return row["state"] in ("missing", "returned") and int(row["days"]) > 0


def values_of_regions(making: Making, rows: pd.DataFrame, title: str) -> Table:
    """One indicator across the regions; an assessment's rows, in the order they come."""
    _ = making._
    aimed = rows["target"].notna().any()
    columns = [Column(_("Region"), "text", 1.6), Column(_("Value"), "quantity", 1.6)]
    if aimed:
        columns += [
            Column(_("Target"), "quantity", 1.5),
            Column(_("Achieved share"), "share", 1.0),
        ]
    columns += [Column(_("Status"), "status", 1.5), Column(_("Origin no."), "count", 0.7)]
    told = []
    for row in rows.to_dict("records"):
        indicator, origin = making.indicator(str(row["indicator"])), making.origins.of(row)
        cells = [text(making.unit(str(row["unit"]))), value(making, row, origin)]
        if aimed:
            cells += [
                quantity(making, row["target"], indicator),
                share(making, row["achieved"]),
            ]
        cells += [
            status(making, str(row["status"])),
            leading_to(origin),
        ]
        told.append(tuple(cells))
    return Table("values", title, tuple(columns), tuple(told))


def problems(making: Making, named: Sequence[tuple[str, int, Sequence[str]]], title: str) -> Table:
    """The indicators most units name a problem for: how many, and some of the words."""
    _ = making._
    columns = (
        Column(_("Indicator"), "text", 2.2),
        Column(_("Units"), "count", 0.7),
        Column(_("In the words of the reports"), "text", 5.0),
    )
    told = tuple(
        (
            text(making.name(code)),
            count(n),
            text(_("; ").join(quoted)),
        )
        for code, n, quoted in named
    )
    return Table("problems", title, columns, told, making.lookups.reports().said)
