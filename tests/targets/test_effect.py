"""What a change would turn, told before anything is saved, and as it then comes."""

from dataclasses import replace
from datetime import UTC, date, datetime

import numpy as np
import pytest

from tests.progress.small import figures, q
from tests.targets.conftest import COUNT, TODAY, versions_of
from tracking import progress
from tracking.programme import Quarter
from tracking.targets import effect, set_targets
from tracking.words import LANGUAGES

NOW = Quarter.of("2024Q1")


@pytest.fixture
def known(store, programme, made):
    """Every region is ahead of what its target of 100 asks for by now."""
    rows = figures(*((COUNT, u.code, "2024Q1", 60.0) for u in programme.regions))
    came = store.submit(b"1", "1.csv", rows, actor="a")
    store.approve(came.id, actor="b")
    whole = [made(unit=u.code, value="100", effective="2022-06-01") for u in programme.regions]
    store.add_targets(whole, "a", datetime(2022, 6, 1, tzinfo=UTC))
    return store


def of(store, programme, *new, cities=False):
    return effect(store.figures(), versions_of(store), new, programme, NOW, today=TODAY,
                  cities=cities)  # fmt: skip


def test_statuses_are_told_before_and_after(known, programme, made):
    found = of(known, programme, made(value="400", reason="通知第三条上调"))
    turned = found.turned.set_index("unit")
    assert turned.loc["110000", ["status_before", "status"]].tolist() == ["on_track", "off_track"]
    assert turned.loc["110000", "turn"] == -1
    assert "worse" in found.said("en")


def test_the_nations_sum_and_the_group_are_concerned_too(known, programme, made):
    found = of(known, programme, made(value="400", reason="通知第三条上调"))
    assert {"110000", "nation", "group:east"} <= set(found.series["unit"])
    nation = found.series.set_index("unit").loc["nation"]
    assert (nation["target_before"], nation["target"]) == (3700, 4000)


def test_indices_are_told_before_and_after(known, programme, made):
    found = of(known, programme, made(value="400", reason="通知第三条上调"))
    row = found.indices.set_index("unit").loc["110000"]
    assert (row["index_before"], row["index"]) == (0.6, 0.15)


def test_what_is_foretold_is_what_comes(known, programme, made):
    """Held against an assessment after saving, every series of it."""
    new = [made(value="400", reason="上调目标"), made(unit="120000", value="40", reason="下调目标")]
    new = [replace(one, effective=date(2023, 1, 1)) for one in new]
    found = of(known, programme, *new)
    before = progress.assess(known.figures(), known.targets(), programme, through=NOW.index)
    set_targets(known, programme, new, "a")
    after = progress.assess(known.figures(), known.targets(), programme, through=NOW.index)
    turned = progress.changes(after, NOW.index, NOW.index, earlier=before)
    turned = turned[turned["status"] != turned["status_before"]]
    foretold = {(r["unit"], r["status_before"], r["status"])
                for r in found.turned.to_dict("records")}  # fmt: skip
    came = {(r["unit"], r["status_before"], r["status"]) for r in turned.to_dict("records")}
    assert foretold == came
    assert len(came) >= 2


def test_nothing_is_written_by_asking(known, programme, made):
    version = known.version
    of(known, programme, made(value="400", reason="上调目标"))
    assert known.version == version


def test_a_first_target_turns_no_target_into_a_status(store, programme, made):
    rows = figures((COUNT, "110000", "2024Q1", 60.0))
    store.approve(store.submit(b"1", "1.csv", rows, actor="a").id, actor="b")
    (row,) = of(store, programme, made(value="100")).turned.to_dict("records")
    assert (row["unit"], row["status_before"], row["status"]) == ("110000", "no_target", "on_track")


def test_a_change_that_a_later_version_overrules_turns_nothing(known, programme, made):
    set_targets(known, programme, [made(value="40", effective="2024-03-01", reason="下调目标")],
                "a")  # fmt: skip
    found = of(known, programme, made(value="400", effective="2023-03-01", reason="上调目标"))
    assert found.series.empty
    assert found.said("en") == "Nothing would change."


def test_of_a_future_day_the_effect_on_that_day_is_told(known, programme, made):
    future = made(value="400", effective="2025-01-01", reason="上调目标")
    found = of(known, programme, future)
    assert found.day == date(2025, 1, 1)
    assert "110000" in set(found.turned["unit"])


def test_interim_targets_alone_are_an_effect(known, programme, made):
    slow = made(value="100", interim="2024Q4=20", reason="按阶段推进")
    (row,) = of(known, programme, slow).series.set_index("unit").loc[["110000"]].to_dict("records")
    assert row["path_value"] < row["path_value_before"]


def test_a_status_never_comes_of_a_target_without_a_basis(store, programme, made):
    """What cannot be set cannot be judged by: the only way in refuses it."""
    rng = np.random.default_rng(3)
    rows = figures((COUNT, "110000", "2024Q1", 60.0))
    store.approve(store.submit(b"1", "1.csv", rows, actor="a").id, actor="b")
    for basis in rng.permutation(["", " ", "文件", "按要求", "无", "tbd"]):
        with pytest.raises(Exception, match="basis"):
            set_targets(store, programme, [made(basis_zh=str(basis))], "a")
    row = progress.assess(store.figures(), store.targets(), programme, through=q("2024Q1"))
    mine = row[(row["unit"] == "110000") & (row["indicator"] == COUNT)]
    assert set(mine["status"]) == {"no_target"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_effect_is_said_in_both_languages(known, programme, made, language):
    found = of(known, programme, made(value="400", reason="上调目标"))
    assert "{" not in found.said(language)
