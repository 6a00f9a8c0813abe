"""The guarded process: a workbook comes in on stdin; its sheets go out on stdout as JSON.

Or, asked to mark one, the workbook itself with the marks on it.

Memory, processor time and output are limited before the first byte is parsed: a 5 KB file can
abort a process that opens it, and here it aborts nothing but this one.
"""

import errno
import json
import resource
import sys
from collections.abc import Iterable

from tracking.sheets import marking, ods, xls, xlsx
from tracking.sheets.cells import Sheet

MEGABYTE = 1 << 20
# What the other side then holds of it takes several times as much.
ANSWER = 128 * MEGABYTE
# Exit codes that the guard knows.
DAMAGED, ENCRYPTED, TOO_MUCH = 3, 4, 5


def main(kind: str, cells: int, megabytes: int, seconds: int) -> int:
    """Read the workbook within the limits; returns the exit code."""
    for what, limit in (
        (resource.RLIMIT_AS, megabytes * MEGABYTE),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_FSIZE, ANSWER),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NPROC, 0),
    ):
        resource.setrlimit(what, (limit, limit))
    # openpyxl takes numpy along where there is one: a third of what it takes to start.
    sys.modules["numpy"] = None  # type: ignore[assignment]
    data = sys.stdin.buffer.read()
    try:
        sys.stdout.buffer.write(_answer(kind, data, cells))
        sys.stdout.flush()
    except (MemoryError, ods.TooManyCells):
        return TOO_MUCH
    except OSError as error:
        return TOO_MUCH if error.errno == errno.EFBIG else DAMAGED
    except xls.Encrypted:
        return ENCRYPTED
    except BaseException as error:  # noqa: BLE001 (a parser's panic, too, means: cannot be opened)
        return ENCRYPTED if type(error).__name__ == "PasswordError" else DAMAGED
    return 0


def _answer(kind: str, data: bytes, cells: int) -> bytes:
    if kind == "mark":
        return marking.marked(data)
    sheets = [sheet.plain() for sheet in _sheets(kind, data, cells)]
    # In one piece: json.dump to a file would encode every cell in Python.
    return json.dumps(sheets, separators=(",", ":")).encode()


def _sheets(kind: str, data: bytes, cells: int) -> Iterable[Sheet]:
    if kind == "xlsx":
        return xlsx.sheets(data, cells)
    return ods.sheets(data) if kind == "ods" else xls.sheets(data)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], *map(int, sys.argv[2:5])))
