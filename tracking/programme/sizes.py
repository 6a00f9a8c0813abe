"""Reading denominators.csv: how large each region is, so that values can be told per thousand."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from tracking.programme.model import PERS, Denominator, Size, Unit
from tracking.programme.rows import Fault, ProgrammeError, Row, rows_of
from tracking.words import N_

FILE = "denominators.csv"
_COLUMNS = ("code", "name_zh", "per", "unit", "value", "as_of", "source_zh")


def denominators(
    path: Path, units: Mapping[str, Unit], faults: list[Fault]
) -> dict[str, Denominator]:
    """The denominators by code, in the file's order; none where there is no such file."""
    if not path.exists():
        return {}
    regions = {code for code, unit in units.items() if unit.kind == "region"}
    found: dict[str, Denominator] = {}
    sizes: dict[str, dict[str, Size]] = {}
    for row in rows_of(path, _COLUMNS, faults):
        one = _denominator(row, sizes)
        known = found.setdefault(one.code, one)
        if (known.name, known.per) != (one.name, one.per):
            row.fault("name_zh", N_("the same name and “per” in every row of a code"))
        unit = row.one_of("unit", regions, N_("a region of units.csv"))
        if unit in known.sizes:
            row.fault("unit", N_("a region that no other row of the code has"))
        sizes[one.code][unit] = _size(row)
    return found


def load_denominators(path: Path, units: Mapping[str, Unit]) -> dict[str, Denominator]:
    """As `denominators`, by itself. Raises ProgrammeError with every fault found."""
    faults: list[Fault] = []
    found = denominators(path, units, faults)
    if faults:
        raise ProgrammeError(faults)
    return found


def _denominator(row: Row, sizes: dict[str, dict[str, Size]]) -> Denominator:
    code = row.text("code")
    if not code.isidentifier():
        row.fault("code", N_("letters, digits and “_”, as it stands in addresses"))
    per = row.whole("per")
    if per not in PERS:
        row.fault("per", N_("100, 1000, 10000 or 1000000"))
    return Denominator(code, row.both("name"), per, sizes.setdefault(code, {}))


def _size(row: Row) -> Size:
    value = row.number("value")
    if not 0 < value < float("inf"):
        row.fault("value", N_("a number above 0"))
    day = row.parsed("as_of", date.fromisoformat, N_("a date like 2022-05-12"), date.min)
    if not row.text("source_zh", required=False):
        row.fault("source_zh", N_("the publication that this number is from"))
    return Size(value, day, row.both("source", required=False))
