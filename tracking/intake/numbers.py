"""Numbers as reports write them: full-width digits, 1，234, 1.2万, 75.2%, 约3000, —, (1,200)."""

import math
import re
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

PLAIN: Final = r"^-?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?$"
SCALES: Final = {
    "": 1.0,
    "千": 1e3,
    "万": 1e4,
    "百万": 1e6,
    "千万": 1e7,
    "亿": 1e8,
    "百亿": 1e10,
    "千亿": 1e11,
    "万亿": 1e12,
}
# How a value was worded, as the figures frame keeps it: at least, at most, about.
WORDED: Final = {
    **dict.fromkeys(
        ("≥", ">", ">=", "≧", "超", "超过", "逾", "突破", "不少于", "不低于", "至少"), "≥"
    ),
    **dict.fromkeys(("≤", "<", "<=", "≦", "不超过", "不足", "不到", "至多", "低于"), "≤"),
    **dict.fromkeys(("约", "大约", "约为", "近", "将近", "~", "≈"), "~"),
    **dict.fromkeys(("多", "余", "以上", "+"), "≥"),
    **dict.fromkeys(("以内", "以下"), "≤"),
}
# Said of a value on purpose: there is none. Never zero.
NO_VALUE: Final = frozenset(
    {"-", "--", "---", "—", "——", "–", "―", "/", "//", "\\", "不适用", "无", "无数据", "暂无"}
    | {
        "未统计",
        "未报",
        "缺",
        "空",
        "n/a",
        "na",
        "none",
        "null",
        "nil",
        "n.a.",
        "..",
        "...",
        "…",
        "……",
    }
)
# Measure words after a number; whether one fits the indicator is for the check to say.
WORDS: Final = (
    "台(套)|家次|人次|场次|台套|家|个|项|场|件|人|台|套|次|户|只|名|元"
    "|条|份|期|批|平台|企业"
)  # fmt: skip

# Full-width forms, dashes and spaces as their plain ones. Not Unicode's NFKC: it would also turn
# ① into 1 and 10² into 102.
_PLAIN_FORMS: Final = (
    {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
    | {ord(dash): "-" for dash in "−‐‑－﹣"}
    | dict.fromkeys((0x3000, 0xA0, 0x2007, 0x2009, 0x202F, 0x09), " ")
    | dict.fromkeys((0xFEFF, 0x200B, 0x200C, 0x200D, 0x2060))
    | {ord("﹪"): "%", ord("﹐"): ",", ord("、"): "、", ord("∼"): "~", ord("～"): "~"}
)


def _either(words: Any) -> str:
    return "|".join(re.escape(w) for w in sorted(words, key=len, reverse=True) if w)


_BEFORE = {w for w in WORDED if w not in ("多", "余", "以上", "+", "以内", "以下")}
_NUMBER: Final = re.compile(
    rf"(?P<before>{_either(_BEFORE)})?"
    r"(?P<sign>[+-])?"
    r"(?P<digits>[1-9][0-9]{0,2}(?:,[0-9]{3})+(?:\.[0-9]+)?"
    r"|[1-9][0-9]{0,2}(?: [0-9]{3})+(?:\.[0-9]+)?"
    r"|[0-9]+(?:\.[0-9]*)?|\.[0-9]+)"
    r"(?P<power>[eE][+-]?[0-9]{1,3})?"
    r"(?P<few>多|余)?"
    rf"(?P<scale>{_either(SCALES)})?"
    r"(?P<rate>%|‰|个百分点|百分点)?"
    r"(?P<more>多|余)?"
    rf"(?P<word>{WORDS.replace('(', '[(]').replace(')', '[)]')})?"
    r"(?P<after>多|以上|以下|以内|[+])?"
)
_NEGATIVE: Final = re.compile(r"\((?P<inner>[0-9][0-9,.]*%?)\)")


@dataclass(frozen=True, slots=True)
class Parsed:
    """A column of numbers as written: arrays as long as the column.

    `value` has 万, 亿 multiplied in (1.2万 is 12000) and rates as written (75.2% is 75.2);
    NaN where not `ok`. `unit_mark` is what stood there ("", "万", "亿", "万亿", "%", "‰" …),
    `word` is a measure word after the number (家, 元). `qualifier` is "", "≥", "≤" or "~". `blank`
    cells say no value: empty, or `marked` so with —, /, 不适用. A cell neither `ok` nor `blank` is
    not a number.
    """

    value: npt.NDArray[np.float64]
    qualifier: npt.NDArray[np.str_]
    ok: npt.NDArray[np.bool_]
    blank: npt.NDArray[np.bool_]
    marked: npt.NDArray[np.bool_]
    unit_mark: npt.NDArray[np.str_]
    word: npt.NDArray[np.str_]

    @property
    def percent(self) -> npt.NDArray[np.bool_]:
        """Where the value was written with a % sign."""
        return np.asarray(self.unit_mark == "%")

    def take(self, positions: npt.NDArray[Any]) -> "Parsed":
        """These positions of the column."""
        return Parsed(*(getattr(self, name)[positions] for name in self.__slots__))


def parse(column: "pd.Series[Any]") -> Parsed:
    """Read a column of texts as numbers.

    >>> parse(pd.Series(["1.2万", "７５％", "约3000", "—", "三十"])).value.tolist()
    [12000.0, 75.0, 3000.0, nan, nan]
    """
    if isinstance(column.dtype, pd.CategoricalDtype):
        texts = pd.Series(column.cat.categories.astype("str"))
        # A missing cell has code −1, which takes the blank put last.
        return parse(pd.concat([texts, pd.Series([""], dtype="str")])).take(
            column.cat.codes.to_numpy()
        )
    texts = pc.fill_null(_texts(column), "")
    parsed = _nothing(len(texts))
    empty = pc.equal(texts, "")
    parsed.blank[:] = _bools(empty)
    try:
        value = pc.cast(pc.if_else(empty, None, texts), pa.float64())
        plain = pc.is_finite(value)
    except pa.ArrowInvalid:
        plain = pc.match_substring_regex(texts, PLAIN)
        value = pc.cast(pc.if_else(plain, texts, None), pa.float64())
        plain = pc.is_finite(value)
    parsed.value[:] = value.to_numpy(zero_copy_only=False)
    parsed.ok[:] = _bools(pc.fill_null(plain, False))
    rest = np.flatnonzero(~parsed.ok & ~parsed.blank)
    if len(rest):
        _read_worded(parsed, rest, texts.take(pa.array(rest)).dictionary_encode())
    return parsed


def factor_between(stated: str, own: str) -> float:
    """What a value given in one unit is multiplied by to be in another of the same kind, else 1.

    >>> factor_between("万元", "亿元"), factor_between("万家", "家"), factor_between("万元", "家")
    (0.0001, 10000.0, 1.0)
    """
    (scale, what), (own_scale, own_what) = _scale_and_unit(stated), _scale_and_unit(own)
    return scale / own_scale if what == own_what else 1.0


def _scale_and_unit(unit: str) -> tuple[float, str]:
    scale = re.match(rf"(?:{_either(SCALES)})?", unit)
    prefix = scale[0] if scale else ""
    return SCALES[prefix], unit.removeprefix(prefix)


def _texts(column: "pd.Series[Any]") -> Any:
    texts = pa.array(column.astype("str"), from_pandas=True)
    return texts.combine_chunks() if isinstance(texts, pa.ChunkedArray) else texts


def _bools(mask: Any) -> npt.NDArray[np.bool_]:
    return np.asarray(mask.to_numpy(zero_copy_only=False), dtype=bool)


def _nothing(n: int) -> Parsed:
    return Parsed(
        value=np.full(n, np.nan),
        qualifier=np.zeros(n, "<U1"),
        ok=np.zeros(n, bool),
        blank=np.zeros(n, bool),
        marked=np.zeros(n, bool),
        unit_mark=np.zeros(n, "<U3"),
        word=np.zeros(n, "<U4"),
    )


# One text as read: the fields of Parsed, in their order.
_Read = tuple[float, str, bool, bool, bool, str, str]
_NO_NUMBER: Final[_Read] = (np.nan, "", False, False, False, "", "")


def _read_worded(parsed: Parsed, rest: npt.NDArray[np.intp], encoded: Any) -> None:
    """Read what is not plain, each different text once."""
    read = [_read_one(text) for text in encoded.dictionary.to_pylist()]
    codes = encoded.indices.to_numpy(zero_copy_only=False)
    for name, column in zip(Parsed.__slots__, zip(*read, strict=True), strict=True):
        kept = getattr(parsed, name)
        kept[rest] = np.array(column, dtype=kept.dtype)[codes]


def _read_one(text: str) -> _Read:
    plain = tidy(text)
    if not plain or plain.lower() in NO_VALUE:
        return (np.nan, "", False, True, bool(plain), "", "")
    negative = _NEGATIVE.fullmatch(plain)
    match = _NUMBER.fullmatch("-" + negative["inner"] if negative else plain)
    if match is None:
        return _NO_NUMBER
    before, sign, written, power, few, scale, rate, more, word, after = match.groups("")
    digits = written.replace(",", "").replace(" ", "")
    value = float(sign + digits + power) * SCALES[scale]
    wordings = {WORDED[w] for w in (before, few, more, after) if w}
    # “约3000以上” says two things, +86 010 is the beginning of a telephone number: no guessing.
    telephone = sign == "+" and " " in written
    twice = len(wordings) > 1 or (more and after)
    if telephone or twice or not math.isfinite(value):
        return _NO_NUMBER
    mark = scale + rate.removeprefix("个")
    word = word.replace("(", "（").replace(")", "）")
    return (value, "".join(wordings), True, False, False, mark, word)


def tidy(text: str) -> str:
    """A text with full-width forms made plain and spaces that part nothing left out.

    >>> tidy(" １，２３４ 家 ")
    '1,234家'
    """
    plain = text.translate(_PLAIN_FORMS).strip()
    return re.sub(r"(?<![0-9]) +| +(?![0-9])", "", plain) if " " in plain else plain
