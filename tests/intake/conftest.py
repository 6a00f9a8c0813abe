"""Tables written as text, and checked as if they stood in a file."""

from collections.abc import Callable
from datetime import date

import numpy as np
import pandas as pd
import pytest

from tracking.intake import Checked, Table, check
from tracking.programme import Programme

TODAY = date(2025, 1, 20)
Check = Callable[..., Checked]


def table_of(text: str, sheet: str = "", totals: str = "") -> Table:
    """A table from lines with commas, its heads in row 1."""
    head, *lines = [line.strip().split(",") for line in text.strip().splitlines()]
    rows = np.arange(2, len(lines) + 2, dtype=np.int32)
    total = [line.split(",") for line in totals.splitlines()]
    return Table(
        file="报送.csv",
        sheet=sheet,
        header=tuple(head),
        cells=pd.DataFrame(lines, columns=range(len(head)), dtype="str"),
        rows=rows,
        totals=pd.DataFrame(total, columns=range(len(head)), dtype="str"),
        total_rows=np.arange(len(total), dtype=np.int32) + len(lines) + 2,
    )


@pytest.fixture
def checked(programme: Programme) -> Check:
    """Check tables against the programme that ships, on 20 January 2025."""

    def run(*tables: Table | str, known: pd.DataFrame | None = None) -> Checked:
        given = [table_of(t) if isinstance(t, str) else t for t in tables]
        return check(given, programme, TODAY, known)

    return run
