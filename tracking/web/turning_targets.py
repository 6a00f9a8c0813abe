"""What setting targets would do, shown before anything is saved: statuses and indices."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

import pandas as pd
import streamlit as st

from tracking import charts
from tracking import targets as aims
from tracking.programme import Target
from tracking.targets import Effect, Versions, told
from tracking.web import paper
from tracking.web.view import View, plain
from tracking.words import numbers


def effect_of(view: View, versions: Versions, new: Sequence[Target]) -> Effect:
    """What these targets would turn in the quarter shown."""
    return view.measured.once(
        ("effect", view.quarter, view.today, view.cities, tuple(new)),
        lambda: aims.effect(
            view.figures, versions, new, view.programme, view.quarter,
            today=view.today, cities=view.cities,
        ),
    )  # fmt: skip


def show(view: View, versions: Versions, new: Sequence[Target], key: str) -> None:
    """Remarks, then how many statuses would turn, which ones, and the indices."""
    _ = view._
    notes = [note for target in new
             for note in aims.remarks(target, view.programme, versions, view.today)]  # fmt: skip
    for note in dict.fromkeys(one.said(view.language) for one in notes):
        st.warning(plain(note), icon=":material/info:")
    for one in aims.upset(versions, new, view.programme):
        st.warning(plain(aims.upset_said(one, view.language)), icon=":material/difference:")
    found = effect_of(view, versions, new)
    st.markdown(
        _("**Before saving.** In {quarter}: {what}",
          quarter=plain(view.quarter_name(view.quarter)),
          what=plain(found.said(view.language)))
    )  # fmt: skip
    if len(found.turned):
        st.caption(_(" · ").join(_counts(view, found)))
    if len(found.series):
        paper.listed(view, _table(view, found), key=f"{key}-series",
                     alt=_("Statuses before and after"), most=8)  # fmt: skip
    if len(found.indices):
        paper.listed(view, _indices(view, found), key=f"{key}-indices",
                     alt=_("Indices before and after"), most=6)  # fmt: skip


def _counts(view: View, found: Effect) -> list[str]:
    pairs = Counter(zip(found.turned["status_before"], found.turned["status"], strict=True))
    return [
        view._(
            "{before} → {now}: {n}",
            before=charts.mark(view.language, str(before)),
            now=charts.mark(view.language, str(now)),
            n=n,
        )
        for (before, now), n in pairs.most_common()
    ]


def _table(view: View, found: Effect) -> pd.DataFrame:
    _, language = view._, view.language
    # What turns first, then what only has another path.
    quiet = (found.series["status"] == found.series["status_before"]).to_numpy()
    rows = found.series.assign(quiet=quiet).sort_values(["quiet", "turn"], kind="stable")
    records = rows.to_dict("records")
    return pd.DataFrame(
        {
            _("Unit"): [view.unit_name(str(r["unit"])) for r in records],
            _("Indicator"): [view.indicator_name(str(r["indicator"])) for r in records],
            _("Status before"): [charts.mark(language, str(r["status_before"])) for r in records],
            _("Status after"): [charts.mark(language, str(r["status"])) for r in records],
            _("Target before"): [_value(view, r, "target_before") for r in records],
            _("Target after"): [_value(view, r, "target") for r in records],
            _("Expected by now"): [_value(view, r, "path_value") for r in records],
            _("Value"): [_value(view, r, "value") for r in records],
        }
    )


def _value(view: View, row: dict[Any, Any], name: str) -> str:
    indicator = view.programme.indicators[str(row["indicator"])]
    if indicator.kind == "milestone" or pd.isna(row[name]):
        return "" if indicator.kind == "milestone" else numbers.MISSING
    return told.value_said(row[name], indicator, view.language)


def _indices(view: View, found: Effect) -> pd.DataFrame:
    _, language = view._, view.language
    rows = found.indices.to_dict("records")
    chains = view.programme.chains
    return pd.DataFrame(
        {
            _("Unit"): [view.unit_name(str(r["unit"])) for r in rows],
            _("Chain"): [chains[str(r["chain"])].name.to(language) for r in rows],
            _("Index before"): [numbers.share(language, r["index_before"], 1) for r in rows],
            _("Index after"): [numbers.share(language, r["index"], 1) for r in rows],
            _("Expected before"): [numbers.share(language, r["expected_before"], 1) for r in rows],
            _("Expected after"): [numbers.share(language, r["expected"], 1) for r in rows],
        }
    )
