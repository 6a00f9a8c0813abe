"""Tables and JSON for a terminal, Chinese characters counted as two columns wide."""

import json
import math
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Any

import click
import numpy as np


def width(text: str) -> int:
    """How many columns of a terminal a text takes.

    >>> width("江苏 3,023"), width("完成")
    (10, 4)
    """
    return sum(_columns(character) for character in text)


def _columns(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def table(heads: Sequence[str], rows: Iterable[Sequence[str]], right: Iterable[int] = ()) -> str:
    """Rows below their heads, columns aligned; `right` are the positions of number columns.

    >>> print(table(["单位", "值"], [["江苏", "710"], ["新疆兵团", "5"]], right=[1]))
    单位       值
    ────────  ───
    江苏      710
    新疆兵团    5
    """
    body = [[one_line(cell) for cell in row] for row in rows]
    widths = [max(map(width, column)) for column in zip(heads, *body, strict=True)]
    numbers = set(right)

    def line(cells: Sequence[str]) -> str:
        padded = [
            " " * (w - width(c)) + c if n in numbers else c + " " * (w - width(c))
            for n, (c, w) in enumerate(zip(cells, widths, strict=True))
        ]
        return "  ".join(padded).rstrip()

    return "\n".join([line(heads), "  ".join("─" * w for w in widths), *map(line, body)])


def one_line(text: str) -> str:
    """Control characters of a report never reach the terminal."""
    return "".join(" " if unicodedata.category(c) == "Cc" else c for c in text)


def as_json(thing: Any) -> str:
    """Plain data as JSON: a missing number is null, numbers keep their type.

    >>> as_json({"a": float("nan"), "b": np.int32(3)}).replace("\\n", "")
    '{  "a": null,  "b": 3}'
    """
    return json.dumps(plain(thing), ensure_ascii=False, indent=2)


def plain(thing: Any) -> Any:
    """Mappings, sequences, numpy's numbers and dates as what JSON knows."""
    if isinstance(thing, dict):
        return {str(key): plain(value) for key, value in thing.items()}
    if isinstance(thing, list | tuple | set | frozenset | np.ndarray):
        return [plain(value) for value in thing]
    if isinstance(thing, np.generic):
        return plain(thing.item())
    if isinstance(thing, float):
        return thing if math.isfinite(thing) else None
    if thing is None or isinstance(thing, str | int | bool):
        return thing
    return str(thing)


def print_json(thing: Any) -> None:
    """Plain data on standard output."""
    click.echo(as_json(thing))
