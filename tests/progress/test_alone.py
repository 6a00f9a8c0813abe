"""A sum in which only one unit has figures is told as that unit's value."""

from tests.progress.small import figures, q, targets
from tracking.programme import Programme
from tracking.progress import alone, assess, value_alone

STOCK, FLOW = "INN-2-1", "INN-1-2"


def test_only_a_sum_of_one_unit_is_that_units(programme: Programme) -> None:
    known = figures(
        (STOCK, "110000", "2022Q3", 40.0),
        (FLOW, "110000", "2022Q3", 40.0), (FLOW, "120000", "2022Q3", 4.0),
    )  # fmt: skip
    frame = assess(known, targets(), programme)
    now = frame[frame["quarter"] == q("2022Q3")]
    found = alone(now, known, programme)
    assert found[STOCK, "nation"] == "110000"
    assert (FLOW, "nation") not in found


def test_a_city_alone_is_not_its_province(programme: Programme) -> None:
    known = figures((STOCK, "440300", "2022Q3", 40.0))
    frame = assess(known, targets(), programme, cities=True)
    found = alone(frame[frame["quarter"] == q("2022Q3")], known, programme)
    assert found[STOCK, "440000"] == "440300"


def test_the_value_is_said_with_its_owner(programme: Programme) -> None:
    indicator = programme.indicators[STOCK]
    assert value_alone("110000", 40.0, indicator, programme, "zh") == "—（仅北京40台（套））"
