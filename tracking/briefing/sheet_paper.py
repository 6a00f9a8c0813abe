"""A workbook's sheets made ready for paper: margins, head and foot, size and page ends."""

from itertools import accumulate
from typing import Any, Final

from tracking.briefing.briefing import Briefing
from tracking.briefing.sheet_pages import FOOT, LEAST, SIDE, TOP, Printed, lay_out, room

_A4: Final = 9
# What XlsxWriter reckons in is pixels: a row's and a column's where none is set, and one in points.
_ROW: Final = 20
_COLUMN: Final = 64
_PIXEL: Final = 0.75
# Excel takes 255 letters as a head or foot.
_MOST: Final = 150


def ready(sheet: Any, printed: Printed, briefing: Briefing) -> None:
    """Lay the sheet, all of whose rows are written, on A4."""
    sheet.set_paper(_A4)
    sheet.set_margins(left=SIDE, right=SIDE, top=TOP, bottom=FOOT)
    sheet.center_horizontally()
    _head_and_foot(sheet, briefing)
    # A page takes whole columns: also the last that a chart stands over.
    while (width := sum(_widths(sheet, printed.columns))) < printed.least_width:
        printed.columns += 1
    rows = max((block.after for block in printed.blocks), default=1)
    heights = [sheet.row_sizes.get(row, (_ROW,))[0] * _PIXEL for row in range(rows)]
    layout = lay_out(width, heights, printed.blocks)
    if layout.across:
        sheet.set_landscape()
    sheet.set_print_scale(layout.percent)
    sheet.set_h_pagebreaks(list(layout.breaks))
    if printed.in_part:
        sheet.print_area(0, 0, rows - 1, printed.columns - 1)
    if layout.repeated is not None:
        sheet.repeat_rows(layout.repeated)


def columns_on_a_page(sheet: Any, columns: int) -> int:
    """How many of these columns, from the left, a page across has room for at the least size."""
    wide = room(across=True)[0] / LEAST
    return sum(right <= wide for right in accumulate(_widths(sheet, columns)))


def _widths(sheet: Any, columns: int) -> list[float]:
    """How wide the first columns of a sheet are, in points."""
    known = (sheet.col_info.get(at) for at in range(columns))
    return [(_COLUMN if one is None else one.width) * _PIXEL for one in known]


def _head_and_foot(sheet: Any, briefing: Briefing) -> None:
    """Which briefing and sheet, and whether its figures are invented; below, stamp and page."""
    title = _told(f"{briefing.title} · {briefing.subtitle} · {sheet.name}")
    invented = _told(briefing.stamp.demonstration)
    # A colour's code has six letters: what follows it is text, even a number.
    sheet.set_header(f"&L&8&K6B7280{title}" + (f"&R&8&K7C2D12{invented}" if invented else ""))
    sheet.set_footer(f"&L&8&K1F2937{_told(briefing.stamp.short)}&R&8— &P —")


def _told(text: str) -> str:
    """A text in a head or foot, where & begins a code."""
    return text[:_MOST].replace("&", "&&")
