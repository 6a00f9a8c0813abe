"""Families of file names that no file should have."""

from collections.abc import Iterator
from random import Random

from tests.hostile.seeds import report, rows

NAMES = (
    "../../etc/passwd", "..\\..\\windows\\win.ini", "C:\\x\\y.csv", "/etc/shadow.csv",
    "\\\\host\\share\\a.csv", "", " ", ".", "..", "...", "....csv", ".csv", "a/..", "a/", "/",
    "\\", "//", "./.", "~/a.csv", "~", "a\x00b.csv", "a\nb.csv", "a\r\nSet-Cookie: x.csv",
    "a\tb.csv", "\x1b[2Ja.csv", "a\x07.csv", "a\x7f.csv", "a\x85b.csv", "\u202egnp.csv",
    "a\u202excod.csv", "\u2066a\u2069.csv", "a\u200bb.csv", "\ufeffa.csv", "a\u2028b.csv",
    "a" * 5_000 + ".csv", "长" * 5_000, "a." + "b" * 5_000, "." * 5_000, "a/" * 2_000 + "b.csv",
    "CON", "con.csv", "NUL.xlsx", "aux", "COM1.csv", "LPT9", "PRN.txt", "a.csv ", "a.csv.",
    " a.csv", "a.csv::$DATA", "😀.csv", "🇨🇳报表.csv", "é.csv", "e\u0301.csv", "\ud800.csv",
    "a\udc80b.csv", "\udcff\udcfe", "\U0010ffff.csv", "a.csv.exe", "a.exe", "a.xlsx", "a.XLSX",
    "a.pdf", "报表.csv", "报 表 （终稿）.csv", "a;b.csv", "a,b.csv", 'a"b.csv', "a'b.csv",
    "<b>a</b>.csv", "<script>.csv", "[a](http://x).csv", "**a**.csv", "`a`.csv", "$a$.csv",
    ":red[a].csv", "{found}.csv", "{0}.csv", "{", "}", "%s%n.csv", "%00.csv", "%2e%2e%2fa.csv",
    "=1+1.csv", "-rf", "--help", "@a", "#a.csv", "a|b.csv", "a*b?.csv", "a:b.csv", "null", "None",
    "\u0301" * 200, "\ufffd.csv", "ﷺ.csv", "\u3000.csv",
)  # fmt: skip
SIGNS = "../\\:.\0\n\r\t\x1b\u202e\u200b\ud800\udcff ab长😀{}%<>\"'|*?;,`$&"


def odd_names(dice: Random) -> Iterator[tuple[str, bytes]]:
    """Path parts, control characters, endless names, none at all: a sound report, or a bad one."""
    n = 0
    while True:
        for name in NAMES:
            n += 1
            value = "" if dice.random() < 0.7 else "约" * (n % 3) + str(n)
            yield name, report(dice, *rows(dice, 2, value))
        for _ in range(len(NAMES)):
            made = "".join(dice.choice(SIGNS) for _ in range(dice.choice((1, 2, 5, 20, 300))))
            yield made + dice.choice(("", ".csv", ".xlsx")), report(dice, *rows(dice, 2))
