"""What is said of a file that came in, and the way to its figures in the charts."""

from typing import Final
from urllib.parse import parse_qsl, urlsplit

import streamlit as st

from tracking.programme import Quarter
from tracking.store import Submission
from tracking.web import state
from tracking.web.people import moment, standing
from tracking.web.view import View, plain

LINKS: Final = 4
# A file of thousands of offices is not searched whole for the indicators it links to.
UNITS: Final = 20


def say(view: View, submission: Submission) -> None:
    """That a file was taken here just now, and where its figures are seen."""
    _ = view._
    if submission.state == "approved":
        st.success(
            view.n_(
                "No. {number}, {name}, is approved. Its {figures} figure counts from now on.",
                "No. {number}, {name}, is approved. Its {figures} figures count from now on.",
                submission.n_figures,
                figures=f"{submission.n_figures:,}",
                number=submission.id,
                name=plain(submission.name),
            ),
            icon=":material/check_circle:",
        )
        _links(view, submission)
        return
    told = {"number": submission.id, "name": plain(submission.name)}
    if submission.state == "draft":
        said = _(
            "No. {number}, {name}, is kept as a draft and not handed in yet. Tick it below, under"
            " “What came in”, to hand it in or to throw it away.",
            **told,
        )
    elif submission.entered:
        said = _(
            "No. {number}, {name}, is saved and waits for review. It changes no figure before it is"
            " approved; that is done below, under “What came in”.",
            **told,
        )
    else:
        said = _(
            "No. {number}, {name}, is saved and waits for review. It changes no figure before it is"
            " approved; until then it can be withdrawn below, under “What came in”.",
            **told,
        )
    st.success(said, icon=":material/inbox:")


def say_known(view: View, before: Submission) -> None:
    """That this very file came in before."""
    _ = view._
    said = _(
        "This very file came in on {when} as no. {number}, {name}; it is {state}. Nothing was"
        " saved again.",
        when=moment(before.submitted_at),
        number=before.id,
        name=plain(before.name),
        state=standing(view.language, before.submitted_by, before.state),
    )
    st.info(said, icon=":material/content_copy:")
    if before.state == "approved":
        _links(view, before)


def _links(view: View, submission: Submission) -> None:
    """Where the figures are seen in charts: their units' pages, their indicators' chains."""
    _, programme = view._, view.programme
    inside = [q for q in submission.quarters if q >= programme.start.index]
    seen = {"known_on": "", "quarter": str(Quarter(max(inside))) if inside else ""}
    places: list[tuple[str, str, dict[str, str]]] = []
    for code in submission.units:
        unit = programme.units[code]
        place = unit.parent if unit.kind == "office" else code
        # Each page names whom it shows in its own way.
        stem, key = ("ministries", "ministry") if unit.kind == "ministry" else ("regions", "unit")
        to = (stem, view.unit_name(place), {key: place})
        if to not in places:
            places.append(to)
    figures = view.store.current(units=list(submission.units[:UNITS]))
    mine = figures.loc[figures["submission"] == submission.id, "indicator"].unique()
    indicators = [
        ("chains", view.indicator_name(code), {"chain": chain, "indicator": code})
        for code, chain in ((c, programme.indicators[c].chain) for c in map(str, mine))
    ]
    for head, some in ((_("Charts by unit"), places), (_("Charts by indicator"), indicators)):
        if not some:
            continue
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.caption(head, width="content")
            for stem, name, changes in some[:LINKS]:
                # A link to a page with the figures' own quarter, as known now.
                query = parse_qsl(urlsplit(state.link(stem, **(seen | changes))).query)
                st.page_link(
                    view.page_file(stem),
                    label=plain(name),
                    icon=":material/bar_chart:",
                    query_params=dict(query),
                )
            if len(some) > LINKS:
                st.caption(_("and {n} more", n=len(some) - LINKS), width="content")
