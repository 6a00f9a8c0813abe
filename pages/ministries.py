"""What each ministry promised, and whether it is done."""

import pandas as pd
import streamlit as st

from tracking import charts, progress
from tracking.programme import NATION
from tracking.web import paper, parts, regional, state
from tracking.web.page import open_page
from tracking.words import numbers

EVERY = "all"
# A longer table scrolls.
ROWS = 12

view = open_page("ministries")
_, language, quarter, programme = view._, view.language, view.quarter, view.programme

# Which ministry.
regional.settle_ministry(view)
names = {EVERY: _("All ministries")} | {
    unit.code: unit.short.to(language) for unit in programme.ministries
}
unit = state.select(
    "ministry", _("Ministry"), list(names), names, widget=st.pills, label_visibility="collapsed"
)
view.lead(
    progress.headline_of_ministries(
        view.assessment, programme, quarter.index, language, None if unit == EVERY else unit
    )
)
if unit != EVERY and programme.units[unit].note.to(language):
    st.caption(programme.units[unit].note.to(language))

# Milestones.
day = regional.day_of(view)
stones = progress.milestones(view.figures, view.measured.targets, programme, day)
if unit != EVERY:
    stones = stones[stones["unit"] == unit]
if len(stones):
    st.subheader(_("Milestones"), anchor=False)
    parts.milestones(view, stones, "timeline", day)
    st.caption(_("As of {day} (dotted line).", day=numbers.day(language, day)))
elif unit != EVERY:
    st.caption(_("This ministry has promised no milestone."))

if unit == EVERY:
    # Every ministry beside the others; a bar opens its own page.
    st.subheader(_("Indicators by status, ministry by ministry"), anchor=False)
    counts = view.measured.standings_at(quarter)
    counts = counts[counts["unit_kind"] == "ministry"]
    figure = charts.status_counts(counts, programme, language, view.theme, by="unit")
    picked = view.chart(
        figure, _("Status by ministry"), key="counts", on_select="rerun", selection_mode="points"
    )
    view.hint(_("Choose a bar to see one ministry alone."))
    points = picked.selection.points if picked else []
    if points and points[0].get("customdata"):
        state.keep("ministry", str(points[0]["customdata"][0]))
        st.rerun()
else:
    st.subheader(_("Indicators"), anchor=False)
    regional.indicators(view, unit, "indicators")

# The measures it leads or reports on.
st.subheader(
    _("Measures and who carries them") if unit == EVERY else _("Measures it carries"), anchor=False
)
shown = view.measured.at(quarter)
told = []
for measure in programme.measures.values():
    owed = [i for i in programme.indicators.values() if i.measure == measure.code]
    report = [
        u.code
        for u in programme.ministries
        if any(u.code in i.reporters for i in owed) and unit in (EVERY, u.code)
    ]
    leads = [code for code in measure.leads if unit in (EVERY, code)]
    if not leads and not report:
        continue
    # Who leads a measure that others report on answers for the nation's figures.
    rows = shown[(shown["measure"] == measure.code) & shown["unit"].isin(report or [NATION])]
    found = rows["status"].value_counts()
    carried = (
        {
            _("Leads"): _(", ").join(view.unit_name(code) for code in leads),
            _("Reporting ministries"): _(", ").join(view.unit_name(code) for code in report),
        }
        if unit == EVERY
        else {
            _("Role"): _(", ").join(
                word for word, of in ((_("leads"), leads), (_("reports"), report)) if of
            )
        }
    )
    told.append(
        {
            _("Measure"): f"{measure.code}  {measure.name.to(language)}",
            _("Chain"): programme.chains[measure.chain].name.to(language),
            **carried,
            _("Status of its indicators"): _(", ").join(
                f"{charts.mark(language, code)} {found[code]}"
                for code in charts.STATUS_STYLE
                if found.get(code, 0)
            ),
        }
    )
if told:
    paper.dataframe(
        view,
        pd.DataFrame(told),
        key="measures",
        most=ROWS,
        alt=_("Measures and who carries them"),
        column_config={
            _("Measure"): st.column_config.TextColumn(width=300),
            _("Status of its indicators"): st.column_config.TextColumn(width="large"),
        },
    )
    st.caption(
        _(
            "A lead is shown only where the notice names one; the statuses of a measure that only"
            " the regions report on are the nation's."
        )
    )

if unit != EVERY:
    st.subheader(_("Reporting record"), anchor=False)
    regional.reporting_record(view, unit, "record")
    st.subheader(_("What the reports say"), anchor=False)
    parts.narratives(view, units=[unit], key="narratives")
