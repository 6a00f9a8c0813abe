"""Submitting, approving, and reading what was known when."""

import sqlite3
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from tests.store.conftest import (
    BRIEFING,
    OFFICE,
    OTHER_OFFICE,
    Q1,
    Q2,
    Q3,
    REGION,
    random_figures,
    stated,
    take,
)
from tracking.figures import STORED_DTYPES, no_figures
from tracking.programme import Programme, Quarter, Target
from tracking.progress.values import roll_offices
from tracking.store import (
    AlreadySubmitted,
    DuplicateFigures,
    IllegalMove,
    NoStore,
    NotAStore,
    ReadOnly,
    Store,
    StoreIsNewer,
    TimeRunsBack,
    UnknownCode,
    UnknownSubmission,
)
from tracking.store.identities import Granted, Person
from tracking.store.migrations import FACTS
from tracking.store.schema import APPLICATION_ID, SCHEMA_VERSION
from tracking.words import Text

ONE = stated(("INN-1-1", "110000", Q1, 3))
MAY = datetime(2024, 5, 1, 9, tzinfo=UTC)


def test_a_submission_changes_no_figure_until_it_is_approved(store: Store) -> None:
    submission = store.submit(b"a", "一季度.csv", ONE, actor="reporter", source="北京市经信局")
    assert store.figures().empty
    assert (submission.state, submission.units, submission.quarters) == (
        "submitted",
        ("110000",),
        (Q1,),
    )
    approved = store.approve(submission.id, actor="reviewer")
    assert (approved.state, approved.decided_by) == ("approved", "reviewer")
    assert store.figures()["value"].tolist() == [3.0]


def test_frames_have_the_stored_columns_and_dtypes(store: Store) -> None:
    for frame in (store.figures(), store.current()):
        assert (
            frame.dtypes.astype(str).to_dict()
            == no_figures(STORED_DTYPES).dtypes.astype(str).to_dict()
        )
    take(store, ONE)
    for frame in (store.figures(), store.current()):
        assert frame.dtypes.astype(str).to_dict() == STORED_DTYPES


def test_figures_come_back_as_they_were_stated(store: Store, programme: Programme) -> None:
    figures = random_figures(np.random.default_rng(7), programme, 300)
    take(store, figures)
    back = store.current().drop(columns=["submission", "origin", "reported", "expected"])
    key = ["indicator", "unit", "quarter"]
    claimed = back["state"].replace("verified", "claimed")
    assert_frame_equal(
        back.assign(state=claimed).sort_values(key, ignore_index=True),
        figures.sort_values(key, ignore_index=True),
    )


def test_a_large_submission_and_many_small_ones_come_to_the_same(
    tmp_path: Path, programme: Programme, monkeypatch: pytest.MonkeyPatch
) -> None:
    figures = random_figures(np.random.default_rng(8), programme, 400)
    with Store.open(tmp_path / "small.db", programme) as store:
        take(store, figures)
        small, digest = store.figures(), store.audit()["details"].iloc[0]
    monkeypatch.setattr("tracking.store.desk.BULK", 1)
    monkeypatch.setattr("tracking.store.figures.BULK", 100)
    with Store.open(tmp_path / "large.db", programme) as store:
        take(store, figures)
        assert_frame_equal(store.figures(), small)
        assert store.audit()["details"].iloc[0] == digest
        assert store.verify() == []


def test_the_latest_approved_wins_and_the_first_is_superseded(store: Store) -> None:
    first = store.submit(b"1", "1.csv", ONE, actor="a")
    second = store.submit(b"2", "2.csv", ONE.assign(value=4.0), actor="a")
    store.approve(second.id, actor="b")
    assert store.figures()["value"].tolist() == [4.0]
    store.approve(first.id, actor="b")
    assert store.figures()["value"].tolist() == [3.0]
    assert store.submission(second.id).state == "superseded"
    assert store.submission(first.id).state == "approved"


def test_a_submission_with_a_current_figure_left_is_not_superseded(store: Store) -> None:
    both = stated(("INN-1-1", "110000", Q1, 3), ("INN-1-2", "110000", Q1, 5))
    first = take(store, both)
    take(store, ONE.assign(value=9.0))
    assert store.submission(first).state == "approved"
    take(store, stated(("INN-1-2", "110000", Q1, 6)))
    assert store.submission(first).state == "superseded"


def test_any_date_can_be_asked(store: Store) -> None:
    first = store.submit(b"1", "1.csv", ONE, actor="a", at=MAY)
    store.approve(first.id, actor="b", at=MAY + timedelta(days=2))
    take(store, ONE.assign(value=4.0), at=MAY + timedelta(days=10))

    def value(day: date | datetime) -> list[float]:
        assert_frame_equal(store.figures(day), store.current(known_on=day), check_like=True)
        return store.figures(day)["value"].tolist()

    assert value(date(2024, 5, 2)) == []
    assert value(date(2024, 5, 3)) == [3.0]
    assert value(date(2024, 5, 10)) == [3.0]
    assert value(MAY + timedelta(days=10) - timedelta(milliseconds=1)) == [3.0]
    assert value(MAY + timedelta(days=10)) == [4.0]


def test_a_day_ends_at_midnight_in_china(store: Store) -> None:
    take(store, ONE, at=datetime(2024, 5, 1, 15, 59, 59, tzinfo=UTC))
    take(store, ONE.assign(value=4.0), at=datetime(2024, 5, 1, 16, tzinfo=UTC))
    assert store.figures(date(2024, 5, 1))["value"].tolist() == [3.0]
    assert store.figures(date(2024, 5, 2))["value"].tolist() == [4.0]


def test_time_does_not_run_back(store: Store) -> None:
    take(store, ONE, at=MAY)
    before = store.version
    with pytest.raises(TimeRunsBack):
        store.submit(b"2", "2.csv", ONE, actor="a", at=MAY - timedelta(seconds=1))
    assert (store.version, len(store.submissions())) == (before, 1)


def test_the_same_bytes_twice_change_nothing(store: Store) -> None:
    first = store.submit(b"same", "a.csv", ONE, actor="a")
    before = store.version
    with pytest.raises(AlreadySubmitted) as refused:
        store.submit(b"same", "b.csv", ONE.assign(value=9.0), actor="b")
    assert refused.value.submission == first
    assert refused.value.said("zh") == "同一文件此前已经报送：报送件 1，a.csv。"
    assert store.version == before


def test_approving_twice_changes_nothing(store: Store) -> None:
    number = take(store, ONE)
    before = store.version
    with pytest.raises(IllegalMove, match="approved"):
        store.approve(number, actor="b")
    with pytest.raises(UnknownSubmission):
        store.approve(99, actor="b")
    assert store.version == before


def test_what_the_programme_does_not_have_is_refused_whole(store: Store) -> None:
    with pytest.raises(UnknownCode):
        store.submit(b"1", "1.csv", stated(("INN-1-1", "atlantis", Q1, 1)), actor="a")
    with pytest.raises(DuplicateFigures):
        store.submit(b"1", "1.csv", pd.concat([ONE, ONE]), actor="a")
    with pytest.raises(DuplicateFigures):
        store.submit(b"1", "1.csv", no_figures(), actor="a")
    assert store.submissions() == []


def test_the_file_and_its_findings_are_kept(store: Store) -> None:
    data = bytes(range(256)) * 100
    finding = {"code": "outlier", "severity": "warning", "message": "偏高"}
    kept = store.submit(data, "报表.xlsx", ONE, actor="a", findings=[finding])
    assert store.file(kept.id) == data
    assert store.findings(kept.id) == [finding]
    assert store.submission(kept.id).warnings == 1
    assert store.submitted(kept.sha256) == kept


def test_offices_roll_up_to_their_region(store: Store, programme: Programme) -> None:
    take(store, stated(("INN-1-1", OFFICE, Q1, 3), ("INN-1-1", OTHER_OFFICE, Q1, 4)))
    take(store, stated(("INN-1-1", OFFICE, Q2, 5)))
    rolled = store.figures()
    assert rolled["unit"].unique().tolist() == [REGION]
    assert rolled["value"].tolist() == [7.0, 9.0]
    assert rolled["reported"].tolist() == [2, 1]
    assert_frame_equal(rolled, roll_offices(store.current(), programme))
    assert store.contributions("INN-1-1", REGION, Q1)["value"].tolist() == [3.0, 4.0]


def test_a_region_s_own_figure_goes_before_the_rolled_one(store: Store) -> None:
    take(store, stated(("INN-1-1", OFFICE, Q1, 3), ("INN-1-1", OFFICE, Q2, 4)))
    take(store, stated(("INN-1-1", REGION, Q1, 30)))
    assert store.figures()["value"].tolist() == [30.0, 4.0]
    assert store.figures()["origin"].tolist() == ["own", "rolled"]


@pytest.mark.parametrize("seed", range(4))
def test_roll_ups_kept_step_by_step_are_those_computed_at_once(
    store: Store, programme: Programme, seed: int
) -> None:
    rng = np.random.default_rng(seed)
    waiting: list[int] = []
    seen: list[tuple[datetime, pd.DataFrame]] = []
    for step in range(24):
        at = MAY + timedelta(days=step)
        if waiting and rng.random() < 0.5:
            store.approve(waiting.pop(int(rng.integers(len(waiting)))), actor="b", at=at)
        else:
            figures = random_figures(rng, programme, int(rng.integers(1, 60)))
            waiting.append(store.submit(f"{step}".encode(), "x.csv", figures, actor="a", at=at).id)
        seen.append((at, store.figures()))
    assert store.verify() == []
    for at, figures in seen:
        assert_frame_equal(store.figures(at), figures)
    offices = store.current()
    offices = offices[offices["unit"].isin([OFFICE, OTHER_OFFICE, "340300"])]
    rolled = store.figures().query("origin == 'rolled'")
    own = store.figures().query("origin == 'own'")
    key = ["indicator", "unit", "quarter"]
    wanted = roll_offices(offices, programme).merge(own[key], on=key, how="left", indicator=True)
    wanted = wanted[wanted["_merge"] == "left_only"][rolled.columns]
    assert_frame_equal(
        rolled.sort_values(key, ignore_index=True), wanted.sort_values(key, ignore_index=True)
    )


def test_a_milestone_counts_once_it_is_approved(store: Store) -> None:
    claim = stated(("SUP-1-4", "miit", Q1, np.nan), state="claimed", completed_on="2024-03-01")
    take(store, claim)
    assert store.figures()["state"].tolist() == ["verified"]
    assert store.current()["state"].tolist() == ["verified"]
    assert store.versions("SUP-1-4", "miit", Q1)["milestone_state"].tolist() == ["claimed"]


def test_versions_come_newest_first_with_their_source(store: Store) -> None:
    take(store, ONE.assign(source="统计公报", problem="资金不足"))
    second = store.submit(b"2", "2.csv", ONE.assign(value=4.0), actor="a", source="工作总结")
    store.approve(second.id, actor="b")
    store.submit(b"waits", "w.csv", ONE.assign(value=5.0), actor="a")
    versions = store.versions("INN-1-1", "110000", Quarter(Q1))
    assert versions["value"].tolist() == [5.0, 4.0, 3.0]
    assert versions["state"].tolist() == ["submitted", "approved", "superseded"]
    assert versions["source"].tolist() == ["", "工作总结", "统计公报"]


def test_narratives_are_those_of_the_current_figures(store: Store) -> None:
    take(store, ONE.assign(problem="资金不足"), at=MAY)
    assert store.narratives()["problem"].tolist() == ["资金不足"]
    assert store.narratives(units=["120000"]).empty
    take(store, ONE.assign(problem="人手不足"), at=MAY + timedelta(days=5))
    assert store.narratives()["problem"].tolist() == ["人手不足"]
    assert store.narratives(date(2024, 5, 2))["problem"].tolist() == ["资金不足"]


def test_current_asks_for_units_indicators_and_quarters(store: Store) -> None:
    take(
        store,
        stated(
            ("INN-1-1", OFFICE, Q1, 1), ("INN-1-2", OFFICE, Q2, 2), ("INN-1-1", "110000", Q3, 3)
        ),
    )
    assert store.current(units=[OFFICE])["value"].tolist() == [1.0, 2.0]
    assert sorted(store.current(["INN-1-1"])["value"]) == [1.0, 3.0]
    assert store.current(quarters=[Quarter(Q2)])["value"].tolist() == [2.0]
    assert store.current(["nothing"]).empty
    assert store.current(units=["nobody"]).empty


def test_targets_of_the_programme_are_there_from_their_effective_day(
    store: Store, programme: Programme
) -> None:
    assert len(store.targets()) == len(programme.targets)
    assert store.targets(date(2022, 5, 11)).empty
    assert len(store.targets(date(2022, 5, 12))) == len(programme.targets)


def test_a_new_version_of_a_target_leaves_the_old_one_to_its_time(store: Store) -> None:
    new = Target(
        *("IND-3-1", "nation", 12_000.0, Quarter.of("2025Q4"), None, None, "linear"),
        basis=Text("某通知", "A notice"),
        effective=date(2024, 1, 1),
    )
    assert len(store.add_targets([new], "reviewer", MAY)) == 1
    assert store.add_targets([new], "reviewer", MAY) == []

    def value(known_on: date | None) -> float:
        targets = store.targets(known_on).set_index("indicator")
        return float(targets.loc["IND-3-1", "value"])

    assert value(None) == 12_000
    assert value(date(2024, 4, 30)) == 10_000
    assert store.verify() == []


def test_the_version_rises_with_every_change(store: Store) -> None:
    versions = [store.version]
    submission = store.submit(b"1", "1.csv", ONE, actor="a")
    versions.append(store.version)
    store.approve(submission.id, actor="b")
    versions.append(store.version)
    store.mark_demonstration("c")
    versions.append(store.version)
    assert versions == sorted(set(versions))
    assert store.demonstration
    assert store.audit()["actor"].tolist()[:3] == ["c", "b", "a"]


def test_facts_refuse_to_be_changed(store: Store) -> None:
    figures = stated(("SUP-1-4", "miit", Q1, np.nan), state="claimed").assign(problem="x")
    submission = store.submit(
        b"1", "1.csv", figures, actor="a", findings=[{"code": "x"}], reasons={1: "因口径调整"}
    )
    store.remark(submission.id, "为何？", actor="b")
    store.approve(submission.id, actor="b")
    store.submit(b"2", "2.csv", ONE, actor="c", approve=True)
    store.accounts.add("li", "viewer", actor="wang")
    zhao = Person("https://id.example.cn", "u-1", "zhao")
    store.identities.sign_in(zhao, Granted("viewer"), "", "", "", datetime.now(UTC))
    store.briefings.save("季报", **BRIEFING, actor="a")
    store.briefings.note_made("季报", Quarter(Q1), date(2024, 5, 1), "a")
    with sqlite3.connect(store.path) as connection:
        for row in (
            f"evidence select 1, 1, i.id, u.id, {Q1}, s.file, 'x', 'a', '' from submission s",
            f"deadline select 1, {Q1}, u.id, '2024-05-01', 'x', 'a', ''",
            f"problem_state select 1, i.id, u.id, {Q1}, 'closed', 'x', 'a', ''",
        ):
            tables = "unit u, indicator i limit 1"
            joined = row + (f", {tables}" if " from " in row else f" from {tables}")
            connection.execute(f"insert into {joined}")
        for table in FACTS:
            column = connection.execute(f"pragma table_info({table})").fetchone()[1]
            for change in (f"update {table} set {column} = {column}", f"delete from {table}"):
                with pytest.raises(sqlite3.IntegrityError, match="append-only"):
                    connection.execute(change)


def test_a_changed_programme_makes_the_roll_ups_anew(store: Store, programme: Programme) -> None:
    take(store, stated(("INN-1-1", OFFICE, Q1, 3)))
    assert store.figures()["expected"].tolist() == [len(programme.offices[REGION])]
    units = {c: u for c, u in programme.units.items() if c != OTHER_OFFICE}
    fewer = _with_units(programme, units)
    with Store.open(store.path, fewer) as again:
        assert again.figures()["expected"].tolist() == [len(programme.offices[REGION]) - 1]
        assert again.verify() == []


def test_a_second_programme_has_its_own_store(tmp_path: Path, orchard: Programme) -> None:
    with Store.open(tmp_path / "orchard.db", orchard) as store:
        indicator = next(i for i in orchard.indicators.values() if "region" in i.reporters)
        unit = orchard.regions[0]
        take(store, stated((indicator.code, unit.code, orchard.start.index, 5)))
        assert store.figures()["unit"].tolist() == [unit.code]
        assert store.verify() == []


def test_a_newer_store_is_refused(store: Store, programme: Programme) -> None:
    store.close()
    with sqlite3.connect(store.path) as connection:
        connection.execute(f"pragma user_version = {SCHEMA_VERSION + 1}")
    for read_only in (False, True):
        with pytest.raises(StoreIsNewer):
            Store.open(store.path, programme, read_only=read_only)


def test_another_file_is_refused_and_left_alone(tmp_path: Path, programme: Programme) -> None:
    text, other = tmp_path / "a.txt", tmp_path / "b.db"
    text.write_text("指标,数值\n" * 500, encoding="utf-8")
    with sqlite3.connect(other) as connection:
        connection.execute("create table mine (x)")
    for path in (text, other):
        before = path.read_bytes()
        with pytest.raises(NotAStore):
            Store.open(path, programme)
        assert path.read_bytes() == before


def test_a_store_opened_to_be_read_cannot_be_written(store: Store, programme: Programme) -> None:
    take(store, ONE)
    with Store.open(store.path, programme, read_only=True) as reader:
        assert reader.figures()["value"].tolist() == [3.0]
        assert reader.verify() == []
        with pytest.raises(ReadOnly):
            reader.submit(b"x", "x.csv", ONE, actor="a")
    with pytest.raises(NoStore):
        Store.open(store.path.with_name("none.db"), programme, read_only=True)


def test_the_file_says_what_it_is(store: Store) -> None:
    with sqlite3.connect(store.path) as connection:
        assert connection.execute("pragma application_id").fetchone() == (APPLICATION_ID,)
        assert connection.execute("pragma user_version").fetchone() == (SCHEMA_VERSION,)
        assert connection.execute("pragma journal_mode").fetchone() == ("wal",)


def _with_units(programme: Programme, units: dict[str, object]) -> Programme:
    return replace(programme, units=units)


def test_figures_of_one_indicator_are_those_among_all(store: Store, programme: Programme) -> None:
    take(store, random_figures(np.random.default_rng(8), programme, 300))
    every = store.figures()
    code = str(every["indicator"].iloc[0])
    one = every[every["indicator"] == code].reset_index(drop=True)
    pd.testing.assert_frame_equal(store.figures(indicator=code), one)
