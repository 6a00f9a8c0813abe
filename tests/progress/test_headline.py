"""The nation's headline names the chain that has come least far."""

import re

from tests.progress.small import figures, q, target, targets
from tracking.programme import Programme
from tracking.progress import assess, headline_of_comparison, headline_of_nation
from tracking.words import Language

OF_CHAIN = {
    "innovation": "INN-2-1", "industry": "IND-2-1", "supply": "SUP-4-1", "overall": "ONE-3-1",
}  # fmt: skip


def weakest(programme: Programme, language: Language, **shares: float) -> str:
    """What the nation's headline says last, where chains have come so far on their way."""
    begun = {"baseline": 0, "baseline_quarter": q("2023Q4")}
    wanted = targets(*(target(OF_CHAIN[chain], "nation", 100, **begun) for chain in shares))
    regions = programme.regions
    known = figures(
        *((OF_CHAIN[chain], region.code, "2024Q4", 100 * share / len(regions))
          for chain, share in shares.items() for region in regions)
    )  # fmt: skip
    frame = assess(known, wanted, programme, through=q("2024Q4"))
    said = headline_of_nation(frame, programme, q("2024Q4"), language)
    return re.split(r"(?<=[.。])\s*", said.strip())[-2]


def test_the_nations_headline_names_the_weakest_chain(programme: Programme) -> None:
    shares = {"innovation": 0.6, "industry": 0.5, "supply": 0.2}
    assert weakest(programme, "zh", **shares) == "3条可计算指数的链中，供应链指数最低（20%）。"
    assert weakest(programme, "en", **shares) == (
        "Lowest of 3 chains with an index: Supply chain (20%)."
    )


def test_chains_that_are_weakest_alike_are_named_together(programme: Programme) -> None:
    shares = {"innovation": 0.6, "industry": 0.22, "supply": 0.2}
    assert weakest(programme, "zh", **shares).endswith("供应链、产业链指数最低（20%）。")
    assert weakest(programme, "en", **shares) == (
        "Lowest of 3 chains with an index: Supply chain, Industry chain (20%)."
    )


def test_chains_too_close_to_each_other_have_no_weakest(programme: Programme) -> None:
    shares = {"innovation": 0.51, "industry": 0.5}
    assert weakest(programme, "zh", **shares) == "2条可计算指数的链差距过小，不分先后（50%—51%）。"
    assert weakest(programme, "en", **shares) == (
        "The 2 chains with an index lie too close to be ranked, from 50% to 51%."
    )


def test_one_chain_with_an_index_is_said_to_be_the_only_one(programme: Programme) -> None:
    assert weakest(programme, "zh", industry=0.5) == "仅产业链可计算指数，为50%。"
    assert (
        weakest(programme, "en", industry=0.5)
        == "Only one chain has an index: Industry chain (50%)."
    )


def test_the_goals_of_the_whole_programme_are_no_weakest_chain(programme: Programme) -> None:
    assert "仅产业链" in weakest(programme, "zh", industry=0.5, overall=0.1)


def test_without_an_index_no_chain_is_named(programme: Programme) -> None:
    assert "指数" not in weakest(programme, "zh", overall=0.1)


def test_after_the_colon_the_english_sentence_goes_on_small(programme: Programme) -> None:
    units = [unit.code for unit in programme.regions][:2]
    quarter = "2024Q4"
    known = figures(*(("INN-1-1", u, quarter, v) for u, v in zip(units, (10.0, 90.0), strict=True)))
    goals = targets(
        *(target("INN-1-1", u, 100, baseline=0.0, baseline_quarter=q("2022Q1")) for u in units)
    )
    frame = assess(known, goals, programme)
    said = headline_of_comparison(frame, programme, q(quarter), "en")
    assert said.startswith("As of 2024 Q4: of 2 regions with an index")
