"""The reference of an index, looked up: how the index came about, and the page that shows it."""

from collections.abc import Mapping
from html import escape
from urllib.parse import parse_qsl, urlsplit

import pandas as pd
import streamlit as st

from tracking import progress
from tracking.briefing import Reference, index_rows
from tracking.programme import NATION, Quarter
from tracking.web import door, pages, paper, state
from tracking.web.door import Door
from tracking.web.view import View


def show(view: View, of: Reference) -> None:
    """Sentences, formulas, the indicators each with a door of its own, and the chains of all."""
    language, programme = view.language, view.programme
    ahead = view.measured.outlook_at(of.quarter)
    told = progress.explain_index(
        view.measured.unit(of.unit, of.quarter),
        programme,
        language,
        chain=of.within,
        outlook=ahead[ahead["unit"] == of.unit],
    )
    if told is None:
        st.info(view._("Nothing is known, owed or aimed at here."))
        return
    joined = ("" if language == "zh" else " ").join(told.sentences)
    st.html(f'<p class="door">{escape(joined)}</p>')
    lines = "".join(f"<li>{escape(line)}</li>" for line in told.formulas)
    st.html(f'<ul class="formulas">{lines}</ul>')
    doors = [Door(part.indicator, of.unit, of.quarter) for part in told.parts]
    heads = index_rows.indicator_heads(told, language)
    rows = _frame(heads, index_rows.indicator_rows(told, of, programme, language))
    door.table(view, rows, doors, "index-reference", alt(view, rows), most=14)
    if told.chains:
        rows = _frame(
            index_rows.chain_heads(language),
            index_rows.chain_rows(told, of, programme, language),
        )
        paper.dataframe(view, rows, key="index-reference-chains", alt=alt(view, rows))
    stem, changes = _page(view, of)
    link(view, stem, of.quarter, changes)


def _frame(heads: tuple[str, ...], rows: index_rows.Rows) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=list(heads))


def alt(view: View, rows: pd.DataFrame) -> str:
    """A table in words: how many rows, and its heads."""
    heads = view._(", ").join(rows.columns)
    return view._("Table of {n} rows: {heads}", n=len(rows), heads=heads)


def link(view: View, stem: str, quarter: Quarter, changes: Mapping[str, str]) -> None:
    """To the page that shows it, with its quarter and what else it asks for."""
    address = state.link(stem, quarter=str(quarter), **changes)
    query = dict(parse_qsl(urlsplit(address).query))
    title = pages.page(stem).title.to(view.language)
    st.page_link(
        view.page_file(stem),
        label=view._("See it on the page “{page}”", page=title),
        icon=":material/arrow_forward:",
        query_params=query,
    )


def _page(view: View, of: Reference) -> tuple[str, dict[str, str]]:
    unit = view.programme.units.get(of.unit)
    chain = {"chain": of.within} if of.within else {}
    if unit is not None and unit.kind == "region":
        return "regions", {"unit": of.unit} | chain
    if unit is not None and unit.kind == "ministry":
        return "ministries", {"ministry": of.unit} | chain
    return ("chains" if chain else "overview" if of.unit == NATION else "compare"), chain
