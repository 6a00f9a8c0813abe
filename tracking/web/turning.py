"""Which statuses a report would turn, said before anything counts."""

from collections import Counter

import pandas as pd
import streamlit as st

from tracking import charts, progress
from tracking.programme import NATION
from tracking.reporting.effects import Turns, turns
from tracking.web import paper
from tracking.web.view import View
from tracking.words import numbers


def turned(view: View, figures: pd.DataFrame, *, verified: bool = False) -> Turns:
    """What would turn if these figures counted, as known now."""
    return turns(view.store, view.programme, figures, verified=verified)


def show(view: View, found: Turns, key: str) -> None:
    """The statuses that would turn, in a sentence and as a table."""
    st.markdown(sentence(view, found))
    if found.rows.empty:
        return
    told = pd.DataFrame(
        {
            view._("Unit"): [view.unit_name(str(unit)) for unit in found.rows["unit"]],
            view._("Indicator"): [view.indicator_name(str(i)) for i in found.rows["indicator"]],
            view._("Now"): _marks(view, found.rows["status_before"]),
            view._("Then"): _marks(view, found.rows["status"]),
        }
    )
    with st.expander(view._("Which statuses")):
        paper.dataframe(view, told, key=key, alt=view._("Statuses that turn"))


def sentence(view: View, found: Turns) -> str:
    """“2 indicators would turn from delayed to on track.”, the most frequent turns first."""
    _, language = view._, view.language
    quarter = numbers.quarter(language, found.quarter)
    if found.rows.empty:
        return _("Counted, it turns no status of {quarter}.", quarter=quarter)
    own = found.rows[found.rows["unit"] != NATION]
    rows = own if len(own) else found.rows
    turns_ = zip(rows["status_before"].astype("str"), rows["status"].astype("str"), strict=True)
    parts = [
        view.n_(
            "{n} indicator from {before} to {after}",
            "{n} indicators from {before} to {after}",
            n,
            before=progress.status_name(language, before).lower(),
            after=progress.status_name(language, after).lower(),
        )
        for (before, after), n in Counter(turns_).most_common()
    ]
    told = _("Counted, it turns in {quarter}: {parts}.", quarter=quarter, parts=_(", ").join(parts))
    nation = int((found.rows["unit"] == NATION).sum())
    if nation and len(own):
        told += ("" if language == "zh" else " ") + view.n_(
            "Of the nation {n} status turns, too.",
            "Of the nation {n} statuses turn, too.",
            nation,
        )
    return told


def _marks(view: View, statuses: pd.Series) -> list[str]:
    return [charts.mark(view.language, str(status)) for status in statuses]
