"""Administration: accounts added, changed and closed, sessions ended, the trail read."""

from collections.abc import Callable

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


def store() -> Store:
    return house().store


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_page_speaks_both_languages(admin, language):
    at = admin(language)
    assert not at.exception
    assert ("共1个账号" if language == "zh" else "1 account") in texts(at)


@pytest.mark.parametrize("who", ["viewer", "110000", "reviewer"])
def test_only_the_administrator_sees_it(run, empty, copy, who):
    with pytest.raises(ValueError, match="admin"):
        run(copy(empty), "admin", acting=who)


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
    told = at.dataframe[-1].value
    assert set(told["What"]) == {"Came in"}
