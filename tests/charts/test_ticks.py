"""Round values along an axis, each with how it is said."""

import pytest

from tests.briefing.small import PROGRAMME
from tracking.charts.ticks import said_ticks
from tracking.words import LANGUAGES, Language

COUNTED = next(i for i in PROGRAMME.indicators.values() if i.decimals == 0)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "values",
    [
        [],
        [None],
        [0.0],
        [7.0],
        [7.0, 7.0],
        [-3.0, 5.0],
        [0.001, 0.002],
        [1e9, 3.2e9],
        [12001, 12003],
    ],
)
def test_ticks_span_the_values_and_are_told_apart(
    values: list[float | None], language: Language
) -> None:
    for from_zero in (True, False):
        ticks = said_ticks(values, COUNTED, language, from_zero=from_zero)
        there = [value for value in values if value is not None]
        assert ticks[0][0] <= min(there, default=0) <= max(there, default=0) <= ticks[-1][0]
        assert ticks[0][0] < ticks[-1][0]
        assert len({said for _at, said in ticks}) == len(ticks)


def test_chinese_ticks_count_in_ten_thousands() -> None:
    said = [said for _at, said in said_ticks([0, 40_000], COUNTED, "zh")]
    assert said == ["0", "1万", "2万", "3万", "4万"]
