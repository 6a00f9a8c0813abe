"""Two processes on one store behind nginx: nobody is mixed up; what holds in one holds in both."""

from contextlib import ExitStack

import pytest
from websockets.exceptions import ConnectionClosed

from tests.deploy.conftest import MOST
from tests.deploy.reading import PROCESS
from tracking.web.visitor import COOKIE

PASSWORD = "梅花香自苦寒来 2026"
REPORT = "填报单位,报告期,指标,口径,本期值\n北京市,2024Q3,专精特新中小企业数,期末,10501\n".encode(
    "gbk"
)


def process_of(reader) -> str:
    return reader.cookies[PROCESS]


def test_whoever_comes_is_given_a_process_in_turn_and_stays_there(deployed):
    readers = []
    with ExitStack() as open_pages:
        for who in ("viewer", "reviewer", "administrator", "110000"):
            reader = deployed.reader(who)
            assert reader.get("/", Accept="text/html").status == 200
            first = process_of(reader)
            open_pages.enter_context(reader.page()).run()
            assert process_of(reader) == first
            readers.append(reader)
        assert {process_of(reader) for reader in readers} == {str(port) for port in deployed.ports}


def test_whoever_finds_their_process_full_is_let_in_at_the_other_with_the_next_try(deployed):
    with ExitStack() as open_pages:
        for _ in range(MOST):
            open_pages.enter_context(deployed.reader("viewer", at=0).page())
        late = deployed.reader("viewer", at=0)
        full = late.get("/chains", Accept="text/html")
        assert (full.status, full.headers["retry-after"]) == (503, "30")
        assert "当前访问人数较多" in full.text
        assert late.get("/chains", Accept="text/html").status == 200
        assert process_of(late) == str(deployed.ports[1])


@pytest.mark.parametrize("process", [0, 1])
def test_page_websocket_and_upload_come_together(deployed, process):
    reader = deployed.reader("110000", at=process)
    assert reader.get("/submit", Accept="text/html").status == 200
    with reader.page() as page:
        assert "reporter-110000" in page.run()
        assert reader.send_file(page.place_for("report.csv"), REPORT) == 204
    assert process_of(reader) == str(deployed.ports[process])


def test_an_upload_to_the_other_process_is_not_taken(deployed):
    reader = deployed.reader("110000", at=0)
    with reader.page() as page:
        page.run()
        place = page.place_for("report.csv")
        reader.cookies[PROCESS] = str(deployed.ports[1])
        assert reader.send_file(place, REPORT) == 400  # which is why people stay with one


def test_out_at_one_process_is_out_at_the_other(deployed):
    reader = deployed.reader("viewer", at=0)
    other = deployed.reader(at=1)
    other.cookies[COOKIE] = reader.cookies[COOKIE]
    with other.page() as page:
        assert "您已退出登录" not in page.run()
        reader.fill_in("/sign-out")
        assert "您已退出登录" in page.run()
    assert other.get("/chains").status == 401


def test_a_role_taken_away_at_one_process_is_gone_at_the_other(deployed):
    with deployed.opened() as store:
        link = store.accounts.add("zhao", "administrator", actor="tests")
    zhao = deployed.reader(at=1)
    assert zhao.fill_in(f"/link/{link}", new=PASSWORD, again=PASSWORD).status == 303
    with zhao.page() as page:
        page.run()
        place = page.place_for("report.csv")
        assert zhao.send_file(place, REPORT) == 204
        with deployed.opened() as store:
            store.accounts.change("zhao", "viewer", actor="tests")
        assert zhao.send_file(place, REPORT) == 403


def test_failures_at_both_processes_count_together(deployed):
    with deployed.opened() as store:
        store.accounts.add("qian", "viewer", actor="tests")
    # Three are free. Were each process to count for itself, nobody would have to wait.
    for process in (0, 1):
        said = [
            deployed.reader(at=process).fill_in("/sign-in", name="qian", password="wrong").text
            for _ in range(3)
        ]
        assert any("登录失败次数过多" in one for one in said) == (process == 1)


def test_when_a_process_stops_its_people_are_taken_over_and_stay_when_it_is_back(deployed):
    reader = deployed.reader("110000", at=0)
    one, other = (str(port) for port in deployed.ports)
    with reader.page() as page:
        page.run()
        assert process_of(reader) == one
        deployed.stop(0)
        with pytest.raises(ConnectionClosed):
            page.run()
    try:
        # As the browser does by itself; the session is the store's, so nobody signs in again.
        with reader.page() as page:
            assert "reporter-110000" in page.run("chain=data")
            assert process_of(reader) == other
            assert reader.send_file(page.place_for("report.csv"), REPORT) == 204
            deployed.start(0)
            assert deployed.reader(at=0).get("/health").status == 200
            assert reader.send_file(page.place_for("report.csv"), REPORT) == 204
        assert process_of(reader) == other
    finally:
        deployed.start(0)


def test_while_no_process_runs_a_page_says_so_in_both_languages(deployed):
    deployed.stop(0)
    deployed.stop(1)
    try:
        answer = deployed.reader().get("/sign-in")
    finally:
        deployed.start(0)
        deployed.start(1)
    assert answer.status == 503
    assert answer.headers["retry-after"] == "30"
    assert "看板暂时无法访问" in answer.text
    assert "cannot be reached" in answer.text
    assert PROCESS not in deployed.reader().cookies
