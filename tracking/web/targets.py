"""The list of targets as a page shows it: what is promised by which document, and where nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from html import escape
from typing import Any, Final, cast

import pandas as pd
import streamlit as st

from tracking import targets as aims
from tracking.programme import NATION
from tracking.targets import Series, Shares, Versions, told
from tracking.web import downloads, frame, paper, state
from tracking.web.view import View

EVERY: Final = "all"
_LISTED: Final = ("indicator", "target", "due", "baseline", "path", "basis", "effective", "set_by")


@dataclass(frozen=True, eq=False)
class Known:
    """What is known of targets on the day shown: every version, and those in force."""

    versions: Versions
    in_force: pd.DataFrame


@dataclass(frozen=True, slots=True)
class Asked:
    """What the reader asks for."""

    chain: str
    unit: str
    stated: str  # EVERY, "stated", "none"


def known(view: View) -> Known:
    """The targets of the day shown, read once for all readers."""
    versions = view.measured.once(
        "target versions", lambda: Versions(view.store.target_versions(view.known_on))
    )
    holding = view.measured.once(
        ("targets in force", view.as_of), lambda: versions.in_force(view.as_of)
    )
    return Known(versions, holding)


def shares_of(view: View, code: str, *, cities: bool = False) -> Shares:
    """The units' targets of one indicator beside the nation's."""
    found = known(view)
    return view.measured.once(
        ("shares", view.as_of, code, cities),
        lambda: aims.shares(found.in_force, view.programme, code, cities=cities),
    )


def sentence(view: View) -> str:
    """For how many indicators a document states a target, and whether the shares add up."""
    _, holding, programme = view._, known(view).in_force, view.programme
    nation = holding[holding["unit"] == NATION]
    n, every = len(nation), len(programme.indicators)
    if holding.empty:
        return _("No target is set: no document states one for any of the {n} indicators.", n=every)
    said = _("Of {all} indicators {n} have a national target; for {rest} no document states one.",
             all=every, n=n, rest=every - n)  # fmt: skip
    found = [shares_of(view, code) for code in nation["indicator"]]
    split = [one for one in found if one.addable and one.with_target]
    if not split:
        return said
    fit = sum(one.adds_up for one in split)
    more = (
        _("Wherever units have shares, they add up.")
        if fit == len(split)
        else _("Units have shares of {n} of them; of {off} they do not add up.",
               n=len(split), off=len(split) - fit)
    )  # fmt: skip
    return said + ("" if view.language == "zh" else " ") + more


def asked(view: View) -> Asked:
    """Ask the reader, with what the address says already."""
    _, programme = view._, view.programme
    chains = {EVERY: _("Every chain")} | {
        code: chain.name.to(view.language) for code, chain in programme.chains.items()
    }
    units = [u.code for u in (programme.units[NATION], *programme.regions, *programme.ministries)]
    stated = {
        EVERY: _("All of them"),
        "stated": _("With a target"),
        "none": _("Without a target"),
    }
    with st.container(key="targets-filters", horizontal=True, vertical_alignment="bottom"):
        return Asked(
            chain=state.select("chain", _("Chain"), list(chains), chains, width=170),
            unit=state.select("unit", _("For"), units, view.unit_name, default=NATION, width=190),
            stated=state.select("stated", _("Shown"), list(stated), stated, width=170,
                                filter_mode=None),
        )  # fmt: skip


def series_of(view: View, of: Asked) -> list[Series]:
    """The series asked for."""
    found = aims.every_series(
        view.programme, chain=None if of.chain == EVERY else of.chain, units=[of.unit]
    )
    holding = known(view).in_force
    mine = set(holding.loc[holding["unit"] == of.unit, "indicator"])
    if of.stated == EVERY:
        return found
    return [one for one in found if (one.indicator in mine) == (of.stated == "stated")]


def show(view: View, of: Asked) -> None:
    """The list, its files, and the way to one of the indicators."""
    _, series = view._, series_of(view, of)
    if not series:
        st.info(_("Nothing is found with these filters."), icon=":material/search_off:")
        return
    shown = _("Shown: {what}", what=_("; ").join(described(view, of)))
    st.html(f'<p class="on-paper">{escape(shown)}</p>')
    lines = view.once(("targets", of), lambda: _lines(view, of, series))
    paper.dataframe(
        view,
        lines,
        key="targets",
        alt=_("Targets"),
        most=14,
        on_select=partial(_chosen, tuple(one.indicator for one in series)),
        selection_mode="single-row",
        column_config={
            lines.columns[0]: st.column_config.TextColumn(pinned=True, width="medium"),
            _(told.HEADS["basis"]): st.column_config.TextColumn(width="medium"),
        },
    )
    view.hint(_("Tick a row to see who set it when, and the shares of the units."))
    _files(view, of)


def _lines(view: View, of: Asked, series: Sequence[Series]) -> pd.DataFrame:
    lines = told.composed(series, known(view).in_force, view.programme, view.language)
    # The day it was set on, where that is not the day from which it holds.
    named = zip(lines["set_by"], lines["set_at"], lines["effective"], strict=True)
    by = [f"{who} {when}" if when != day else who for who, when, day in named]
    lines = lines.assign(set_by=by)[list(_LISTED)]
    lines = lines.drop(columns=[c for c in ("baseline",) if not lines[c].any()])
    lines = lines.rename(columns={c: view._(told.HEADS[c]) for c in lines.columns})
    if of.unit == NATION:
        lines.insert(3, view._("Shares of the units"), [
            _shares_said(view, shares_of(view, one.indicator)) for one in series
        ])  # fmt: skip
    return lines


def _shares_said(view: View, found: Shares) -> str:
    """How many units have a share, and whether they add up, in a few characters."""
    if not found.with_target:
        return ""
    count = f"{found.with_target}/{len(found.rows)}"
    if not found.addable:
        return count
    if found.adds_up:
        return view._("{count} ✔ add up", count=count)
    if pd.isna(found.difference):
        return count
    difference = told.difference_said(found, view.language)
    return view._("{count} ▲ {difference}", count=count, difference=difference)


def _chosen(codes: tuple[str, ...]) -> None:
    chosen = cast("Any", st.session_state["targets"]).selection.rows
    if chosen and chosen[0] < len(codes):
        state.keep("indicator", codes[chosen[0]])


def described(view: View, of: Asked) -> list[str]:
    """What narrows the list, in words, for the files taken away."""
    said = [view.unit_name(of.unit, short=False)]
    if of.chain in view.programme.chains:
        said.append(view.programme.chains[of.chain].name.to(view.language))
    if of.stated != EVERY:
        said.append(
            view._("With a target") if of.stated == "stated" else view._("Without a target")
        )
    return said


def as_file(view: View, of: Asked, kind: str, *, everybody: bool = False) -> bytes:
    """The list as a file, csv or xlsx; with everybody, of all units."""
    chain = None if of.chain == EVERY else of.chain
    series = aims.every_series(view.programme, chain=chain) if everybody else series_of(view, of)
    lines = told.composed(series, known(view).in_force, view.programme, view.language)
    if kind == "csv":
        return told.as_csv(lines, view.language)
    heading = told.heading(
        view.programme,
        view.language,
        [view._("all units")] if everybody else described(view, of),
        frame.stamp(view),
        demonstration=view.store.demonstration,
    )
    return told.as_xlsx(lines, heading, view.language)


def _files(view: View, of: Asked) -> None:
    _ = view._
    with st.container(key="targets-files", horizontal=True):
        for kind, words, everybody in (
            ("xlsx", _("This list as Excel"), False),
            ("csv", _("This list as CSV"), False),
            ("xlsx", _("All units as Excel"), True),
        ):
            downloads.export(
                view,
                "targets",
                words,
                partial(as_file, view, of, kind, everybody=everybody),
                f"{_('Targets')}-{view.as_of}.{kind}",
                key=f"targets-{kind}-{everybody}",
            )
