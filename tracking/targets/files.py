"""Files of targets: a template with what is known, and reading one that was filled in."""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

import pandas as pd

from tracking.intake import UnreadableFile
from tracking.intake.matching import indicator_names
from tracking.intake.read import sheets_of
from tracking.programme import Indicator, Programme, Target
from tracking.sheets.cells import Sheet
from tracking.targets.faults import Fault, Placed, Unread
from tracking.targets.fields import FIELDS, field_of
from tracking.targets.setting import judged
from tracking.targets.told import Series
from tracking.targets.typed import Reader, number_text, typed_of
from tracking.targets.versions import Versions, target_of
from tracking.words import N_, Language, Text
from tracking.words.cells import harmless
from tracking.words.outside import file_name

# So many rows are read, more than any programme has series.
MOST_ROWS: Final = 200_000
# The head stands among the first rows.
_LOOKED_AT: Final = 20
# Beside what is typed, for whoever fills it in; passed over in reading.
_CODE: Final = Text("代码", "Code")
_MEASURE: Final = Text("计量单位", "Unit of measure")
_PASSED_OVER: Final = frozenset(
    name for text in (_CODE, _MEASURE, Text("序号", "No."), Text("备注", "Note"))
    for name in (text.zh, text.en)
)  # fmt: skip
_STATED: Final = [field.code for field in FIELDS if field.code not in ("indicator", "unit")]


@dataclass(frozen=True, eq=False)
class Imported:
    """What a file states: the targets that change something, and how many change nothing.

    With faults there are no targets: a file is taken whole or not at all.
    """

    targets: tuple[Target, ...]
    unchanged: int
    faults: tuple[Placed | Unread, ...]


@dataclass(frozen=True, slots=True)
class _Head:
    row: int  # as a spreadsheet counts
    columns: dict[str, int]  # by the fields' codes
    texts: list[str]


def read_file(
    data: bytes,
    name: str,
    programme: Programme,
    versions: Versions,
    today: date,
    common: Mapping[str, str] | None = None,
) -> Imported:
    """The targets of a CSV file, or of a workbook's first sheet with the wanted heads.

    A row that states neither a value nor a basis is passed over; `common` are fields, by code, of
    every other row that leaves them blank.
    """
    file = file_name(name)
    try:
        _kind, sheets = sheets_of(data, name, MOST_ROWS)
    except UnreadableFile as error:
        return Imported((), 0, (Unread(error.finding),))
    for sheet in sheets:
        head = _head(sheet)
        if head is not None:
            return _read(file, sheet, head, programme, versions, today, common or {})
    none = Fault("indicator", N_("No row has the heads of indicator, unit and target value."))
    return Imported((), 0, (Placed(file, sheets[0].name, 1, "", none),))


def template(
    series: Sequence[Series],
    in_force: pd.DataFrame,
    programme: Programme,
    language: Language,
    draft: Mapping[Series, float] | None = None,
) -> bytes:
    """A CSV file to fill in: one row a series, with the target in force where there is one.

    Values of a `draft` stand without basis, so that they cannot be taken in as they are.
    """
    rows = {Series(r["indicator"], r["unit"]): r for r in in_force.to_dict("records")}
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(
        [_CODE.to(language), *(field.name.to(language) for field in FIELDS[:2]),
         _MEASURE.to(language), *(field.name.to(language) for field in FIELDS[2:])]
    )  # fmt: skip
    indicators, units = _Names(programme, language), programme.units
    for one in series:
        row = rows.get(one)
        typed: dict[str, str] = {}
        if row is not None:
            effective = date.fromisoformat(str(row["effective"]))
            typed = typed_of(target_of(row, effective, str(row["reason"])))
            # A row that is changed is a new version: from today on, for a reason of its own.
            typed |= {"effective": "", "reason": ""}
        if draft and one in draft:
            typed |= {"value": number_text(draft[one]), "due": typed.get("due", str(programme.end)),
                      "basis_zh": "", "basis_en": ""}  # fmt: skip
        indicator = programme.indicators[one.indicator]
        cells = [
            one.indicator,
            indicators.of(indicator),
            units[one.unit].short.to(language),
            indicator.unit.to(language),
            *(typed.get(field, "") for field in _STATED),
        ]
        writer.writerow([harmless(cell) for cell in cells])
    return out.getvalue().encode("utf-8-sig")


class _Names:
    """Names of indicators in a file: the code where a name would not tell them apart."""

    def __init__(self, programme: Programme, language: Language) -> None:
        self._known = indicator_names(programme)
        self._language = language

    def of(self, indicator: Indicator) -> str:
        name = indicator.name.to(self._language)
        return name if len(self._known.find(name)) == 1 else indicator.code


def _head(sheet: Sheet) -> _Head | None:
    """The first row that has the heads of indicator, unit and value."""
    for number, cells in enumerate(sheet.rows[:_LOOKED_AT], 1):
        columns: dict[str, int] = {}
        for at, cell in enumerate(cells):
            code = field_of(cell)
            if code is not None:
                columns.setdefault(code, at)
        if {"indicator", "unit", "value"} <= columns.keys():
            return _Head(number, columns, [cell.strip() for cell in cells])
    return None


def _read(
    file: str,
    sheet: Sheet,
    head: _Head,
    programme: Programme,
    versions: Versions,
    today: date,
    common: Mapping[str, str],
) -> Imported:
    faults = _faults_of_head(file, sheet, head, common)
    reader = Reader(programme, today)
    found: dict[tuple[str, str, date], int] = {}
    targets: list[Target] = []
    unchanged = 0

    def fault(row: int, one: Fault) -> None:
        at = head.columns.get(one.name)
        column = "" if at is None else head.texts[at]
        faults.append(Placed(file, sheet.name, row, column, one))

    for row, cells in enumerate(sheet.rows[head.row :], head.row + 1):
        typed = {code: _cell(cells[at]) for code, at in head.columns.items() if at < len(cells)}
        if not typed.get("value") and not typed.get("basis_zh"):
            continue
        read = reader.read(typed | {c: text for c, text in common.items() if not typed.get(c)})
        target = read.target
        for one in read.faults if target is None else judged(target, programme, versions):
            fault(row, one)
        if target is None:
            continue
        key = (target.indicator, target.unit, target.effective)
        if key in found:
            same = Fault("indicator", N_("Row {row} states a target for the same indicator, unit"
                                         " and day."), {"row": found[key]})  # fmt: skip
            fault(row, same)
        found.setdefault(key, row)
        if versions.turns_on(target):
            targets.append(target)
        else:
            unchanged += 1
    return Imported(() if faults else tuple(targets), unchanged, tuple(faults))


def _faults_of_head(
    file: str, sheet: Sheet, head: _Head, common: Mapping[str, str]
) -> list[Placed]:
    stated = head.columns.keys() | {code for code, text in common.items() if text}
    missing = [f for f in FIELDS if f.required and f.code not in stated]
    found = [
        Placed(file, sheet.name, head.row, "", Fault(f.code, N_("This column is missing.")))
        for f in missing
    ]
    below = sheet.rows[head.row :]
    for at, text in enumerate(head.texts):
        known = at in head.columns.values() or text in _PASSED_OVER
        if text and not known and any(at < len(cells) and cells[at].strip() for cells in below):
            wrong = Fault("indicator", _doubled(text))
            found.append(Placed(file, sheet.name, head.row, text, wrong))
    return found


def _doubled(text: str) -> str:
    return (
        N_("This column is there twice.")
        if field_of(text) is not None
        else N_("No column is called so; the template has those that are read.")
    )


def _cell(text: str) -> str:
    """A cell without the apostrophe that keeps a spreadsheet from running it."""
    text = text.strip()
    return text[1:] if text.startswith("'") and harmless(text[1:]) != text[1:] else text
