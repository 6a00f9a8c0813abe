"""Which version holds on which day, whatever the order in which they were set."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest

from tests.targets.conftest import COUNT, versions_of
from tracking.targets import NotSettable, Versions, frame_of, set_targets, undoing, withdrawal

FIRST = date(2023, 1, 1)
REASON = "通知第三条上调"


def value_on(versions: Versions, day: date) -> float | None:
    row = versions.on(COUNT, "110000", day)
    return None if row is None else row["value"]


@pytest.mark.parametrize("seed", range(20))
def test_in_any_order_of_setting_the_version_valid_on_a_day_is_found(store, programme, made, seed):
    """Beside a plain reading: of those that began by a day the latest begun, then the last set."""
    rng = np.random.default_rng(seed)
    plain = made(reason=REASON)
    at = datetime(2024, 1, 1, tzinfo=UTC)
    log: list[tuple[date, float | None]] = []
    for n in range(12):
        day = FIRST + timedelta(days=int(rng.integers(0, 40)))
        gone = rng.random() < 0.2
        target = replace(plain, effective=day, value=float(rng.integers(1, 4)), withdrawn=gone)
        if store.add_targets([target], "a", at + timedelta(hours=n)):
            log.append((day, None if gone else target.value))
    versions = versions_of(store)
    for n in range(-1, 42):
        day = FIRST + timedelta(days=n)
        begun = [one for one in log if one[0] <= day]
        latest = max((d for d, _value in begun), default=None)
        wanted = [value for d, value in begun if d == latest]
        assert value_on(versions, day) == (wanted[-1] if wanted else None)
        holding = versions.in_force(day)
        mine = holding[(holding["indicator"] == COUNT) & (holding["unit"] == "110000")]
        assert mine["value"].tolist() == [v for v in wanted[-1:] if v is not None]
    now = store.targets(datetime(2024, 2, 1, tzinfo=UTC))
    mine = now[(now["indicator"] == COUNT) & (now["unit"] == "110000")]
    assert mine["value"].tolist() == [v for v in [value_on(versions, date(2024, 2, 1))] if v]
    assert store.verify() == []


def test_what_was_known_on_an_earlier_day_stays(store, programme, made):
    store.add_targets([made(effective="2023-01-01")], "a", datetime(2023, 1, 1, tzinfo=UTC))
    backdated = made(value="999", effective="2023-02-01", reason=REASON)
    store.add_targets([backdated], "a", datetime(2024, 1, 1, tzinfo=UTC))
    then = Versions(store.target_versions(date(2023, 6, 1)))
    assert value_on(then, date(2023, 6, 1)) == 120
    assert value_on(versions_of(store), date(2023, 6, 1)) == 999


def test_setting_the_same_again_changes_nothing(store, programme, made):
    assert len(set_targets(store, programme, [made()], "a")) == 1
    again = made(effective="2024-05-07")
    assert set_targets(store, programme, [again], "a") == []
    assert len(versions_of(store).of(COUNT, "110000")) == 1


def test_another_basis_is_another_version(store, programme, made):
    set_targets(store, programme, [made()], "a")
    other = made(basis_zh="国办发〔2024〕1号", reason=REASON)
    assert len(set_targets(store, programme, [other], "a")) == 1


def test_nothing_is_saved_where_one_of_several_cannot_be(store, programme, made):
    with pytest.raises(NotSettable) as refused:
        set_targets(store, programme, [made(), made(unit="120000", basis_zh="文件")], "a")
    assert len(refused.value.faults) == 1
    assert versions_of(store).of(COUNT, "110000") == []


def test_a_withdrawn_target_is_none_from_its_day_on_and_stays_in_history(store, programme, made):
    set_targets(store, programme, [made(effective="2023-01-01")], "a")
    versions = versions_of(store)
    gone = withdrawal(versions, COUNT, "110000", date(2024, 1, 1), "文件废止，不再考核")
    set_targets(store, programme, [gone], "a")
    versions = versions_of(store)
    assert value_on(versions, date(2023, 12, 31)) == 120
    assert value_on(versions, date(2024, 1, 1)) is None
    assert (store.targets()["unit"] != "110000").all()
    assert len(versions.of(COUNT, "110000")) == 2
    assert store.verify() == []


def test_a_withdrawal_wants_a_reason(store, programme, made):
    set_targets(store, programme, [made(effective="2023-01-01")], "a")
    gone = withdrawal(versions_of(store), COUNT, "110000", date(2024, 1, 1), "")
    with pytest.raises(NotSettable, match="why it is withdrawn"):
        set_targets(store, programme, [gone], "a")


def test_where_there_is_none_none_can_be_withdrawn(store):
    assert withdrawal(versions_of(store), COUNT, "110000", date(2024, 1, 1), "x") is None


def test_undoing_sets_the_former_version_again_from_the_same_day(store, programme, made):
    set_targets(store, programme, [made(effective="2023-01-01")], "a")
    (number,) = set_targets(
        store, programme, [made(value="999", effective="2024-01-01", reason=REASON)], "a"
    )
    back = undoing(versions_of(store), number, "误设，予以恢复")
    set_targets(store, programme, [back], "a")
    versions = versions_of(store)
    assert value_on(versions, date(2024, 1, 1)) == 120
    assert len(versions.of(COUNT, "110000")) == 3


def test_undoing_the_first_version_withdraws_it(store, programme, made):
    (number,) = set_targets(store, programme, [made(effective="2024-01-01")], "a")
    set_targets(store, programme, [undoing(versions_of(store), number, "误设，予以恢复")], "a")
    assert value_on(versions_of(store), date(2024, 6, 1)) is None


def test_undoing_a_withdrawal_sets_the_target_again(store, programme, made):
    set_targets(store, programme, [made(effective="2023-01-01")], "a")
    gone = withdrawal(versions_of(store), COUNT, "110000", date(2024, 1, 1), "文件废止，不再考核")
    (number,) = set_targets(store, programme, [gone], "a")
    set_targets(store, programme, [undoing(versions_of(store), number, "误设，予以恢复")], "a")
    assert value_on(versions_of(store), date(2024, 6, 1)) == 120


def test_what_a_former_version_rested_on_may_be_set_again(store, programme, made):
    """Of the demonstration that is two characters, which nobody could type now."""
    store.add_targets([made(basis_zh="演示", effective="2023-01-01")], "a")
    set_targets(store, programme, [made(value="9", effective="2024-01-01", reason=REASON)], "a")
    back = made(basis_zh="演示", effective="2024-02-01", reason="恢复原目标值")
    assert len(set_targets(store, programme, [back], "a")) == 1


def test_a_target_of_the_programmes_files_is_not_set_anew_at_each_start(store, programme):
    first = programme.targets[0]
    other = replace(first, value=first.value * 2, reason=REASON)
    store.add_targets([other], "a")
    with type(store).open(store.path, programme) as opened:
        row = Versions(opened.target_versions()).before(first)
    assert row["value"] == first.value * 2


def test_no_versions_are_none_in_force():
    assert Versions(frame_of(())).in_force(FIRST).empty
