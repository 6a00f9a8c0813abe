"""Families of broken and hostile workbooks; those that reach the guarded process cost the most."""

import re
from collections.abc import Iterator
from random import Random

from tests.files import make_books
from tests.hostile.seeds import packed, parts, with_parts, workbook, workbooks

File = tuple[str, bytes]

MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
HEADS = make_books.HEADS
ROW = ("北京市", "2024Q3", "专精特新中小企业数", "期末")
VALUES = (
    "1e400", "-1e400", "NaN", "INF", "nan", "1e308", "1e-400", "-0", "9" * 400, "9" * 5_000, "",
    " ", "x", "0x10", "1,5", "1e", "--1", "2958466", "-1", "1e10", "99999999999", "60", "0.752",
    "1E+05", "\u202e5", "5\u200b", "_xD800_", "_x0000_", "_x001B_", "&#1;", "&#xD800;", "&#0;",
    "&amp;", "&#x202E;", "&bad;", "]]>", "\x00", "\x1b",
)  # fmt: skip
STYLES = ("", ' s="1"', ' s="9"', ' s="99999"', ' s="-1"', ' s="x"')
DEEP = 100_000
TYPES = (
    "",
    ' t="n"',
    ' t="s"',
    ' t="str"',
    ' t="inlineStr"',
    ' t="b"',
    ' t="e"',
    ' t="d"',
    ' t="zz"',
)


def cell(at: str, text: str) -> str:
    """A text cell."""
    return f'<c r="{at}" t="inlineStr"><is><t>{text}</t></is></c>'


def sheet(value: str = "", rows: str = "", after: str = "", before: str = "") -> bytes:
    """A sheet with heads and one row, its value cell as given; more rows, more behind them."""
    heads = "".join(cell(f"{'ABCDE'[n]}1", head) for n, head in enumerate(HEADS))
    keys = "".join(cell(f"{'ABCD'[n]}2", text) for n, text in enumerate(ROW))
    value = value or '<c r="E2"><v>5</v></c>'
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><worksheet {MAIN}>{before}<sheetData><row r="1">'
        f'{heads}</row><row r="2">{keys}{value}</row>{rows}</sheetData>{after}</worksheet>'
    ).encode("utf-8", "surrogatepass")


def raw_bytes(dice: Random) -> Iterator[File]:
    """The container's own bytes are others, fewer, or twice there."""
    while True:
        kind, data = dice.choice(workbooks())
        spoilt = bytearray(data)
        way = dice.randrange(5)
        a, b = sorted((dice.randrange(len(data)), dice.randrange(len(data))))
        if way == 0:
            for _ in range(dice.choice((1, 3, 30))):
                spoilt[dice.randrange(len(spoilt))] = dice.randrange(256)
        elif way == 1:
            del spoilt[a:b]
        elif way == 2:
            del spoilt[a:]
        elif way == 3:
            spoilt[a:a] = data[a:b]
        else:
            spoilt[a:] = dice.choice(workbooks())[1][a:]
        yield f"容器{kind}", bytes(spoilt)


def spoilt_parts(dice: Random) -> Iterator[File]:
    """One part inside the archive is spoilt, and the archive sound again."""
    books = [book for book in workbooks() if book[0] != ".xls"]
    while True:
        kind, data = dice.choice(books)
        contents = parts(data)
        name = dice.choice([n for n in contents if n != "mimetype"])
        part = contents[name]
        a, b = sorted((dice.randrange(len(part) + 1), dice.randrange(len(part) + 1)))
        tags = re.findall(rb"<[^<>]+>", part) or [b"<x/>"]
        at = part.find(dice.choice(tags))
        digits = [m.span() for m in re.finditer(rb'(?<=")\d+(?=")|(?<=>)\d+(?=<)', part)] or [
            (a, a)
        ]
        start, end = dice.choice(digits)
        odd = dice.choice(
            (b"-1", b"0", b"99999999999999999999", b"1e999", b"NaN", b"", b"x", b"65536")
        )
        changes = (
            part[:a], part[b:], part[:a] + part[b:], part[:b] + part[a:], b"", b"<x/>",
            part[:at] + dice.choice(tags) + part[at:], part.replace(dice.choice(tags), b"", 1),
            part[:start] + odd + part[end:], part[:start] + odd + part[end:],
            part[:start] + odd + part[end:], part[:a] + dice.randbytes(3) + part[a:],
            contents[dice.choice(list(contents))], part.decode("latin-1").encode("utf-16"),
            b"\xef\xbb\xbf" + part,
        )  # fmt: skip
        contents[name] = dice.choice(changes)
        if dice.random() < 0.1:
            del contents[name]
        yield f"部件{kind}", packed(contents)


def odd_cells(dice: Random) -> Iterator[File]:
    """Values, types and styles of cells that no program writes."""
    while True:
        for value in VALUES:
            how, style = dice.choice(TYPES), dice.choice(STYLES)
            formula = dice.choice(
                ("", "", "<f>1+1</f>", '<f t="shared" si="0"/>', "<f/>", '<f>HYPERLINK("x")</f>')
            )
            inner = f"<is><t>{value}</t></is>" if "inline" in how else f"<v>{value}</v>"
            at = dice.choice(
                (
                    "E2",
                    "E2",
                    "E2",
                    "E3",
                    "A2",
                    "",
                    "E0",
                    "XFE2",
                    "e2",
                    "E2E2",
                    "ZZZZ99",
                    "E-1",
                    "二",
                )
            )
            where = f' r="{at}"' if at else ""
            yield (
                "单元格.xlsx",
                with_parts("xlsx", sheet=sheet(f"<c{where}{style}{how}>{formula}{inner}</c>")),
            )


def odd_ods(dice: Random) -> Iterator[File]:
    """Numbers of repetitions, spans and values in an ODS that no program writes."""
    content = parts(workbook("ods"))["content.xml"]
    counts = ("0", "-1", "-1000000", "x", "", "2", "1e3", "99999999999", "1048577", "16385", "３")
    names = (
        "number-rows-repeated",
        "number-columns-repeated",
        "number-rows-spanned",
        "number-columns-spanned",
    )
    while True:
        for count in counts:
            name = dice.choice(names)
            tag = b"<table:table-row" if name == "number-rows-repeated" else b"<table:table-cell"
            places = [m.end() for m in re.finditer(tag + rb"\b", content)]
            at = dice.choice(places)
            spoilt = content[:at] + f' table:{name}="{count}"'.encode() + content[at:]
            if dice.random() < 0.5:
                value = dice.choice(VALUES[:20]).encode()
                spoilt = re.sub(
                    rb'office:value="[^"]*"', b'office:value="' + value + b'"', spoilt, count=1
                )
            yield "重复.ods", with_parts("ods", content=spoilt)


def archives(dice: Random) -> Iterator[File]:
    """Archives that unpack to much, to themselves, outside, twice, or to something else."""
    plain, contents = workbook("xlsx"), parts(workbook("xlsx"))
    book = contents["xl/workbook.xml"]
    inner = packed({"a": bytes(1 << 20)})
    for _ in range(8):
        inner = packed({f"{n}.zip": inner for n in range(4)})
    yield "层层.xlsx", packed(contents | {"xl/media/a.zip": inner})
    yield "层层.zip", inner
    for name in (
        "/etc/passwd",
        "../../x",
        "..\\..\\x",
        "C:/x",
        "xl/../../x",
        "a\x00b",
        "",
        "\u202e",
        "x" * 60_000,
    ):
        yield "路径.xlsx", packed(contents | {name: b"x"})
    yield "炸弹.xlsx", packed(contents | {"xl/media/a.xml": b"<t>" + b"a" * (220 << 20)})
    yield "炸弹工作表.xlsx", packed(contents | {make_books.SHEET: b"<row" + b" " * (20 << 20)})
    yield "很多.xlsx", packed(contents | {f"xl/m/{n}": b"" for n in range(100_000)})
    yield "只有目录.zip", many_entries(100_000)
    yield "只有目录.xlsx", many_entries(100_000, b"xl/workbook.xml")
    yield "空.xlsx", packed({})
    yield "空.ods", packed({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet"})
    yield "大类型.ods", packed({"mimetype": b"x" * 10_000_000})
    yield "目录.xlsx", packed({"xl/": b"", "xl/workbook.xml/": b""})
    yield "密码.xlsx", plain.replace(b"PK\x03\x04\x14\0\0\0", b"PK\x03\x04\x14\0\1\0")
    for field, size, value in (
        (b"PK\x01\x02", 16, b"\xff" * 4), (b"PK\x01\x02", 20, bytes(4)),
        (b"PK\x01\x02", 24, bytes(4)), (b"PK\x01\x02", 24, b"\xff\xff\xff\x7f"),
        (b"PK\x01\x02", 24, b"\xff" * 4), (b"PK\x01\x02", 42, b"\xff" * 4),
        (b"PK\x01\x02", 42, bytes(4)), (b"PK\x01\x02", 10, b"\x63\0"),
        (b"PK\x01\x02", 28, b"\xff\xff"), (b"PK\x05\x06", 16, b"\xff" * 4),
        (b"PK\x05\x06", 12, b"\xff" * 4), (b"PK\x05\x06", 10, b"\xff\xff"),
        (b"PK\x05\x06", 20, b"\xff\xff"), (b"PK\x03\x04", 26, b"\xff\xff"),
        (b"PK\x03\x04", 14, bytes(4)),
    ):  # fmt: skip
        for which in (0, -1):
            places = [m.start() + size for m in re.finditer(re.escape(field), plain)]
            at = places[which]
            yield "字段.xlsx", plain[:at] + value + plain[at + len(value) :]
    end = plain.rindex(b"PK\x05\x06")
    yield "注释.xlsx", plain[:-2] + b"\xff\xff" + b"x" * 65_535
    yield "六十四位.xlsx", plain[:end] + zip64_end() + plain[end:]
    yield "前缀.xlsx", b"unit,period\n" + plain
    yield "两个.xlsx", plain + plain
    yield "两次.xlsx", plain[:end] + plain[plain.index(b"PK\x01\x02") :]
    yield "工作簿空.xlsx", packed(contents | {"xl/workbook.xml": b""})
    yield "一样.xlsx", packed({"xl/workbook.xml": book})


def many_entries(n: int, name: bytes = b"a") -> bytes:
    """A directory of very many entries of which none is there."""
    entry = b"PK\x01\x02" + bytes(24) + len(name).to_bytes(2, "little") + bytes(16) + name
    end = b"PK\x05\x06" + bytes(4) + (n & 0xFFFF).to_bytes(2, "little") * 2
    end += (len(entry) * n).to_bytes(4, "little") + (4).to_bytes(4, "little") + bytes(2)
    return b"PK\x03\x04" + entry * n + end


def zip64_end() -> bytes:
    """A 64-bit end of the directory that points far out."""
    record = b"PK\x06\x06" + (44).to_bytes(8, "little") + bytes(12) + b"\xff" * 32
    return record + b"PK\x06\x07" + bytes(4) + b"\xff" * 8 + b"\1\0\0\0"


def hostile_xml(dice: Random) -> Iterator[File]:
    """Entities, depth, endless attributes, merges and links: one workbook of each kind."""
    declared = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'
    for part in ("sheet", "book", "texts", "styles", "links", "kinds"):
        wide = b'<?xml version="1.0" encoding="utf-7"?><x/>'
        yield "深.xlsx", with_parts("xlsx", **{part: b"<a>" * DEEP + b"</a>" * DEEP})
        yield "实体.xlsx", with_parts("xlsx", **{part: declared + b"<x>&b;</x>"})
        yield "编码.xlsx", with_parts("xlsx", **{part: wide})
    for name, made in hostile_sheets().items():
        yield f"{name}.xlsx", with_parts("xlsx", sheet=made)
    strings = f'<?xml version="1.0"?><sst {MAIN}><si><t>{"长" * 32_000}</t></si></sst>'.encode()
    many = numbered('<c r="E{n}" t="s"><v>0</v></c>', 10_000)
    yield "同一长文本.xlsx", with_parts("xlsx", texts=strings, sheet=sheet(rows=many))
    for name, made in hostile_contents().items():
        yield f"{name}.ods", with_parts("ods", content=made)


def numbered(cells: str, n: int) -> str:
    """Rows from the third to the nth, `{n}` in their cells is the row's number."""
    return "".join(f'<row r="{row}">{cells.replace("{n}", str(row))}</row>' for row in range(3, n))


def hostile_sheets() -> dict[str, bytes]:
    """Sheets of an XLSX by what is wrong with them."""
    far = '<row r="1048576"><c r="A1048576"><v>5</v></c></row>'
    formula = '<c r="E2"><f>1</f></c>'
    overlapping = "".join(f'<mergeCell ref="A2:A{n}"/>' for n in range(60_000, 60_300))
    return {
        "深格": sheet(f'<c r="E2" t="inlineStr"><is>{"<r>" * DEEP}{"</r>" * DEEP}</is></c>'),
        "声明": sheet().replace(b"?>", b"?><!doctype x>", 1),
        "属性": sheet(f'<c r="E2" x="{"a" * 1_000_000}"><v>5</v></c>'),
        "许多属性": sheet("<c " + " ".join(f'a{n}="1"' for n in range(50_000)) + "/>"),
        "行注释": sheet(after=f"<!--{'<row ' * 400_000}-->"),
        "格注释": sheet(formula, after=f"<!--{'<c ' * 400_000}-->"),
        "格属性": sheet(formula, after="<!--<c" + ' r="A1"' * 400_000 + "-->"),
        "名注释": sheet(after=f"<!--{'<' + 'a' * 3_000_000}-->"),
        "合并": sheet(after=f"<mergeCells>{overlapping}</mergeCells>"),
        "全合并": sheet(after='<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'),
        "大合并": sheet(
            rows=numbered('<c r="E{n}"><v>5</v></c>', 30_000),
            after="<mergeCells>" + '<mergeCell ref="A2:A999"/>' * 3_000 + "</mergeCells>",
        ),
        "远": sheet(rows=far),
        "单引号": sheet(rows=far.replace('"', "'")),
        "不写行号": sheet(rows="<row><c><v>5</v></c></row>" * 20_000),
        "公式多": sheet(rows=numbered('<c r="A{n}"><v>5</v></c><c r="E{n}"><f>1</f></c>', 20_000)),
    }


def hostile_contents() -> dict[str, bytes]:
    """Contents of an ODS by what is wrong with them."""
    content = parts(workbook("ods"))["content.xml"]
    row, end = b"<table:table-row>", b"</table:table>"
    spans = row + b'<table:table-cell table:number-rows-spanned="1000000"/></table:table-row>'
    again = row.replace(b">", b' table:number-rows-repeated="500000">')
    across = b'<table:table-cell table:number-columns-repeated="16000"><text:p>a</text:p>'
    nested = {
        f"深{n}": content.replace(b"<" + tag, (b"<" + tag + b">") * DEEP + b"<" + tag, 1)
        for n, tag in enumerate((b"text:p", b"table:table-cell", b"table:table"))
    }
    return nested | {
        "跨行": content.replace(end, spans * 60_000 + end),
        "多行": content.replace(row, again),
        "多列": content.replace(
            b"</table:table-row>", across + b"</table:table-cell></table:table-row>"
        ),
    }


def old_excel(dice: Random) -> Iterator[File]:
    """Records, sectors and chains of a compound file that point anywhere."""
    books = [data for kind, data in workbooks() if kind == ".xls"]
    while True:
        data = bytearray(dice.choice(books))
        for _ in range(dice.choice((1, 2, 6))):
            at = dice.choice(
                (0x1E, 0x2C, 0x30, 0x38, 0x3C, 0x44, 0x48, 0x4C, 512, dice.randrange(len(data)))
            )
            word = dice.choice((0, 1, 2, 0xFFFF, 0xFFFFFFFE, 0xFFFFFFFF, dice.randrange(1 << 32)))
            data[at : at + 4] = word.to_bytes(4, "little")
        yield "旧.xls", bytes(data)
