"""account add, change, close, list, link, sessions: on a real store."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.cli.conftest import ROOT, Run, data_of
from tracking.programme import Programme
from tracking.signing import Hasher, use_link
from tracking.store import Store

PASSWORD = "梅花香自苦寒来 2026"


@pytest.fixture
def store(run: Run, tmp_path: Path) -> Path:
    """An empty store with the administrator wang."""
    assert run("init").exit_code == 0
    assert run("account", "add", "wang", "--role", "administrator").exit_code == 0
    return tmp_path / "store.db"


def sign_in_by(link: str, store: Path, programme: Programme) -> str:
    token = link.rpartition("/")[2]
    quick = Hasher(memory_kib=8, passes=1, lanes=1)
    with Store.open(store, programme) as opened:
        return use_link(
            opened, token, "192.0.2.7", "Firefox", datetime.now(UTC), PASSWORD, hasher=quick
        )


def test_an_added_account_is_handed_a_link_that_lets_its_owner_in(
    run: Run, store: Path, programme: Programme
) -> None:
    told = run("account", "add", "li", "--role", "reporter", "--unit", "江苏", "--address",
               "https://tracking.example.cn/")  # fmt: skip
    link = told.stdout.splitlines()[-1]
    assert link.startswith("https://tracking.example.cn/link/")
    assert "“li”" in told.stdout
    session = sign_in_by(link, store, programme)
    with Store.open(store, programme, read_only=True) as opened:
        found = opened.sessions.find(session, datetime.now(UTC))
    assert found is not None
    assert (found.account.role, found.account.unit) == ("reporter", "320000")


def test_the_accounts_are_listed(run: Run, store: Path) -> None:
    run("account", "add", "li", "--role", "reviewer", "--reviews", "江苏", "--reviews", "110000")
    run("account", "add", "zhao", "--role", "viewer")
    run("account", "close", "zhao")
    rows = {row["account"]: row for row in data_of(run("account", "list", "--json"))}
    assert list(rows) == ["li", "wang", "zhao"]
    assert rows["li"]["reviews"] == ["110000", "320000"]
    assert (rows["wang"]["role"], rows["wang"]["password"]) == ("administrator", False)
    assert rows["zhao"]["closed"]
    shown = run("account", "list", lang="zh").stdout
    assert "审核人" in shown
    assert "北京；江苏" in shown
    assert "注销" in shown


def test_nothing_but_who_is_listed_before_there_is_an_account(run: Run) -> None:
    run("init")
    assert run("account", "list").stdout == "There are no accounts yet.\n"
    assert run("account", "sessions").stdout == "Nobody is signed in.\n"


def test_a_change_says_what_holds_from_now_on(run: Run, store: Path) -> None:
    run("account", "add", "li", "--role", "viewer")
    changed = run("account", "change", "LI", "--role", "reporter", "--unit", "110000")
    assert changed.stdout == "“li” now has the role “Reporter”.\n"
    again = run("account", "change", "li", "--role", "reporter", "--unit", "110000", "--json")
    assert not data_of(again)["changed"]


def test_a_new_link_lets_the_one_before_hold_no_more(
    run: Run, store: Path, programme: Programme
) -> None:
    first = data_of(run("account", "add", "li", "--role", "viewer", "--json"))
    second = data_of(run("account", "link", "li", "--json"))
    assert first["link"] != second["link"]
    with pytest.raises(Exception, match="no longer holds"):
        sign_in_by(first["link"], store, programme)
    assert sign_in_by(second["link"], store, programme)


def test_sessions_are_listed_and_ended(run: Run, store: Path, programme: Programme) -> None:
    for name in ("li", "zhao"):
        added = data_of(run("account", "add", name, "--role", "viewer", "--json"))
        sign_in_by(added["link"], store, programme)
    listed = run("account", "sessions").stdout
    assert "Firefox" in listed
    assert "192.0.2.7" in listed
    rows = data_of(run("account", "sessions", "--json"))["sessions"]
    assert {row["account"] for row in rows} == {"li", "zhao"}
    ended = run("account", "sessions", "li", "--end-all").stdout
    assert ended.splitlines() == ["1 session ended.", "Nobody is signed in."]
    left = data_of(run("account", "sessions", "--json"))["sessions"]
    assert [row["account"] for row in left] == ["zhao"]
    data = data_of(run("account", "sessions", "--end", str(left[0]["id"]), "--json"))
    assert data == {"ended": 1, "sessions": []}


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["add", "li", "--role", "reporter"], "Say which unit the reporter reports for."),
        (["add", "WANG", "--role", "viewer"], "There is, or was, an account “WANG”."),
        (["add", "<b>", "--role", "viewer"], "“<b>” cannot be the name of an account."),
        (["add", "li", "--role", "boss"], "--role can be: viewer / reporter / reviewer"),
        (["add", "li", "--role", "reviewer", "--reviews", "亚特兰蒂斯"], "No unit is called"),
        (["close", "wang"], "“wang” is the last administrator."),
        (["change", "wang", "--role", "viewer"], "“wang” is the last administrator."),
        (["close", "nobody"], "There is no account “nobody”."),
        (["link", "nobody"], "There is no account “nobody”."),
        (["sessions", "nobody"], "There is no account “nobody”."),
        (["sessions", "--end-all"], "--end-all needs the name of an account."),
    ],
)
def test_what_cannot_be_is_said_in_a_sentence(
    run: Run, store: Path, words: list[str], said: str
) -> None:
    before = data_of(run("account", "list", "--json"))
    result = run("account", *words)
    assert result.exit_code == 2
    assert result.stderr.startswith(said)
    assert data_of(run("account", "list", "--json")) == before


def test_no_password_is_taken_on_the_command_line() -> None:
    """It would stand in the shell's history, for others to see."""
    code = (ROOT / "tracking" / "cli" / "accounts.py").read_text(encoding="utf-8")
    assert "--password" not in code
