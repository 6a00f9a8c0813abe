"""Administration: accounts added, changed and closed, sessions ended, the trail read."""

import sqlite3
from collections.abc import Callable
from contextlib import closing

import pytest

from tests.pages.reporting import texts
from tests.signed_in import session_token
from tracking.store import Store
from tracking.web.house import house


@pytest.fixture
def admin(run, empty, copy) -> Callable[..., object]:
    own = copy(empty)

    def opened(language: str = "en", **how: str):
        return run(own, "admin", language, **how)

    return opened


def press(at, key: str):
    return at.button(key=key).click().run()


def trail(at):
    return next(one.value for one in at.dataframe if "Entry" in one.value)


def store() -> Store:
    return house().store


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_page_speaks_both_languages(admin, language):
    at = admin(language)
    assert not at.exception
    assert ("共1个账号" if language == "zh" else "1 account") in texts(at)


@pytest.mark.parametrize("who", ["viewer", "110000", "reviewer"])
def test_only_the_administrator_sees_it(run, empty, copy, who):
    at = run(copy(empty), "admin", "en", acting=who)
    assert "This page is not for" in at.warning[0].value
    assert [one.key for one in at.button] == ["sign-out"]
    assert not at.dataframe


def test_an_account_is_added_and_its_link_handed_over(admin):
    at = admin()
    at.text_input(key="account-name").set_value("wang")
    at.selectbox(key="unit-add").set_value("110000")
    press(at, "account-add")
    assert not at.exception
    added = store().accounts.named("wang")
    assert (added.role, added.unit) == ("reporter", "110000")
    assert "/link/" in at.code[0].value
    again = admin()
    assert not again.code  # it is told once


def test_what_is_missing_is_said(admin):
    at = admin()
    at.text_input(key="account-name").set_value("wang")
    press(at, "account-add")
    assert "which unit" in at.error[0].value
    assert store().accounts.named("wang") is None


def test_a_role_is_changed(admin):
    at = admin()
    store().accounts.add("wang", "reporter", "110000", actor="tests")
    row = [one.name for one in store().accounts.all()].index("wang")
    at.session_state["accounts"] = {"selection": {"rows": [row], "columns": []}}
    at.run()
    number = store().accounts.named("wang").id
    at.selectbox(key=f"role-change-{number}").set_value("viewer").run()
    press(at, "account-change")
    assert store().accounts.named("wang").role == "viewer"


def test_the_trail_is_filtered_by_what(admin):
    at = admin()
    session_token(store(), "reviewer")
    at.multiselect(key="trail-what").set_value(["sign_in"]).run()
    assert set(trail(at)["What"]) == {"Came in"}


def test_the_trail_tells_saving_taking_out_and_putting_back_apart(admin):
    admin()
    briefings = store().briefings
    briefings.save("季报", scope="nation", compared="none", language="zh", full=True,
                   formats="pdf", actor="zhou")  # fmt: skip
    briefings.remove("季报", "local")
    briefings.restore("季报", "local")
    told = trail(admin()).query("About == '季报'")
    assert told["What"].tolist() == [
        "Saved briefing put back", "Saved briefing taken out", "Briefing saved",
    ]  # fmt: skip


def test_the_trail_is_filtered_by_whom(admin):
    at = admin()
    session_token(store(), "reviewer")
    at.run()
    at.selectbox(key="trail-who").set_value("reviewer").run()
    assert set(trail(at)["Who"]) == {"reviewer"}


def test_the_trail_is_filtered_by_day(admin):
    at = admin()
    at.text_input(key="trail-last").set_value("2020年1月1日").run()
    assert "no such entry" in at.info[0].value


def test_a_day_of_the_trail_that_cannot_be_read_is_said(admin):
    at = admin()
    at.text_input(key="trail-first").set_value("2026-13-01").run()
    assert "2026-13-01" in at.error[0].value


def test_the_store_is_proved(admin):
    at = press(admin(), "store-prove")
    assert "sound" in at.success[0].value


def test_what_proving_finds_is_said(admin):
    at = admin()
    with closing(sqlite3.connect(store().path)) as connection, connection:
        connection.execute("drop trigger move_refuses_update")
    press(at, "store-prove")
    assert "not as it ought to be" in at.error[0].value
    assert "move_refuses_update" in texts(at)


def test_a_store_that_was_never_backed_up_says_so(admin):
    assert "no backup yet" in admin().warning[0].value


def test_the_store_is_backed_up_and_the_backup_listed(admin, tmp_path, monkeypatch):
    monkeypatch.setenv("TRACKING_BACKUPS", str(tmp_path / "elsewhere"))
    at = press(admin(), "store-backup")
    assert "Backed up and proved sound" in at.success[0].value
    (made,) = (tmp_path / "elsewhere").iterdir()
    assert made.name in {name for one in at.dataframe for name in one.value.get("File", [])}


def test_a_folder_that_takes_no_backup_is_said(admin, tmp_path, monkeypatch):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("TRACKING_BACKUPS", str(tmp_path / "file"))
    at = press(admin(), "store-backup")
    assert not at.exception
    assert "Nothing was saved" in at.error[0].value


def test_the_trail_says_what_was_set_as_a_target_and_why(admin):
    at = admin()
    at.multiselect(key="trail-what").set_value(["target"]).run()
    about = "\n".join(trail(at)["About"])
    assert "Nation, “" in about
    assert "10,000" in about
    assert "by 2025Q4, from 2022-05-12 on" in about
    assert "规划" in about
