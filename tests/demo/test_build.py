"""The demonstration store holds what it promises, and is never taken for a real one."""

from collections import Counter
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from tracking.demo import SEED, NotADemonstration, build
from tracking.demo.narratives import LABEL
from tracking.demo.story import story_of
from tracking.intake import check, read
from tracking.programme import NATION, Programme, Quarter
from tracking.store import Store

PAST = date(2024, 11, 20)


def at(assessment: pd.DataFrame, quarter: str, kind: str = "region") -> pd.DataFrame:
    return assessment[
        (assessment["quarter"] == Quarter.of(quarter).index) & (assessment["unit_kind"] == kind)
    ]


def test_it_is_marked_and_everything_in_it_says_so(store: Store):
    assert store.demonstration
    targets = store.targets()
    assert set(targets["basis_zh"]) == {"演示"}
    assert set(targets["basis_en"]) == {"Demonstration"}
    assert store.targets(date(2022, 5, 20)).empty, "the programme's own targets are not in it"
    for submission in store.submissions():
        assert "演示" in submission.name
        assert "演示" in submission.source
        assert "演示" in submission.submitted_by
    texts = store.narratives()
    for column in ("progress_note", "problem", "next_step"):
        told = texts.loc[texts[column] != "", column]
        assert told.str.startswith(LABEL).all()
    assert texts["source"].str.contains("演示").all()


def test_narratives_are_many_and_seldom_the_same(store: Store):
    texts = store.narratives()
    notes = texts.loc[texts["progress_note"] != "", "progress_note"]
    assert len(notes) > 2000
    assert notes.value_counts().iloc[0] <= 3
    problems = texts.loc[texts["problem"] != "", "problem"]
    assert problems.value_counts().iloc[0] <= 15


def test_no_file_has_an_error_and_some_have_warnings(store: Store, programme: Programme):
    codes: Counter[str] = Counter()
    for submission in store.submissions():
        for finding in store.findings(submission.id):
            codes[finding["code"]] += 1
            assert finding["severity"] == "warning"
    assert codes["running_total_falls"] >= 1
    assert codes["qualified_value"] >= 1


def test_the_mixed_up_file_is_seen_and_was_sent_back(store: Store, programme: Programme):

    (report,) = (r for r in story_of(programme, SEED).reports if r.event.sort == "mixed_up")
    assert store.submissions(unit=report.event.unit, quarter=report.event.quarter)
    known = store.current(units=[report.event.unit], known_on=report.event.sent_at)
    checked = check(read(report.data, report.name), programme, report.event.sent_at.date(), known)
    assert "unit_mix_up" in {f.code for f in checked.findings}
    (back,) = store.submissions(state="returned")
    assert back.name == report.name
    assert "亿元" in back.reason


def test_some_late_reports_had_been_given_more_time(store: Store, programme: Programme):
    set_ = store.deadlines.history()
    assert len(set_) >= 3
    assert set_["reason"].str.contains("演示").all()
    late = [
        day for day in set_["due"] if date.fromisoformat(day) > programme.deadline_of(programme.end)
    ]
    assert late, "one in the last quarter, which is shown first"


def test_the_picture_is_mixed_in_the_middle(assessment: pd.DataFrame):
    share = at(assessment, "2024Q3")["status"].value_counts(normalize=True)
    assert 0.08 < share["achieved"] < 0.25
    assert 0.30 < share["on_track"] < 0.55
    assert 0.12 < share["delayed"] < 0.30
    assert 0.06 < share["off_track"] < 0.20
    assert 0.01 < share["moving_away"] < 0.06


def test_the_picture_is_mixed_at_the_end(assessment: pd.DataFrame):
    share = at(assessment, "2025Q4")["status"].value_counts(normalize=True)
    assert 0.3 < share["achieved"] < 0.65
    assert all(
        share[code] > 0.005 for code in ("narrowly_missed", "partly", "missed", "moved_away")
    )
    nation = at(assessment, "2025Q4", NATION)["status"].value_counts()
    assert nation["achieved"] >= 8
    assert nation.get("insufficient", 0) <= 4


def test_every_status_occurs(assessment: pd.DataFrame):
    found = set(assessment["status"].unique())
    assert found >= {
        "no_target", "not_reported", "stale", "insufficient", "achieved", "too_early", "on_track",
        "delayed", "off_track", "moving_away", "narrowly_missed", "partly", "missed", "moved_away",
    }  # fmt: skip


def test_one_region_moves_away(assessment: pd.DataFrame):
    away = at(assessment, "2024Q3").query("status == 'moving_away'")["unit"].value_counts()
    assert away.iloc[0] >= 6
    assert away.iloc[0] > 2 * away.iloc[1]


def test_a_total_falls_and_a_definition_breaks(assessment: pd.DataFrame, store: Store):
    marks = Counter(mark for marks in assessment["marks"] for mark in marks)
    assert marks["fell"] >= 1
    figures = store.figures()
    broken = figures[figures["definition_break"]]
    assert set(broken["indicator"]) == {"CAP-1-1"}


def test_the_ministry_and_the_sum_of_the_regions_differ_a_little(assessment: pd.DataFrame):
    rows = at(assessment, "2024Q3", NATION)
    both = rows[rows["ministry_value"].notna() & rows["regions_value"].notna()]
    off = (both["ministry_value"] / both["regions_value"] - 1).abs()
    assert len(both) >= 8
    assert off.between(0.001, 0.12).mean() > 0.8


def test_flows_have_seasons(store: Store, programme: Programme):
    figures = store.figures()
    flows = figures[
        figures["indicator"].map(lambda code: programme.indicators[code].kind == "flow")
        & (figures["basis"] == "quarter")
    ]
    by_quarter = flows.groupby([flows["indicator"], flows["quarter"] % 4])["value"].mean().unstack()
    assert (by_quarter[3] > by_quarter[0]).mean() > 0.9


def test_ratios_have_both_parts(store: Store, programme: Programme):
    figures = store.figures()
    ratios = figures[
        figures["indicator"].map(lambda code: programme.indicators[code].kind == "ratio")
    ]
    assert ratios[["numerator", "denominator"]].notna().all(axis=None)


def test_the_cities_below_a_region_are_added_up(store: Store, programme: Programme):
    figures = store.figures()
    rolled = figures[figures["origin"] == "rolled"]
    assert set(rolled["unit"]) == set(programme.offices)
    assert rolled["indicator"].nunique() == 2
    assert (rolled["reported"] < rolled["expected"]).any()


def test_milestones_are_verified_open_and_overdue_and_one_claim_waits(
    store: Store, programme: Programme
):
    code = next(i.code for i in programme.indicators.values() if i.kind == "milestone")
    states = store.current([code]).set_index("quarter")["state"]
    assert set(states) >= {"not_started", "under_way", "verified"}
    assert states[Quarter.of("2023Q2").index] == "under_way", "due, and not done"
    waiting = store.submissions(state="submitted")
    assert any("补充" in submission.name for submission in waiting)
    assert len(waiting) >= 4


def test_corrections_supersede_and_both_versions_stay(store: Store):
    corrections = [s for s in store.submissions() if "更正" in s.name]
    assert len(corrections) >= 20
    one = corrections[0]
    figure = store.current(units=list(one.units), quarters=list(one.quarters)).query(
        "submission == @one.id"
    )
    key = figure.iloc[0]
    versions = store.versions(key["indicator"], key["unit"], int(key["quarter"]))
    assert len(versions) == 2
    assert versions["value"].nunique() == 2


def test_what_was_known_on_a_past_day_differs(store: Store):
    now, then = store.figures(), store.figures(PAST)
    assert 0 < len(then) < len(now)
    key = ["indicator", "unit", "quarter"]
    both = then.merge(now, on=key, suffixes=("_then", "_now"))
    assert (both["value_then"] != both["value_now"]).any(), "later corrections are not known yet"
    targets_then, targets_now = store.targets(date(2023, 6, 1)), store.targets()
    nation = targets_then.merge(targets_now, on=["indicator", "unit"]).query("unit == 'nation'")
    assert (nation["value_y"] > nation["value_x"]).any(), "a target was raised since"


def test_some_reports_came_late(store: Store, programme: Programme):
    received = store.reports.known()
    received = received.drop_duplicates(["unit", "quarter"])
    deadline = received["quarter"].map(lambda q: programme.deadline_of(Quarter(int(q))).isoformat())
    late = received["submitted_at"].str[:10] > deadline
    assert 0.03 < late.mean() < 0.2


def test_a_demonstration_is_replaced_and_anything_else_is_not(tmp_path: Path, orchard: Programme):
    path = tmp_path / "store.db"
    build(path, orchard, seed=1).close()
    with build(path, orchard, seed=2) as again:
        assert again.demonstration
    real = tmp_path / "real.db"
    Store.open(real, orchard).close()
    before = real.read_bytes()
    with pytest.raises(NotADemonstration):
        build(real, orchard)
    assert real.read_bytes() == before
    assert not [p for p in tmp_path.iterdir() if "unfinished" in p.name]
