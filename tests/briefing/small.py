"""Material for briefings in tests: made from frames alone, as random as a seed."""

from datetime import date

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
) -> Material:
    """The material of these figures and targets; nobody handed in a report."""
    assessment = progress.assess(told, aims, programme, through=through.index)
    return Material(
        programme=programme,
        assessment=assessment,
        chains=progress.chains(assessment, programme),
        obligations=obligations(
            nothing_of(REPORT_DTYPES),
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
        handed_in=False,
        latest=Quarter(int(told["quarter"].max())) if len(told) else None,
    )


def at_random(seed: int, *, demonstration: bool = False) -> Material:
    """Some units report some indicators for ten quarters; some have a target."""
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
    return material(programme, figures(*rows), targets(*aims), demonstration=demonstration)


def asked(
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
