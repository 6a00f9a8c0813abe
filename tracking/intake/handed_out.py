"""Tables filled in on a template: what of it was left blank says nothing, and whose it was."""

from dataclasses import replace
from typing import Final

import numpy as np

from tracking.intake.collector import Collector
from tracking.intake.contract import SAYING, column_of
from tracking.intake.findings import Finding, UnreadableFile, Value
from tracking.intake.keys import Keys, Known
from tracking.intake.layout import Mask, not_blank
from tracking.intake.tables import Table
from tracking.intake.templates import OLDEST, VERSION, TemplateId, standing, structure_of
from tracking.programme import Programme, Quarter
from tracking.words import Text

# What a reporter types into a row; the other columns are filled in beforehand.
_TYPED: Final = {*SAYING, "source", "definition_break"}


def refuse_version(template: TemplateId, file: str) -> None:
    """Raise UnreadableFile for a template that is too old or too new to be read."""
    stands = standing(template.version)
    if stands != "read":
        code = "template_newer" if stands == "newer" else "template_outdated"
        values = {"version": template.version, "oldest": OLDEST, "newest": VERSION}
        raise UnreadableFile(Finding(code, file, values=values))


def on_template(tables: list[Table], template: TemplateId) -> list[Table]:
    """The tables without the rows that were handed out and stayed blank."""
    if not any(_structure(table) == template.structure for table in tables):
        first = tables[0]
        changed = Finding("template_changed", first.file, first.sheet)
        tables = [replace(first, findings=(*first.findings, changed)), *tables[1:]]
    return [_without_blank(table, template) for table in tables]


def of_another_programme(table: Table, programme: Programme) -> Finding | None:
    """What is wrong with a table on another programme's template; None where it is ours."""
    template = table.template
    if template is None or template.programme == programme.code:
        return None
    values = {"programme": programme.short}
    return Finding("template_other_programme", table.file, found=template.programme, values=values)


def strayed(table: Table, keys: Keys, known: Known, report: Collector, number: int) -> None:
    """Say so where rows are of another unit or quarter than the template was handed out for."""
    template = table.template
    if template is None or not len(table.rows):
        return
    unit, quarter = known.unit_at.get(template.unit, -1), template.quarter
    named = (keys.unit >= 0) & (keys.quarter >= 0)
    other = (keys.unit != unit) | (keys.quarter != _index(quarter))
    where = np.flatnonzero(named & other)
    if len(where):
        name = known.units[unit].name if unit >= 0 else Text(template.unit)
        values: dict[str, Value] = {"unit": name, "quarter": quarter, "n": len(where)}
        row = int(table.rows[where[0]])
        report.add(
            Finding("template_of_another", table.file, table.sheet, row, values=values), number
        )


def _index(quarter: str) -> int:
    try:
        return Quarter.of(quarter).index
    except ValueError:
        return -1


def _structure(table: Table) -> str:
    at = [n for n, head in enumerate(table.header) if column_of(head) == "indicator"]
    return structure_of(table.header, table.cells[at[0]].astype("str") if at else ())


def _without_blank(table: Table, template: TemplateId) -> Table:
    said: Mask = np.zeros(len(table.rows), bool)
    for n, head in enumerate(table.header):
        if column_of(head) in _TYPED:
            said |= not_blank(table.cells[n])
    cells = table.cells[said].reset_index(drop=True)
    return replace(table, cells=cells, rows=table.rows[said], template=template)
