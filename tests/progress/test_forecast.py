"""Forecasts agree with the published cases, and with what any forecast must do."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tracking.programme import OutlookSettings, Programme
from tracking.progress.forecast import Forecast, chance, flows, interval, levels

CASES = json.loads((Path(__file__).parent / "cases.json").read_text())["forecast_cases"]["cases"]
NONE = np.array([np.nan])


@pytest.fixture
def settings(programme: Programme) -> OutlookSettings:
    return programme.outlook


def one(values: list[float]) -> np.ndarray:
    return np.array(values, dtype=float)[:, None]


def of_level(case: dict[str, Any], settings: OutlookSettings) -> tuple[Forecast, Any, Any, Any]:
    first = case["t"][0]
    value = np.full((case["t"][-1] - first + 1, 1), np.nan)
    value[np.array(case["t"]) - first, 0] = case["y"]
    found = levels(value, np.array([case["deadline"] - case["t"][-1]]), settings)
    low, high = (np.array([case.get(name, np.nan)], dtype=float) for name in ("lo", "hi"))
    return found, *interval(found, low, high, settings)


def of_flow(case: dict[str, Any], settings: OutlookSettings) -> tuple[Forecast, Any, Any, Any]:
    total = np.array([float(sum(case["flows"]))])
    found = flows(one(case["flows"]), total, np.array([case["H"]]), settings)
    return found, *interval(found, total, NONE, settings)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_the_golden_cases(case: dict[str, Any], settings: OutlookSettings) -> None:
    wanted = case["expected"]
    of = of_level if case["kind"] == "level" else of_flow
    found, low, high, t = of(case, settings)
    hit = chance(found, np.array([float(case["target"])]), np.array([case.get("d", 1)]))
    bound = case.get("hi", np.inf)
    told = {
        "n": found.n[0],
        "slope_per_quarter": found.slope[0],
        "run_rate": found.slope[0],
        "forecast": min(found.centre[0], bound),
        "forecast_total": found.centre[0],
        "forecast_if_full_pace_continues": min(found.full_pace[0], bound),
        "seasonal_strength": found.strength[0],
        "se": found.se[0],
        "t80": t[0],
        "p_hit": hit[0],
    }
    for name, value in wanted.items():
        if name in told:
            assert told[name] == pytest.approx(value, rel=1e-9), name
    assert [low[0], high[0]] == pytest.approx(wanted["pi80"], rel=1e-9)
    assert found.seasonal[0] == (case["kind"] == "flow_seasonal")
