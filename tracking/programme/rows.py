"""Typed cells of the programme's CSV and TOML files, each fault collected with its place."""

import csv
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar, cast

from tracking.words import N_, Language, Text, say

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong in a programme file; `row` counts as a spreadsheet does."""

    file: str
    row: int | None
    column: str
    found: str
    wanted: str

    def said(self, language: Language) -> str:
        """The fault as one sentence."""
        wanted = say(language, self.wanted)
        if self.row is None:
            return say(
                language,
                "{file}, {column}: found “{found}”, wanted: {wanted}",
                file=self.file,
                column=self.column,
                found=self.found,
                wanted=wanted,
            )
        return say(
            language,
            "{file}, row {row}, {column}: found “{found}”, wanted: {wanted}",
            file=self.file,
            row=self.row,
            column=self.column,
            found=self.found,
            wanted=wanted,
        )


class ProgrammeError(Exception):
    """The programme's files are inconsistent; `faults` says where."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(f.said("en") for f in self.faults))


class Row:
    """One row of a CSV file, read cell by cell; what cannot be read becomes a fault."""

    def __init__(self, file: str, number: int, cells: dict[str, str], faults: list[Fault]) -> None:
        self.file, self.line, self.cells, self.faults = file, number, cells, faults

    def fault(self, column: str, wanted: str) -> None:
        """Note that this cell is wrong."""
        self.faults.append(Fault(self.file, self.line, column, self.cells.get(column, ""), wanted))

    def text(self, column: str, *, required: bool = True) -> str:
        """The cell as text."""
        value = self.cells.get(column, "")
        if required and not value:
            self.fault(column, N_("a text"))
        return value

    def both(self, column: str, *, required: bool = True) -> Text:
        """The cells column_zh and column_en."""
        return Text(
            self.text(f"{column}_zh", required=required), self.text(f"{column}_en", required=False)
        )

    def one_of(self, column: str, allowed: Collection[T], wanted: str, *, empty: bool = False) -> T:
        """The cell as one of the allowed codes; `empty` allows none."""
        value = self.cells.get(column, "")
        if not (value in allowed or (empty and not value)):
            self.fault(column, wanted)
        return cast(T, value)

    def several(self, column: str, allowed: Collection[str], wanted: str) -> tuple[str, ...]:
        """The cell as codes separated by semicolons."""
        codes = tuple(c for c in self.cells.get(column, "").split(";") if c)
        if any(c not in allowed for c in codes):
            self.fault(column, wanted)
        return codes

    def names(self, column: str) -> tuple[str, ...]:
        """The cell as free names separated by semicolons."""
        return tuple(n for n in self.cells.get(column, "").split(";") if n)

    def parsed(self, column: str, parse: Callable[[str], T], wanted: str, default: T) -> T:
        """The cell through a parser that raises ValueError."""
        try:
            return parse(self.cells.get(column, ""))
        except ValueError:
            self.fault(column, wanted)
            return default

    def number_or_none(self, column: str) -> float | None:
        """The cell as a number, None when empty."""
        return (
            self.parsed(column, float, N_("a number"), 0.0)
            if self.text(column, required=False)
            else None
        )

    def number(self, column: str) -> float:
        """The cell as a number."""
        return self.parsed(column, float, N_("a number"), 0.0)

    def whole(self, column: str) -> int:
        """The cell as a whole number."""
        return self.parsed(column, int, N_("a whole number"), 0)


def rows_of(path: Path, columns: Iterable[str], faults: list[Fault]) -> Iterator[Row]:
    """The rows of a CSV file that has these columns; a missing file or column is a fault."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            missing = [c for c in columns if c not in (reader.fieldnames or ())]
            faults.extend(Fault(path.name, 1, c, "", N_("this column")) for c in missing)
            if missing:
                return
            for number, cells in enumerate(reader, start=2):
                texts = {k: (v or "").strip() for k, v in cells.items() if k is not None}
                yield Row(path.name, number, texts, faults)
    except FileNotFoundError:
        faults.append(Fault(path.name, None, str(path), "", N_("this file")))
    except UnicodeDecodeError:
        faults.append(Fault(path.name, None, str(path), "", N_("text in UTF-8")))
