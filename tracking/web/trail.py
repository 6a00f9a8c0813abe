"""The audit trail as a person reads it: who did what when, searched by person and by what."""

import json
from functools import partial
from typing import Any, Final

import pandas as pd
import streamlit as st

from tracking.people import moment, role_name
from tracking.web import paper
from tracking.web.people import person
from tracking.web.view import View
from tracking.words import N_, say

LATEST: Final = 2000
# What the chain calls an entry, and how a person reads it.
NAMES: Final = {
    "sign_in": N_("Came in"),
    "sign_in_refused": N_("Sign-in refused"),
    "sign_out": N_("Signed out"),
    "password": N_("Password set"),
    "link": N_("Link made"),
    "account": N_("Account added"),
    "account_role": N_("Rights given"),
    "submitted": N_("Report handed in"),
    "approved": N_("Report approved"),
    "returned": N_("Report sent back"),
    "superseded": N_("Report superseded"),
    "withdrawn": N_("Report withdrawn"),
    "draft": N_("Draft kept"),
    "remark": N_("Question or answer"),
    "evidence": N_("Evidence attached"),
    "deadline": N_("Deadline set"),
    "problem_state": N_("Problem closed or opened"),
    "target": N_("Target set"),
    "restored": N_("Backup restored"),
    "demonstration": N_("Marked as demonstration"),
    "programme changed": N_("Programme changed"),
}
# What of an entry's details is worth a column, the first that is there.
_ABOUT: Final = ("account", "name", "role", "submission", "indicator", "unit", "reason")


def show(view: View) -> None:
    """The latest entries, filtered."""
    _ = view._
    entries = view.store.audit(LATEST)
    numbered = {one.id: one.name for one in view.store.accounts.all()}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        who = st.selectbox(
            _("Who"), sorted(entries["actor"].unique()), index=None, width=260, key="trail-who",
            format_func=partial(person, view.language), placeholder=_("Everybody"),
        )  # fmt: skip
        what = st.multiselect(
            _("What"), sorted(entries["action"].unique()), key="trail-what",
            format_func=lambda action: _named(view, action), placeholder=_("Everything"),
        )  # fmt: skip
    if who:
        entries = entries[entries["actor"] == who]
    if what:
        entries = entries[entries["action"].isin(what)]
    paper.dataframe(
        view,
        pd.DataFrame(
            {
                _("Time"): entries["at"].map(moment),
                _("Who"): [person(view.language, actor) for actor in entries["actor"]],
                _("What"): [_named(view, action) for action in entries["action"]],
                _("About"): [
                    _about(view, json.loads(said), numbered) for said in entries["details"]
                ],
                _("Entry"): entries["id"],
            }
        ),
        key="trail",
        alt=_("Audit trail"),
        most=15,
    )
    view.hint(_("The latest {n} entries; whoever operates the system can prove the whole trail.",
                n=LATEST))  # fmt: skip


def _named(view: View, action: str) -> str:
    return say(view.language, NAMES[action]) if action in NAMES else action


def _about(view: View, said: dict[str, Any], accounts: dict[int, str]) -> str:
    """The names in an entry's details, as a person reads them."""
    told = [_name(view, key, said[key], accounts) for key in _ABOUT if said.get(key)]
    return say(view.language, ", ").join(told)


def _name(view: View, key: str, value: Any, accounts: dict[int, str]) -> str:
    units, indicators = view.programme.units, view.programme.indicators
    if key in ("account", "name"):  # an account's rights know it by its number
        return person(view.language, accounts.get(value, str(value)))
    if key == "role":
        return role_name(view.language, str(value))
    if key == "unit" and value in units:
        return view.unit_name(str(value))
    if key == "indicator" and value in indicators:
        return view.indicator_name(str(value))
    return str(value)
