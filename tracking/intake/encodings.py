"""From a text file's bytes to its text: which encoding, and what was lost on the way."""

import codecs
from dataclasses import dataclass
from typing import Final

BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
SAMPLE: Final = 65_536
LOST: Final = "\ufffd"
PIECE: Final = 1 << 20
# Big5 must be this much more sensible than GB18030 before a Chinese office's file is taken for it.
HOME_ADVANTAGE: Final = 0.15


@dataclass(frozen=True, slots=True)
class Decoded:
    """A file's text, the encoding it was in, and what the bytes did not give.

    `lost` counts characters that no encoding explains, `nuls` the NUL bytes left out; `cut` says
    that the file ends in the middle of a character.
    """

    text: str
    encoding: str
    lost: int = 0
    nuls: int = 0
    cut: bool = False


def decode(data: bytes) -> Decoded:
    """The text of a file: byte order mark, UTF-16 by its NULs, strict UTF-8, else GB18030.

    The whole file decides, never a sample that may end inside a character.

    >>> decode("单位,本期值".encode("gbk")).encoding
    'gb18030'
    """
    for bom, encoding in BOMS:
        if data.startswith(bom):
            name = encoding.removesuffix("-sig")
            return _marked(data[len(bom) :] if name == "gb18030" else data, encoding, name)
    if side := utf16_side(data):
        return _marked(data, side, side)
    nuls = data.count(0)
    if nuls:
        data = data.replace(b"\0", b"")
    try:
        return Decoded(data.decode("utf-8"), "utf-8", nuls=nuls)
    except UnicodeDecodeError as error:
        if error.reason == "unexpected end of data" and len(data) - error.start <= 3:
            return Decoded(data[: error.start].decode("utf-8"), "utf-8", nuls=nuls, cut=True)
    return _double_byte(data, nuls)


def _marked(data: bytes, encoding: str, name: str) -> Decoded:
    """Decode what a byte order mark, or the NULs, have told; bytes that do not fit are counted."""
    try:
        return _without_nuls(data.decode(encoding), name)
    except UnicodeDecodeError as error:
        cut = len(data) - error.start <= 3
        text = data[: error.start].decode(encoding) if cut else data.decode(encoding, "replace")
        return _without_nuls(text, name, lost=0 if cut else text.count(LOST), cut=cut)


def _without_nuls(text: str, name: str, lost: int = 0, cut: bool = False) -> Decoded:
    nuls = text.count("\0")
    return Decoded(text.replace("\0", "") if nuls else text, name, lost, nuls, cut)


def utf16_side(data: bytes) -> str:
    r"""Which UTF-16 this is without its mark, "" if none: high bytes of digits, commas are NUL.

    >>> utf16_side("单位,1\n".encode("utf-16-be"))
    'utf-16-be'
    """
    sample = data[:SAMPLE]
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if max(even, odd) * 20 < len(sample) // 2 or min(even, odd) * 10 > max(even, odd):
        return ""
    return "utf-16-be" if even > odd else "utf-16-le"


def _double_byte(data: bytes, nuls: int) -> Decoded:
    """GB18030, in which Windows writes a lone 0x80 for the euro; or Big5 where far more likely."""
    text = _gb18030(data)
    encoding, lost = "gb18030", text.count(LOST)
    share = 0.0 if lost else _common(text, "gb2312")
    if share < 1 - HOME_ADVANTAGE:
        try:
            other = data.decode("big5hkscs")
        except UnicodeDecodeError:
            pass
        else:
            if _common(other, "big5") > share + HOME_ADVANTAGE:
                text, encoding, lost = other, "big5", 0
    if lost == 1 and text.endswith(LOST):
        return Decoded(text.removesuffix(LOST), encoding, nuls=nuls, cut=True)
    return Decoded(text, encoding, lost, nuls)


def _gb18030(data: bytes) -> str:
    """Piece by piece: each byte that is no text costs a call, and of many the first tell enough."""
    decoder = codecs.getincrementaldecoder("gb18030")(EURO_OR_LOST)
    pieces: list[str] = []
    odd = 0
    for at in range(0, len(data), PIECE):
        pieces.append(decoder.decode(data[at : at + PIECE], final=at + PIECE >= len(data)))
        odd += pieces[-1].count(LOST) + pieces[-1].count("€")
        if len(data) > PIECE and odd * 50 > sum(map(len, pieces)):
            return LOST * 2
    return "".join(pieces)


def _euro_or_lost(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    if error.object[error.start] == 0x80:
        return "€", error.start + 1
    return LOST, error.end


EURO_OR_LOST: Final = "tracking.intake.euro_or_lost"
codecs.register_error(EURO_OR_LOST, _euro_or_lost)


def _common(text: str, charset: str) -> float:
    """The share of the text's Chinese characters that are everyday ones in this character set."""
    chinese = [c for c in text[:SAMPLE] if "\u3400" <= c <= "\u9fff" or c >= "\U00020000"]
    if not chinese:
        return 0.0
    return sum(_everyday(c, charset) for c in chinese) / len(chinese)


def _everyday(character: str, charset: str) -> bool:
    code = character.encode(charset, "ignore")
    return len(code) == 2 and (charset == "gb2312" or code < b"\xc6\x7f")
