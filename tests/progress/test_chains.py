"""Counts, indices, ranks, milestones, totals with reports missing, and what changed."""

import json
from datetime import date
from pathlib import Path
from random import Random

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.progress.small import figures, one, q, target, targets
from tracking.programme import Programme
from tracking.progress import (
    STATUSES,
    assess,
    chains,
    changes,
    milestone_shares,
    milestones,
    ranks,
    standings,
)

CASES = json.loads((Path(__file__).parent / "cases.json").read_text(encoding="utf-8"))
AGGREGATION = CASES["aggregation_cases"]
STOCK, OTHER, THIRD = "INN-2-1", "INN-2-2", "INN-4-2"
FROM_ZERO = {"baseline": 0, "baseline_quarter": q("2022Q1")}


def of(frame: pd.DataFrame, **wanted: object) -> pd.Series:
    for name, value in wanted.items():
        frame = frame[frame[name] == value]
    assert len(frame) == 1
    return frame.iloc[0]


def measured(programme: Programme) -> pd.DataFrame:
    """Three indicators of one region: the case's achieved shares at ¾ of the way."""
    rows = AGGREGATION["chain_index"]["measures"]
    codes = [STOCK, OTHER, THIRD]
    # A weight of 2 is a second indicator with the same share.
    codes_of = [codes[0], codes[1], codes[2], "INN-1-1"]
    shares = [rows[0]["A"], rows[1]["A"], rows[2]["A"], rows[2]["A"]]
    wanted = targets(
        *(target(c, "110000", 100, **FROM_ZERO | {"due": q("2026Q1")}) for c in codes_of)
    )
    known = figures(
        *((c, "110000", "2025Q1", 100 * s) for c, s in zip(codes_of, shares, strict=True))
    )
    return assess(known, wanted, programme)


def test_the_golden_chain_index_holds(programme: Programme) -> None:
    case = AGGREGATION["chain_index"]
    frame = chains(measured(programme), programme)
    row = of(frame, unit="110000", chain="innovation", quarter=q("2025Q1"))
    assert row["index"] == pytest.approx(case["capped"], rel=1e-9)
    assert row["expected"] == pytest.approx(case["expected"], rel=1e-9)
    assert row["index"] / row["expected"] == pytest.approx(case["pace_capped"], rel=1e-9)
    assert row["weight_share"] == 1
    assert not row["all_achieved"]
    counts = {s: row[f"n_{s}"] for s in STATUSES if row[f"n_{s}"]}
    assert counts == {"moving_away": 2, "off_track": 1, "achieved": 1, "no_target": 6}
    assert (row["indicators"], row["with_target"], row["reported"]) == (10, 4, 4)


def test_a_chain_without_enough_data_has_no_index(programme: Programme) -> None:
    wanted = targets(*(target(c, "110000", 100, **FROM_ZERO) for c in (STOCK, OTHER)))
    known = figures((STOCK, "110000", "2024Q1", 90.0))
    row = of(
        chains(assess(known, wanted, programme), programme),
        unit="110000", chain="innovation", quarter=q("2024Q1"),
    )  # fmt: skip
    assert row["weight_share"] == 0.5
    assert np.isnan(row["index"])


def test_all_achieved_takes_all(programme: Programme) -> None:
    wanted = targets(*(target(c, "110000", 10) for c in (STOCK, OTHER)))
    for values, expected in (((10.0, 11.0), True), ((10.0, 9.0), False)):
        known = figures(
            *((c, "110000", "2024Q1", v) for c, v in zip((STOCK, OTHER), values, strict=True))
        )
        frame = chains(assess(known, wanted, programme), programme)
        row = of(frame, unit="110000", chain="innovation", quarter=q("2024Q1"))
        assert bool(row["all_achieved"]) is expected


def test_standings_add_up_the_chains(programme: Programme) -> None:
    frame = measured(programme)
    whole, parts = standings(frame, programme), chains(frame, programme)
    assert len(whole) == len(whole.drop_duplicates(["unit", "quarter"]))
    at = q("2025Q1")
    for unit in ("110000", "miit", "nation", "group:east"):
        row = of(whole, unit=unit, quarter=at)
        mine = parts[(parts["unit"] == unit) & (parts["quarter"] == at)]
        assert row["indicators"] == mine["indicators"].sum()
        assert [row[f"n_{s}"] for s in STATUSES] == [mine[f"n_{s}"].sum() for s in STATUSES]


def test_a_rank_is_a_span_over_all_who_are_closer_than_the_tie(programme: Programme) -> None:
    rows = pd.DataFrame({"unit": list("abcdef"), "index": [0.50, 0.80, 0.78, 0.76, np.nan, 0.73]})
    ranked = ranks(rows, programme)
    assert ranked["unit"].tolist() == list("bcdfae")
    assert ranked["rank"].tolist() == [1, 1, 2, 4, 5, 0]
    assert ranked["rank_to"].tolist() == [2, 3, 3, 4, 5, 0]
    assert ranked["tied"].tolist() == [True, True, True, False, False, False]


INDICES = st.lists(st.integers(0, 40).map(lambda n: n / 200), min_size=1, max_size=40)


@given(INDICES, st.randoms())
def test_nobody_is_ranked_before_one_closer_than_the_tie_and_all_others_are(
    programme: Programme, indices: list[float], random: Random
) -> None:
    # In steps of 0.005: just at the threshold, and long chains of ties, come up all the time.
    random.shuffle(indices)
    rows = pd.DataFrame({"unit": [str(n) for n in range(len(indices))], "index": indices})
    found = ranks(rows, programme)
    index, first, last = (found[c].to_numpy() for c in ("index", "rank", "rank_to"))
    better = index[:, None] - index[None, :] > programme.thresholds.tie - 1e-9
    before = last[:, None] < first[None, :]
    assert not (before & ~better).any()
    assert (first[:, None] < first[None, :])[better].all()
    assert (last[:, None] < last[None, :])[better].all()
    assert (found["tied"] == (last > first)).all()


@given(INDICES)
def test_a_rank_in_order_of_size_lies_in_its_span(
    programme: Programme, indices: list[float]
) -> None:
    found = ranks(pd.DataFrame({"unit": range(len(indices)), "index": indices}), programme)
    place = np.arange(1, len(found) + 1)
    assert ((found["rank"] <= place) & (place <= found["rank_to"])).all()


def test_each_chain_is_ranked_by_itself(programme: Programme) -> None:
    rows = pd.DataFrame(
        {"unit": ["a", "a", "b", "b"], "chain": ["x", "y", "x", "y"], "index": [0.1, 0.9, 0.5, 0.2]}
    )
    ranked = ranks(rows, programme).set_index(["chain", "unit"])["rank"]
    assert ranked.to_dict() == {("x", "b"): 1, ("x", "a"): 2, ("y", "a"): 1, ("y", "b"): 2}


def test_the_golden_milestone_shares_hold() -> None:
    case = AGGREGATION["milestones"]
    rows = case["items"]
    items = pd.DataFrame(
        {
            "weight": [r["w"] for r in rows],
            "due": pd.to_datetime([r["due"] for r in rows]),
            "claimed": pd.NaT,
            "verified": pd.to_datetime([r["verified"] for r in rows]),
        }
    )
    shares = milestone_shares(items, date.fromisoformat(case["as_of"]))
    assert shares.of_all == pytest.approx(case["fulfilled_share_of_all"], rel=1e-9)
    assert shares.of_due == case["due_fulfilled_share"]
    assert shares.on_time == pytest.approx(case["on_time_share_of_due"], rel=1e-9)
    assert shares.overdue_weight == case["overdue_weight"]


def test_milestones_are_verified_claimed_overdue_or_open(programme: Programme) -> None:
    notice = "SUP-1-4"
    known = figures(
        (notice, "miit", "2022Q3", np.nan), (notice, "miit", "2023Q3", np.nan),
        state=["verified", "claimed"], completed_on=["2022-07-29", ""],
    )  # fmt: skip
    wanted = targets(target(notice, "nation", 1, due=q("2022Q2")))
    found = milestones(known, wanted, programme, date(2022, 9, 30))
    assert found["state"].tolist() == ["verified"]
    assert found["due"].tolist() == [pd.Timestamp("2022-06-30")]
    next_round = targets(target(notice, "nation", 1, due=q("2023Q4")))
    found = milestones(known, next_round, programme, date(2023, 12, 31))
    assert found["state"].tolist() == ["verified", "claimed"]
    assert found["claimed"].tolist()[1] == pd.Timestamp("2023-09-30")
    late = milestones(known.iloc[:0], wanted, programme, date(2022, 7, 10))
    assert late[["state", "overdue_days", "unit"]].to_numpy().tolist() == [["overdue", 10, "miit"]]
    assert milestones(known.iloc[:0], targets(), programme, date(2022, 7, 10)).empty


def test_a_round_that_is_not_done_is_overdue_whatever_earlier_rounds_did(
    programme: Programme,
) -> None:
    notice = "SUP-1-4"
    known = figures(
        *((notice, "miit", quarter, np.nan) for quarter in ("2023Q3", "2023Q4", "2025Q1")),
        state=["verified", "verified", "under_way"], completed_on=["2023-08-16"] * 2 + [""],
    )  # fmt: skip
    # Stated for the nation and for its ministry, it is one.
    wanted = targets(*(target(notice, unit, 1, due=q("2025Q2")) for unit in ("nation", "miit")))
    found = milestones(known, wanted, programme, date(2025, 12, 31))
    assert found["state"].tolist() == ["verified", "overdue"]
    assert found["due"].isna().tolist() == [True, False]
    # The assessment says the same of it.
    judged = one(assess(known, wanted, programme, through=q("2025Q4")), notice, "miit", "2025Q4")
    assert judged["status"] == "missed"


def changed(
    programme: Programme, known: pd.DataFrame, wanted: pd.DataFrame, **more: object
) -> dict:
    frame = assess(known, wanted, programme, through=q("2023Q2"))
    rows = changes(frame, q("2023Q2"), q("2023Q1"), **more)
    rows = rows[rows["unit"] == "110000"]
    return {row["indicator"]: row for row in rows.to_dict("records")}


def test_a_change_says_its_cause(programme: Programme) -> None:
    wanted = targets(*(target(c, "110000", 100, **FROM_ZERO) for c in (STOCK, OTHER, THIRD)))
    known = figures(
        (STOCK, "110000", "2023Q1", 27.0), (STOCK, "110000", "2023Q2", 40.0),
        (OTHER, "110000", "2023Q1", 27.0),
        (THIRD, "110000", "2022Q3", 40.0),
    )  # fmt: skip
    found = changed(programme, known, wanted)
    assert found[STOCK]["cause"] == "reported"
    assert (found[STOCK]["value_before"], found[STOCK]["value"]) == (27, 40)
    assert found[OTHER]["cause"] == "time"
    assert (found[OTHER]["status_before"], found[OTHER]["status"]) == ("on_track", "delayed")
    assert found[OTHER]["turn"] == -1
    assert found[THIRD]["cause"] == "missing"
    assert found[THIRD]["status"] == "stale"


def test_revisions_and_new_targets_are_told_from_what_was_known(programme: Programme) -> None:
    then = assess(
        figures((STOCK, "110000", "2023Q1", 10.0), (OTHER, "110000", "2023Q1", 10.0)),
        targets(*(target(c, "110000", 100, **FROM_ZERO) for c in (STOCK, OTHER))),
        programme, through=q("2023Q1"),
    )  # fmt: skip
    known = figures((STOCK, "110000", "2023Q1", 30.0), (OTHER, "110000", "2023Q1", 10.0))
    wanted = targets(
        target(STOCK, "110000", 100, **FROM_ZERO), target(OTHER, "110000", 20, **FROM_ZERO)
    )
    found = changed(programme, known, wanted, earlier=then)
    assert (found[STOCK]["cause"], found[STOCK]["revised_from"]) == ("revised", 10)
    assert found[OTHER]["cause"] == "target_changed"


def test_nothing_changes_between_a_quarter_and_itself(programme: Programme) -> None:
    frame = measured(programme)
    assert changes(frame, q("2025Q1"), q("2025Q1")).empty


def test_a_later_baseline_is_a_changed_target(programme: Programme) -> None:
    known = figures((STOCK, "110000", "2023Q1", 25.0))
    moved = {"baseline": 0, "baseline_quarter": q("2022Q4")}
    then = assess(known, targets(target(STOCK, "110000", 100, **FROM_ZERO)), programme)
    now = assess(known, targets(target(STOCK, "110000", 100, **moved)), programme)
    found = of(changes(now, q("2023Q1"), q("2023Q1"), earlier=then), unit="110000")
    assert (found["status_before"], found["status"]) == ("delayed", "on_track")
    assert found["cause"] == "target_changed"
