"""The page 简报: choose a briefing, see it as it will be, take it along; look a reference up."""

from functools import partial
from html import escape
from typing import Final

import streamlit as st

from tracking import charts
from tracking.briefing import (
    SCOPE_KINDS,
    Briefing,
    Chart,
    Reference,
    Request,
    Scope,
    Section,
    Sentence,
    Table,
    one_file,
)
from tracking.briefing import compose as composed
from tracking.briefing.formats import DATA, DOCUMENTS, EVERYTHING, PICTURES, Format
from tracking.gathering import gather
from tracking.programme import Quarter
from tracking.web import door, downloads, index_reference, reports_reference, saved_briefings, state
from tracking.web.door import Door
from tracking.web.drawing import Drawn
from tracking.web.language import OWN_NAMES
from tracking.web.view import View, plain
from tracking.words import LANGUAGES, N_, numbers

NONE: Final = "none"
FULL: Final = "full"
ONE_PAGE: Final = "one"
_KINDS: Final = {
    "nation": N_("The nation"),
    "chain": N_("One chain"),
    "region": N_("One region"),
    "ministry": N_("One ministry"),
    "indicator": N_("One indicator"),
}
assert tuple(_KINDS) == SCOPE_KINDS


def choose(view: View) -> Request:
    """Ask for scope, what to compare with, language and length; the answers are in the address."""
    _ = view._
    with st.container(horizontal=True, vertical_alignment="bottom"):
        kind = state.select(
            "scope",
            _("Briefing on"),
            list(_KINDS),
            {k: _(name) for k, name in _KINDS.items()},
            width=180,
        )
        scope = _which(view, kind)
        before = _compared(view)
        language = state.select(
            "in",
            _("Language"),
            list(LANGUAGES),
            {str(code): name for code, name in OWN_NAMES.items()},
            default=view.language,
            width=150,
        )
        length = state.select(
            "length",
            _("Length"),
            [FULL, ONE_PAGE],
            {FULL: _("In full"), ONE_PAGE: _("One page")},
            widget=st.segmented_control,
        )
    spoken = next(one for one in LANGUAGES if one == language)
    return Request(scope, view.quarter, before, spoken, full=length == FULL)


def _which(view: View, kind: str) -> Scope:
    """Which chain, region, ministry or indicator; the address keeps each under its own name."""
    programme, language = view.programme, view.language
    named = {
        "chain": {code: chain.name for code, chain in programme.chains.items()},
        "region": {unit.code: unit.name for unit in programme.regions},
        "ministry": {unit.code: unit.name for unit in programme.ministries},
        "indicator": {code: i.name for code, i in programme.indicators.items()},
    }.get(kind)
    if named is None:
        return Scope.of("nation", programme)
    names = {code: name.to(language) for code, name in named.items()}
    key = "unit" if kind == "region" else kind
    chosen = state.select(key, view._(_KINDS[kind]), list(names), names, width=300)
    return Scope.of(f"{kind}:{chosen}", programme)


def _compared(view: View) -> Quarter | None:
    earlier = [one for one in reversed(view.quarters) if one < view.quarter]
    names = {str(one): numbers.quarter(view.language, one) for one in earlier}
    names[NONE] = view._("with nothing")
    chosen = state.select("before", view._("Compared with"), list(names), names, width=180)
    return None if chosen == NONE else Quarter.of(chosen)


def compose(view: View, request: Request) -> Briefing:
    """The briefing asked for, made once for all readers who may see the same."""
    quarters = [one for one in (request.quarter, request.compared_with) if one is not None]

    def made() -> Briefing:
        reading = view.measured
        material = gather(
            view.store,
            view.programme,
            quarters,
            view.today,
            view.known_on,
            assessment=reading.assessment,
        )
        return composed(material, request)

    return view.once(("briefing", request, view.eyes), made)


def hand_out(view: View, briefing: Briefing, request: Request) -> None:
    """One button a format; each is written when it is asked for. It can be saved to do so again."""
    with st.container(horizontal=True):
        for code, one in (DOCUMENTS | EVERYTHING).items():
            _button(view, briefing, code, one)
        with st.popover(view._("Charts"), icon=":material/bar_chart:"):
            for code, one in PICTURES.items():
                _button(view, briefing, code, one)
        with st.popover(view._("Data"), icon=":material/table:"):
            for code, one in DATA.items():
                _button(view, briefing, code, one)
        saved_briefings.save(view, request)


def _button(view: View, briefing: Briefing, code: str, one: Format) -> None:
    downloads.export(
        view,
        "briefing",
        view._(one.name),
        partial(one.write, briefing),
        one.file_name(briefing),
        key=f"briefing-{code}",
    )


def look_up(view: View) -> None:
    """A reference from a briefing, typed in, opens the figure, or explains what it leads to."""
    _ = view._
    with st.expander(_("Look a reference up"), icon=":material/link:"):
        text = st.text_input(
            _("Reference"), placeholder="INN-1-1.320000.24Q3.241115", key="briefing-reference"
        ).strip()
        if not text:
            return
        try:
            of = Reference.of(text, view.programme)
        except ValueError:
            st.error(
                _(
                    "“{text}” is no reference of this programme. One looks like {example}.",
                    text=plain(text),
                    example="INN-1-1.320000.24Q3.241115",
                )
            )
            return
        if of.known_on != view.as_of:
            day = numbers.day(view.language, of.known_on)
            st.caption(_("It was known so on {day}; choose that day above to see it.", day=day))
        if of.reports:
            reports_reference.show(view, of)
            return
        if of.chain:
            index_reference.show(view, of)
            return
        door.button(view, Door(of.indicator, of.unit, of.quarter), "briefing-door")


def preview(view: View, briefing: Briefing) -> None:
    """The briefing as it will be read, on white in either theme."""
    with st.container(key="briefing-paper"):
        st.html(one_file.opening(briefing))
        for section in briefing.sections:
            _section(view, briefing, section, 2)
        st.html(one_file.closing(briefing))


def _section(view: View, briefing: Briefing, section: Section, level: int) -> None:
    st.html(f"<h{level}>{escape(section.heading)}</h{level}>")
    for n, part in enumerate(section.parts):
        if isinstance(part, Section):
            _section(view, briefing, part, level + 1)
        elif isinstance(part, Chart):
            st.html(f"<p class='caption'>{escape(part.title)}</p>")
            taken = [part.title, briefing.subtitle]
            st.plotly_chart(
                Drawn(
                    charts.captioned(part.figure, "light", taken, briefing.stamp.lines),
                    page=view.page,
                    known_on=view.as_of,
                ),
                theme=None,
                config=charts.config(
                    briefing.language, charts.file_name([briefing.file_stem, part.title])
                ),
                alt=part.alt,
                key=f"briefing-{section.code}-{n}",
            )
            st.html(one_file.lookup(part))
        elif isinstance(part, Table):
            st.html(one_file.table(part, ""))
        else:
            assert isinstance(part, Sentence)
            st.html(f"<p>{one_file.sentence(part)}</p>")
