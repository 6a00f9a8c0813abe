"""A thousand explanations of random series, each worked out again by hand from its own data.

The formulas below are docs/method.md's, one number at a time; nothing of the product is used.
"""

from collections import Counter
from collections.abc import Iterator
from math import isclose
from typing import Any

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from tests.progress.small import figures, q, target, targets
from tests.progress.test_explain import worked_out
from tracking.programme import Programme
from tracking.progress import Explanation, assess, explain, outlook

UP = ("INN-2-1", "INN-1-1", "INN-1-2")  # a stock, a total, a flow
DOWN = "CAP-2-3"
UNITS = tuple(f"{n}0000" for n in (11, 12, 13, 14, 15, 21, 22, 23, 31, 32))
DUE, START = q("2025Q4"), q("2022Q1")
LAST = 15  # quarters after the start


def drawn(rng: np.random.Generator) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Figures with holes and falls, and targets of every path, some reached, some never."""
    rows, wanted = [], []
    for indicator in (*UP, DOWN):
        for unit in UNITS:
            base = float(rng.uniform(5, 40))
            goal = base * float(rng.uniform(1.2, 3) if indicator != DOWN else rng.uniform(0.1, 0.8))
            pace = (goal - base) / LAST * rng.uniform(-0.6, 1.6)
            noise = abs(goal - base) / LAST * rng.uniform(0, 0.6)
            for quarter in range(1, LAST + 1):
                if rng.random() < 0.15:
                    continue
                level = base + pace * quarter + rng.normal() * noise
                running = indicator == "INN-1-2"
                value = max(pace + rng.normal() * noise, 0) if running else max(level, 0.01)
                rows.append((indicator, unit, label(START + quarter), float(value)))
            path = str(rng.choice(["linear", "s_curve", "geometric"]))
            due = DUE if rng.random() < 0.8 else q("2024Q2")
            if indicator in ("INN-2-1", DOWN):
                more: dict[str, Any] = {"baseline": base, "baseline_quarter": START}
            else:
                more, path = {}, "linear"
                goal = pace * LAST + 1
            wanted.append(target(indicator, unit, goal, due=due, path=path, **more))
    return figures(*rows), targets(*wanted)


def label(quarter: int) -> str:
    return f"{quarter // 4}Q{quarter % 4 + 1}"


@pytest.fixture(scope="module")
def explained(programme: Programme) -> list[Explanation]:
    """A thousand explanations, of any quarters, in either language."""
    return list(_explanations(programme))


def _explanations(programme: Programme) -> Iterator[Explanation]:
    rng = np.random.default_rng(20251124)
    left = 1000
    while left:
        known, wanted = drawn(rng)
        frame = assess(known, wanted, programme)
        for quarter in rng.choice(np.arange(START + 1, START + LAST + 1), 5, replace=False):
            ahead = outlook(frame, programme, int(quarter))
            rows = frame[frame["quarter"] == quarter].reset_index(drop=True)
            ours = np.flatnonzero(rows["unit"].isin(UNITS) & np.isfinite(rows["target"]))
            for at in rng.choice(ours, min(20, left), replace=False):
                language = "zh" if at % 2 else "en"
                yield explain(rows.iloc[at], programme, language, outlook=ahead.iloc[at])
                left -= 1
            if not left:
                return


def path_value(path: str, x: float, base: float, goal: float) -> float:
    """The share of the way that is planned after the elapsed share x."""
    if path == "s_curve":
        return 3 * x**2 - 2 * x**3
    if path == "geometric":
        return float(((goal / base) ** x - 1) / (goal / base - 1))
    return x


def status_of(data: dict[str, Any]) -> str:
    """The status by the method's table, in its order, from an explanation's own data."""
    limits = data["thresholds"]
    y, goal, a, e, p = (data[name] for name in ("value", "target", "achieved", "expected", "pace"))
    d = 1 if data["direction"] == "up" else -1
    over = q(data["quarter"]) >= q(data["due"])
    rules = (
        ("not_reported", lambda: y is None),
        ("stale", lambda: data["age"] > limits["stale_quarters"]),
        ("achieved", lambda: d * (y - goal) >= -1e-9 * max(1, abs(goal))),
        ("narrowly_missed", lambda: over and a >= limits["narrowly_missed"] - 1e-12),
        ("partly", lambda: over and a >= limits["partly"] - 1e-12),
        ("missed", lambda: over and a >= -1e-12),
        ("moved_away", lambda: over),
        ("too_early", lambda: e < limits["too_early"] - 1e-12),
        ("on_track", lambda: p >= limits["on_track"] - 1e-12),
        ("delayed", lambda: p >= limits["delayed"] - 1e-12),
        ("off_track", lambda: p >= -1e-12),
        ("moving_away", lambda: True),
    )
    return next(code for code, holds in rules if holds())


def same(found: float | None, wanted: float) -> bool:
    return found is not None and isclose(found, wanted, rel_tol=1e-9, abs_tol=1e-9)


def test_shares_pace_and_gap_are_what_the_formulas_come_to(explained):
    held = [e.data for e in explained if e.data["achieved"] is not None]
    assert len(held) > 800
    for data in held:
        y, base, goal = data["value"], data["baseline"], data["target"]
        q0, due, now = (q(data[name]) for name in ("baseline_quarter", "due", "quarter"))
        x = min(max((now - q0) / (due - q0), 0), 1)
        e = path_value(data["path"], x, base, goal)
        a = (y - base) / (goal - base)
        d = 1 if data["direction"] == "up" else -1
        assert same(data["elapsed"], x), data
        assert same(data["expected"], e), data
        assert same(data["achieved"], a), data
        assert same(data["gap"], d * (y - (base + (goal - base) * e))), data
        assert data["pace"] is None or same(data["pace"], a / e), data
        if data["need"] is not None:
            assert same(data["need"], (goal - y) / (due - now)), data


def test_the_status_is_the_one_of_the_methods_table(explained):
    found = Counter(e.data["status"] for e in explained)
    assert [e.data for e in explained if e.data["status"] != status_of(e.data)] == []
    # The draw reaches the whole table, or the test says little.
    assert len(found) >= 11, found


def test_the_outlooks_interval_and_chance_are_what_the_formulas_come_to(explained):
    told = [e.data for e in explained if e.data["outlook"]["likelihood"] != "not_assessed"]
    assert len(told) > 300
    for data in told:
        of = data["outlook"]
        if of["se"] is None:  # reached, by fewer reports than an interval takes
            assert of["hit"] == 1, of
            continue
        t = stats.t.ppf(0.90, of["degrees"])
        d = 1 if data["direction"] == "up" else -1
        assert same(of["t"], t), of
        assert of["high"] is None or of["high"] <= of["centre"] + t * of["se"] + 1e-9, of
        assert of["low"] >= of["centre"] - t * of["se"] - 1e-9, of
        reached = data["kind"] != "stock" and d * (of["value"] - data["target"]) >= 0
        if of["se"] and not reached:
            away = d * (data["target"] - of["centre"]) / of["se"]
            assert same(of["hit"], 1 - stats.t.cdf(away, of["degrees"])), of
        limits = {"likely": (0.8, 1), "uncertain": (0.2, 0.8), "unlikely": (0, 0.2)}
        least, most = limits[of["likelihood"]]
        assert least - 1e-9 <= of["hit"] <= most + 1e-9, of


def test_every_formula_that_is_written_out_comes_to_what_it_says(explained):
    worked = [
        formula
        for e in explained
        for formula in e.formulas
        # What is only named, an interval and a chance are held to their data above.
        if formula.count("=") + formula.count("≈") > 2
        and not any(sign in formula for sign in ("±", "F(", "= x =", "ŷ"))
    ]
    assert len(worked) > 4000
    for formula in worked:
        found, said = worked_out(formula)
        assert found == pytest.approx(said, rel=5e-3, abs=2e-3), formula
