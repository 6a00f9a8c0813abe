"""A file is inspected beside what is known, and taken whole or not at all."""

import json
from datetime import date
from pathlib import Path

import pytest

from tracking.programme import Programme
from tracking.reporting import NotTaken, Unexplained, inspect, take
from tracking.store import AlreadySubmitted, Store

TODAY = date(2025, 1, 20)
HEAD = "填报单位,报告期,指标,口径,本期值\n"
FIRST = HEAD + "江苏,2024Q2,INN-1-1,,300\n江苏,2024Q2,INN-2-2,,40\n"
SECOND = HEAD + "江苏,2024Q2,INN-1-1,,330\n江苏,2024Q2,INN-2-2,,40\n江苏,2024Q3,INN-2-2,,0\n"


@pytest.fixture
def store(programme: Programme, tmp_path: Path) -> Store:
    return Store.open(tmp_path / "store.db", programme)


def test_everything_in_a_first_file_is_new(store: Store, programme: Programme) -> None:
    seen = inspect(store, programme, "a.csv", FIRST.encode(), TODAY)
    assert seen.ok
    assert seen.preview["effect"].tolist() == ["new", "new"]
    assert seen.preview["old"].isna().all()
    assert seen.preview["new"].tolist() == [300, 40]


def test_a_correction_shows_old_new_change_and_percent(store: Store, programme: Programme) -> None:
    take(store, inspect(store, programme, "a.csv", FIRST.encode(), TODAY), "wang", approve=True)
    seen = inspect(store, programme, "b.csv", SECOND.encode(), TODAY)
    assert [seen.counted(e) for e in ("new", "changed", "unchanged")] == [1, 1, 1]
    (changed,) = seen.preview[seen.preview["effect"] == "changed"].to_dict("records")
    assert (changed["old"], changed["new"], changed["change"]) == (300, 330, 30)
    assert changed["percent"] == pytest.approx(10)
    assert changed["row"] == 2


def test_what_waits_for_approval_is_not_what_is_known(store: Store, programme: Programme) -> None:
    take(store, inspect(store, programme, "a.csv", FIRST.encode(), TODAY), "wang")
    assert inspect(store, programme, "b.csv", SECOND.encode(), TODAY).counted("new") == 3


def test_inspecting_saves_nothing(store: Store, programme: Programme) -> None:
    version = store.version
    inspect(store, programme, "a.csv", FIRST.encode(), TODAY)
    assert store.version == version
    assert store.submissions() == []


def test_the_same_bytes_are_recognised_before_they_are_submitted(
    store: Store, programme: Programme
) -> None:
    first = take(store, inspect(store, programme, "a.csv", FIRST.encode(), TODAY), "wang")
    seen = inspect(store, programme, "other name.csv", FIRST.encode(), TODAY)
    assert seen.before is not None
    assert seen.before.id == first.id
    with pytest.raises(AlreadySubmitted):
        take(store, seen, "wang")


def test_what_waits_is_approved_when_it_is_handed_in_again_with_approval(
    store: Store, programme: Programme
) -> None:
    first = take(store, inspect(store, programme, "a.csv", FIRST.encode(), TODAY), "wang")
    seen = inspect(store, programme, "a.csv", FIRST.encode(), TODAY)
    again = take(store, seen, "li", approve=True)
    assert (again.id, again.state) == (first.id, "approved")


def test_a_file_with_an_error_is_not_taken(store: Store, programme: Programme) -> None:
    seen = inspect(
        store,
        programme,
        "a.csv",
        FIRST.replace("江苏,2024Q2,INN-1-1", "江酥,2024Q2,INN-1-1").encode(),
        TODAY,
    )
    assert not seen.ok
    with pytest.raises(NotTaken):
        take(store, seen, "wang", approve=True)
    assert store.submissions() == []


def test_what_is_no_report_at_all_is_a_finding(store: Store, programme: Programme) -> None:
    seen = inspect(store, programme, "empty.csv", b"", TODAY)
    assert [f.code for f in seen.findings] == ["empty_file"]
    assert seen.preview.empty


def test_without_a_store_everything_is_new(programme: Programme) -> None:
    seen = inspect(None, programme, "a.csv", FIRST.encode(), TODAY)
    assert seen.counted("new") == 2


def test_a_running_total_that_falls_below_the_approved_one_is_found(
    store: Store, programme: Programme
) -> None:
    take(store, inspect(store, programme, "a.csv", FIRST.encode(), TODAY), "wang", approve=True)
    fallen = HEAD + "江苏,2024Q3,INN-1-1,,250\n"
    seen = inspect(store, programme, "c.csv", fallen.encode(), TODAY)
    assert seen.ok
    assert [f.severity for f in seen.findings] == ["warning"]


def approved(store: Store, programme: Programme) -> None:
    take(store, inspect(store, programme, "a.csv", FIRST.encode(), TODAY), "wang", approve=True)


NOTES = "填报单位,报告期,指标,本期值,进展情况\n"


def test_words_alone_change_no_value(store: Store, programme: Programme) -> None:
    approved(store, programme)
    words = NOTES + "江苏,2024Q2,INN-1-1,,已全部联网\n"
    seen = inspect(store, programme, "b.csv", words.encode(), TODAY)
    assert (seen.ok, seen.findings) == (True, ())
    row = seen.preview.iloc[0]
    assert (row["effect"], row["old"], row["new"], row["change"]) == ("unchanged", 300, 300, 0)
    take(store, seen, "wang", approve=True)
    assert sorted(store.figures()["value"].tolist()) == [40, 300]
    assert store.narratives()["progress_note"].tolist() == ["已全部联网"]


def test_a_withdrawal_is_an_effect_of_its_own(store: Store, programme: Programme) -> None:
    approved(store, programme)
    gone = HEAD + "江苏,2024Q2,INN-1-1,,撤销\n"
    seen = inspect(store, programme, "b.csv", gone.encode(), TODAY)
    assert [f.code for f in seen.findings] == ["value_withdrawn"]
    row = seen.preview.iloc[0]
    assert (row["effect"], row["old"], seen.counted("withdrawn")) == ("withdrawn", 300, 1)
    with pytest.raises(Unexplained):
        take(store, seen, "wang", reasons={})
    take(store, seen, "wang", approve=True)
    known = store.figures()
    assert known["value"].dropna().tolist() == [40]
    again = inspect(store, programme, "c.csv", (gone + "\n").encode(), TODAY)
    assert (again.ok, again.preview.iloc[0]["effect"]) == (True, "unchanged")


def test_what_was_withdrawn_is_not_told_as_no_longer_given(
    store: Store, programme: Programme
) -> None:
    approved(store, programme)
    gone = HEAD + "江苏,2024Q2,INN-1-1,,撤销\n"
    take(
        store,
        inspect(store, programme, "b.csv", gone.encode(), TODAY),
        "wang",
        approve=True,
    )
    rest = HEAD + "江苏,2024Q2,INN-2-2,,41\n"
    assert inspect(store, programme, "c.csv", rest.encode(), TODAY).counted("omitted") == 0


def test_a_withdrawal_of_what_never_counted_is_refused(store: Store, programme: Programme) -> None:
    gone = HEAD + "江苏,2024Q2,INN-1-1,,撤销\n"
    seen = inspect(store, programme, "b.csv", gone.encode(), TODAY)
    assert [f.code for f in seen.findings] == ["nothing_to_withdraw"]


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\报表\\a.csv", "a.csv"),
        ("a\x1b[2J\u202eb.csv", "a[2Jb.csv"),
        ("江苏.csv".encode("gbk").decode("utf-8", "surrogateescape"), "江苏.csv"),
        ("..", "未命名"),
    ],
)
def test_a_file_is_kept_under_its_bare_name(
    store: Store, programme: Programme, given: str, kept: str
) -> None:
    seen = inspect(store, programme, given, FIRST.encode(), TODAY)
    assert seen.name == kept
    assert take(store, seen, "wang").name == kept
    assert json.loads(store.audit(1)["details"][0])["name"] == kept
    assert store.verify() == []


def test_a_finding_of_a_file_with_an_odd_name_names_it(programme: Programme) -> None:
    (finding,) = inspect(None, programme, "a/\u202e\ud800b.csv", b"", TODAY).findings
    assert finding.place("zh") == "\ufffdb.csv"


def test_findings_kept_with_a_submission_hide_nothing_and_have_an_end(
    store: Store, programme: Programme
) -> None:
    text = "约\u202e" + "几百家" * 9_000
    seen = inspect(store, programme, "a.csv", FIRST.replace("300", text).encode(), TODAY)
    (kept,) = store.findings(take(store, seen, "wang").id)
    assert kept["found"].startswith("约⟨U+202E⟩几百家")
    assert len(kept["found"]) < 200
    assert len(kept["message"]["zh"]) < 300
