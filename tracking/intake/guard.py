"""Between a spreadsheet file and the product: what is hostile is refused, the rest read apart.

First the archive is streamed through and looked at, then a process of its own, with limits on
memory and time, opens it. A file that kills that process ends in one finding.
"""

import io
import json
import os
import re
import subprocess
import sys
import tempfile
import time
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any, Final

from tracking.intake.findings import Finding, UnreadableFile, Value
from tracking.intake.kinds import ENTRY
from tracking.intake.limits import (
    ARCHIVE_PARTS,
    EXTRA_SECONDS_PER_MEGABYTE,
    MARKED_CELLS,
    MEGABYTE,
    PATIENCE,
    PROCESS_MEGABYTES,
    PROCESS_SECONDS,
    SPREADSHEET_BYTES,
    SPREADSHEET_CELLS,
    UNPACKED_BYTES,
)
from tracking.sheets.cells import Sheet

_PIECE: Final = 1 << 20
_OVERLAP: Final = 256
_DECLARED: Final = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_WIDE: Final = (b"\xff\xfe", b"\xfe\xff", b"<\0", b"\0<")
# No attribute holds a "<": where a search ends there, no file makes it slow.
_ROW: Final = re.compile(rb"""<(?:\w{1,20}:)?row\b[^<>]*?\br=["'](\d{1,9})["']""")
_CELL: Final = re.compile(rb"""\br=["']([A-Z]{1,4})(\d{1,9})["']""")
_COLUMNS: Final = re.compile(rb"""\br=["']([A-Z]{1,4})""")
_MERGED: Final = re.compile(
    rb"""<(?:\w{1,20}:)?mergeCell\b[^<>]{0,200}?\bref=["']"""
    rb"""([A-Z]{1,4})(\d{1,9}):([A-Z]{1,4})(\d{1,9})["']"""
)
_BOOTSTRAP: Final = (
    "import sys; sys.path.insert(0, sys.argv.pop(1));"
    "import runpy; runpy.run_module('tracking.sheets', run_name='__main__', alter_sys=True)"
)
_ROOT: Final = str(Path(__file__).resolve().parents[2])
# The exit codes of tracking.sheets.
_ENDINGS: Final = {3: "damaged", 4: "encrypted"}


def open_workbook(data: bytes, kind: str, file: str) -> list[Sheet]:
    """The sheets of an "xlsx", "ods" or "xls" file. Raises UnreadableFile with what is wrong."""
    if len(data) > SPREADSHEET_BYTES:
        size, limit = round(len(data) / MEGABYTE, 1), SPREADSHEET_BYTES // MEGABYTE
        _refuse(file, "too_large", size=size, limit=limit)
    cells = 0
    until = time.thread_time() + seconds_for(len(data))
    if kind == "xls":
        _look_at_compound(data, file)
    else:
        cells = _look_at_archive(data, file, until)
    return [_sheet(plain) for plain in _read_apart(data, kind, cells, file, until)]


def seconds_for(size: int) -> int:
    """How much of the processor's time a file of so many bytes may take."""
    return PROCESS_SECONDS + EXTRA_SECONDS_PER_MEGABYTE * (size // MEGABYTE)


def mark_workbook(data: bytes, order: bytes, file: str) -> bytes:
    """An XLSX file marked as `tracking.sheets.marking` is ordered to. Raises UnreadableFile.

    It goes the same way as one that is read; one too large to be marked in time is refused.
    """
    until = time.thread_time() + seconds_for(len(data))
    cells = _look_at_archive(data, file, until)
    if cells > MARKED_CELLS:
        _refuse(file, "took_too_much")
    with _apart(order + data, "mark", cells, file, until) as answer:
        return answer.read()


def _refuse(file: str, code: str, found: str = "", **values: Value) -> None:
    raise UnreadableFile(Finding(code, file, found=found, values=values))


def _look_at_compound(data: bytes, file: str) -> None:
    """XLS keeps macros in a storage of their own, named in the directory."""
    if "_VBA_PROJECT_CUR".encode("utf-16-le") in data:
        _refuse(file, "macros")


def _look_at_archive(data: bytes, file: str, until: float) -> int:
    """Refuse what no report contains; about how many cells the largest extents have together."""
    # Before the directory is read: half a kilobyte of memory goes with each of its entries.
    if data.count(ENTRY) > ARCHIVE_PARTS:
        _refuse(file, "too_many_parts", limit=ARCHIVE_PARTS)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            _look_at_names([e.filename for e in entries], file)
            if any(e.flag_bits & 1 for e in entries):
                _refuse(file, "encrypted")
            # No spreadsheet program packs otherwise, and LZMA asks for memory by the gigabyte.
            if any(
                e.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for e in entries
            ):
                _refuse(file, "damaged")
            budget = UNPACKED_BYTES
            cells = 0
            for entry in entries:
                extent = _Extent()
                for piece in _unpacked(archive, entry):
                    if time.thread_time() > until:
                        _refuse(file, "took_too_much")
                    budget -= len(piece) - _OVERLAP
                    if budget < 0:
                        _refuse(file, "unpacks_too_large", limit=UNPACKED_BYTES // MEGABYTE)
                    _look_at_piece(entry.filename, piece, file)
                    if entry.filename.startswith("xl/worksheets/"):
                        extent.see(piece)
                if extent.cells > SPREADSHEET_CELLS:
                    _refuse(file, "too_many_cells", found=extent.corner)
                cells += extent.cells
            return cells
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError):
        _refuse(file, "damaged")
    return 0


def _look_at_names(names: list[str], file: str) -> None:
    if len(names) > ARCHIVE_PARTS:
        _refuse(file, "too_many_parts", limit=ARCHIVE_PARTS)
    if len(set(names)) < len(names):
        _refuse(file, "damaged")
    lower = [name.lower() for name in names]
    if any(
        name.endswith("vbaproject.bin")
        or name.startswith(("xl/macrosheets/", "basic/", "scripts/"))
        for name in lower
    ):
        _refuse(file, "macros")
    if any(name.startswith("xl/externallinks/") for name in lower):
        _refuse(file, "external_links")


def _unpacked(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    """A part in pieces, each beginning with the end of the one before."""
    tail = b" " * _OVERLAP
    with archive.open(entry) as part:
        while piece := part.read(_PIECE):
            yield tail + piece
            tail = (tail + piece)[-_OVERLAP:]


def _look_at_piece(name: str, piece: bytes, file: str) -> None:
    if not name.lower().endswith((".xml", ".rels")):
        return
    # UTF-16 would hide a DOCTYPE from a search for its bytes; no program writes parts in it.
    if _DECLARED.search(piece) or piece[_OVERLAP:].startswith(_WIDE):
        _refuse(file, "forbidden_xml")
    if name == "META-INF/manifest.xml" and b"encryption-data" in piece:
        _refuse(file, "encrypted")
    if name == "content.xml" and b"<table:table-source" in piece:
        _refuse(file, "external_links")


class _Extent:
    """How far the cells of one sheet really reach, whatever extent the file declares."""

    def __init__(self) -> None:
        self.rows = 0
        self.letters = b"A"
        self.merged = 0

    def see(self, piece: bytes) -> None:
        rows = [int(n) for n in _ROW.findall(piece)]
        if not rows:
            rows = [int(n) for _, n in _CELL.findall(piece)]
        self.rows = max([self.rows, *rows])
        columns = {*_COLUMNS.findall(piece), self.letters}
        self.letters = max(columns, key=lambda letters: (len(letters), letters))
        for left, top, right, bottom in _MERGED.findall(piece):
            self.merged += (_column(right) - _column(left) + 1) * (int(bottom) - int(top) + 1)

    @property
    def corner(self) -> str:
        return f"{self.letters.decode()}{self.rows}"

    @property
    def cells(self) -> int:
        # The reader makes a cell of each one that is merged with others.
        return max(self.rows * _column(self.letters), self.merged)


def _column(letters: bytes) -> int:
    """A column's number by its letters, A is 1."""
    column = 0
    for letter in letters:
        column = column * 26 + letter - 64
    return column


def _read_apart(data: bytes, kind: str, cells: int, file: str, until: float) -> Any:
    """Let the limited process read the file; its answer comes back as JSON, never as objects."""
    with _apart(data, kind, cells, file, until) as answer:
        return json.load(answer)


def _apart(given: bytes, kind: str, cells: int, file: str, until: float) -> IO[bytes]:
    """What the limited process answers."""
    seconds = max(1, round(until - time.thread_time()))
    command = [sys.executable, "-I", "-c", _BOOTSTRAP, _ROOT, kind]
    command += [str(cells), str(PROCESS_MEGABYTES), str(seconds)]
    answer = tempfile.TemporaryFile()  # noqa: SIM115 (the caller closes it)
    # A process that is ended leaves its scratch files; they go with their folder.
    with tempfile.TemporaryDirectory() as scratch:
        try:
            # No environment goes in: nothing secret is there to be read.
            ended = subprocess.run(  # noqa: S603 (our own interpreter and module)
                command,
                input=given,
                stdout=answer,
                stderr=subprocess.DEVNULL,
                timeout=PATIENCE * seconds,
                env={"LANG": "C.UTF-8", "MALLOC_ARENA_MAX": "2", "TMPDIR": scratch},
                cwd=scratch,
                check=False,
            )
        except subprocess.TimeoutExpired:
            answer.close()
            _refuse(file, "took_too_much")
    if ended.returncode:
        answer.close()
        _refuse(file, _ENDINGS.get(ended.returncode, "took_too_much"))
    answer.seek(0, os.SEEK_SET)
    return answer


def _sheet(plain: dict[str, Any]) -> Sheet:
    pairs = {"merges": [tuple(m) for m in plain["merges"]]}
    return Sheet(**plain | pairs | {"unvalued": [tuple(p) for p in plain["unvalued"]]})
