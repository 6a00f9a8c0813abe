"""The ledger as a page shows it: what it is asked for, its lines as a table, its files."""

from dataclasses import dataclass
from functools import partial
from html import escape
from math import ceil
from typing import Any, Final, cast

import pandas as pd
import streamlit as st

from tracking.forms import ledger as lines
from tracking.forms import ledger_book
from tracking.programme import Quarter
from tracking.store import Found, ProblemState
from tracking.store.terms import Word, places, words_of
from tracking.web import downloads, frame, settling, state
from tracking.web.door import KEY as DOOR
from tracking.web.door import Door
from tracking.web.method import label
from tracking.web.view import View

EVERY: Final = "all"
PAGE: Final = 50
# Nobody types more to search for.
TYPED: Final = 100
# The filters, as they stand in the address.
KEYS: Final = ("q", "chain", "unit", "period", "problem")
_PAGE: Final = "at"
_ASKED: Final = "tracking-ledger-asked"

_TEXTS: Final = ("progress_note", "problem", "next_step")


@dataclass(frozen=True, slots=True)
class Asked:
    """What the reader asks the ledger for; EVERY and "" narrow nothing."""

    text: str = ""
    chain: str = EVERY
    unit: str = EVERY
    period: str = EVERY  # or "this", the quarter shown
    problem: str = EVERY  # or "open", "closed"


def asked(view: View) -> Asked:
    """Ask the reader, with what the address says already."""
    _, language, programme = view._, view.language, view.programme
    chains = {EVERY: _("Every key task")} | {
        code: chain.name.to(language) for code, chain in programme.chains.items()
    }
    units = {EVERY: _("Every unit")} | {
        unit.code: unit.short.to(language) for unit in (*programme.regions, *programme.ministries)
    }
    here = view.quarter_name(view.quarter)
    periods = {"this": here, EVERY: _("Up to {quarter}", quarter=here)}
    problems = {
        "open": _("Open problems"),
        "closed": _("Closed problems"),
        EVERY: _("All texts"),
    }
    # Where nobody names a problem, texts are what there is to read.
    usual = "open" if len(_problems(view)) else EVERY
    with st.container(key="ledger-filters", horizontal=True, vertical_alignment="bottom"):
        text = state.typed(
            "q",
            _("Search in progress, problems and next steps"),
            max_chars=TYPED,
            placeholder=_("Words; several are all wanted"),
            icon=":material/search:",
            width=320,
        )
        chosen = Asked(
            text,
            chain=state.select("chain", _("Key task"), list(chains), chains, width=170),
            unit=state.select("unit", _("Unit in charge"), list(units), units, width=170),
            period=state.select("period", _("Period"), list(periods), periods, width=190),
            problem=state.select(
                "problem",
                _("Texts"),
                list(problems),
                problems,
                default=usual,
                width=150,
                filter_mode=None,
            ),
        )
    # Other filters, other pages: their count begins anew.
    before = st.session_state.get(_ASKED)
    st.session_state[_ASKED] = chosen
    if before not in (None, chosen):
        state.keep(_PAGE, "")
    return chosen


def found(view: View, of: Asked, limit: int | None = None, offset: int = 0) -> Found:
    """The texts asked for, with how many there are in all."""
    programme, quarter = view.programme, view.quarter.index
    units = None
    if of.unit in programme.units:
        units = [of.unit, *(office.code for office in programme.offices.get(of.unit, ()))]
    chain = [i.code for i in programme.indicators_of(of.chain)] if of.chain != EVERY else None
    first = quarter if of.period == "this" else programme.history_from.index
    problem = cast("ProblemState | None", of.problem if of.problem != EVERY else None)
    return view.measured.once(
        ("ledger", of, quarter, limit, offset),
        lambda: view.store.ledger.search(
            of.text,
            units=units,
            indicators=chain,
            quarters=range(first, quarter + 1),
            state=problem,
            known_on=view.known_on,
            limit=limit,
            offset=offset,
        ),
    )


def summary(view: View) -> str:
    """How many problems are open up to the quarter shown, of whom and since when."""
    return lines.summed_up(_problems(view), view.programme, view.language)


def show(view: View, of: Asked) -> None:
    """The texts asked for, a page of them at a time, with their files; or why there are none."""
    _ = view._
    everything = found(view, Asked(), limit=0).total
    if not everything:
        st.info(
            _(
                "No report up to this quarter says anything in words yet. What reporters write"
                " under progress, problems and next steps will stand here."
            ),
            icon=":material/inbox:",
        )
        return
    total = found(view, of, limit=0).total
    pages = max(1, ceil(total / PAGE))
    page = min(max(1, _number(state.current(_PAGE))), pages)
    _count(view, of, total, everything, page)
    if not total:
        return
    shown = _("Shown: {what}", what=_("; ").join(described(view, of)))
    st.html(f'<p class="on-paper">{escape(shown)}</p>')
    first = (page - 1) * PAGE
    rows = found(view, of, PAGE, first).rows
    told = lines.composed(rows, view.assessment, view.programme, view.language, first + 1)
    st.html(markup(view, rows, told, words_of(of.text)))
    _turn(view, page, pages)
    _files(view, of)


def markup(view: View, rows: pd.DataFrame, told: pd.DataFrame, words: tuple[Word, ...]) -> str:
    """A table of lines whose texts wrap and can be read in full, found words marked."""
    _ = view._
    heads = (
        _("Line"),
        _("Key task, measure and indicator"),
        _("Unit in charge and period"),
        _("Progress"),
        _("Problem"),
        _("Next step"),
        _("Reached, target and status"),
        _("State of the problem"),
    )
    top = "".join(f'<th scope="col">{escape(head)}</th>' for head in heads)
    body = "".join(
        _row(view, row, line, words)
        for row, line in zip(rows.to_dict("records"), told.to_dict("records"), strict=True)
    )
    return (
        f'<table class="plain-table ledger"><thead><tr>{top}</tr></thead>'
        f"<tbody>{body}</tbody></table>"
    )


def marked(text: str, words: tuple[Word, ...]) -> str:
    """A text as HTML, the words searched for marked; whatever it holds, it stays text.

    >>> marked("<b>融资难</b>", words_of("融资"))
    '&lt;b&gt;<mark>融资</mark>难&lt;/b&gt;'
    """
    parts, at = [], 0
    for start, end in places(text, words):
        parts += [escape(text[at:start]), f"<mark>{escape(text[start:end])}</mark>"]
        at = end
    return "".join([*parts, escape(text[at:])])


def door_of(view: View, row: dict[Any, Any]) -> Door:
    """The door of a line; an office's figures stand behind those of its region."""
    unit = view.programme.units[str(row["unit"])]
    code = unit.parent if unit.kind == "office" else unit.code
    return Door(str(row["indicator"]), code, Quarter(int(row["quarter"])))


def described(view: View, of: Asked) -> list[str]:
    """What narrows the ledger, in words, for the files taken away."""
    _, language, programme = view._, view.language, view.programme
    here = view.quarter_name(view.quarter)
    said = [here if of.period == "this" else _("Up to {quarter}", quarter=here)]
    if of.chain in programme.chains:
        said.append(programme.chains[of.chain].name.to(language))
    if of.unit in programme.units:
        said.append(view.unit_name(of.unit, short=False))
    if of.problem != EVERY:
        said.append(_("Open problems") if of.problem == "open" else _("Closed problems"))
    if of.text:
        said.append(_("with “{text}”", text=of.text))
    return said


def as_file(view: View, of: Asked, kind: str) -> bytes:
    """All texts asked for as a file, csv or xlsx."""
    rows = found(view, of).rows
    told = lines.composed(rows, view.assessment, view.programme, view.language)
    if kind == "csv":
        return lines.as_csv(told, view.language)
    heading = lines.heading(
        view.programme,
        view.language,
        described(view, of),
        frame.stamp(view),
        demonstration=view.store.demonstration,
    )
    return ledger_book.as_xlsx(told, heading, view.language)


def _problems(view: View) -> pd.DataFrame:
    """The problems named up to the quarter shown."""
    named = view.measured.once("named", lambda: view.store.ledger.problems(view.known_on))
    return named[named["quarter"] <= view.quarter.index]


def _row(view: View, row: dict[Any, Any], line: dict[Any, Any], words: tuple[Word, ...]) -> str:
    _ = view._
    above = escape(f"{line['chain']} · {line['measure']}")
    return (
        f'<tr><td class="number">{line["number"]}</td>'
        f"<td><b>{escape(line['indicator'])}</b><small>{above}</small></td>"
        f"<td><b>{escape(line['unit'])}</b><small>{escape(line['quarter'])}</small></td>"
        f"{''.join(_text(view, name, str(line[name]), words) for name in _TEXTS)}"
        f"<td>{_reached(view, row, line)}</td>"
        f"<td>{settling.told(view, row)}</td></tr>"
    )


def _text(view: View, name: str, text: str, words: tuple[Word, ...]) -> str:
    """A text's cell; where the table has no room for heads, it says its own."""
    if not text:
        return "<td></td>"
    head = escape(view._(lines.HEADS[name]))
    return f'<td data-head="{head}"><bdi>{marked(text, words)}</bdi></td>'


def _reached(view: View, row: dict[Any, Any], line: dict[Any, Any]) -> str:
    """What was reached, of which target, with which status; and the way to how we know."""
    door = door_of(view, row)
    assessed = view.measured.row(door.indicator, str(row["unit"]), door.quarter)
    said = [f"<b>{escape(line['value'])}</b>"] if line["value"] else []
    if line["target"]:
        goal = view._("target {target}", target=line["target"])
        share = f" · {line['achieved']}" if line["achieved"] else ""
        said.append(f"<small>{escape(goal + share)}</small>")
    if assessed is not None:
        said.append(label(str(assessed["status"]), view.language))
    said.append(settling.link(view, view._("How do we know?"), **{DOOR: str(door)}))
    return "".join(said)


def _count(view: View, of: Asked, total: int, everything: int, page: int) -> None:
    """How many texts are shown of how many, and the way to all of them."""
    _, n_ = view._, view.n_
    widest = Asked(text=of.text)
    wider = found(view, widest, limit=0).total if of.text else everything
    shown = n_("{n} entry", "{n} entries", total)
    if total > PAGE:
        first = (page - 1) * PAGE
        shown = _(
            "{entries}, {first}–{last} shown",
            entries=shown, first=first + 1, last=min(first + PAGE, total),
        )  # fmt: skip
    with st.container(key="ledger-count", horizontal=True, vertical_alignment="center"):
        if total:
            st.caption(shown, width="content")
        else:
            st.info(
                _("Nothing is found. Try fewer or shorter words, or look further.")
                if of.text
                else _("Nothing is found with these filters."),
                icon=":material/search_off:",
            )
        if of != widest and wider > total:
            st.button(
                n_("Show all {n} entry", "Show all {n} entries", wider)
                if not of.text
                else n_("Search everything: {n} entry", "Search everything: {n} entries", wider),
                key="ledger-wider",
                type="tertiary",
                icon=":material/zoom_out_map:",
                on_click=_widen,
            )
    if of.text and total:
        st.caption(_("All words are wanted; capitals and full-width forms make no difference."))


def _widen() -> None:
    for key in KEYS:
        if key != "q":
            state.keep(key, "")
    for key in ("period", "problem"):
        state.keep(key, EVERY)


def _turn(view: View, page: int, pages: int) -> None:
    if pages == 1:
        return
    with st.container(key="ledger-pages", horizontal=True, vertical_alignment="center"):
        for step, words, icon in (
            (-1, view._("Earlier page"), "chevron_left"),
            (1, view._("Later page"), "chevron_right"),
        ):
            st.button(
                words,
                key=f"ledger-page-{step}",
                icon=f":material/{icon}:",
                disabled=not 1 <= page + step <= pages,
                on_click=partial(state.keep, _PAGE, str(page + step) if page + step > 1 else ""),
            )
        st.caption(view._("Page {page} of {pages}", page=page, pages=pages), width="content")


def _files(view: View, of: Asked) -> None:
    name = view._("Ledger")
    with st.container(key="ledger-files", horizontal=True):
        for kind, words in (
            ("xlsx", view._("Download as Excel")),
            ("csv", view._("Download as CSV")),
        ):
            make = partial(as_file, view, of, kind)
            file = f"{name}-{view.quarter}.{kind}"
            downloads.export(view, "ledger", words, make, file, key=f"ledger-{kind}")


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 7 else 1
