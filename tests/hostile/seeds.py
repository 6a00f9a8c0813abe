"""What is spoilt: the published reports, the awkward ones, and workbooks of every kind."""

import csv
import io
import zipfile
from functools import cache
from pathlib import Path
from random import Random

from tests.files import make_books

ROOT = Path(__file__).parents[2]
HEADS = "填报单位,报告期,指标,口径,本期值,进展情况"
UNITS = ("北京市", "天津市", "河北省", "山西省", "辽宁省", "吉林省", "上海市", "江苏省", "浙江省")
QUARTERS = ("2022Q4", "2023年二季度", "2024Q1", "2024年第3季度", "2025Q2")
COUNT, SHARE, MILESTONE = "专精特新中小企业数", "IND-3-1", "SUP-1-4"
SPREADSHEETS = (
    "plain.xlsx",
    "dates-as-periods.xlsx",
    "formulas-with-their-results.xlsx",
    "merged-cells-for-the-unit.xlsx",
    "several-sheets-one-hidden.xlsx",
    "two-row-heads-with-merged-cells.xlsx",
    "percent-as-cell-format.xlsx",
)


@cache
def reports() -> tuple[bytes, ...]:
    """Text reports: the published ones, and the awkward ones of tests/files."""
    folders = (ROOT / "data" / "published", ROOT / "tests" / "files")
    paths = [p for f in folders for kind in ("*.csv", "*.tsv", "*.txt") for p in f.glob(kind)]
    return tuple(p.read_bytes() for p in sorted(paths) if p.stat().st_size < 20_000)


@cache
def workbooks() -> tuple[tuple[str, bytes], ...]:
    """Workbooks: their extension and bytes."""
    made = [(".xlsx", make_books.FILES[name]()) for name in SPREADSHEETS]
    other = ("old-excel.xls", "old-excel-with-percent-and-merged-cells.xls", "open-document.ods")
    return (*made, *((Path(name).suffix, make_books.FILES[name]()) for name in other))


def workbook(kind: str) -> bytes:
    """The plain workbook of a kind: "xlsx", "xls" or "ods"."""
    names = {"xlsx": "plain.xlsx", "xls": "old-excel.xls", "ods": "open-document.ods"}
    return make_books.FILES[names[kind]]()


def rows(dice: Random, n: int, value: str = "") -> list[list[str]]:
    """Rows of a report, different ones; with `value` in the first of them."""
    keys = dice.sample([(u, q) for u in UNITS for q in QUARTERS], min(n, 40))
    made = [[u, q, COUNT, "期末", str(dice.randrange(10, 90_000)), ""] for u, q in keys]
    if value:
        made[0][4] = value
    return made


def report(dice: Random, *lines: list[str], encoding: str = "utf-8") -> bytes:
    """A sound report, or one of these rows."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(HEADS.split(","))
    writer.writerows(lines or rows(dice, dice.randrange(1, 6)))
    return text.getvalue().encode(encoding, "surrogatepass")


def parts(data: bytes) -> dict[str, bytes]:
    """The parts of an archive by name."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(contents: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Parts as an archive, its times fixed."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in contents.items():
            entry = zipfile.ZipInfo(name, (2024, 10, 8, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_STORED if name == "mimetype" else method
            archive.writestr(entry, content)
    return out.getvalue()


def with_parts(kind: str, **changes: bytes) -> bytes:
    """The plain workbook with parts replaced; `sheet`, `book`, `texts` … name them."""
    contents = parts(workbook(kind))
    for name, content in changes.items():
        contents[PARTS[name]] = content
    return packed(contents)


PARTS = {
    "sheet": make_books.SHEET,
    "book": "xl/workbook.xml",
    "texts": "xl/sharedStrings.xml",
    "styles": "xl/styles.xml",
    "links": "xl/_rels/workbook.xml.rels",
    "kinds": "[Content_Types].xml",
    "content": "content.xml",
}
