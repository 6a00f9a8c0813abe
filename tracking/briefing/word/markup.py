"""WordprocessingML in pieces: runs, marks, fields and paragraphs, every text escaped once, here."""

import re
from collections.abc import Iterable
from typing import Final
from xml.sax.saxutils import escape, quoteattr

# No XML may hold these; a tab or a new line is no more than a space here.
_UNPRINTABLE: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_BREAKS: Final = re.compile("[\t\n\r]")


def plain(text: str) -> str:
    """A text without what no XML may hold, on one line.

    >>> plain("a\\x00b\\nc")
    'ab c'
    """
    return _BREAKS.sub(" ", _UNPRINTABLE.sub("", text))


def quoted(text: str) -> str:
    """A text as an attribute's value, in its quotes."""
    return quoteattr(plain(text))


def run(text: str, properties: str = "") -> str:
    """A piece of text in one look."""
    look = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{look}<w:t xml:space="preserve">{escape(plain(text))}</w:t></w:r>'


def paragraph(style: str, content: str | Iterable[str], properties: str = "") -> str:
    """A paragraph in a style; `properties` come after it in Word's order."""
    inner = content if isinstance(content, str) else "".join(content)
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{properties}</w:pPr>{inner}</w:p>'


def field(instruction: str, known: str) -> str:
    """A field that Word may reckon again, and what it says until then; nobody is asked."""
    return (
        f'<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve">'
        f" {escape(plain(instruction))} </w:instrText></w:r><w:r><w:fldChar w:fldCharType="
        f'"separate"/></w:r>{run(known)}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def bookmark(number: int, content: str) -> str:
    """What the marks of this origin lead to."""
    return (
        f'<w:bookmarkStart w:id="{number}" w:name="origin_{number}"/>{content}'
        f'<w:bookmarkEnd w:id="{number}"/>'
    )


def leads_to_origin(number: int, text: str, style: str, look: str = "") -> str:
    """A text that leads to an origin in the list at the end."""
    told = run(text, f'<w:rStyle w:val="{style}"/>{look}')
    return f'<w:hyperlink w:anchor="origin_{number}" w:history="1">{told}</w:hyperlink>'


def marks(origins: Iterable[int]) -> str:
    """The raised numbers after a sentence."""
    return "".join(leads_to_origin(n, f"[{n}]", "OriginMark") for n in origins)
