"""What tells a workbook that went back to its reporter, who mends it and hands it in again."""

from typing import Final

from tracking.sheets.cells import Sheet
from tracking.words import Text

SHEET: Final = Text("核查意见", "Findings")
TITLE: Final = Text("报送文件核查意见", "Findings in a report file")
# Heads what a line of a text file had beyond the last head: it must not go unseen in a workbook,
# where cells beside the table are nothing bad.
SURPLUS: Final = Text("多出的内容", "Surplus")


def is_findings(sheet: Sheet) -> bool:
    """Whether this sheet is one of findings, in whichever language: by its name and first cell.

    A sheet that only has the name is the reporter's own.
    """
    first = sheet.rows[0][0] if sheet.rows and sheet.rows[0] else ""
    return first in (TITLE.zh, TITLE.en) and sheet.name.startswith((SHEET.zh, SHEET.en))


def is_surplus(head: str) -> bool:
    """Whether a head stands over what is too much."""
    return head in (SURPLUS.zh, SURPLUS.en)
