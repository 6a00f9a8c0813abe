"""How large a report file may be. An honest one is far below all of these."""

from typing import Final

MEGABYTE: Final = 1 << 20
TEXT_BYTES: Final = 128 * MEGABYTE
SPREADSHEET_BYTES: Final = 32 * MEGABYTE
UNPACKED_BYTES: Final = 200 * MEGABYTE
ARCHIVE_PARTS: Final = 2_000
SPREADSHEET_CELLS: Final = 3_000_000
TEXT_ROWS: Final = 2_000_000
COLUMNS: Final = 256
TEXT_CELLS: Final = 26_000_000
# What a cell of Excel can hold.
CELL_CHARACTERS: Final = 32_767

# The process that opens spreadsheets.
PROCESS_MEGABYTES: Final = 1024
PROCESS_SECONDS: Final = 10
EXTRA_SECONDS_PER_MEGABYTE: Final = 2

# Marked by openpyxl in place, at 40 µs a cell; a larger workbook is rendered.
MARKED_CELLS: Final = 80_000
# A rendering goes so far; it takes 10 µs a cell.
RENDERED_ROWS: Final = 100_000
RENDERED_CELLS: Final = 400_000
