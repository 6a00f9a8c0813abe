"""Hostile workbooks end in one finding each, and the process that asked lives on."""

import io
import os
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.files import make_books
from tracking.intake import UnreadableFile, guard, read
from tracking.intake.guard import open_workbook

PLAIN = make_books.FILES["plain.xlsx"]()


def refused(data: bytes, kind: str = "xlsx") -> str:
    with pytest.raises(UnreadableFile) as caught:
        open_workbook(data, kind, f"a.{kind}")
    return caught.value.finding.code


def with_part(name: str, write: Callable[[io.BufferedWriter], None]) -> bytes:
    """The plain workbook with one large part, written piece by piece."""
    out = io.BytesIO(PLAIN)
    with (
        zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive,
        archive.open(name, "w") as part,
    ):
        write(part)  # type: ignore[arg-type]
    return out.getvalue()


def test_a_zip_bomb_is_refused_without_being_unpacked_whole() -> None:
    piece = b"<t>" + b"a" * (1 << 20)
    bomb = with_part("xl/extra.xml", lambda part: [part.write(piece) for _ in range(300)])
    assert len(bomb) < 1_500_000
    assert refused(bomb) == "unpacks_too_large"


def test_an_archive_of_very_many_parts_is_refused() -> None:
    many = make_books.repacked(PLAIN, {f"xl/media/{n}": b"" for n in range(2_100)})
    assert refused(many) == "too_many_parts"


def test_the_same_part_twice_is_refused() -> None:
    out = io.BytesIO(PLAIN)
    with pytest.warns(UserWarning), zipfile.ZipFile(out, "a") as archive:
        archive.writestr("xl/workbook.xml", b"<workbook/>")
    assert refused(out.getvalue()) == "damaged"


def test_a_doctype_in_utf_16_does_not_slip_through() -> None:
    hidden = '<?xml version="1.0" encoding="utf-16"?><!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'
    assert refused(make_books.repacked(PLAIN, {"xl/styles.xml": hidden.encode("utf-16")})) == (
        "forbidden_xml"
    )


def test_a_doctype_across_two_pieces_does_not_slip_through() -> None:
    for shift in range(1, 10):
        padded = b" " * ((1 << 20) - shift) + b"<!DOCTYPE x>"
        assert refused(make_books.repacked(PLAIN, {"xl/x.xml": padded})) == "forbidden_xml"


def test_a_cell_far_out_is_refused_whatever_extent_is_declared() -> None:
    assert refused(make_books.FILES["one-cell-far-out.xlsx"]()) == "too_many_cells"


def test_a_file_that_kills_the_process_ends_in_one_finding(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(guard, "SPREADSHEET_CELLS", 1 << 60)
    far = make_books.FILES["one-cell-far-out.xlsx"]()
    assert refused(far) in ("took_too_much", "damaged")
    assert len(open_workbook(PLAIN, "xlsx", "a.xlsx")[0].rows) == 4


def test_time_and_memory_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "PROCESS_SECONDS", 1)
    monkeypatch.setattr(guard, "_BOOTSTRAP", "while True: pass")
    before = time.monotonic()
    assert refused(PLAIN) == "took_too_much"
    assert time.monotonic() - before < 5
    monkeypatch.setattr(guard, "PROCESS_SECONDS", 10)
    too_much = (
        "import resource; resource.setrlimit(resource.RLIMIT_AS, (1<<29, 1<<29)); 'a' * (1<<30)"
    )
    monkeypatch.setattr(guard, "_BOOTSTRAP", too_much)
    assert refused(PLAIN) == "took_too_much"


def test_the_process_is_given_nothing_of_the_environment(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("TRACKING_SECRET", "do not tell")
    seen = tmp_path / "seen"
    tell = f"import os; open({str(seen)!r}, 'w').write(repr(dict(os.environ))); print('[]')"
    monkeypatch.setattr(guard, "_BOOTSTRAP", tell)
    assert open_workbook(PLAIN, "xlsx", "a.xlsx") == []
    assert "do not tell" not in seen.read_text()
    assert os.environ["TRACKING_SECRET"] == "do not tell"


def test_a_million_repeated_filled_rows_are_refused() -> None:
    ods = make_books.FILES["open-document.ods"]()
    bomb = make_books.changed(
        ods,
        "content.xml",
        rb"<table:table-row>",
        b'<table:table-row table:number-rows-repeated="1000000">',
    )
    assert refused(bomb, "ods") == "took_too_much"


def test_a_large_workbook_says_the_same_as_a_small_one() -> None:
    """Small ones are read by openpyxl, large ones by calamine and the sheet's own XML."""
    hostile = ("one-cell", "xml-", "zip-", "with-", "pdf-", "csv-", "web-")
    names = [n for n in make_books.FILES if n.endswith(".xlsx") and not n.startswith(hostile)]
    compared = 0
    for name in names:
        data = make_books.FILES[name]()
        until = time.thread_time() + 20
        try:
            small = guard._read_apart(data, "xlsx", 10, name, until)
        except UnreadableFile:
            continue
        large = guard._read_apart(data, "xlsx", 1_000_000, name, until)
        for one, other in zip(small, large, strict=True):
            assert _bare(one["rows"]) == _bare(other["rows"]), name
            rest = ("name", "hidden", "hidden_rows", "unvalued")
            assert [one[key] for key in rest] == [other[key] for key in rest], name
            assert sorted(one["merges"]) == sorted(other["merges"]), name
        compared += 1
    assert compared >= 12


def _bare(rows: list[list[str]]) -> list[list[str]]:
    """Rows without the blank cells after the last filled one."""
    bare = [row[: max((n + 1 for n, cell in enumerate(row) if cell), default=0)] for row in rows]
    while bare and not bare[-1]:
        bare.pop()
    return bare


def test_a_large_workbook_is_read_in_bounded_time() -> None:
    def fill(wb: object, ws: object) -> None:
        make_books.put(ws, make_books.SHORT)
        for n in range(1, 20_001):
            make_books.put(ws, ["北京市", "2024Q3", "GOAL-2-1", n, "备注"], at=n)

    data = make_books.book(lambda wb: fill(wb, wb.add_worksheet("报表")))
    before = time.monotonic()
    tables = read(data, "large.xlsx")
    assert len(tables[0].cells) == 20_000
    assert time.monotonic() - before < 10


@pytest.mark.parametrize("method", [zipfile.ZIP_LZMA, zipfile.ZIP_BZIP2])
def test_a_part_packed_as_no_program_packs_it_is_refused_unopened(method: int) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", method) as archive:
        archive.writestr("xl/workbook.xml", bytes(range(256)) * 12)
    data = bytearray(packed.getvalue())
    data[70:90] = bytes(range(70, 90))
    assert refused(bytes(data)) == "damaged"
