"""A table as it stands in a report file, before anybody asks what it means."""

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pandas as pd

from tracking.intake.findings import Finding
from tracking.intake.templates import TemplateId


def _no_rows() -> npt.NDArray[np.int32]:
    return np.empty(0, dtype=np.int32)


@dataclass(frozen=True, eq=False)
class Table:
    """One table of a file: its heads, its cells as text, and where each row stands in the file.

    `cells` has one column for each head, named 0, 1, …; every cell is a text, "" where it is blank
    (dtype str, or categorical of str). `rows` holds the row number in the file of each row, counted
    from 1 as a spreadsheet does. 合计 rows are kept apart in `totals`, of the same shape, with
    their row numbers in `total_rows`. `sheet` is "" for a CSV file, `encoding` "" for a
    spreadsheet. `stated_unit` is what a line 单位：万元 above the table says of its values, ""
    without one. `template` is the template it was filled in on, if it was; what is blank on one is
    left out of `rows`. `findings` are what reading itself has to report.
    """

    file: str
    sheet: str
    header: tuple[str, ...]
    cells: pd.DataFrame
    rows: npt.NDArray[np.int32]
    header_row: int = 1
    totals: pd.DataFrame = field(default_factory=pd.DataFrame)
    total_rows: npt.NDArray[np.int32] = field(default_factory=_no_rows)
    encoding: str = ""
    stated_unit: str = ""
    template: TemplateId | None = None
    findings: tuple[Finding, ...] = ()
