"""Figures held against targets, on small figures of the programme that ships."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.progress.small import figures, one, q, target, targets
from tracking.programme import Programme
from tracking.progress import assess, targets_of
from tracking.progress.columns import ASSESSMENT_DTYPES

CASES = json.loads((Path(__file__).parent / "cases.json").read_text(encoding="utf-8"))
FLOW, CUMULATIVE, STOCK, RATIO = "INN-1-2", "INN-1-1", "INN-2-1", "IND-1-2"
GIANTS = "IND-3-1"  # a stock of regions and of miit, whose figure is the nation's
MEASURES = "ONE-3-1"  # a cumulative of regions and of ministries on their own account
NO_TARGETS = targets()


def every_region(programme: Programme, indicator: str, quarter: str, value: float) -> list[Any]:
    return [(indicator, u.code, quarter, value) for u in programme.regions]


def test_the_frame_has_its_columns(programme: Programme) -> None:
    frame = assess(figures(), targets_of(programme), programme, through=q("2023Q4"))
    assert list(frame) == list(ASSESSMENT_DTYPES)
    for name, dtype in ASSESSMENT_DTYPES.items():
        assert str(frame[name].dtype) == dtype, name
    assert set(frame["quarter"]) == set(range(q("2022Q2"), q("2023Q4") + 1))
    assert set(frame["unit_kind"]) == {"nation", "group", "region", "ministry"}
    assert set(frame["status"]) == {"no_target", "not_reported"}
    assert frame["value"].isna().all()
    assert not frame.duplicated(["indicator", "unit", "quarter"]).any()


def test_another_programme_is_assessed_by_its_own_settings(orchard: Programme) -> None:
    known = figures(("W-1-1", "forest", "2028Q4", 14.0), ("T-1-1", "N", "2027Q1", 200.0))
    frame = assess(known, targets_of(orchard), orchard)
    row = one(frame, "W-1-1", "nation", "2028Q4")
    assert (row["status"], row["origin"], row["source_unit"]) == ("on_track", "ministry", "forest")
    assert row["achieved"] == row["expected"] == 0.5
    planted = one(frame, "T-1-1", "nation", "2027Q1")
    assert (planted["value"], planted["status"], planted["coverage"]) == (200, "delayed", 0.5)


def test_a_region_without_a_target_has_no_target(programme: Programme) -> None:
    frame = assess(figures((STOCK, "110000", "2024Q3", 5.0)), NO_TARGETS, programme)
    assert one(frame, STOCK, "110000", "2024Q3")["status"] == "no_target"
    assert one(frame, STOCK, "120000", "2024Q3")["status"] == "no_target"


def test_a_total_starts_at_zero_before_the_start(programme: Programme) -> None:
    wanted = targets(target(FLOW, "110000", 150))
    known = figures(*((FLOW, "110000", f"2022Q{n}", 10.0) for n in (2, 3, 4)))
    row = one(assess(known, wanted, programme), FLOW, "110000", "2022Q4")
    assert (row["baseline"], row["baseline_quarter"]) == (0, q("2022Q1"))
    assert row["expected"] == pytest.approx(3 / 15)
    assert (row["value"], row["gap"], row["status"]) == (30, 0, "on_track")
    assert row["recent_pace"] == 10
    assert row["need"] == 10
    assert row["acceleration"] == 1


def test_a_carried_value_ages_and_goes_stale(programme: Programme) -> None:
    wanted = targets(target(STOCK, "110000", 100, baseline=0, baseline_quarter=q("2022Q1")))
    frame = assess(
        figures((STOCK, "110000", "2022Q4", 30.0)), wanted, programme, through=q("2023Q3")
    )
    row = one(frame, STOCK, "110000", "2023Q2")
    assert (row["value"], row["age"], row["status"]) == (30, 2, "delayed")
    assert row["marks"] == ("carried",)
    assert row["value_quarter"] == q("2022Q4")
    assert one(frame, STOCK, "110000", "2023Q3")["status"] == "stale"
    assert one(frame, STOCK, "110000", "2022Q3")["status"] == "not_reported"


def test_history_before_the_start_is_kept_where_it_was_reported(programme: Programme) -> None:
    frame = assess(
        figures((STOCK, "110000", "2021Q4", 30.0), (FLOW, "110000", "2021Q4", 9.0)),
        NO_TARGETS,
        programme,
    )
    assert one(frame, STOCK, "110000", "2021Q4")["value"] == 30
    assert frame[(frame["quarter"] < q("2022Q2"))]["indicator"].unique().tolist() == [STOCK]


def test_the_ministrys_figure_is_the_nations_and_both_are_kept(programme: Programme) -> None:
    known = figures(
        *every_region(programme, GIANTS, "2023Q4", 250.0), (GIANTS, "miit", "2023Q4", 10_000.0)
    )
    row = one(assess(known, targets_of(programme), programme), GIANTS, "nation", "2023Q4")
    assert (row["value"], row["origin"], row["source_unit"]) == (10_000, "ministry", "miit")
    assert (row["ministry_value"], row["regions_value"]) == (10_000, 9_250)
    assert row["sources_difference"] == -750
    assert "sources_differ" in row["marks"]
    assert row["status"] == "achieved"
    assert row["coverage"] == 1


def test_without_the_ministrys_figure_the_nation_is_the_sum(programme: Programme) -> None:
    known = figures(
        *every_region(programme, GIANTS, "2024Q1", 260.0), (GIANTS, "miit", "2023Q4", 9_000.0)
    )
    frame = assess(known, targets_of(programme), programme)
    row = one(frame, GIANTS, "nation", "2024Q1")
    assert (row["value"], row["origin"], row["status"]) == (9_620, "sum", "not_yet")
    assert "mixed_sources" in row["marks"]
    assert np.isnan(row["recent_pace"])


def test_too_few_regions_do_not_replace_the_ministrys_latest_figure(programme: Programme) -> None:
    known = figures((GIANTS, "110000", "2024Q1", 260.0), (GIANTS, "miit", "2023Q4", 9_000.0))
    row = one(assess(known, targets_of(programme), programme), GIANTS, "nation", "2024Q1")
    assert (row["value"], row["age"], row["status"]) == (9_000, 1, "not_yet")
    assert row["regions_value"] == 260
    assert "sources_differ" not in row["marks"]


def test_a_sum_of_too_few_regions_is_insufficient(programme: Programme) -> None:
    wanted = targets(target(STOCK, "nation", 1000, baseline=0, baseline_quarter=q("2022Q1")))
    known = figures(*every_region(programme, STOCK, "2024Q1", 20.0)[:27])
    row = one(assess(known, wanted, programme), STOCK, "nation", "2024Q1")
    assert (row["status"], row["reporting"], row["expecting"]) == ("insufficient", 27, 37)
    assert row["value"] == 540
    assert {"partial", "carried"} <= set(row["marks"])
    enough = figures(*every_region(programme, STOCK, "2024Q1", 20.0)[:28])
    assert one(assess(enough, wanted, programme), STOCK, "nation", "2024Q1")["status"] == "on_track"


def test_coverage_is_weighted_by_targets_where_all_have_one(programme: Programme) -> None:
    goals = [target(STOCK, u.code, 10) for u in programme.regions]
    goals[0] = target(STOCK, "110000", 640)
    known = figures((STOCK, "110000", "2024Q1", 20.0))
    row = one(assess(known, targets(*goals), programme), STOCK, "nation", "2024Q1")
    assert row["coverage"] == pytest.approx(0.64)
    assert (row["target"], row["target_id"]) == (1000, 0)
    assert (row["target_basis_zh"], row["target_basis_en"]) == (
        "各地区目标之和",
        "Sum of the regions’ targets",
    )


def test_ministries_on_their_own_account_count_into_the_nation(programme: Programme) -> None:
    known = figures((MEASURES, "110000", "2024Q1", 3.0), (MEASURES, "mof", "2024Q1", 4.0))
    row = one(assess(known, NO_TARGETS, programme), MEASURES, "nation", "2024Q1")
    assert (row["value"], row["reporting"], row["expecting"]) == (7, 2, 48)


def test_a_ministry_that_speaks_for_the_nation_is_held_against_its_target(
    programme: Programme,
) -> None:
    known = figures((GIANTS, "miit", "2023Q4", 9_000.0))
    row = one(assess(known, targets_of(programme), programme), GIANTS, "miit", "2023Q4")
    assert (row["target"], row["status"]) == (10_000, "not_yet")


def test_a_group_is_the_sum_of_its_regions(programme: Programme) -> None:
    row = one(
        assess(figures(*every_region(programme, STOCK, "2024Q1", 2.0)), NO_TARGETS, programme),
        STOCK, "group:northeast", "2024Q1",
    )  # fmt: skip
    assert (row["value"], row["expecting"], row["unit_kind"]) == (8, 4, "group")


def test_a_geographic_province_takes_in_its_city_with_target_and_baseline(
    programme: Programme,
) -> None:
    zero = {"baseline": 10, "baseline_quarter": q("2022Q1")}
    wanted = targets(target(STOCK, "210000", 100, **zero), target(STOCK, "210200", 50, **zero))
    known = figures((STOCK, "210000", "2024Q1", 40.0), (STOCK, "210200", "2024Q1", 20.0))
    row = one(assess(known, wanted, programme, cities=True), STOCK, "210000", "2024Q1")
    assert (row["value"], row["target"], row["baseline"], row["origin"]) == (60, 150, 20, "sum")
    alone = one(assess(known, wanted, programme), STOCK, "210000", "2024Q1")
    assert (alone["value"], alone["target"]) == (40, 100)
    city = one(assess(known, wanted, programme, cities=True), STOCK, "210200", "2024Q1")
    assert city["value"] == 20
    nation = [one(assess(known, wanted, programme, cities=c), STOCK, "nation", "2024Q1")["value"]
              for c in (False, True)]  # fmt: skip
    assert nation == [60, 60]


def test_a_share_is_the_totals_quotient_never_a_mean(programme: Programme) -> None:
    case = CASES["aggregation_cases"]["ratio"]
    codes = ["110000", "120000", "130000"]
    known = figures(
        *((RATIO, code, "2024Q1", 0.0) for code in codes),
        numerator=[r["num"] for r in case["regions"]],
        denominator=[r["den"] for r in case["regions"]],
    )
    row = one(assess(known, NO_TARGETS, programme), RATIO, "nation", "2024Q1")
    assert row["value"] == pytest.approx(100 * case["pooled"], rel=1e-9)
    assert row["numerator"] / row["denominator"] == pytest.approx(case["pooled"], rel=1e-9)


@pytest.mark.parametrize("year", ["2024", "2025"])
def test_a_pooled_share_may_fall_while_every_region_rises(programme: Programme, year: str) -> None:
    case = CASES["aggregation_cases"]["simpson"]
    at = ["2024", "2025"].index(year)
    known = figures(
        (RATIO, "110000", f"{year}Q1", 0.0), (RATIO, "120000", f"{year}Q1", 0.0),
        numerator=[r["num"] for r in case[year]], denominator=[r["den"] for r in case[year]],
    )  # fmt: skip
    frame = assess(known, NO_TARGETS, programme)
    assert one(frame, RATIO, "nation", f"{year}Q1")["value"] / 100 == case["pooled"][at]
    shares = [one(frame, RATIO, u, f"{year}Q1")["value"] / 100 for u in ("110000", "120000")]
    assert shares == case["by_region"][at]


def test_a_bare_percentage_is_kept_but_not_added_up(programme: Programme) -> None:
    known = figures(
        (RATIO, "110000", "2024Q1", 90.0), (RATIO, "120000", "2024Q1", 10.0),
        numerator=[90, np.nan], denominator=[100, np.nan],
    )  # fmt: skip
    frame = assess(known, NO_TARGETS, programme)
    assert one(frame, RATIO, "120000", "2024Q1")["value"] == 10
    row = one(frame, RATIO, "nation", "2024Q1")
    assert (row["value"], row["reporting"]) == (90, 1)
    assert "not_poolable" in row["marks"]


def test_progress_of_a_sum_is_that_of_the_totals(programme: Programme) -> None:
    case = CASES["aggregation_cases"]["sum_progress"]
    northeast = [u.code for u in programme.regions if u.group == "northeast"]
    parts = [*case["regions"], {"b": 0, "y": 0, "T": 0}]
    wanted = targets(
        *(
            target(STOCK, code, r["T"], baseline=r["b"], baseline_quarter=q("2022Q1"))
            for code, r in zip(northeast, parts, strict=True)
        )
    )
    known = figures(
        *((STOCK, c, "2024Q1", float(r["y"])) for c, r in zip(northeast, parts, strict=True))
    )
    row = one(assess(known, wanted, programme), STOCK, "group:northeast", "2024Q1")
    assert row["achieved"] == pytest.approx(case["A_on_totals"], rel=1e-9)
    assert "summed_target" in row["marks"]


@pytest.mark.parametrize("case", CASES["cumulative_cases"]["cases"], ids=lambda c: c["name"])
def test_the_golden_running_totals_hold(programme: Programme, case: dict[str, Any]) -> None:
    """Reporters become regions, periods quarters; of several reports the last one counts."""
    updates = case.get("updates") or [
        [period, child + who, value]
        for child, rows in case["children"].items()
        for period, who, value in rows
    ]
    regions = {who: programme.regions[n].code for n, who in enumerate(dict.fromkeys(
        who for _, who, _ in updates))}  # fmt: skip
    shares = isinstance(updates[0][2], list)
    parts = [v if shares else [v, np.nan] for _, _, v in updates]
    indicator = RATIO if shares else CUMULATIVE
    known = figures(
        *(
            (indicator, regions[who], f"2024Q{period}", np.nan if shares else float(v[0]))
            for (period, who, _), v in zip(updates, parts, strict=True)
        ),
        **(
            {"numerator": [v[0] for v in parts], "denominator": [v[1] for v in parts]}
            if shares
            else {}
        ),
    )
    frame = assess(known, NO_TARGETS, programme, through=q("2024Q4"))
    for period, expected in case["expected"].items():
        if shares:
            unit = next(regions[who] for at, who, _ in updates if at == int(period))
            assert one(frame, indicator, unit, f"2024Q{period}")["value"] == expected
        else:
            assert one(frame, indicator, "nation", f"2024Q{period}")["value"] == expected


def test_no_pace_is_computed_across_a_change_of_definition(programme: Programme) -> None:
    goal = target(STOCK, "110000", 100, baseline=0, baseline_quarter=q("2022Q1"))
    known = figures(
        *((STOCK, "110000", f"2023Q{n}", 10.0 * n) for n in (1, 2, 3, 4)),
        definition_break=[False, False, True, False],
    )
    frame = assess(known, targets(goal), programme)
    assert one(frame, STOCK, "110000", "2023Q2")["status"] == "delayed"
    row = one(frame, STOCK, "110000", "2023Q4")
    assert (row["status"], row["recent_pace"]) == ("not_yet", 10)
    assert "break_after_baseline" in row["marks"]
    assert row[["achieved", "expected", "pace", "gap", "path_value"]].isna().all()
    assert "break" in one(frame, STOCK, "110000", "2023Q3")["marks"]
    later = goal | {"baseline": 30, "baseline_quarter": q("2023Q3")}
    again = one(assess(known, targets(later), programme), STOCK, "110000", "2023Q4")
    assert again["achieved"] == pytest.approx(1 / 7)


def test_a_break_in_one_region_does_not_silence_the_nation(programme: Programme) -> None:
    wanted = targets(target(STOCK, "nation", 1000, baseline=0, baseline_quarter=q("2022Q1")))
    rows = every_region(programme, STOCK, "2024Q1", 20.0)
    few = figures(*rows, definition_break=[True] * 9 + [False] * 28)
    row = one(assess(few, wanted, programme), STOCK, "nation", "2024Q1")
    assert row["status"] == "achieved" or np.isfinite(row["pace"])
    assert "break_in_parts" in row["marks"]
    many = figures(*rows, definition_break=[True] * 10 + [False] * 27)
    broken = one(assess(many, wanted, programme), STOCK, "nation", "2024Q1")
    assert "break_after_baseline" in broken["marks"]


def test_an_achieved_target_that_slips_is_marked(programme: Programme) -> None:
    wanted = targets(target(STOCK, "110000", 100))
    values = {"2023Q1": 130.0, "2023Q2": 120.0, "2023Q3": 125.0, "2023Q4": 110.0}
    known = figures(*((STOCK, "110000", at, v) for at, v in values.items()))
    row = one(assess(known, wanted, programme), STOCK, "110000", "2023Q4")
    assert row["status"] == "achieved"
    assert {"slipping", "over", "no_baseline"} <= set(row["marks"])


def test_only_a_verified_milestone_counts(programme: Programme) -> None:
    notice = "SUP-1-4"
    wanted = targets(target(notice, "nation", 1, due=q("2023Q4")))
    known = figures(
        (notice, "miit", "2023Q1", np.nan), (notice, "miit", "2023Q3", np.nan),
        state=["claimed", "verified"],
    )  # fmt: skip
    frame = assess(known, wanted, programme)
    claimed = one(frame, notice, "nation", "2023Q1")
    assert (claimed["status"], claimed["value"], claimed["marks"]) == ("not_yet", 0, ("claimed",))
    verified = one(frame, notice, "nation", "2023Q3")
    assert (verified["status"], verified["value"], verified["marks"]) == ("achieved", 1, ())


def test_offices_sums_count_with_what_they_miss(programme: Programme) -> None:
    known = figures(
        (FLOW, "340000", "2022Q2", 50.0), (FLOW, "110000", "2022Q2", 50.0),
        origin=["rolled", "own"], reported=[12, 0], expected=[16, 0], basis="since_start",
        qualifier=["≥", "≥"],
    )  # fmt: skip
    frame = assess(known, NO_TARGETS, programme)
    rolled = one(frame, FLOW, "340000", "2022Q2")
    assert (rolled["coverage"], rolled["origin"], rolled["qualifier"]) == (0.75, "rolled", "")
    assert rolled["marks"] == ("partial", "carried")
    assert one(frame, FLOW, "110000", "2022Q2")["qualifier"] == "≥"


def test_a_regions_own_figures_go_before_its_offices_sums(programme: Programme) -> None:
    known = figures(
        (FLOW, "340000", "2022Q2", 50.0), (FLOW, "340000", "2022Q2", 7.0),
        (FLOW, "340000", "2022Q3", 8.0),
        origin=["own", "rolled", "rolled"], reported=[0, 1, 1], expected=[0, 16, 16],
        basis="since_start",
    )  # fmt: skip
    frame = assess(known, NO_TARGETS, programme)
    assert one(frame, FLOW, "340000", "2022Q2")["value"] == 50
    assert one(frame, FLOW, "340000", "2022Q3")["value"] == 50


def test_figures_after_the_quarter_asked_for_are_not_looked_at(programme: Programme) -> None:
    known = figures((STOCK, "110000", "2022Q4", 1.0), (STOCK, "110000", "2023Q4", 2.0))
    frame = assess(known, NO_TARGETS, programme, through=q("2023Q1"))
    assert frame["quarter"].max() == q("2023Q1")
    assert one(frame, STOCK, "110000", "2023Q1")["value"] == 1


def test_a_report_after_the_end_is_judged_as_final(programme: Programme) -> None:
    goal = target(STOCK, "110000", 70, baseline=40, baseline_quarter=q("2022Q4"))
    frame = assess(figures((STOCK, "110000", "2026Q1", 69.5)), targets(goal), programme)
    row = one(frame, STOCK, "110000", "2026Q1")
    assert (row["status"], row["ahead"]) == ("narrowly_missed", pytest.approx(-1.2))
    assert len(frame[frame["quarter"] > q("2025Q4")]["unit"].unique()) <= 3


@settings(max_examples=25, deadline=None)
@given(st.data())
def test_the_order_of_the_figures_does_not_matter(
    programme: Programme, data: st.DataObject
) -> None:
    cells = st.tuples(
        st.sampled_from([FLOW, CUMULATIVE, STOCK]), st.sampled_from(["110000", "340000", "210200"]),
        st.sampled_from(["2022Q2", "2022Q3", "2023Q1", "2024Q4"]),
    )  # fmt: skip
    keys = data.draw(st.lists(cells, unique=True, min_size=1))
    values = data.draw(st.lists(st.integers(0, 99), min_size=len(keys), max_size=len(keys)))
    known = figures(*((*key, float(v)) for key, v in zip(keys, values, strict=True)))
    mixed = known.iloc[data.draw(st.permutations(range(len(known))))].reset_index(drop=True)
    wanted = targets(*(target(i, "110000", 50) for i in (FLOW, CUMULATIVE, STOCK)))
    last = q("2024Q4")
    # Not assert_frame_equal, which looks at 27,000 rows one by one.
    assert assess(known, wanted, programme, through=last).equals(
        assess(mixed, wanted, programme, through=last)
    )


@settings(max_examples=25, deadline=None)
@given(values=st.lists(st.integers(0, 50), min_size=8, max_size=8), gone=st.sets(st.integers(0, 6)))
def test_a_year_to_date_figure_heals_whatever_is_missing(
    programme: Programme, values: list[int], gone: set[int]
) -> None:
    """The eight quarters of 2023 and 2024; the last of each year is a year-to-date figure."""
    gone -= {3}
    rows, basis = [(FLOW, "110000", "2022Q4", 5.0)], ["since_start"]
    for n, value in enumerate(values):
        if n in gone:
            continue
        ends = n % 4 == 3
        whole = sum(values[n - 3 : n + 1]) if ends else value
        rows.append((FLOW, "110000", f"{2023 + n // 4}Q{n % 4 + 1}", float(whole)))
        basis.append("year_to_date" if ends else "quarter")
    frame = assess(figures(*rows, basis=basis), NO_TARGETS, programme)
    row = one(frame, FLOW, "110000", "2024Q4")
    assert row["value"] == 5 + sum(values)
    assert "partial" not in row["marks"]
    missing = [one(frame, FLOW, "110000", f"{2023 + n // 4}Q{n % 4 + 1}") for n in gone]
    assert all("partial" in m["marks"] for m in missing)


def test_the_recent_pace_of_a_running_total_starts_at_its_stated_baseline(
    programme: Programme,
) -> None:
    known = figures((CUMULATIVE, "110000", "2022Q2", 510.0))
    at_start = targets(
        target(CUMULATIVE, "110000", 900, baseline=500, baseline_quarter=q("2022Q1"))
    )
    row = one(assess(known, at_start, programme), CUMULATIVE, "110000", "2022Q2")
    assert row["recent_pace"] == 10
    later = targets(target(CUMULATIVE, "110000", 900, baseline=600, baseline_quarter=q("2022Q4")))
    row = one(assess(known, later, programme), CUMULATIVE, "110000", "2022Q2")
    assert np.isnan(row["recent_pace"])


def test_the_dust_of_arithmetic_is_not_beyond_the_target(programme: Programme) -> None:
    known = figures((STOCK, "110000", "2024Q1", 0.1 * 3))
    row = one(
        assess(known, targets(target(STOCK, "110000", 0.3)), programme), STOCK, "110000", "2024Q1"
    )
    assert row["status"] == "achieved"
    assert "over" not in row["marks"]


def test_what_is_not_added_up_stays_the_provinces_own(programme: Programme) -> None:
    alone = replace(programme.indicators[STOCK], rollup="none")
    changed = replace(programme, indicators=programme.indicators | {STOCK: alone})
    known = figures((STOCK, "210000", "2024Q1", 40.0), (STOCK, "210200", "2024Q1", 20.0))
    wanted = targets(target(STOCK, "210000", 100))
    row = one(assess(known, wanted, changed, cities=True), STOCK, "210000", "2024Q1")
    assert (row["value"], row["target"], row["origin"]) == (40, 100, "own")


@pytest.mark.parametrize("at_once", [1, 7, 100_000])
def test_how_many_series_are_measured_at_once_changes_nothing(
    programme: Programme, monkeypatch: pytest.MonkeyPatch, at_once: int
) -> None:
    known = figures(
        ("INN-2-1", "110000", "2022Q2", 40.0), ("INN-2-1", "120000", "2022Q3", 50.0),
        ("INN-1-2", "110000", "2022Q2", 4.0), ("INN-1-2", "440300", "2022Q4", 7.0),
    )  # fmt: skip
    goals = targets(target("INN-2-1", "110000", 100.0), target("INN-1-2", "nation", 50.0))
    usual = assess(known, goals, programme)
    monkeypatch.setattr("tracking.progress.rows.AT_ONCE", at_once)
    pd.testing.assert_frame_equal(assess(known, goals, programme), usual)


def test_a_year_before_the_figures_begin_adds_nothing(programme: Programme) -> None:
    later = ("INN-2-1", "110000", "2023Q1", 40.0)
    frame = assess(figures(later), targets(), programme)
    earlier = assess(figures(("INN-2-1", "120000", "2019Q1", 9.0), later), targets(), programme)
    of = earlier[earlier["unit"].isin(["110000"])].reset_index(drop=True)
    pd.testing.assert_frame_equal(frame[frame["unit"] == "110000"].reset_index(drop=True), of)
