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

# No name, head, period or number is longer; Unicode's own rules are slow on endless ones.
NAME_CHARACTERS: Final = 500
# No column of names, periods or marks has more different texts; the rest of them is unknown.
DIFFERENT_TEXTS: Final = 20_000
# Beyond it neither a spreadsheet nor a double tells one number from the next.
LARGEST_NUMBER: Final = 1e15

# The process that opens spreadsheets; its seconds are the processor's.
PROCESS_MEGABYTES: Final = 896
PROCESS_SECONDS: Final = 8
EXTRA_SECONDS_PER_MEGABYTE: Final = 1
# On a busy machine they last longer.
PATIENCE: Final = 3

# Marked by openpyxl in place, at 40 µs a cell; a larger workbook is rendered.
MARKED_CELLS: Final = 80_000
# A rendering goes so far; it takes 10 µs a cell.
RENDERED_ROWS: Final = 100_000
RENDERED_CELLS: Final = 400_000
