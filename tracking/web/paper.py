"""What stands on paper in place of what only a screen can show."""

import weakref
from collections.abc import Callable
from html import escape
from typing import Any, Final, Literal

import pandas as pd
import streamlit as st

from tracking.web.view import View
from tracking.words import numbers

# A row as Streamlit draws it at our font size, in pixels.
_ROW: Final = 33
_MADE: Final[dict[int, tuple[weakref.ref[pd.DataFrame], str]]] = {}
# A longer table goes on paper as far as this.
ROWS: Final = 60
# A column whose cells take no more than so many Latin letters is not broken into lines.
SHORT: Final = 20


def dataframe(
    view: View,
    told: pd.DataFrame,
    *,
    key: str,
    alt: str,
    most: int = 10,
    on_paper: int = ROWS,
    **more: Any,
) -> Any:
    """Show a table, `most` rows of it at once; on paper the first `on_paper` rows are whole.

    Answers with Streamlit's event, which holds the selection; `more` is st.dataframe's.
    """
    more = {"height": height(told, most), "placeholder": numbers.MISSING} | more
    event = st.dataframe(told, hide_index=True, key=key, alt=alt, **more)
    table(view, told, on_paper)
    return event


def listed(view: View, told: pd.DataFrame, *, key: str, alt: str, **more: Any) -> None:
    """Show a table; on a telephone its first rows are a list, each value with its head.

    For tables that nothing is chosen from: the list takes the place of what would not fit.
    """
    with st.container(key=f"listed-{key}", gap="small"):
        dataframe(view, told, key=key, alt=alt, **more)


def height(told: pd.DataFrame, most: int = 10) -> int | Literal["content"]:
    """How high a table is shown: whole, or so many rows of it, the last one cut to say so."""
    return "content" if len(told) <= most else round(_ROW * (most + 1.5))


def table(view: View, rows: pd.DataFrame, most: int = ROWS) -> None:
    """The table shown just before, for print.css: its canvas holds no more than the screen."""
    st.html(_once(rows, lambda: _whole(view, rows, most)))


def _whole(view: View, rows: pd.DataFrame, most: int) -> str:
    n = len(rows)
    count = (
        view.n_("{n} row in all", "{n} rows in all", n)
        if n <= most
        else view._("The first {shown} of {n} rows", shown=most, n=n)
    )
    return f'<div class="on-paper">{markup(rows.head(most))}<p>{escape(count)}</p></div>'


def _once(rows: pd.DataFrame, make: Callable[[], str]) -> str:
    """What was made of this very table before: pages keep their tables from run to run."""
    number = id(rows)
    made = _MADE.get(number)
    if made is None or made[0]() is not rows:
        made = _MADE[number] = weakref.ref(rows, lambda _gone: _MADE.pop(number, None)), make()
    return made[1]


def markup(rows: pd.DataFrame) -> str:
    """A table as HTML, its texts as they were written."""
    heads = "".join(f"<th>{escape(str(head))}</th>" for head in rows.columns)
    columns = [_cells(rows[head], str(head)) for head in rows.columns]
    lines = "".join(f"<tr>{''.join(row)}</tr>" for row in zip(*columns, strict=True))
    return (
        f'<table class="plain-table"><thead><tr>{heads}</tr></thead><tbody>{lines}</tbody></table>'
    )


def _cells(values: pd.Series, head: str) -> list[str]:
    if values.empty:
        return []
    texts = [
        _text(value) if there else numbers.MISSING
        for value, there in zip(values.tolist(), values.notna().tolist(), strict=True)
    ]
    # Narrow screens read the head from the cell.
    mark = f' data-head="{escape(head.strip())}"' + (' class="short"' if _short(texts) else "")
    # Escaped together: a thousand small calls would be seen in the time a page takes.
    return [f"<td{mark}>{text}</td>" for text in escape("\0".join(texts)).split("\0")]


def _text(value: object) -> str:
    # A column of counts is one of floats as soon as one is missing.
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _short(texts: list[str]) -> bool:
    """Whether each fits into one short line; a Chinese character takes the room of two letters."""
    longest = max(map(len, texts), default=0)
    if not SHORT // 2 < longest <= SHORT:
        return longest <= SHORT
    return all(len(text) + sum(one >= "\u2e80" for one in text) <= SHORT for text in texts)
