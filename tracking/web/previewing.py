"""What taking a report file would change: beside each figure what is known so far."""

from collections.abc import Mapping
from math import isfinite, isnan
from typing import Any, Final

import pandas as pd
import streamlit as st

from tracking.intake.contract import BY_CODE
from tracking.intake.periods import BASIS_NAMES
from tracking.programme import Indicator
from tracking.reporting import EFFECTS, effect_name
from tracking.web import paper
from tracking.web.view import View
from tracking.words import N_, numbers

_STATES: Final = {
    "not_started": N_("not started"),
    "under_way": N_("under way"),
    "claimed": N_("done"),
    "verified": N_("done, verified"),
}


def show(view: View, rows: pd.DataFrame, counts: dict[str, int], texts: int, key: str) -> None:
    """The figures that are new, changed or unchanged; `counts` may be more than `rows` hold."""
    _, language = view._, view.language
    effect = st.segmented_control(
        _("What the file changes"),
        [effect for effect in EFFECTS if effect != "withdrawn" or counts[effect]],
        default=next((e for e in ("withdrawn", "changed", "new") if counts[e]), "unchanged"),
        format_func=lambda effect: f"{effect_name(language, effect)} {counts[effect]}",
        key=f"{key}-effect",
        required=True,
    )
    shown = rows[rows["effect"] == effect]
    if shown.empty:
        st.caption(_("None."))
    else:
        told = tell(view, shown, str(effect))
        right = st.column_config.TextColumn(alignment="right")
        paper.listed(
            view,
            told,
            key=key,
            alt=_("What the file changes"),
            column_config={
                _("Row"): st.column_config.NumberColumn(width=60, format="%d"),
                **dict.fromkeys([_("Known value"), _("Value in the file"), _("Change")], right),
            },
        )
    if counts[str(effect)] > len(shown):
        st.caption(
            _("The first {shown} of {n} are shown.", shown=len(shown), n=counts[str(effect)])
        )
    if effect == "withdrawn":
        st.caption(_("Once the report is approved, these values count no longer."))
    if effect == "omitted" and len(shown):
        st.caption(_("The file does not give these again: they keep the value that is known."))
    if texts:
        st.caption(
            view.n_(
                "{n} row also says something in words: progress, problems, next steps.",
                "{n} rows also say something in words: progress, problems, next steps.",
                texts,
            )
        )


def tell(view: View, rows: pd.DataFrame, effect: str) -> pd.DataFrame:
    """The rows of an effect in words, one figure each, as the file was understood."""
    _, language = view._, view.language
    records = rows.to_dict("records")
    of = [view.programme.indicators[str(r["indicator"])] for r in records]
    pairs = list(zip(records, of, strict=True))
    basis = BY_CODE["basis"].name.to(language)
    columns = {
        _("Row"): [r["row"] for r in records],
        _("Unit"): [view.unit_name(str(r["unit"])) for r in records],
        _("Quarter"): [numbers.quarter(language, r["quarter"]) for r in records],
        _("Indicator"): [i.name.to(language) for i in of],
        basis: [
            BASIS_NAMES[r["basis"]].to(language) if i.kind != "milestone" and r["basis"] else ""
            for r, i in pairs
        ],
    }
    if effect in ("changed", "withdrawn", "omitted"):
        columns |= {_("Known value"): [_said(view, r, i, "old") for r, i in pairs]}
    if effect not in ("withdrawn", "omitted"):
        columns |= {_("Value in the file"): [_said(view, r, i, "new") for r, i in pairs]}
    elif effect == "omitted":
        columns.pop(_("Row"))
    if effect == "changed":
        columns |= {_("Change"): [_change(view, r, i) for r, i in pairs]}
    told = pd.DataFrame(columns)
    return told if told[basis].any() else told.drop(columns=basis)


def _said(view: View, row: Mapping[Any, Any], indicator: Indicator, which: str) -> str:
    state = str(row[f"{which}_state"])
    if indicator.kind == "milestone":
        return state_said(view, state)
    qualifier = row["qualifier"] if which == "new" else ""
    return numbers.quantity(view.language, row[which], indicator, qualifier, brief=False)


def state_said(view: View, state: str) -> str:
    """How far a milestone has come, in words."""
    return view._(_STATES[state]) if state in _STATES else numbers.MISSING


def _change(view: View, row: Mapping[Any, Any], indicator: Indicator) -> str:
    _, language = view._, view.language
    if indicator.kind == "milestone":
        return ""
    if isnan(row["change"]):
        return ""
    if row["change"] == 0:
        return _("another basis, part or wording")
    change = numbers.signed(language, row["change"], indicator.decimals)
    if not isfinite(row["percent"]):
        return change
    return _(
        "{change} ({percent}%)",
        change=change,
        percent=numbers.signed(language, row["percent"], 1),
    )
