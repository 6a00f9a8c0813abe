"""Since when a status holds: runs, what missing reports do to them, and what was known then."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.progress.small import figures, q, target, targets
from tracking.programme import Programme
from tracking.progress import (
    HISTORY_DTYPES,
    STATUS_HISTORY_DTYPES,
    STATUSES,
    assess,
    changed_since_said,
    history,
    standing_said,
    status_history,
)
from tracking.progress.chains import SILENT

START = q("2022Q2")
STOCK, BEIJING = "INN-2-1", "110000"
AIM = targets(target(STOCK, BEIJING, 100, baseline=0, baseline_quarter=q("2022Q1")))
SERIES = st.lists(st.sampled_from(STATUSES), max_size=16)
MANY = st.dictionaries(
    st.tuples(st.sampled_from(["A", "B", "C"]), st.sampled_from(["x", "y", "z"])), SERIES
)


def rows(of: dict[tuple[str, str], list[str]]) -> pd.DataFrame:
    """Statuses as an assessment has them, quarter after quarter."""
    told = [
        (indicator, unit, START + n, status)
        for (indicator, unit), statuses in of.items()
        for n, status in enumerate(statuses)
    ]
    return pd.DataFrame(told, columns=["indicator", "unit", "quarter", "status"])


def last(*statuses: str) -> dict:
    """What is said of the last quarter of one series."""
    return history(rows({("A", "x"): list(statuses)})).iloc[-1].to_dict()


def by_hand(statuses: list[str]) -> tuple[int, int, int, str]:
    """Since, held, silent and before of a series' last quarter, counted backwards one by one."""
    status, held, silent, since = statuses[-1], 0, 0, len(statuses) - 1
    passed = 0
    for place in range(len(statuses) - 1, -1, -1):
        one = statuses[place]
        if one == status:
            held, silent, since = held + 1, silent + passed, place
            passed = 0
        elif one in SILENT and status not in SILENT:
            passed += 1
        else:
            break
    earlier = [one for one in statuses[:since] if one not in SILENT]
    return START + since, held, silent, earlier[-1] if earlier else ""


@given(MANY)
def test_every_run_is_as_long_as_counted_one_by_one(of) -> None:
    frame = rows(of)
    told = history(frame)
    assert dict(told.dtypes.astype(str)) == HISTORY_DTYPES
    for place, row in frame.iterrows():
        statuses = of[row["indicator"], row["unit"]][: row["quarter"] - START + 1]
        found = told.loc[place]
        assert (found["since"], found["held"], found["silent"], found["status_before"]) == by_hand(
            statuses
        )


@given(MANY, st.randoms(use_true_random=False))
def test_the_order_of_the_rows_says_nothing(of, random) -> None:
    frame = rows(of)
    order = list(frame.index)
    random.shuffle(order)
    pd.testing.assert_frame_equal(history(frame.loc[order]), history(frame).loc[order])


@given(SERIES.filter(bool), st.sampled_from(SILENT), st.integers(0, 16))
def test_a_quarter_without_reports_changes_no_later_run(statuses, silent, place) -> None:
    place = min(place, len(statuses) - 1)
    if statuses[-1] in SILENT:
        statuses = [*statuses, "on_track"]
    more = [*statuses[:place], silent, *statuses[place:]]
    one, other = last(*statuses), last(*more)
    assert (one["status"], one["held"], one["status_before"]) == (
        other["status"], other["held"], other["status_before"]
    )  # fmt: skip


def test_a_missing_report_neither_ends_a_status_nor_counts_for_it() -> None:
    told = last("on_track", "delayed", "insufficient", "delayed")
    assert (told["since"], told["held"], told["silent"]) == (START + 1, 2, 1)
    assert told["status_before"] == "on_track"


def test_silence_is_told_with_the_last_status_that_was() -> None:
    told = last("delayed", "insufficient", "stale", "stale")
    assert (told["status"], told["since"], told["held"]) == ("stale", START + 2, 2)
    assert told["status_before"] == "delayed"


def test_a_series_never_judged_has_nothing_before() -> None:
    assert last("not_reported", "not_reported")["status_before"] == ""
    assert last("not_reported", "on_track")["status_before"] == ""


def test_an_assessment_is_told_row_by_row(programme: Programme) -> None:
    known = figures((STOCK, BEIJING, "2022Q2", 10.0), (STOCK, BEIJING, "2022Q4", 11.0))
    frame = assess(known, AIM, programme, through=q("2022Q4"))
    told = history(frame)
    assert told.index.equals(frame.index)
    assert (told["status"] == frame["status"].astype(str)).all()


def test_no_row_has_no_history() -> None:
    assert history(rows({})).empty


def beside(programme: Programme, now: pd.DataFrame, then: dict[str, pd.DataFrame], aim=AIM):
    """Beijing's history as known now, beside what was known of each of these quarters."""

    def of(known: pd.DataFrame, goal: pd.DataFrame, through: str) -> pd.DataFrame:
        frame = assess(known, goal, programme, through=q(through))
        return frame[(frame["indicator"] == STOCK) & (frame["unit"] == BEIJING)]

    past = [of(known, AIM, quarter) for quarter, known in then.items()]
    past = [
        frame[frame["quarter"] == q(quarter)] for frame, quarter in zip(past, then, strict=True)
    ]
    series = of(now, aim, "2022Q4")
    return status_history(series, pd.concat(past) if past else series.iloc[:0])


FIRST = figures((STOCK, BEIJING, "2022Q2", 8.0))
TWO = figures((STOCK, BEIJING, "2022Q2", 8.0), (STOCK, BEIJING, "2022Q3", 9.0))
MENDED = figures((STOCK, BEIJING, "2022Q2", 1.0), (STOCK, BEIJING, "2022Q3", 9.0))


def test_a_turn_has_its_cause_and_both_values(programme: Programme) -> None:
    told = beside(programme, TWO, {})
    assert dict(told.dtypes.astype(str)) == STATUS_HISTORY_DTYPES
    assert told["quarter"].tolist() == [q("2022Q2"), q("2022Q3"), q("2022Q4")]
    turned = told[told["cause"] != ""].iloc[0]
    assert (turned["quarter"], turned["cause"]) == (q("2022Q3"), "reported")
    assert (turned["value_before"], turned["value"]) == (8, 9)
    assert (told["status_then"] == "").all()


def test_a_figure_corrected_since_is_told_with_what_it_was(programme: Programme) -> None:
    told = beside(programme, MENDED, {"2022Q2": FIRST, "2022Q3": TWO}).set_index("quarter")
    first = told.loc[q("2022Q2")]
    assert (first["cause_since"], first["value_then"], first["value"]) == ("revised", 8, 1)
    assert first["status_then"] != first["status"]
    assert told.loc[q("2022Q3"), "cause_since"] == ""
    assert told.loc[q("2022Q4"), "status_then"] == ""


def test_a_target_changed_since_is_told_as_the_cause(programme: Programme) -> None:
    more = AIM.assign(value=1000.0)
    told = beside(programme, TWO, {"2022Q2": FIRST, "2022Q3": TWO}, aim=more)
    assert told["cause_since"].tolist()[:2] == ["target_changed", "target_changed"]


def test_the_sentence_counts_quarters_and_says_what_was_before() -> None:
    told = last("on_track", "delayed", "insufficient", "delayed")
    assert standing_said("en", told) == (
        "Delayed since 2022 Q3 (2 quarters), and 1 between without enough reports to tell;"
        " before that on track."
    )
    assert standing_said("zh", last("on_track", "delayed", "delayed", "delayed")) == (
        "“略滞后”已持续3个季度（自2022年三季度起），此前为“达序时进度”。"
    )
    assert standing_said("en", last("on_track")) == "On track since 2022 Q2 (1 quarter)."


@pytest.mark.parametrize(
    ("then", "said"),
    [
        ([""], ""),
        (["delayed"], "No status is another one today than was known then."),
        (["on_track"], "1 quarter has another status today than was known then."),
    ],
)
def test_what_is_known_otherwise_is_counted(then, said) -> None:
    told = pd.DataFrame({"status": ["delayed"], "status_then": then, "value": [np.nan]})
    assert changed_since_said("en", told) == said
