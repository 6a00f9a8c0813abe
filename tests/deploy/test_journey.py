"""One day behind nginx, in the browser: in over TLS, a page, a file up and down, and out."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Playwright, expect

from tests.deploy.fronting import NAME
from tests.deploy.reading import PROCESS
from tests.e2e import driving
from tests.e2e.driving import open_page, press, settled, upload

pytestmark = pytest.mark.browser
PASSWORD = "梅花香自苦寒来 2026"
HEADS = "填报单位,报告期,指标,口径,本期值\n"


@pytest.fixture(scope="module")
def chromium(playwright: Playwright) -> Iterator[Browser]:
    one = driving.launched(playwright, f"--host-resolver-rules=MAP {NAME} 127.0.0.1")
    yield one
    one.close()


@dataclass
class Window:
    page: Page
    wrong: list[str]

    @property
    def process(self) -> str:
        (kept,) = [c["value"] for c in self.page.context.cookies() if c["name"] == PROCESS]
        return kept


@pytest.fixture
def window(chromium, deployed):
    """Opens windows of people of their own, and sees that nothing goes wrong in any."""
    opened: list[Window] = []

    def opening() -> Window:
        context = chromium.new_context(
            ignore_https_errors=True,
            base_url=deployed.front.address,
            locale="zh-CN",
            accept_downloads=True,
        )
        page = context.new_page()
        page.set_default_timeout(driving.PATIENCE)
        one = Window(page, [])
        page.on("console", lambda said: _note(one, said))
        page.on("pageerror", lambda error: one.wrong.append(str(error)))
        opened.append(one)
        return one

    yield opening
    for one in opened:
        one.page.context.close()
    assert [one.wrong for one in opened if one.wrong] == []


def _note(window: Window, said: ConsoleMessage) -> None:
    if said.type in ("error", "warning") and "Content Security Policy" in said.text:
        window.wrong.append(said.text)
    elif said.type == "error":
        window.wrong.append(f"{said.text} {said.location}")


def sign_in(page: Page, name: str) -> None:
    page.goto("/submit")
    page.get_by_label("账号").fill(name)
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    settled(page)


def set_up(deployed, page: Page, name: str, unit: str) -> None:
    with deployed.opened() as store:
        link = store.accounts.add(name, "reporter", unit, actor="tests")
    page.goto(f"/link/{link}")
    page.get_by_label("新密码", exact=True).fill(PASSWORD)
    page.get_by_label("再次输入新密码").fill(PASSWORD)
    page.get_by_role("button", name="保存并登录").click()
    settled(page)


def hand_in(page: Page, path: Path) -> bytes:
    """Hand a file in, and take the original back."""
    open_page(page, "/submit")
    upload(page, path)
    press(page, "提交")
    expect(page.get_by_text("已保存，待审核")).to_be_visible()
    page.locator("[class*='st-key-history-'] .dvn-scroller").first.click(
        position={"x": 17, "y": 50}
    )
    with page.expect_download() as download:
        page.get_by_role("button", name="下载原始文件").click()
    return Path(download.value.path()).read_bytes()


def test_two_people_at_two_processes_each_hand_in_and_get_back_their_own(
    deployed, window, tmp_path
):
    people = {"wang": ("110000", "北京市"), "li": ("310000", "上海市")}
    windows = {name: window() for name in people}
    for name, (unit, _) in people.items():
        set_up(deployed, windows[name].page, name, unit)
    assert {one.process for one in windows.values()} == {str(port) for port in deployed.ports}
    page = windows["wang"].page
    spoken = "performance.getEntriesByType('navigation')[0].nextHopProtocol"
    assert page.evaluate(spoken) == "h2"
    for name, (_, unit) in people.items():
        path = tmp_path / f"{name}.csv"
        path.write_bytes(f"{HEADS}{unit},2024Q3,专精特新中小企业数,期末,4321\n".encode("gbk"))
        assert hand_in(windows[name].page, path) == path.read_bytes()

    page.get_by_role("button", name="wang", exact=True).click()
    press(page, "退出登录")
    expect(page.get_by_text("您已退出登录")).to_be_visible()
    sign_in(page, "wang")
    expect(page.get_by_role("button", name="wang", exact=True)).to_be_visible()


def test_an_open_page_goes_on_at_the_other_process_when_its_own_stops(deployed, window):
    one = window()
    set_up(deployed, one.page, "zhou", "440000")
    open_page(one.page, "/chains?chain=data")
    gone = [str(port) for port in deployed.ports].index(one.process)
    deployed.stop(gone)
    try:
        one.page.wait_for_selector(
            '[data-testid="stApp"][data-test-connection-state="CONNECTED"]', state="attached"
        )
        open_page(one.page, "/regions")
        expect(one.page.get_by_role("button", name="zhou")).to_be_visible()
        assert one.process == str(deployed.ports[1 - gone])
    finally:
        deployed.start(gone)
        # The browser says in the console that the line was cut.
        one.wrong[:] = [said for said in one.wrong if "WebSocket" not in said]
