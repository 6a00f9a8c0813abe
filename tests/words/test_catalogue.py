"""Every message has its Chinese, and every Chinese has its message."""

import ast
import re
import string
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import polib

from tracking.words import LANGUAGES

ROOT = Path(__file__).parent.parent.parent
CATALOGUES = sorted((ROOT / "tracking" / "words" / "zh").glob("*.po"))
SAYS = {"_", "N_", "n_", "say", "say_n"}


@cache
def messages() -> dict[str, str]:
    """Every message in the code, with a place that says it."""
    found: dict[str, str] = {}
    files = [*(ROOT / "tracking").rglob("*.py"), *(ROOT / "pages").glob("*.py")]
    for path in sorted([*files, *ROOT.glob("dashboard.py")]):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and _called(node.func) in SAYS:
                place = f"{path.relative_to(ROOT)}:{node.lineno}"
                found |= dict.fromkeys(_literals(node), place)
    return found


def _called(function: ast.expr) -> str:
    if isinstance(function, ast.Name):
        return function.id
    return function.attr if isinstance(function, ast.Attribute) else ""


def _literals(call: ast.Call) -> Iterator[str]:
    """The message of a call: text, or either side of a choice between two."""
    for argument in call.args:
        sides = (argument.body, argument.orelse) if isinstance(argument, ast.IfExp) else (argument,)
        for side in sides:
            if isinstance(side, ast.Constant) and _is_message(side.value):
                yield str(side.value)


def _is_message(value: object) -> bool:
    return isinstance(value, str) and value not in ("", *LANGUAGES)


@cache
def entries() -> list[tuple[str, polib.POEntry]]:
    return [(path.name, entry) for path in CATALOGUES for entry in polib.pofile(str(path))]


def _texts(entry: polib.POEntry) -> list[str]:
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


def _placeholders(text: str) -> set[str]:
    return {
        field for _literal, field, _spec, _conversion in string.Formatter().parse(text) if field
    }


def test_every_message_has_its_chinese() -> None:
    known = {text for _name, e in entries() for text in (e.msgid, e.msgid_plural) if text}
    missing = [f"{place}: {text}" for text, place in messages().items() if text not in known]
    assert not missing, "\n".join(missing)


def test_no_chinese_is_empty_or_in_doubt() -> None:
    doubtful = [f"{name}: {e.msgid}" for name, e in entries() if e.fuzzy or not all(_texts(e))]
    assert not doubtful, "\n".join(doubtful)


def test_the_chinese_has_the_placeholders_of_its_message() -> None:
    wrong = []
    for name, entry in entries():
        # A singular may say “one” where the plural has {n}; Chinese has one form for both.
        wanted = _placeholders(entry.msgid) | _placeholders(entry.msgid_plural or "")
        if any(_placeholders(text) != wanted for text in _texts(entry)):
            wrong.append(f"{name}: {entry.msgid}")
    assert not wrong, "\n".join(wrong)


def test_no_chinese_is_without_its_message() -> None:
    said = messages()
    unused = [f"{name}: {e.msgid}" for name, e in entries() if e.msgid not in said]
    assert not unused, "\n".join(unused)


def test_a_message_has_one_chinese_wherever_it_is_said() -> None:
    chinese: dict[str, tuple[str, list[str]]] = {}
    differing = []
    for name, entry in entries():
        before, texts = chinese.setdefault(entry.msgid, (name, _texts(entry)))
        if texts != _texts(entry):
            differing.append(f"{before}, {name}: {entry.msgid}")
    assert not differing, "\n".join(differing)


# What counts or measures; numbers that name a place (第 {row} 行, 报送件 {id}) are set off.
AMOUNTS = {
    "n", "count", "limit", "least", "most", "size", "needed", "free", "stale_quarters",
    "too_early", "coverage", "gap", "numerator", "denominator", "computed", "day", "until", "when",
    "value", "low", "high", "following", "baseline", "stale", "chance", "share", "achieved",
}  # fmt: skip
CHINESE = "[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef…“”]"


def test_no_blank_stands_between_an_amount_and_chinese_text() -> None:
    amount = rf"\{{(?:{'|'.join(sorted(AMOUNTS))})\}}"
    parted = re.compile(rf"{CHINESE} {amount}|{amount} {CHINESE}")
    # A label is set off from the one figure it is for: 待审核 3.
    label = re.compile(rf"[^{{}}，。：；（）]+ {amount}")
    wrong = [
        f"{name}: {text}"
        for name, entry in entries()
        for text in _texts(entry)
        if parted.search(text) and not label.fullmatch(text)
    ]
    assert not wrong, "\n".join(wrong)
