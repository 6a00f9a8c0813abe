"""The reviewer's page: what waits and waited, and what is decided where."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.store.conftest import Q3, stated
from tests.web.test_pages import texts
from tracking.programme import Programme
from tracking.store import Store

OCTOBER, NOVEMBER, DECEMBER = (datetime(2024, month, 10, 2, tzinfo=UTC) for month in (10, 11, 12))
BEIJING, SHANGHAI = "110000", "310000"


def figures(unit: str, value: float = 12.0):
    return stated(("INN-1-1", unit, Q3, value), basis="since_start")


@pytest.fixture
def reviewed(tmp_path: Path, programme: Programme) -> Iterator[Path]:
    """Beijing's report came in October and was approved in November, Shanghai's still waits."""
    path = tmp_path / "tracking.db"
    with Store.open(path, programme) as store:
        one = store.submit(b"1", "a.csv", figures(BEIJING), actor="beijing", at=OCTOBER)
        store.approve(one.id, actor="reviewer", at=NOVEMBER)
        store.submit(b"2", "b.csv", figures(SHANGHAI), actor="shanghai", at=DECEMBER)
    return path


def labels(at) -> list[str]:
    return [button.label for button in at.button]


def test_the_queue_of_a_past_day_is_what_waited_then(run, reviewed):
    at = run(reviewed, "review", acting="reviewer", known_on="2024-10-15")
    assert not at.exception
    assert "待审核报送1份，最长已等待5天" in texts(at)
    assert at.dataframe[0].value["单位"].tolist() == ["北京"]


def test_nothing_is_decided_where_the_past_is_shown(run, reviewed):
    past = {"known_on": "2024-10-15", "submission": "1"}
    at = run(reviewed, "review", acting="reviewer", **past)
    assert "请先清空“所知截至”，再办理审核。" in texts(at)
    assert not {"审核通过", "退回"} & set(labels(at))
    now = run(reviewed, "review", acting="reviewer", submission="2")
    assert {"审核通过", "退回"} <= set(labels(now))


def test_a_correction_is_not_called_late(run, reviewed, programme):
    with Store.open(reviewed, programme) as store:
        store.submit(b"3", "c.csv", figures(BEIJING, 13.0), actor="beijing", at=DECEMBER)
    at = run(reviewed, "review", acting="reviewer")
    table = at.dataframe[0].value.set_index("单位")["按时报送"]
    assert table["北京"] == "非首次报送"
    assert table["上海"].startswith("逾期")


def test_sending_back_without_a_reason_says_so_beside_the_button_too(run, reviewed):
    at = run(reviewed, "review", acting="reviewer", submission="2")
    next(button for button in at.button if button.label == "退回").click().run()
    assert [error.value for error in at.error] == ["请填写退回报送件 2 的理由。未作任何更改。"] * 2


def test_what_was_sent_back_is_said_on_top_of_its_reporters_page(run, reviewed, programme):
    with Store.open(reviewed, programme) as store:
        store.send_back(2, actor="reviewer", reason="与年报不符")
    at = run(reviewed, "submit", acting=SHANGHAI)
    assert any("已退回" in e.value and "与年报不符" in e.value for e in at.error)
    with Store.open(reviewed, programme) as store:
        store.submit(b"4", "d.csv", figures(SHANGHAI, 13.0), actor="shanghai")
    assert not run(reviewed, "submit", acting=SHANGHAI).error


def test_a_question_is_said_on_top_of_its_reporters_page_until_it_is_answered(
    run, reviewed, programme
):
    with Store.open(reviewed, programme) as store:
        store.remark(2, "请说明", actor="reviewer")
    asked = [one.value for one in run(reviewed, "submit", acting=SHANGHAI).info]
    assert any("第2号报送提出询问" in one for one in asked)
