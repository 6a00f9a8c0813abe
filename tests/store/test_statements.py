"""A row without a value says nothing of the value: what was known stands, its texts come beside."""

from datetime import UTC, date, datetime, timedelta

import numpy as np
import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from tests.store.conftest import OFFICE, OTHER_OFFICE, Q1, Q2, REGION, random_figures, stated, take
from tracking.programme import Programme
from tracking.progress.values import roll_offices
from tracking.store import Store

MAY = datetime(2024, 5, 1, 9, tzinfo=UTC)
KEY = ("INN-1-1", "110000", Q1)
ONE = stated((*KEY, 3.0))
BLANK = stated((*KEY, np.nan))
TEXTS = ("progress_note", "problem", "next_step", "source")


def texts(figures: pd.DataFrame, **told: str) -> pd.DataFrame:
    return figures.assign(**{name: told.get(name, "") for name in TEXTS})


def withdrawn(*keys: tuple[str, str, int]) -> pd.DataFrame:
    return stated(*((*key, np.nan) for key in keys), state="withdrawn")


def view(store: Store, name: str) -> list[tuple[object, ...]]:
    with store._connections.reading() as connection:
        columns = "value, submission" if name != "ledger" else "progress_note, submission"
        return connection.execute(f"select {columns} from {name}").fetchall()


def test_a_row_with_words_alone_leaves_the_value_standing(store: Store) -> None:
    first = take(store, ONE)
    take(store, texts(BLANK, progress_note="补充说明：已全部联网"))
    for frame in (store.current(), store.figures()):
        assert frame[["value", "submission"]].to_numpy().tolist() == [[3.0, first]]
    assert view(store, "current_figure") == [(3.0, first)]
    assert view(store, "regional_figure") == [(3.0, first)]
    assert store.verify() == []


def test_both_reports_count_where_one_gives_the_value_and_one_the_words(store: Store) -> None:
    first = take(store, ONE)
    second = take(store, texts(BLANK, progress_note="补充说明"))
    assert [store.submission(n).state for n in (first, second)] == ["approved", "approved"]
    third = take(store, ONE.assign(value=4.0))
    states = [store.submission(n).state for n in (first, second, third)]
    assert states == ["superseded", "superseded", "approved"]


def test_what_was_known_is_so_as_on_any_day(store: Store) -> None:
    take(store, ONE, at=MAY)
    take(store, BLANK, at=MAY + timedelta(days=1))
    take(store, withdrawn(KEY), at=MAY + timedelta(days=2))
    take(store, BLANK, at=MAY + timedelta(days=3))
    days = [date(2024, 5, n) for n in (1, 2, 3, 4)]
    for read in (store.figures, store.current):
        known = [read(known_on=day)["value"].tolist() for day in days]
        assert np.array_equal(known, [[3.0], [3.0], [np.nan], [np.nan]], equal_nan=True)
    assert store.figures()["state"].tolist() == ["withdrawn"]
    assert store.verify() == []


def test_a_blank_row_handed_back_changes_nothing(store: Store) -> None:
    first = take(store, ONE)
    second = take(store, texts(BLANK, progress_note="补充说明"))
    store.send_back(second, actor="reviewer", reason="误报")
    assert store.figures()["submission"].tolist() == [first]
    assert store.narratives().empty
    assert store.verify() == []


def test_where_nothing_is_known_a_row_with_words_alone_stands_by_itself(store: Store) -> None:
    take(store, texts(BLANK, problem="尚未统计"))
    assert store.current()["value"].isna().tolist() == [True]
    assert store.narratives()["problem"].tolist() == ["尚未统计"]


def test_a_store_that_let_a_blank_take_the_value_away_gets_it_back(
    store: Store, programme: Programme
) -> None:
    take(store, ONE)
    take(store, BLANK)
    with store._connections.writing() as connection:
        connection.execute("update rollup set value = null, submission = 2")
        # What version 0.1.0 kept did not say how figures are chosen.
        connection.execute(
            "update meta set value = json_remove(value, '$[#-1]') where key = 'roll-up settings'"
        )
    with Store.open(store.path, programme) as again:
        assert again.figures()["value"].tolist() == [3.0]
        assert again.verify() == []


def test_an_office_that_adds_words_stays_in_the_sum_of_its_region(
    store: Store, programme: Programme
) -> None:
    take(store, stated(("INN-1-1", OFFICE, Q1, 3), ("INN-1-1", OTHER_OFFICE, Q1, 4)))
    take(store, texts(stated(("INN-1-1", OFFICE, Q1, np.nan)), problem="资金不足"))
    assert store.figures()["value"].tolist() == [7.0]
    take(store, withdrawn(("INN-1-1", OFFICE, Q1)))
    rolled = store.figures()
    assert (rolled["unit"].tolist(), rolled["value"].tolist()) == ([REGION], [4.0])
    assert rolled["reported"].tolist() == [1]
    assert_frame_equal(rolled, roll_offices(store.current(), programme))
    assert store.verify() == []


@pytest.mark.parametrize("state", ["", "withdrawn"])
def test_a_region_without_a_value_of_its_own_does_not_hide_the_sum_of_its_offices(
    store: Store, state: str
) -> None:
    take(store, stated(("INN-1-1", OFFICE, Q1, 3), ("INN-1-1", OTHER_OFFICE, Q1, 4)))
    if state:
        take(store, stated(("INN-1-1", REGION, Q1, 9)))
    take(store, stated(("INN-1-1", REGION, Q1, np.nan), state=state))
    figures = store.figures()
    assert (figures["value"].tolist(), figures["origin"].tolist()) == ([7.0], ["rolled"])
    assert store.verify() == []


def test_a_value_is_withdrawn_by_saying_so_and_can_be_stated_again(store: Store) -> None:
    take(store, ONE)
    take(store, withdrawn(KEY))
    assert store.current()["state"].tolist() == ["withdrawn"]
    take(store, ONE.assign(value=5.0))
    assert store.current()["value"].tolist() == [5.0]
    versions = store.versions(*KEY)
    assert versions["milestone_state"].tolist() == ["", "withdrawn", ""]
    assert versions["value"].tolist()[::2] == [5.0, 3.0]


def test_a_row_with_words_alone_is_no_version_of_the_figure(store: Store) -> None:
    take(store, ONE)
    take(store, texts(BLANK, progress_note="补充说明"))
    assert store.versions(*KEY)["value"].tolist() == [3.0]


def test_added_words_stand_beside_the_earlier_ones_newest_first(store: Store) -> None:
    first = take(store, texts(ONE, progress_note="新建9台", problem="资金不足", source="台账"))
    second = take(store, texts(BLANK, progress_note="已全部联网"))
    told = store.narratives()
    assert told["submission"].tolist() == [second, first]
    assert told["progress_note"].tolist() == ["已全部联网", ""]
    assert told["problem"].tolist() == ["", "资金不足"]
    assert told["source"].tolist() == ["", "台账"]


def test_the_words_of_a_quarter_go_with_the_next_value(store: Store) -> None:
    take(store, texts(ONE, problem="资金不足"))
    take(store, texts(BLANK, problem="人手不足"))
    assert store.narratives()["problem"].tolist() == ["人手不足"]
    take(store, ONE.assign(value=4.0))
    assert store.narratives().empty


def test_a_row_that_says_nothing_at_all_leaves_the_words_alone(store: Store) -> None:
    take(store, texts(ONE, problem="资金不足"))
    take(store, BLANK)
    assert store.narratives()["problem"].tolist() == ["资金不足"]


def test_other_keys_of_the_same_report_are_not_held_up(store: Store) -> None:
    take(store, ONE)
    both = stated((*KEY, np.nan), ("INN-1-2", "110000", Q1, 8), ("INN-1-1", "110000", Q2, 9))
    take(store, both)
    assert sorted(store.figures()["value"].tolist()) == [3.0, 8.0, 9.0]


def test_roll_ups_with_blanks_and_withdrawals_are_those_computed_at_once(
    store: Store, programme: Programme
) -> None:
    rng = np.random.default_rng(11)
    for step in range(12):
        figures = random_figures(rng, programme, 40)
        plain = (figures["state"] == "").to_numpy()
        blank = plain & (rng.random(len(figures)) < 0.4)
        gone = blank & (rng.random(len(figures)) < 0.5)
        figures.loc[blank, ["value", "numerator", "denominator"]] = np.nan
        figures.loc[gone, "state"] = "withdrawn"
        take(store, figures, at=MAY + timedelta(days=step))
    assert store.verify() == []
