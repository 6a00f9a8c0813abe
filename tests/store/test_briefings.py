"""Saved briefings: kept under a name, replaced, taken out, and marked as made for a quarter."""

import json
import sqlite3
from datetime import date

import pytest

from tests.store.conftest import BRIEFING
from tracking.programme import Programme, Quarter
from tracking.store import Store
from tracking.store.briefings import MOST, SAVED_DTYPES
from tracking.store.errors import (
    BriefingNeedsName,
    BriefingNotTakenOut,
    NoSavedBriefing,
    TooManyBriefings,
)

Q3 = Quarter.of("2024Q3")
DAY = date(2024, 11, 2)


def names(store: Store) -> list[str]:
    return store.briefings.all()["name"].tolist()


def test_a_new_store_has_none(store: Store) -> None:
    rows = store.briefings.all()
    assert rows.empty
    assert rows.dtypes.astype("str").to_dict() == SAVED_DTYPES


def test_what_is_saved_last_under_a_name_is_what_it_is(store: Store) -> None:
    assert store.briefings.save("季报", **BRIEFING, actor="wang")
    assert store.briefings.save(" 季报 ", **(BRIEFING | {"language": "en"}), actor="li")
    (row,) = store.briefings.all().to_dict("records")
    assert (row["name"], row["language"], row["actor"], row["made"]) == ("季报", "en", "li", -1)


def test_saving_the_same_again_changes_nothing(store: Store) -> None:
    store.briefings.save("季报", **BRIEFING, actor="wang")
    before = len(store.audit())
    assert not store.briefings.save("季报", **BRIEFING, actor="li")
    assert len(store.audit()) == before


@pytest.mark.parametrize("name", ["", "  ", "长" * 81, "a\x00b"])
def test_a_name_no_list_can_show_is_refused(store: Store, name: str) -> None:
    with pytest.raises(BriefingNeedsName):
        store.briefings.save(name, **BRIEFING, actor="wang")
    assert store.briefings.all().empty


def test_more_than_a_list_holds_are_refused(store: Store) -> None:
    for n in range(MOST):
        store.briefings.save(f"季报{n}", **BRIEFING, actor="wang")
    with pytest.raises(TooManyBriefings):
        store.briefings.save("再来一份", **BRIEFING, actor="wang")
    store.briefings.remove("季报1", "wang")
    store.briefings.save("再来一份", **BRIEFING, actor="wang")
    with pytest.raises(TooManyBriefings):
        store.briefings.restore("季报1", "wang")
    assert store.briefings.save("季报0", **(BRIEFING | {"full": False}), actor="wang")


def test_one_taken_out_is_gone_and_can_be_saved_again(store: Store) -> None:
    store.briefings.save("季报", **BRIEFING, actor="wang")
    store.briefings.remove("季报", "wang")
    assert names(store) == []
    assert store.briefings.save("季报", **BRIEFING, actor="wang")
    assert names(store) == ["季报"]


def test_what_is_not_there_is_neither_taken_out_nor_made(store: Store) -> None:
    with pytest.raises(NoSavedBriefing):
        store.briefings.remove("季报", "wang")
    with pytest.raises(NoSavedBriefing):
        store.briefings.note_made("季报", Q3, DAY, "wang")


def test_one_taken_out_is_put_back_as_it_was(store: Store) -> None:
    store.briefings.save("季报", **BRIEFING, actor="wang")
    store.briefings.note_made("季报", Q3, DAY, "li")
    (before,) = store.briefings.all().to_dict("records")
    for _time in range(2):
        store.briefings.remove("季报", "zhou")
        assert store.briefings.owner("季报") == ""
        assert store.briefings.owner("季报", removed=True) == "wang"
        store.briefings.restore("季报", "zhou")
        assert store.briefings.all().to_dict("records") == [before]
        assert store.briefings.owner("季报") == "wang"


def test_putting_back_stands_in_the_audit_chain_as_who_did_it(store: Store) -> None:
    store.briefings.save("季报", **BRIEFING, actor="wang")
    (saved,) = store.audit(1)["details"]
    store.briefings.remove("季报", "zhou")
    store.briefings.restore("季报", "zhou")
    (entry,) = store.audit(1).to_dict("records")
    said = json.loads(entry["details"])
    assert (entry["action"], entry["actor"]) == ("saved_briefing", "zhou")
    assert (said["removed"], said["puts_back"]) == (0, json.loads(saved)["id"])
    assert store.verify() == []


def test_what_was_not_taken_out_is_not_put_back(store: Store) -> None:
    with pytest.raises(NoSavedBriefing):
        store.briefings.restore("季报", "wang")
    store.briefings.save("季报", **BRIEFING, actor="wang")
    store.briefings.remove("季报", "wang")
    store.briefings.save("季报", **(BRIEFING | {"full": False}), actor="li")
    with pytest.raises(BriefingNotTakenOut):
        store.briefings.restore("季报", "wang")
    assert store.briefings.owner("季报") == "li"


def test_it_tells_the_last_quarter_it_was_made_for(store: Store) -> None:
    store.briefings.save("季报", **BRIEFING, actor="wang")
    for quarter in (Q3, Q3 + -1):
        store.briefings.note_made("季报", quarter, DAY, "li")
    (row,) = store.briefings.all().to_dict("records")
    assert (row["made"], row["made_by"]) == (Q3.index, "li")


def test_a_changed_definition_was_made_all_the_same(store: Store) -> None:
    store.briefings.save("季报", **BRIEFING, actor="wang")
    store.briefings.note_made("季报", Q3, DAY, "li")
    store.briefings.save("季报", **(BRIEFING | {"formats": "pdf"}), actor="wang")
    assert store.briefings.all()["made"].tolist() == [Q3.index]


def test_saving_and_making_make_nobody_compute_anew(store: Store) -> None:
    before = store.version
    store.briefings.save("季报", **BRIEFING, actor="wang")
    store.briefings.note_made("季报", Q3, DAY, "wang")
    store.briefings.remove("季报", "wang")
    assert store.version == before


def test_each_step_stands_in_the_audit_chain(store: Store) -> None:
    store.briefings.save("季报", **BRIEFING, actor="wang")
    store.briefings.note_made("季报", Q3, DAY, "li")
    assert store.audit(2)["action"].tolist() == ["made_briefing", "saved_briefing"]
    assert store.verify() == []


def test_a_change_behind_the_stores_back_is_found(store: Store, programme: Programme) -> None:
    store.briefings.save("季报", **BRIEFING, actor="wang")
    store.close()
    with sqlite3.connect(store.path) as connection:
        connection.execute("drop trigger saved_briefing_refuses_update")
        connection.execute("update saved_briefing set scope = 'region:110000'")
    with Store.open(store.path, programme, read_only=True) as opened:
        assert {one.code for one in opened.verify()} >= {"audit_differs"}
