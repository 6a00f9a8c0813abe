"""Every number that a briefing says of one indicator, its outlook too, is worked out again by hand.

`Alone` tells which clauses must stand there, in which order, with which numbers. A sentence is
these and nothing else: what stands between has no digit.
"""

import re
from functools import cache
from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.briefing.alone_by_hand import Alone
from tests.briefing.by_hand import ByHand
from tests.briefing.clauses import hold
from tests.briefing.singly import PROGRAMME_OF_ALL, singly
from tests.briefing.small import AT, BEFORE
from tests.briefing.test_sentences import unread
from tracking.briefing import Material, Request, Scope
from tracking.briefing.making import Making
from tracking.briefing.origins import Origins
from tracking.briefing.sections import key
from tracking.words import LANGUAGES, Language

SEEDS: Final = st.integers(0, 10_000)


@cache
def at_random(seed: int) -> Material:
    return singly(seed)


def keys(of: Material, code: str, language: Language) -> list[str]:
    """The key sentences of one indicator's briefing."""
    request = Request(Scope("indicator", code), AT, BEFORE, language)
    return [one.text for one in key(Making(of, request, Origins(of, language)))]


@pytest.mark.parametrize("language", LANGUAGES)
@settings(max_examples=2)
@given(SEEDS)
def test_what_is_said_of_an_indicator_is_what_the_assessment_comes_to(
    language: Language, seed: int
) -> None:
    of = at_random(seed)
    for code, indicator in PROGRAMME_OF_ALL.indicators.items():
        first, *others = keys(of, code, language)
        hold(first, list(Alone(of, indicator, language).clauses()), language)
        for text in others:
            rest = unread(text, ByHand(of, "indicator", code), language)
            assert not re.search(r"\d", rest), (code, text, rest)
