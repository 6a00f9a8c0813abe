"""An index explains itself: its parts give it again, and it says why there is none."""

from dataclasses import replace
from math import isfinite

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.briefing.small import AT, PROGRAMME, at_random
from tests.progress.small import figures, q, target, targets
from tracking.briefing import Material
from tracking.programme import Programme
from tracking.progress import IndexExplained, assess, explain_index

SEEDS = st.integers(0, 10_000)
FROM_ZERO = {"baseline": 0, "baseline_quarter": q("2022Q1")}


def explained(of: Material, unit: str, chain: str) -> IndexExplained:
    ahead = of.outlook(AT)
    found = explain_index(
        of.at(AT, unit), PROGRAMME, "en", chain=chain, outlook=ahead[ahead["unit"] == unit]
    )
    assert found is not None
    return found


def again(of: IndexExplained) -> tuple[float, float]:
    """The index from the listed rows alone, and the share of the weight that is known."""
    told = [part for part in of.parts if part.counted is not None]
    weight = sum(part.weight for part in told)
    whole = sum(part.weight for part in of.parts if part.could)
    sums = sum(part.weight * min(max(part.achieved or 0, 0), 1) for part in told)
    return (sums / weight if weight else float("nan"), weight / whole if whole else float("nan"))


@settings(max_examples=5)
@given(SEEDS)
def test_the_rows_that_are_listed_give_the_index_again(seed: int) -> None:
    of = at_random(seed)
    rows = of.chains[of.chains["quarter"] == AT.index].to_dict("records")
    for row in [*rows, *of.standings(AT).to_dict("records")][::5]:
        index, covered = again(explained(of, str(row["unit"]), str(row["chain"])))
        if isfinite(row["weight_share"]):
            assert covered == pytest.approx(row["weight_share"])
        else:
            assert not isfinite(covered)
        enough = isfinite(covered) and covered >= PROGRAMME.thresholds.index_weight - 1e-12
        assert isfinite(row["index"]) == enough
        if enough:
            assert index == pytest.approx(row["index"])


@settings(max_examples=5)
@given(SEEDS)
def test_the_statuses_and_outlooks_that_are_counted_are_those_of_the_rows(seed: int) -> None:
    told = explained(at_random(seed), "nation", "")
    statuses = [part.status for part in told.parts]
    assert told.data["statuses"] == {code: statuses.count(code) for code in set(statuses)}
    ahead = [part.likelihood for part in told.parts]
    assert told.data["outlooks"] == {code: ahead.count(code) for code in set(ahead)}


def test_the_formula_is_written_with_its_numbers_and_its_result(programme: Programme) -> None:
    wanted = targets(*(target(c, "110000", 100, **FROM_ZERO) for c in ("INN-2-1", "INN-2-2")))
    known = figures(("INN-2-1", "110000", "2024Q1", 50.0), ("INN-2-2", "110000", "2024Q1", 130.0))
    rows = assess(known, wanted, programme, through=q("2024Q1"))
    rows = rows[(rows["unit"] == "110000") & (rows["quarter"] == q("2024Q1"))]
    told = explain_index(rows, programme, "en", chain="innovation")
    assert told is not None
    assert "Index = Σ w × min(max(A, 0), 1) / Σ w = (1 × 0.5 + 1 × 1) / 2 = 1.5 / 2 = 0.75" in (
        told.formulas
    )
    assert any(s.startswith("The index is 75%: the weighted mean") for s in told.sentences)


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", "No index: current data carry 50.0% of the weight that could tell a share; an index"
               " needs at least 80%."),
        ("zh", "暂无指数：有现期数据的指标仅占可计算权重的50.0%，不足80%时不计算。"),
    ],
)  # fmt: skip
def test_too_little_weight_is_told_with_the_share_there_is(
    programme: Programme, language: str, told: str
) -> None:
    wanted = targets(*(target(c, "110000", 100, **FROM_ZERO) for c in ("INN-2-1", "INN-2-2")))
    rows = assess(figures(("INN-2-1", "110000", "2024Q1", 50.0)), wanted, programme)
    rows = rows[(rows["unit"] == "110000") & (rows["quarter"] == q("2024Q1"))]
    found = explain_index(rows, programme, language, chain="innovation")  # type: ignore[arg-type]
    assert found is not None
    assert told in found.sentences
    assert found.data["index"] is None


def test_a_weight_just_below_the_threshold_never_reads_as_enough(programme: Programme) -> None:
    # 79.996% would round to the 80.0% that is enough.
    weights = {"INN-2-1": 79_996.0, "INN-2-2": 20_004.0}
    indicators = {
        code: replace(one, weight=weights.get(code, one.weight))
        for code, one in programme.indicators.items()
    }
    weighed = replace(programme, indicators=indicators)
    wanted = targets(*(target(c, "110000", 100, **FROM_ZERO) for c in weights))
    rows = assess(figures(("INN-2-1", "110000", "2024Q1", 50.0)), wanted, weighed)
    rows = rows[(rows["unit"] == "110000") & (rows["quarter"] == q("2024Q1"))]
    found = explain_index(rows, weighed, "en", chain="innovation")
    assert found is not None
    assert any("carry 79.9% of the weight" in said for said in found.sentences)


def test_without_any_target_that_is_said(programme: Programme) -> None:
    rows = assess(figures(("INN-2-1", "110000", "2024Q1", 5.0)), targets(), programme)
    rows = rows[(rows["unit"] == "110000") & (rows["quarter"] == q("2024Q1"))]
    found = explain_index(rows, programme, "en")
    assert found is not None
    assert "No index: an index needs targets with a baseline." in found.sentences


def test_what_nobody_owes_has_no_explanation(programme: Programme) -> None:
    rows = assess(figures(), targets(), programme, through=AT.index)
    assert explain_index(rows[rows["unit"] == "nowhere"], programme, "en") is None


def test_an_index_over_all_lists_the_index_of_each_chain() -> None:
    of = at_random(4)
    found = {row["chain"]: row["index"] for row in of.chains.to_dict("records")
             if row["unit"] == "nation" and row["quarter"] == AT.index}  # fmt: skip
    told = explained(of, "nation", "").chains
    assert {part.chain for part in told} == set(found)
    for part in told:
        known = found[part.chain]
        assert part.index == (known if isfinite(known) else None)
