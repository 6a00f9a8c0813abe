"""Planned paths: from interim target to interim target, in sums, explanations and marks."""

import numpy as np
import pytest

from tests.progress.small import figures, one, q, target, targets
from tracking.programme import Programme
from tracking.progress import assess, changes, explain
from tracking.words import LANGUAGES

FLOW, STOCK, RATIO = "INN-1-2", "INN-2-1", "INN-3-1"
STEPS = "2023Q4=500;2024Q4=600"


def planned(unit: str, value: float = 1000, interim: str = STEPS, **more: object):
    return target(FLOW, unit, value, path="plan", interim=interim, **more)


@pytest.mark.parametrize(
    ("quarter", "expected"),
    [
        ("2022Q2", 0.5 / 7),
        ("2023Q4", 0.5),
        ("2024Q2", 0.55),
        ("2024Q4", 0.6),
        ("2025Q2", 0.8),
        ("2025Q4", 1.0),
    ],
)
def test_a_planned_path_goes_straight_from_step_to_step(
    programme: Programme, quarter: str, expected: float
) -> None:
    known = figures((FLOW, "110000", "2022Q2", 55.0))
    row = one(
        assess(known, targets(planned("110000")), programme, through=q("2025Q4")),
        FLOW, "110000", quarter,
    )  # fmt: skip
    assert row["expected"] == pytest.approx(expected, abs=1e-12)
    assert row["path_value"] == pytest.approx(1000 * expected)
    assert "plan_as_linear" not in row["marks"]


def test_status_and_gap_hold_the_value_against_the_planned_path(programme: Programme) -> None:
    known = figures((FLOW, "110000", "2024Q2", 440.0), basis="since_start")
    row = one(assess(known, targets(planned("110000")), programme), FLOW, "110000", "2024Q2")
    assert (row["status"], row["pace"]) == ("delayed", pytest.approx(0.8))
    assert row["gap"] == pytest.approx(-110)
    assert np.isnan(row["ahead"])


def test_a_plan_without_steps_is_a_straight_path_and_says_so(programme: Programme) -> None:
    known = figures((FLOW, "110000", "2024Q2", 440.0), basis="since_start")
    both = targets(planned("110000", interim=""), planned("120000"))
    row = one(assess(known, both, programme), FLOW, "110000", "2024Q2")
    assert row["expected"] == pytest.approx(9 / 15)
    assert "plan_as_linear" in row["marks"]


def test_a_sum_of_planned_paths_is_planned(programme: Programme) -> None:
    half = STEPS.replace("500", "250").replace("600", "300")
    rows = [
        planned(unit.code, *((1000, STEPS) if n % 2 else (500, half)))
        for n, unit in enumerate(programme.regions)
    ]
    known = figures(*((FLOW, u.code, "2024Q4", 10.0) for u in programme.regions))
    row = one(assess(known, targets(*rows), programme), FLOW, "nation", "2024Q4")
    assert row["expected"] == pytest.approx(0.6)
    assert {"summed_target"} <= set(row["marks"])
    assert "plan_as_linear" not in row["marks"]


def test_a_level_without_a_baseline_has_no_planned_path(programme: Programme) -> None:
    aim = target(STOCK, "110000", 100, path="plan", interim="2024Q4=50")
    row = one(
        assess(figures((STOCK, "110000", "2024Q2", 40.0)), targets(aim), programme),
        STOCK, "110000", "2024Q2",
    )  # fmt: skip
    assert np.isnan(row["expected"])
    assert row["status"] == "not_yet"


def test_another_step_on_the_way_is_a_changed_target(programme: Programme) -> None:
    known = figures((FLOW, "110000", "2024Q2", 540.0), basis="since_start")
    was, now = (
        assess(known, targets(planned("110000", interim=steps)), programme)
        for steps in (STEPS, "2023Q4=900")
    )
    found = changes(now, q("2024Q2"), q("2024Q2"), earlier=was)
    assert found["cause"].tolist() == ["target_changed"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_planned_path_is_explained_with_its_steps(programme: Programme, language) -> None:
    known = figures((FLOW, "110000", "2024Q2", 440.0), basis="since_start")
    row = one(assess(known, targets(planned("110000")), programme), FLOW, "110000", "2024Q2")
    told = explain(row, programme, language)
    assert any("550 − 0) / (1000 − 0) = 0.55" in formula for formula in told.formulas)
    said = "\n".join(told.sentences)
    assert "500" in said and "600" in said
    assert told.data["interim"] == STEPS
