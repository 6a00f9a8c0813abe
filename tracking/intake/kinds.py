"""What a file is, told by its first bytes and by what an archive holds."""

import io
import re
import zipfile
from typing import Final

from tracking.intake.encodings import utf16_side
from tracking.intake.limits import ARCHIVE_PARTS
from tracking.words import Text

# The kinds that are read, and the extension each should have.
READABLE: Final = ("text", "xlsx", "xls", "ods")
EXTENSIONS: Final = {
    ".csv": "text",
    ".txt": "text",
    ".tsv": "text",
    ".tab": "text",
    ".xlsx": "xlsx",
    ".xlsm": "xlsx",
    ".xls": "xls",
    ".et": "xls",
    ".ods": "ods",
}
CONTENTS: Final = {
    "text": Text("文本文件（CSV）", "a text file (CSV)"),
    "xlsx": Text("Excel 工作簿（XLSX）", "an Excel workbook (XLSX)"),
    "xls": Text("旧版 Excel 工作簿（XLS）", "an old Excel workbook (XLS)"),
    "ods": Text("开放文档表格（ODS）", "an OpenDocument spreadsheet (ODS)"),
    "xlsb": Text("二进制 Excel 工作簿（XLSB）", "a binary Excel workbook (XLSB)"),
    "word": Text("文字文档", "a text document"),
    "powerpoint": Text("演示文稿", "a presentation"),
    "pdf": Text("PDF 文档", "a PDF document"),
    "html": Text("网页（HTML）", "a web page (HTML)"),
    "xml": Text("XML 文件", "an XML file"),
    "picture": Text("图片", "a picture"),
    "archive": Text("不含工作簿的压缩包", "an archive without a workbook"),
    "other": Text("其他类型的文件", "something else"),
}

_ZIP: Final = b"PK\x03\x04"
# Stands before each entry of an archive's directory.
ENTRY: Final = b"PK\x01\x02"
_COMPOUND: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_BEGINNINGS: Final = (
    (b"%PDF", "pdf"),
    (b"\x89PNG", "picture"),
    (b"\xff\xd8\xff", "picture"),
    (b"GIF8", "picture"),
    (b"BM", "picture"),
    (b"Rar!", "archive"),
    (b"7z\xbc\xaf\x27\x1c", "archive"),
    (b"\x1f\x8b", "archive"),
    (b"PK\x05\x06", "archive"),
    (b"{\\rtf", "word"),
    (b"\x7fELF", "other"),
    (b"MZ", "other"),
    (b"SQLite format 3", "other"),
)
_MARKUP: Final = re.compile(rb"\s*<(?:!doctype\s+html|html|head|body|table|meta|div|style)\b", re.I)
_XML: Final = re.compile(rb"\s*<(?:\?xml|[A-Za-z][\w:]*(?:\s|>))")
_NAMES: Final = (
    ("xl/workbook.bin", "xlsb"),
    ("xl/workbook.xml", "xlsx"),
    ("word/document.xml", "word"),
    ("ppt/presentation.xml", "powerpoint"),
)
_MIMETYPES: Final = {
    "application/vnd.oasis.opendocument.spreadsheet": "ods",
    "application/vnd.oasis.opendocument.text": "word",
    "application/vnd.oasis.opendocument.presentation": "powerpoint",
}


def kind_of(data: bytes) -> str:
    """The kind of file, one of CONTENTS, or "encrypted" for a workbook under a password.

    >>> kind_of(b"%PDF-1.7"), kind_of(b"unit,period\\n"), kind_of(b"<table><tr>")
    ('pdf', 'text', 'html')
    """
    if data.startswith(_ZIP):
        return _archive(data)
    if data.startswith(_COMPOUND):
        return _compound(data)
    for beginning, kind in _BEGINNINGS:
        if data.startswith(beginning) and not (kind == "picture" and _is_text(data)):
            return kind
    start = data[:4096].removeprefix(b"\xef\xbb\xbf")
    if _MARKUP.match(start) or (_XML.match(start) and b"<html" in start.lower()):
        return "html"
    if _XML.match(start):
        return "xml"
    return "text" if _is_text(data) else "other"


def _archive(data: bytes) -> str:
    # An endless directory is not read; the guard refuses it.
    if data.count(ENTRY) > ARCHIVE_PARTS:
        return next((kind for name, kind in _NAMES if name.encode() in data), "archive")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
            for name, kind in _NAMES:
                if name in names:
                    return kind
            if "mimetype" in names and archive.getinfo("mimetype").file_size < 200:
                return _MIMETYPES.get(archive.read("mimetype").decode("latin-1"), "archive")
            return "archive"
    except Exception:  # noqa: BLE001 (zipfile raises half a dozen types on damage; the guard says so)
        return "xlsx" if b"xl/" in data else "ods" if b"opendocument" in data[:200] else "archive"


def _compound(data: bytes) -> str:
    """Office's compound files name their streams in UTF-16."""
    for name, kind in (
        ("EncryptedPackage", "encrypted"),
        ("Workbook", "xls"),
        ("Book", "xls"),
        ("WordDocument", "word"),
        ("PowerPoint Document", "powerpoint"),
    ):
        if name.encode("utf-16-le") + b"\0\0" in data:
            return kind
    return "other"


def _is_text(data: bytes) -> bool:
    """Whether control characters are as rare as in a text; NULs are left to the encoding."""
    sample = data[:65_536]
    odd = len(sample) - len(sample.translate(None, _CONTROLS))
    wide = sample.startswith((b"\xff\xfe", b"\xfe\xff")) or bool(utf16_side(sample))
    return wide or odd * 200 <= len(sample)


_CONTROLS: Final = bytes(c for c in range(32) if c not in b"\0\t\n\r\x0c\x1a\x1b")
