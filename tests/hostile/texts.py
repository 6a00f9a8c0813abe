"""Families of broken and hostile text files."""

import base64
from collections.abc import Iterator
from random import Random

from tests.hostile.seeds import COUNT, HEADS, MILESTONE, SHARE, report, reports, rows

File = tuple[str, bytes]

MAGICS = (
    b"", b"PK\x03\x04", b"PK\x05\x06", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"%PDF-1.7\n",
    b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF89a", b"BM", b"Rar!", b"7z\xbc\xaf\x27\x1c",
    b"\x1f\x8b\x08", b"{\\rtf1", b"\x7fELF", b"MZ", b"SQLite format 3\0", b"<?xml version='1.0'?>",
    b"<html><table>", b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff", b"\xff\xfe\0\0", b"\0\0\xfe\xff",
    b"\x84\x31\x95\x33", b"PAR1", b"BZh9", b"\xfd7zXZ\0", b"ustar", b"\x28\xb5\x2f\xfd",
)  # fmt: skip
NUMBERS = (
    "1e400", "-1e400", "1e308", "-1e308", "1.7976931348623157e308", "1e-400", "5e-324", "NaN",
    "nan", "inf", "-inf", "Infinity", "-0", "-0.0", "+5", "0x10", "1_000", "１２３", "9" * 400,
    "0." + "3" * 400, "9" * 5000, "1" + "0" * 308, "12345678901234567890", "1e", "e5", ".", "-",
    "--5", "1..2", "1,2,3", "1,234,56", "１，２３４．５", "壹佰", "三十", "1.2万亿",
    "9" * 300 + "万亿", "99999999亿", "100%%", "75.2‰", "1/2", "2024-09-30", "1E+05", "1e+999",
    "1e999999999", "٣٤", "१२", "²", "Ⅳ", "𝟙𝟚", "½", "=1+1", "=HYPERLINK(\"http://x\",\"y\")",
    "+cmd|' /C calc'!A0", "@SUM(A1)", "-2+3", "=A1", "\t=1", "#REF!", "#N/A", "#DIV/0!", "Err:502",
    "#VALUE!", "#SPILL!", "#" * 300, "TRUE", "null", "None",
)  # fmt: skip
CELLS = (
    "\u202e123", "12\u200b34", "\ufeff99", "\u2066北京市\u2069", "北\u0000京", "北京\u0007市",
    "\x1b[2J\x1b[31m红", "\u0301" * 40, "é" * 50, "a" * 32_767, "a" * 32_768, "口" * 32_767,
    "\u0315\u0300" * 400, "{found}", "{0.__class__}", "%s%n", "{", "}",
    "<script>alert(1)</script>", "](javascript:x)", "**粗**", "$x^2$", "\ud83d\ude00", "😀", "🇨🇳",
    "\u2028", "\u2029", "\x85", "\x0b", "\x0c", "\x1c", "\x1f", "\u180e",
    "'; drop table figure; --", "../../etc/passwd", "C:\\x", "(" * 300, "（" * 300, "\u3000" * 300,
    "[" * 300, "2024Q3" * 50, "〇" * 60, "2024年" + "1" * 60 + "月", "0000-00-00", "99999Q9",
    "2024Q0", "2024Q5", "1900Q1", "2099Q4", "2024-02-30", "20240230", "13月2024", "9999-12-31",
    "2024年13月", "-2024Q3", "合计", "总计", "小计", "注：", "附注：以上", "一、创新链", "（二）",
    "第1页", "-1-", "本页合计", "\x04end of file\x04", "\x1a", "\ufffd", "\ufffe", "\uffff",
    "\U0010ffff", "\ue000", "ﷺ" * 60,
)  # fmt: skip
ENCODINGS = (
    *("utf-7", "utf-16-le", "utf-16-be", "utf-16", "utf-32", "utf-32-le", "utf-32-be", "big5"),
    *("shift_jis", "gb18030", "gbk", "hz", "euc_kr", "iso2022_jp", "cp1252", "utf-8-sig"),
)
DELIMITERS = (",", "\t", ";", "|", "，", "、", " ", ":", "\x1f", "^")


def flipped_bytes(dice: Random) -> Iterator[File]:
    """Some bytes of a real report are others."""
    while True:
        data = bytearray(dice.choice(reports()))
        for _ in range(dice.choice((1, 1, 2, 5, 40))):
            if data:
                data[dice.randrange(len(data))] = dice.randrange(256)
        yield "改动.csv", bytes(data)


def flipped_characters(dice: Random) -> Iterator[File]:
    """Some characters of a real report are separators, marks, digits or signs that nobody sees."""
    marks = ",;\t|，\"'\n\r%-—#=.·　0123456789万亿\u200b\u202e\0\x1b"
    while True:
        text = list(dice.choice(reports()).decode("utf-8", "replace"))
        for _ in range(dice.choice((1, 2, 3, 8))):
            if text:
                text[dice.randrange(len(text))] = dice.choice(marks)
        yield "错字.csv", "".join(text).encode()


def cut_short(dice: Random) -> Iterator[File]:
    """The beginning, the end or the middle of a real report is missing."""
    while True:
        data = dice.choice(reports())
        a, b = sorted((dice.randrange(len(data) + 1), dice.randrange(len(data) + 1)))
        yield "截断.csv", dice.choice((data[:a], data[b:], data[:a] + data[b:]))


def doubled(dice: Random) -> Iterator[File]:
    """A piece, or a line, of a real report stands in it several times."""
    while True:
        data = dice.choice(reports())
        lines = data.splitlines(keepends=True)
        n = dice.randrange(max(1, len(lines)))
        if dice.random() < 0.5:
            yield (
                "重复行.csv",
                b"".join(lines[:n] + lines[n : n + 1] * dice.choice((2, 3, 50)) + lines[n:]),
            )
        else:
            a, b = sorted((dice.randrange(len(data) + 1), dice.randrange(len(data) + 1)))
            yield "重复.csv", data[:b] + data[a:b] * dice.choice((1, 2, 9)) + data[b:]


def spliced(dice: Random) -> Iterator[File]:
    """The beginning of one report and the end of another, or their lines in turn."""
    while True:
        one, other = dice.choice(reports()), dice.choice(reports())
        if dice.random() < 0.3:
            lines = [*one.splitlines(True), *other.splitlines(True)]
            dice.shuffle(lines)
            yield "混合.csv", b"".join(lines)
        else:
            yield (
                "拼接.csv",
                one[: dice.randrange(len(one) + 1)] + other[dice.randrange(len(other) + 1) :],
            )


def random_bytes(dice: Random) -> Iterator[File]:
    """Bytes that mean nothing, behind the beginning of every kind of file."""
    kinds = (".csv", ".xlsx", ".xls", ".ods", ".txt", ".pdf", "", ".et", ".xlsm")
    while True:
        for magic in MAGICS:
            size = dice.choice((0, 1, 2, 3, 7, 100, 5_000))
            middle = dice.choice(
                (dice.randbytes(size), bytes(size), b"\xff" * size, b"\x80" * size)
            )
            yield f"乱码{dice.choice(kinds)}", magic + middle


def encodings(dice: Random) -> Iterator[File]:
    """A report in an encoding that says nothing of itself, in two of them, or in a broken one."""
    while True:
        for name in ENCODINGS:
            text = report(dice).decode()
            data = text.encode(name, "ignore")
            other = text.encode(dice.choice(ENCODINGS), "ignore")
            cut = len(data) - dice.randrange(1, 4)
            at = dice.randrange(len(data))
            yield f"{name}.csv", dice.choice((
                data, data[:cut], data + b"\0", data[:at] + other[at:], data + other, data[1:],
                b"\xef\xbb\xbf" + data, b"\xff\xfe" + data,
            ))  # fmt: skip


def broken_characters(dice: Random) -> Iterator[File]:
    """Four-byte GB18030, surrogates, overlong UTF-8, NULs and lone lead bytes inside a report."""
    while True:
        four = bytes((dice.randrange(0x81, 0xFF), dice.randrange(0x30, 0x3A),
                      dice.randrange(0x81, 0xFF), dice.randrange(0x30, 0x3A)))  # fmt: skip
        bad = dice.choice((
            four * dice.choice((1, 5)), b"\x83\x36\xc7\x39", b"\xed\xa0\x80", b"\xed\xbf\xbf",
            b"\xc0\xaf", b"\xe0\x80\xaf", b"\xf0\x80\x80\xaf", b"\xf8\x88\x80\x80\x80",
            b"\xf5\x80\x80\x80", b"\0" * 3, b"\x80", b"\xff", b"\xfe\xff", b"\xe5\x8c", b"\xb1",
            b"\x00\xd8", b"\xe2\x80\xae",
        ))  # fmt: skip
        encoding = dice.choice(("utf-8", "gb18030", "utf-16-le", "utf-16"))
        data = report(dice).decode().encode(encoding)
        at = dice.randrange(len(data))
        yield "字符.csv", data[:at] + bad * dice.choice((1, 1, 3)) + data[at:]


def odd_numbers(dice: Random) -> Iterator[File]:
    """Numbers no double holds, formulas, errors, and what only looks like a number."""
    while True:
        for number in NUMBERS:
            lines = rows(dice, 3, number)
            lines[1][2] = dice.choice((COUNT, SHARE, MILESTONE, "INN-1-1", "INN-2-2"))
            lines[1][3] = ""
            lines[2][4] = dice.choice(NUMBERS)
            yield "数值.csv", report(dice, *lines)


def odd_ratios(dice: Random) -> Iterator[File]:
    """Numerators and denominators no report can have."""
    while True:
        above, below, value = (dice.choice((*NUMBERS, "", "3", "100")) for _ in range(3))
        unit = dice.choice(("miit", "北京", "nation"))
        line = f'{unit},2024Q3,{SHARE},"{value}","{above}","{below}"\n'
        yield "比率.csv", f"单位,报告期,指标,本期值,分子,分母\n{line}".encode()


def odd_cells(dice: Random) -> Iterator[File]:
    """Cells that no reader sees, that a terminal obeys, or that mean something to a program."""
    while True:
        for cell in CELLS:
            lines = rows(dice, 3)
            lines[0][dice.randrange(6)] = cell
            lines[1][dice.randrange(6)] = dice.choice((cell, dice.choice(CELLS)))
            yield "单元格.csv", report(dice, *lines)


def odd_heads(dice: Random) -> Iterator[File]:
    """Heads that are missing, doubled, endless, or not heads at all."""
    while True:
        heads = HEADS.split(",")
        for _ in range(dice.choice((1, 1, 2))):
            heads[dice.randrange(6)] = dice.choice(
                (*CELLS, *heads, "", "2024Q3", "2024年/一季度", "Q1")
            )
        lines = rows(dice, 3)
        text = report(dice, *lines).decode("utf-8").split("\r\n", 1)[1]
        head = ",".join('"' + h.replace('"', "") + '"' for h in heads)
        above = dice.choice(("", f"{dice.choice(CELLS)}\n", "单位：万元\n", "填报单位：北京市\n\n"))
        yield "表头.csv", f"{above}{head}\n{text}".encode("utf-8", "replace")


def odd_separators(dice: Random) -> Iterator[File]:
    """Every separator in one file, quotation marks never closed, line ends of three systems."""
    while True:
        text = ""
        for line in [HEADS.split(","), *rows(dice, 4)]:
            by = dice.choice(DELIMITERS) if dice.random() < 0.5 else ","
            cells = [f'"{c}"' if dice.random() < 0.1 else c for c in line]
            text += by.join(cells) + dice.choice(
                ("\n", "\r\n", "\r", "\n\r", "\n\n", "\v", "\u2028")
            )
        for _ in range(dice.choice((0, 1, 1, 3))):
            at = dice.randrange(len(text))
            text = text[:at] + dice.choice(('"', '""', '"\n', "'", "“", '\\"')) + text[at:]
        yield "分隔.csv", text.encode()


def formulas_in_text(dice: Random) -> Iterator[File]:
    """Encoded programs and formulas where texts stand."""
    evil = ("=cmd|'/c calc'!A1", "@import", "+1+1", "-1", "\t=1", "\r=1", '=WEBSERVICE("http://x")')
    while True:
        lines = rows(dice, 3)
        lines[0][5] = dice.choice(evil) + base64.b64encode(dice.randbytes(30)).decode()
        lines[1][5] = dice.choice(CELLS)
        yield dice.choice(("=1+1.csv", "公式.csv")), report(dice, *lines)
