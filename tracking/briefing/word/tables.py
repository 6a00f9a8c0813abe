"""Tables as a ledger has them, and the charts that are tables: heat and the tile grid."""

from collections.abc import Sequence
from typing import Final

from tracking.briefing.briefing import Cell, Column, Heat, Look, Square, Table, Tiles
from tracking.briefing.tabled import NUMERIC
from tracking.briefing.word.layout import Layout
from tracking.briefing.word.markup import leads_to_origin, paragraph, quoted, run
from tracking.briefing.word.widths import widths
from tracking.charts.style import STATUS_STYLE

# A table of so many short rows stays on one page. Kept rows in a longer one would be lost where
# LibreOffice cannot keep them, so its head alone is kept, with its first row.
_TOGETHER: Final = 6
_SHORT: Final = 40
# So many rows of a heat table go on a page.
_ONE_PAGE: Final = 40
# A cell's line in twips, for each point of its letters.
_HIGH: Final = 26


def ledger(table: Table, layout: Layout, anchors: Sequence[str] = ()) -> str:
    """A table with its head on every page; `anchors` are what is led to, one a row."""
    fitted = widths(table, layout.paper.wide, layout.tables)
    size, last = fitted.size, len(table.rows) - 1
    heads = "".join(
        _cell(wide, _line("TableHead", run(column.head, _look(size)), size, keep=True), _HEAD)
        for column, wide in zip(table.columns, fitted.columns, strict=True)
    )
    rows = [_row(heads, "<w:tblHeader/>")]
    together = last < _TOGETHER and all(len(c.said) <= _SHORT for row in table.rows for c in row)
    summed = any(column.total for column in table.columns)
    for n, cells in enumerate(table.rows):
        keep = together if n < last else bool(table.note)
        told = "".join(
            _said(
                cell,
                column,
                wide,
                size,
                keep=keep,
                bold=summed and n == last,
                anchor=anchors[n] if anchors and column is table.columns[0] else "",
            )
            for cell, column, wide in zip(cells, table.columns, fitted.columns, strict=True)
        )
        rows.append(_row(told))
    return _table(fitted.columns, rows, "Ledger", table.title, table.title)


def _said(
    cell: Cell, column: Column, wide: int, size: float, *, keep: bool, bold: bool, anchor: str
) -> str:
    style = "TableNumber" if column.kind in NUMERIC else "TableText"
    if cell.status:
        status = STATUS_STYLE[cell.status]
        told = run(cell.said, _look(size, status.text))
        return _cell(wide, _line(style, told, size, keep=keep), _shade(status.colour))
    if cell.origin and cell.said.startswith("["):
        told = leads_to_origin(cell.origin, cell.said, "OriginLink", _look(size))
    else:
        told = anchor + run(cell.said, _look(size, bold=bold))
    return _cell(wide, _line(style, told, size, keep=keep))


def heat(of: Heat, layout: Layout, title: str, alt: str) -> str:
    """Squares in rows and columns: each filled, and its value written in it."""
    size, wide = layout.tables[-1], layout.paper.wide
    keep = len(of.rows) <= _ONE_PAGE
    each = wide * 5 // 6 // max(len(of.heads), 1)
    first = wide - each * len(of.heads)
    heads = "".join(
        _cell(each, _line("TableHead", run(text, _look(size)), size, keep=True), _HEAD)
        for text in of.heads
    )
    corner = _cell(first, _line("TableHead", "", size, keep=True), _HEAD)
    rows = [_row(corner + heads, "<w:tblHeader/>")]
    for name, squares in zip(of.rows, of.squares, strict=True):
        head = _cell(first, _line("TableText", run(name, _look(size)), size, keep=keep))
        told = "".join(
            _filled(each, square.look, (_marked(square),), size, keep=keep) for square in squares
        )
        rows.append(_row(head + told))
    return _table((first, *[each] * len(of.heads)), rows, "Ledger", title, alt)


def tiles(of: Tiles, layout: Layout, title: str, alt: str) -> str:
    """The tile grid: a cell for each unit where it lies, and what the colours mean below."""
    size = layout.tables[-1]
    left = min(square.column for square in of.squares)
    across = max(square.column for square in of.squares) - left + 1
    each = layout.paper.wide // across
    at = {(square.row, square.column - left): square for square in of.squares}
    first, last = min(row for row, _column in at), max(row for row, _column in at)
    rows = [
        _row("".join(_tile(each, at.get((row, column)), size) for column in range(across)))
        for row in range(first, last + 1)
    ]
    grid = _table([each] * across, rows, "Squares", title, alt)
    gap = _line("Square", "", size, keep=True)
    return f"{grid}{gap}{_legend(of.legend, layout.paper.wide, size, title)}"


def _tile(wide: int, square: Square | None, size: float) -> str:
    if square is None:
        empty = _line("Square", "", size, keep=True)
        return _cell(wide, empty + empty, _borders('w:val="nil"'))
    border = _borders('w:val="dashed" w:sz="12" w:space="0" w:color="111827"')
    return _filled(
        wide,
        square.look,
        (square.name, _marked(square)),
        size,
        border if square.dotted else "",
    )


def _legend(legend: Sequence[tuple[str, Look]], wide: int, size: float, title: str) -> str:
    each = wide // max(len(legend), 1)
    cells = "".join(_filled(each, look, (said,), size) for said, look in legend)
    alt = " ".join(said for said, _look_ in legend)
    return _table([each] * len(legend), [_row(cells)], "Squares", title, alt)


def _filled(
    wide: int, look: Look, lines: Sequence[str], size: float, border: str = "", *, keep: bool = True
) -> str:
    ink = _look(size, look.ink)
    told = "".join(_line("Square", run(line, ink), size, keep=keep) for line in lines)
    return _cell(wide, told, border + _shade(look.colour))


def _marked(square: Square) -> str:
    symbol = square.look.symbol
    return square.said if symbol in square.said else f"{symbol} {square.said}"


def _table(columns: Sequence[int], rows: Sequence[str], style: str, title: str, alt: str) -> str:
    grid = "".join(f'<w:gridCol w:w="{wide}"/>' for wide in columns)
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="{style}"/><w:tblW w:w="{sum(columns)}"'
        f' w:type="dxa"/><w:jc w:val="center"/><w:tblLayout w:type="fixed"/>'
        f'<w:tblLook w:val="0020" w:firstRow="1" w:lastRow="0" w:firstColumn="0"'
        f' w:lastColumn="0" w:noHBand="1" w:noVBand="1"/><w:tblCaption w:val={quoted(title)}/>'
        f"<w:tblDescription w:val={quoted(alt)}/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>"
        f"{''.join(rows)}</w:tbl>"
    )


def _row(cells: str, properties: str = "") -> str:
    return f"<w:tr><w:trPr><w:cantSplit/>{properties}</w:trPr>{cells}</w:tr>"


def _cell(wide: int, content: str, properties: str = "") -> str:
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{wide}" w:type="dxa"/>{properties}<w:vAlign w:val="center"/>'
        f"</w:tcPr>{content}</w:tc>"
    )


def _line(style: str, content: str, size: float, *, keep: bool) -> str:
    """A paragraph of a cell; its lines are as high as the letters ask for, in any face."""
    spacing = f'<w:spacing w:line="{round(size * _HIGH)}" w:lineRule="exact"/>'
    return paragraph(style, content, f"{'<w:keepNext/>' if keep else ''}{spacing}")


def _borders(look: str) -> str:
    sides = "".join(f"<w:{side} {look}/>" for side in ("top", "left", "bottom", "right"))
    return f"<w:tcBorders>{sides}</w:tcBorders>"


def _shade(colour: str) -> str:
    return f'<w:shd w:val="clear" w:color="auto" w:fill="{colour[1:]}"/>'


_HEAD: Final = _shade("#EDF0F4")


def _look(size: float, ink: str = "", *, bold: bool = False) -> str:
    """Size, ink and weight of a run, in Word's order."""
    weight = "<w:b/><w:bCs/>" if bold else ""
    colour = f'<w:color w:val="{ink[1:]}"/>' if ink else ""
    half = round(size * 2)
    return f'{weight}{colour}<w:sz w:val="{half}"/><w:szCs w:val="{half}"/>'
