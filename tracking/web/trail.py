"""The audit trail as a person reads it: who did what, searched by person, by what and when."""

import json
from functools import partial
from typing import Any, Final

import pandas as pd
import streamlit as st

from tracking import people
from tracking.people import moment, role_name
from tracking.targets.told import value_said
from tracking.web import days, downloads, paper
from tracking.web.pages import PAGES
from tracking.web.people import person
from tracking.web.view import View
from tracking.words import N_, Language, numbers, say
from tracking.words.cells import csv_of

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
    "identity": N_("Known from the identity provider"),
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
    "download": N_("Original downloaded"),
    "export": N_("File made"),
    "saved_briefing": N_("Briefing saved or taken out"),
    "made_briefing": N_("Saved briefing made"),
    "target": N_("Target set"),
    "restored": N_("Backup restored"),
    "demonstration": N_("Marked as demonstration"),
    "programme changed": N_("Programme changed"),
}
# Why the identity provider's word let nobody in.
_WHY: Final = {
    "not_valid": N_("answer not valid"),
    "denied": N_("refused there"),
    "no_name": N_("without a name"),
    "no_role": N_("no role given"),
    "name_taken": N_("name belongs to another account"),
    "unfit_name": N_("unfit name"),
    "account_closed": N_("account closed"),
}
# What of an entry's details is worth a column, the first that is there.
_ABOUT: Final = (
    "account", "name", "role", "submission", "evidence", "file_name", "indicator", "unit", "reason",
    "why", "page",
)  # fmt: skip

_PAGES: Final = {page.stem: page.title for page in PAGES}
_NUMBERED: Final = {"submission": N_("report {n}"), "evidence": N_("evidence {n}")}


def show(view: View) -> None:
    """The latest of the entries asked for, and all of them as a file."""
    _ = view._
    asked = _asked(view)
    if asked is None:
        return
    rows = _told(view, view.store.audit(LATEST + 1, **asked))
    if rows.empty:
        st.info(_("The trail has no such entry."))
        return
    paper.dataframe(view, rows.head(LATEST), key="trail", alt=_("Audit trail"), most=15)
    if len(rows) > LATEST:
        st.caption(_("The latest {n} entries are shown; the file has all.", n=LATEST))
    downloads.export(
        view, "audit trail", _("Download the entries (CSV)"),
        lambda: csv_of(_told(view, view.store.audit(**asked))),
        _("Audit trail - {day}.csv", day=view.today.isoformat()), key="trail-file",
    )  # fmt: skip


def _asked(view: View) -> dict[str, Any] | None:
    """Whose entries of which kind from when to when; None where a day cannot be read."""
    _ = view._
    known = {one.name for one in view.store.accounts.all()} | people.KNOWN.keys()
    actors = sorted(known | set(view.store.audit(LATEST)["actor"]))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        who = st.selectbox(
            _("Who"), actors, index=None, width=260, key="trail-who",
            format_func=partial(person, view.language), placeholder=_("Everybody"),
        )  # fmt: skip
        what = st.multiselect(
            _("What"), list(NAMES), key="trail-what",
            format_func=lambda action: _named(view, action), placeholder=_("Everything"),
        )  # fmt: skip
        typed = [
            st.text_input(label, key=f"trail-{key}", placeholder=days.EXAMPLE, width=140)
            for key, label in (("first", _("From")), ("last", _("To")))
        ]
    limits = [days.read(text) for text in typed]
    for limit in limits:
        if isinstance(limit, days.Fault):
            st.error(limit.said(view.language))
            return None
    return {"actor": who, "actions": what, "first": limits[0], "last": limits[1]}


def _told(view: View, entries: pd.DataFrame) -> pd.DataFrame:
    """Entries as a person reads them."""
    _, language = view._, view.language
    numbered = {one.id: one.name for one in view.store.accounts.all()}
    details = [json.loads(said) for said in entries["details"]]
    return pd.DataFrame(
        {
            _("Time"): entries["at"].map(moment),
            _("Who"): [person(language, actor) for actor in entries["actor"]],
            _("What"): [
                _done(view, action, said)
                for action, said in zip(entries["action"], details, strict=True)
            ],
            _("About"): [_about(view, said, numbered) for said in details],
            _("Entry"): entries["id"],
        }
    )


def _named(view: View, action: str) -> str:
    return say(view.language, NAMES[action]) if action in NAMES else action


def _done(view: View, action: str, said: dict[str, Any]) -> str:
    """What was done; of a saved briefing, which of the three that can be."""
    if action != "saved_briefing":
        return _named(view, action)
    if said.get("removed"):
        return view._("Saved briefing taken out")
    if said.get("puts_back"):
        return view._("Saved briefing put back")
    return view._("Briefing saved")


def _about(view: View, said: dict[str, Any], accounts: dict[int, str]) -> str:
    """The names in an entry's details, as a person reads them."""
    if "basis_zh" in said and said.get("indicator") in view.programme.indicators:
        return _target(view, said)
    told = [_name(view, key, said[key], accounts) for key in _ABOUT if said.get(key)]
    return say(view.language, ", ").join(told)


def _target(view: View, said: dict[str, Any]) -> str:
    """What a version of a target states, and why it was set."""
    indicator, units = view.programme.indicators[said["indicator"]], view.programme.units
    of = {
        "unit": view.unit_name(said["unit"]) if said["unit"] in units else said["unit"],
        "indicator": indicator.name.to(view.language),
        "day": said["effective"],
    }
    if said.get("withdrawn"):
        stated = view._("{unit}, “{indicator}”: withdrawn from {day} on", **of)
    else:
        stated = view._(
            "{unit}, “{indicator}”: {target} by {due}, from {day} on",
            target=value_said(said["value"], indicator, view.language),
            due=numbers.quarter(view.language, said["due"], short=True),
            **of,
        )
    why = said.get("reason") or said["basis_zh"]
    return view._("{record}: {reason}", record=stated, reason=why)


def _name(view: View, key: str, value: Any, accounts: dict[int, str]) -> str:
    units, indicators = view.programme.units, view.programme.indicators
    if key in ("account", "name"):  # an account's rights know it by its number
        return person(view.language, accounts.get(value, str(value)))
    if key in _NUMBERED:
        return say(view.language, _NUMBERED[key], n=value)
    if key == "unit" and value in units:
        return view.unit_name(str(value))
    if key == "indicator" and value in indicators:
        return view.indicator_name(str(value))
    return _word(view.language, key, str(value))


def _word(language: Language, key: str, value: str) -> str:
    """What the product itself calls a role, a page, a reason; all else is as it was written."""
    if key == "role":
        return role_name(language, value)
    if key == "page" and value in _PAGES:
        return _PAGES[value].to(language)
    return say(language, _WHY[value]) if key == "why" and value in _WHY else value
