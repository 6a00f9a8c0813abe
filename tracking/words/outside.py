"""Texts from outside, made fit to be read: nothing unseen, nothing endless, no path in a name."""

import re
import unicodedata
from typing import Final

# What a message quotes of a cell; the rest is in the file.
QUOTED: Final = 120
# File systems keep no longer names.
NAME_BYTES: Final = 255
UNNAMED: Final = "未命名"

# Control and format characters, lone surrogates, line and paragraph separators.
_UNSEEN: Final = ("Cc", "Cf", "Cs", "Zl", "Zp")
_PLAIN: Final = re.compile(r"[\x20-\x7e\u3000-\u9fff\uff01-\uff5e]*")
_LONE: Final = re.compile("[\ud800-\udfff]")
_ESCAPED: Final = re.compile("[\udc80-\udcff]")
_BLANKS: Final = re.compile(r"[\t\n\r]+")


def visible(text: str, most: int = QUOTED) -> str:
    """A text for a message: what nobody sees is named, line breaks are blanks, its end is cut.

    >>> visible("12\\u200b34"), visible("\\x1b[2J"), visible("北京\\n市"), visible("abcdef", 3)
    ('12⟨U+200B⟩34', '⟨U+001B⟩[2J', '北京 市', 'abc…')
    """
    if len(text) > most:
        text = text[:most] + "…"
    if _PLAIN.fullmatch(text):
        return text
    return "".join(
        f"⟨U+{ord(c):04X}⟩" if unicodedata.category(c) in _UNSEEN else c
        for c in _BLANKS.sub(" ", text)
    )


def file_name(name: str) -> str:
    """The name a file is known by: without folders, without what nobody sees, not endless.

    >>> file_name("C:\\\\x\\\\报表.csv"), file_name("../../etc/passwd"), file_name("a/..")
    ('报表.csv', 'passwd', '未命名')
    """
    last = _decoded(name).replace("\\", "/").rstrip("/").rpartition("/")[2]
    seen = "".join(c for c in last if unicodedata.category(c) not in _UNSEEN).strip()
    return _short(seen) if seen.strip(" .") else UNNAMED


def _decoded(name: str) -> str:
    """The name, also where its bytes were no UTF-8: on Chinese Windows they were GBK.

    Python keeps such bytes as lone surrogates.
    """
    if not _LONE.search(name):
        return name
    if _ESCAPED.sub("", name).isascii():
        return name.encode("utf-8", "surrogateescape").decode("gb18030", "replace")
    return _LONE.sub("\ufffd", name)


def _short(name: str) -> str:
    if len(name.encode()) <= NAME_BYTES:
        return name
    stem, _, extension = name.rpartition(".")
    end = f"….{extension}" if stem and len(extension) <= 5 else "…"
    return name.encode()[: NAME_BYTES - len(end.encode())].decode("utf-8", "ignore") + end
