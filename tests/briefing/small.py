"""Material for briefings in tests: made from frames alone, as random as a seed."""

from datetime import date, timedelta
from functools import cache, lru_cache

import numpy as np
import pandas as pd

from tests.conftest import ROOT
from tests.progress.small import figures, q, target, targets
from tracking import progress
from tracking.briefing import Briefing, File, Material, Request, Scope, compose
from tracking.programme import NATION, Programme, Quarter, load
from tracking.progress.obligations import obligations
from tracking.store.deadlines import DEADLINE_DTYPES
from tracking.store.history import NARRATIVE_DTYPES
from tracking.store.reports import REPORT_DTYPES
from tracking.words import Language

AT = Quarter.of("2024Q3")
BEFORE = Quarter.of("2024Q2")
DAY = date(2024, 12, 1)
# Hypothesis prints what a test is given; a constant is not printed.
PROGRAMME = load(ROOT / "data" / "programme")


def nothing_of(dtypes: dict[str, str]) -> pd.DataFrame:
    """A frame without rows."""
    return pd.DataFrame(columns=list(dtypes)).astype(dtypes)


def material(
    programme: Programme,
    told: pd.DataFrame,
    aims: pd.DataFrame,
    *,
    demonstration: bool = False,
    narratives: pd.DataFrame | None = None,
    through: Quarter = AT,
    reports: pd.DataFrame | None = None,
) -> Material:
    """The material of these figures and targets; without `reports` nobody handed one in."""
    assessment = progress.assess(told, aims, programme, through=through.index)
    return Material(
        programme=programme,
        assessment=assessment,
        chains=progress.chains(assessment, programme),
        obligations=obligations(
            nothing_of(REPORT_DTYPES) if reports is None else reports,
            nothing_of({"unit": "str", "quarter": "int32", "indicators": "int32"}),
            nothing_of(DEADLINE_DTYPES),
            programme,
            [BEFORE, AT],
            DAY,
        ),
        narratives=nothing_of(NARRATIVE_DTYPES) if narratives is None else narratives,
        files={7: File(7, "江苏.xlsx")},
        as_of=DAY,
        version=42,
        demonstration=demonstration,
        handed_in=reports is not None and len(reports) > 0,
        latest=Quarter(int(told["quarter"].max())) if len(told) else None,
    )


def drawn(seed: int, *, demonstration: bool = False, reporting: bool = False) -> Material:
    """Some units report some indicators for ten quarters; some have a target.

    With `reporting`, reports were handed in, too: in time, late, sent back; and name problems.
    """
    rng, programme = np.random.default_rng(seed), PROGRAMME
    owed = [i for i in programme.indicators.values() if i.kind != "milestone"]
    chosen = [i for i in owed if rng.random() < rng.uniform(0, 1)]
    rows, aims = [], []
    share = rng.uniform(0.2, 1)
    for indicator in chosen:
        owing = [u for u in (*programme.regions, *programme.ministries)
                 if programme.owes(u, indicator)]  # fmt: skip
        for unit in [u for u in owing if rng.random() < share]:
            steps = rng.uniform(0, 20, 10).round(2).cumsum()
            values = rng.uniform(0, 20, 10).round(2) if indicator.kind == "flow" else steps
            rows += [
                (indicator.code, unit.code, str(Quarter.of("2022Q2") + n), float(v))
                for n, v in enumerate(values)
                if rng.random() < 0.9
            ]
        if rng.random() < 0.7:
            goal = float(rng.integers(10, 8000))
            aims.append(
                target(
                    indicator.code, NATION, goal, baseline=0.0,
                    baseline_quarter=q("2022Q1"), id=len(aims) + 1,
                )
            )  # fmt: skip
    return material(
        programme,
        figures(*rows),
        targets(*aims),
        demonstration=demonstration,
        reports=_reports(rng) if reporting else None,
        narratives=_narratives(rng) if reporting else None,
    )


# The same for the same seed, made once.
at_random = cache(drawn)


def _reports(rng: np.random.Generator) -> pd.DataFrame:
    """Of two quarters, as the store gives them; now and then none, or of all."""
    share, told = rng.choice([0.0, 0.5, 0.9, 1.0]), []
    for unit in (*PROGRAMME.regions, *PROGRAMME.ministries):
        for quarter in (BEFORE, AT):
            if rng.random() < share:
                due = PROGRAMME.deadline_of(quarter)
                day = f"{due + timedelta(days=int(rng.integers(-5, 6)))}T04:00:00.000Z"
                state = str(rng.choice(["approved", "submitted", "returned"], p=[0.7, 0.2, 0.1]))
                told.append(
                    dict.fromkeys(REPORT_DTYPES, "")
                    | {"unit": unit.code, "quarter": quarter.index, "submission": len(told) + 1}
                    | {"submitted_by": unit.code, "submitted_at": day, "decided_at": day}
                    | {"state": state, "figures": 1}
                )
    return pd.DataFrame(told, columns=list(REPORT_DTYPES)).astype(REPORT_DTYPES)


def _narratives(rng: np.random.Generator) -> pd.DataFrame:
    """Some regions name a problem for some indicators."""
    codes = list(PROGRAMME.indicators)
    told = [
        dict.fromkeys(NARRATIVE_DTYPES, "")
        | {"unit": unit.code, "quarter": AT.index, "indicator": str(rng.choice(codes[:9]))}
        | {"problem": "资金不足", "submission": 0, "row": 0}
        for unit in PROGRAMME.regions
        if rng.random() < 0.4
    ]
    return pd.DataFrame(told, columns=list(NARRATIVE_DTYPES)).astype(NARRATIVE_DTYPES)


def composed(
    of: Material,
    scope: str = "nation",
    language: Language = "zh",
    *,
    full: bool = True,
    before: Quarter | None = BEFORE,
) -> Briefing:
    """The briefing on this scope."""
    request = Request(Scope.of(scope, of.programme), AT, before, language, full=full)
    return compose(of, request)


# … composed once. What is equal to what is tried with `drawn` and `composed`.
asked = lru_cache(maxsize=64)(composed)
