"""Obligations: who owes what by when, and what became of it."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import numpy as np
import pandas as pd
import pytest

from tracking.programme import Programme, Quarter
from tracking.progress.obligations import (
    CAME,
    OBLIGATION_DTYPES,
    OWED,
    QUALITY_DTYPES,
    STATES,
    due_of,
    due_of_all,
    obligations,
    quality,
)
from tracking.store.deadlines import DEADLINE_DTYPES
from tracking.store.reports import REPORT_DTYPES

Q3 = Quarter.of("2024Q3")  # due on 30 October 2024
DUE = date(2024, 10, 30)
NOVEMBER = date(2024, 11, 20)


def report(came: str, state: str = "approved", unit: str = "110000", **more: Any) -> dict[str, Any]:
    """One submission as the store tells it; `came` is a moment in UTC."""
    empty = {name: 0 if dtype.startswith("int") else "" for name, dtype in REPORT_DTYPES.items()}
    given = {"unit": unit, "quarter": Q3.index, "submitted_at": came, "state": state}
    return empty | given | {"submitted_by": unit, "decided_at": came} | more


def owed(
    programme: Programme,
    *reports: dict[str, Any],
    today: date = NOVEMBER,
    deadlines: list[tuple[str, str, str]] | None = None,
    several: list[tuple[str, int]] | None = None,
    quarters: tuple[Quarter, ...] = (Q3,),
    **more: Any,
) -> pd.DataFrame:
    """The obligations after these reports; `deadlines` as (unit, due, reason)."""
    days = [(Q3.index, *one, "reviewer", "") for one in deadlines or []]
    counts = [(unit, Q3.index, n) for unit, n in several or []]
    return obligations(
        pd.DataFrame(list(reports), columns=list(REPORT_DTYPES)).astype(REPORT_DTYPES),
        pd.DataFrame(counts, columns=["unit", "quarter", "indicators"]),
        pd.DataFrame(days, columns=list(DEADLINE_DTYPES)).astype(DEADLINE_DTYPES),
        programme,
        quarters,
        today,
        imported_by={"published"},
        **more,
    )


def of_beijing(rows: pd.DataFrame) -> dict[Any, Any]:
    (row,) = rows[rows["unit"] == "110000"].to_dict("records")
    return row


@pytest.mark.parametrize(
    ("came", "today", "expected"),
    [
        ("2024-10-28T08:00:00.000Z", NOVEMBER, ("in_time", -2)),
        ("2024-10-30T15:59:59.000Z", NOVEMBER, ("in_time", 0)),
        ("2024-10-30T16:00:00.000Z", NOVEMBER, ("late", 1)),
        (None, NOVEMBER, ("missing", 21)),
        (None, DUE, ("not_due", 0)),
    ],
)
def test_a_report_is_judged_by_the_day_it_came_in_china(
    programme: Programme, came: str | None, today: date, expected: tuple[str, int]
) -> None:
    row = of_beijing(owed(programme, *([report(came)] if came else []), today=today))
    assert (row["came"], row["days"]) == expected


def test_every_region_and_ministry_owes_a_report_and_no_office(programme: Programme) -> None:
    rows = owed(programme)
    assert len(rows) == 48
    assert set(rows["state"]) == {"missing"}
    assert {c: str(t) for c, t in rows.dtypes.items()} == OBLIGATION_DTYPES


def test_what_is_owed_comes_from_the_programme(programme: Programme) -> None:
    rows = owed(programme).set_index("unit")["owed"]
    assert rows["110000"] == sum("region" in i.reporters for i in programme.indicators.values())
    assert rows["acfic"] == sum("acfic" in i.reporters for i in programme.indicators.values())


def test_a_report_that_waits_has_come(programme: Programme) -> None:
    row = of_beijing(owed(programme, report("2024-10-28T08:00:00.000Z", "submitted")))
    assert (row["state"], row["came"], row["waited"]) == ("waiting", "in_time", 23)


def test_a_returned_report_is_owed_and_overdue_from_the_deadline(programme: Programme) -> None:
    back = report(
        "2024-10-28T08:00:00.000Z",
        "returned",
        decided_at="2024-11-02T01:00:00.000Z",
        reason="请核实",
    )
    row = of_beijing(owed(programme, back))
    assert (row["state"], row["came"], row["days"]) == ("returned", "returned", 21)
    assert (row["received"], row["returned"], row["reason"]) == ("", "2024-11-02", "请核实")
    assert row["reported"] == 0


def test_a_returned_report_that_was_replaced_counts_for_the_day_it_first_came(
    programme: Programme,
) -> None:
    back = report("2024-10-28T08:00:00.000Z", "returned", reason="请核实")
    again = report("2024-11-05T08:00:00.000Z", "submitted", submission=2)
    row = of_beijing(owed(programme, back, again))
    assert (row["state"], row["came"], row["received"]) == ("waiting", "in_time", "2024-10-28")
    assert (row["returned"], row["reason"], row["waited"]) == ("", "", 15)


def test_what_was_withdrawn_never_came(programme: Programme) -> None:
    gone = report("2024-10-28T08:00:00.000Z", "withdrawn")
    late = report("2024-11-05T08:00:00.000Z", submission=2)
    assert of_beijing(owed(programme, gone))["state"] == "missing"
    assert of_beijing(owed(programme, gone, late))["came"] == "late"


def test_what_was_taken_from_print_is_no_report(programme: Programme) -> None:
    printed = report("2024-10-28T08:00:00.000Z", submitted_by="published", figures=3)
    row = of_beijing(owed(programme, printed))
    assert (row["state"], row["came"], row["received"]) == ("published", "published", "")
    assert (row["days"], row["reported"]) == (21, 0)
    both = of_beijing(owed(programme, printed, report("2024-11-05T08:00:00.000Z", submission=2)))
    assert (both["state"], both["came"]) == ("approved", "late")


def test_a_superseded_report_still_stands(programme: Programme) -> None:
    row = of_beijing(owed(programme, report("2024-10-28T08:00:00.000Z", "superseded")))
    assert row["state"] == "approved"


def test_a_deadline_that_was_set_holds_for_all(programme: Programme) -> None:
    rows = owed(programme, deadlines=[("", "2024-11-25", "")])
    assert set(rows["due"]) == {"2024-11-25"}
    assert set(rows["state"]) == {"not_due"}
    assert not rows["extension"].any()


def test_an_extension_holds_for_its_unit_alone(programme: Programme) -> None:
    late = report("2024-11-05T08:00:00.000Z")
    rows = owed(programme, late, deadlines=[("110000", "2024-11-15", "系统切换")])
    row = of_beijing(rows)
    assert (row["came"], row["days"], row["extension"]) == ("in_time", -10, "系统切换")
    assert set(rows.loc[rows["unit"] != "110000", "came"]) == {"missing"}


@pytest.mark.parametrize("day", ["2024-10-30", "2024-10-15"])
def test_an_extension_that_ends_with_the_deadline_or_before_is_none(
    programme: Programme, day: str
) -> None:
    row = of_beijing(owed(programme, deadlines=[("110000", day, "撤销")]))
    assert (row["due"], row["extension"]) == ("2024-10-30", "")


def test_an_office_shares_the_extension_of_its_region(programme: Programme) -> None:
    offices = programme.offices["340000"]
    given = [("340000", "2024-11-15", "汛期"), (offices[0].code, "2024-11-25", "停电")]
    rows = owed(programme, deadlines=given, units=offices)
    assert rows["due"].tolist() == ["2024-11-25"] + ["2024-11-15"] * (len(offices) - 1)


def test_indicators_of_several_submissions_are_counted_together(programme: Programme) -> None:
    halves = [report("2024-10-28T08:00:00.000Z", submission=n, figures=20) for n in (1, 2)]
    assert of_beijing(owed(programme, halves[0]))["reported"] == 20
    assert of_beijing(owed(programme, *halves, several=[("110000", 40)]))["reported"] == 40


def test_completeness_and_timeliness_are_shares_of_what_is_due(programme: Programme) -> None:
    quarters = (Q3 + -1, Q3, Q3 + 1)
    came = [
        report("2024-07-28T08:00:00.000Z", quarter=Q3.index - 1),
        report("2024-11-05T08:00:00.000Z"),
        report("2024-11-06T08:00:00.000Z", quarter=Q3.index + 1),  # before its quarter is over
    ]
    rows = owed(programme, *came, quarters=quarters)
    by_unit = quality(rows, "unit", 0.9).set_index("unit")
    assert {c: str(t) for c, t in by_unit.dtypes.items()} == QUALITY_DTYPES
    assert by_unit.loc["110000"].tolist() == [2, 2, 1, 1.0, 0.5, True]
    assert by_unit.loc["120000"].tolist() == [2, 0, 0, 0.0, 0.0, True]
    by_quarter = quality(rows, "quarter", 0.9).set_index("quarter")
    assert by_quarter.loc[Q3.index, "completeness"] == pytest.approx(1 / 48)
    assert by_quarter.loc[Q3.index, "timeliness"] == 0
    last = by_quarter.loc[Q3.index + 1]
    assert (last["expected"], last["flagged"]) == (0, False)
    assert np.isnan(last["completeness"])


def test_nine_of_ten_are_not_flagged(programme: Programme) -> None:
    quarters = tuple(Q3 + -n for n in range(10))
    came = [
        report(f"{(q.last_day + timedelta(days=3)).isoformat()}T08:00:00.000Z", quarter=q.index)
        for q in quarters[1:]
    ]
    shares = quality(owed(programme, *came, quarters=quarters), "unit", 0.9)
    row = shares.set_index("unit").loc["110000"]
    assert (row["completeness"], row["flagged"]) == (0.9, False)


def test_the_deadline_of_all_is_the_one_set_else_the_programmes(programme: Programme) -> None:
    set_ = pd.DataFrame(
        [(Q3.index, "", "2024-11-10"), (Q3.index, "110000", "2024-12-01")],
        columns=["quarter", "unit", "due"],
    )
    assert due_of_all(set_, programme, Q3) == date(2024, 11, 10)
    assert due_of_all(set_.iloc[1:], programme, Q3) == DUE


def test_one_unit_s_due_day_counts_its_extension(programme: Programme) -> None:
    days = pd.DataFrame(
        [(Q3.index, "", "2024-11-10", ""), (Q3.index, "110000", "2024-12-01", "汛期")],
        columns=["quarter", "unit", "due", "reason"],
    )
    beijing, tianjin = programme.units["110000"], programme.units["120000"]
    assert due_of(days, programme, beijing, Q3) == date(2024, 12, 1)
    assert due_of(days, programme, tianjin, Q3) == date(2024, 11, 10)
    assert due_of(days, programme, beijing, Q3 + 1) == date(2025, 1, 30)


@pytest.mark.parametrize("seed", range(8))
def test_states_fit_together_whatever_came(programme: Programme, seed: int) -> None:
    rng = np.random.default_rng(seed)
    units = [u.code for u in (*programme.regions, *programme.ministries)]
    start = datetime.combine(Q3.last_day, time(), UTC)
    came = []
    for n in range(90):
        at = start + timedelta(hours=float(rng.uniform(0, 24 * 60)))
        state = str(rng.choice(["submitted", "approved", "returned", "withdrawn", "superseded"]))
        by = {"submitted_by": "published"} if rng.random() < 0.2 else {}
        moment = at.isoformat(timespec="milliseconds").replace("+00:00", "Z")
        more = {"submission": n, "figures": int(rng.integers(1, 30)), "reason": "核实"}
        came.append(report(moment, state, str(rng.choice(units)), **more, **by))
    extended = [(str(u), "2024-11-12", "汛期") for u in rng.permutation(units)[:6]]
    today = Q3.last_day + timedelta(days=int(rng.integers(20, 70)))
    rows = owed(programme, *came, deadlines=extended, today=today)
    assert len(rows) == len(units)
    assert set(rows["state"]) <= set(STATES)
    assert set(rows["came"]) <= set(CAME)
    here = rows["state"].isin(["approved", "waiting"])
    assert (here == rows["came"].isin(["in_time", "late"])).all()
    assert (here == (rows["received"] != "")).all()
    assert (rows["state"].isin(OWED) == ~here).all()
    assert ((rows["came"] == "late") == (here & (rows["days"] > 0))).all()
    assert (rows.loc[rows["state"] == "missing", "days"] > 0).all()
    assert (rows.loc[rows["state"] == "not_due", "days"] <= 0).all()
    assert ((rows["state"] == "returned") == (rows["returned"] != "")).all()
    assert (rows.loc[~here, "reported"] == 0).all()
    assert (rows["expected"] == (rows["due"] < today.isoformat())).all()
    # Who did hand something in, that was not taken away, never counts as missing.
    standing = {
        r["unit"]
        for r in came
        if r["state"] in ("submitted", "approved", "superseded")
        and r["submitted_by"] != "published"
    }
    assert set(rows.loc[here, "unit"]) == standing
