"""The whole loop in the browser: template, findings, reasons, review, return, correction."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Page, expect

from tests.e2e.driving import act_as, expect_no_exception, open_page, press, settled, upload
from tests.e2e.test_submit import DRAWN, drawn

pytestmark = pytest.mark.browser


@dataclass(frozen=True)
class Words:
    """What the pages say in one language."""

    template: str
    submit: str
    waits: str
    why: str
    reason: str
    send_back: str
    sent_back: str
    sent_back_for: str
    approve: str
    counts: str
    questions: str
    ask: str
    send: str
    kept: str


SAID = {
    "zh": Words(
        template="报送表（Excel）",
        submit="提交",
        waits="已保存，待审核",
        why="请说明该数值为何属实",
        reason="退回理由（必填）",
        send_back="退回",
        sent_back="已退回，并附退回理由",
        sent_back_for="已退回，理由：",
        approve="审核通过",
        counts="已审核通过，数据即时生效",
        questions="询问与答复（0）",
        ask="询问或答复",
        send="发送",
        kept="已记录",
    ),
    "en": Words(
        template="Excel template",
        submit="Submit",
        waits="It changes no figure before it is approved",
        why="Say why the value is right",
        reason="Why it goes back",
        send_back="Send back",
        sent_back="is sent back with its reason",
        sent_back_for="Sent back, for this reason: ",
        approve="Approve",
        counts="is approved; its figures count",
        questions="Questions and answers (0)",
        ask="Question or answer",
        send="Send",
        kept="The remark is kept",
    ),
}


def filled(template: Path, to: Path, code: str, value: float) -> Path:
    """A template with one value typed in, as Excel saves it."""
    book = openpyxl.load_workbook(template)
    sheet = book.worksheets[0]
    heads = {
        str(cell.value).split("\n", maxsplit=1)[0]: cell.column
        for row in sheet.iter_rows(max_row=6)
        for cell in row
        if cell.value
    }
    column = next(n for head, n in heads.items() if head in ("本期值", "Value"))
    row = next(cell.row for cells in sheet.iter_rows() for cell in cells if str(cell.value) == code)
    sheet.cell(row, column, value)
    book.save(to)
    return to


def tick(page: Page, table: str, row: int = 0) -> None:
    """Tick a row of a table; it is drawn on a canvas, so by place."""
    page.locator(f"[class*='st-key-{table}'] .dvn-scroller").first.click(
        position={"x": 17, "y": 50 + 33 * row}
    )
    settled(page)


def goes_back(page: Page, words: Words, reason: str) -> None:
    settled(page)  # what is typed while the page is still made anew is lost
    page.get_by_label(words.reason).fill(reason)
    press(page, words.send_back)
    expect(page.get_by_text(words.sent_back)).to_be_visible()


@pytest.fixture
def template(tmp_path) -> Callable[[Page, Words], Path]:
    """The template of whom the page's reader reports for."""

    def downloaded(page: Page, words: Words) -> Path:
        open_page(page, "/submit")
        with page.expect_download() as download:
            page.get_by_role("button", name=words.template).click()
        path = tmp_path / download.value.suggested_filename
        download.value.save_as(path)
        return path

    return downloaded


@pytest.mark.parametrize(
    ("language", "unit", "first"), [("zh", "420000", 8100), ("en", "430000", 8200)]
)
def test_from_template_to_a_corrected_figure(
    reader, address, template, tmp_path, language, unit, first
):
    words, page = SAID[language], reader(language)

    # The reporter takes the template, fills it in and submits it.
    act_as(page, address, unit)
    form = template(page, words)
    upload(page, filled(form, tmp_path / "一.xlsx", "GOAL-2-1", first))
    press(page, words.submit)
    expect(page.get_by_text(words.waits)).to_be_visible()

    # The reviewer asks, and sends it back with a reason.
    act_as(page, address, "reviewer")
    open_page(page, "/review")
    tick(page, "queue-waiting")
    page.get_by_text(words.questions).click()
    page.get_by_label(words.ask).fill("与年报相差较大，请说明")
    press(page, words.send)
    expect(page.get_by_text(words.kept)).to_be_visible()
    goes_back(page, words, "与年报不符，请核实")

    # The reporter reads why, mends it and submits again.
    act_as(page, address, unit)
    open_page(page, "/submit")
    tick(page, "history-all")
    expect(page.get_by_text(f"{words.sent_back_for}与年报不符，请核实")).to_be_visible()
    upload(page, filled(form, tmp_path / "二.xlsx", "GOAL-2-1", first + 7))
    press(page, words.submit)
    expect(page.get_by_text(words.waits)).to_be_visible()

    # The reviewer approves it, and it is seen in a chart.
    act_as(page, address, "reviewer")
    open_page(page, "/review")
    tick(page, "queue-waiting")
    press(page, words.approve)
    expect(page.get_by_text(words.counts)).to_be_visible()
    chart = "/chains?chain=overall&indicator=GOAL-2-1&quarter=2025Q4"
    open_page(page, chart)
    page.wait_for_function(f"() => ({DRAWN})().includes({first + 7})")

    # A correction ten times as large wants a reason, and supersedes what was approved.
    act_as(page, address, unit)
    open_page(page, "/submit")
    upload(page, filled(form, tmp_path / "三.xlsx", "GOAL-2-1", (first + 7) * 20))
    press(page, words.submit)
    expect(page.get_by_text(words.why).first).to_be_visible()
    for field in page.locator("[class*='-reason-'] input").all():
        field.fill("并入全部在库企业，口径同工信部")
        field.press("Enter")
        settled(page)
    press(page, words.submit)
    expect(page.get_by_text(words.waits)).to_be_visible()
    act_as(page, address, "reviewer")
    open_page(page, "/review")
    tick(page, "queue-waiting")
    expect(page.get_by_text("并入全部在库企业，口径同工信部").last).to_be_visible()
    press(page, words.approve)
    expect(page.get_by_text(words.counts)).to_be_visible()
    open_page(page, chart)
    page.wait_for_function(f"() => ({DRAWN})().includes({(first + 7) * 20})")
    assert first + 7 not in drawn(page)
    expect_no_exception(page)


def test_who_acts_as_the_reporter_sees_no_review_page(reader, address):
    page = reader("zh")
    act_as(page, address, "110000")
    open_page(page, "/")
    expect(page.get_by_role("link", name="报送", exact=True).first).to_be_visible()
    expect(page.get_by_role("link", name="审核", exact=True)).to_have_count(0)


MILESTONES = {
    "zh": ("上传佐证", "佐证材料已保存", "已核实"),
    "en": ("Attach", "The evidence is kept", "verified"),
}


@pytest.mark.parametrize(
    ("language", "quarter", "done"),
    [("zh", "2025Q2", "2025-06-20"), ("en", "2024Q2", "2024-06-20")],
)
def test_a_milestone_counts_once_its_evidence_was_verified(
    reader, address, tmp_path, language, quarter, done
):
    attach, kept, verified = MILESTONES[language]
    words, page = SAID[language], reader(language)
    claim = tmp_path / f"里程碑{quarter}.csv"
    head = "填报单位,报告期,指标,本期值,完成日期"
    claim.write_text(
        f"{head}\n工业和信息化部,{quarter},SUP-1-4,已完成,{done}\n", encoding="utf-8-sig"
    )
    proof = tmp_path / "验收意见.pdf"
    proof.write_bytes(b"%PDF-1.7 proof")

    act_as(page, address, "miit")
    open_page(page, "/submit")
    upload(page, claim)
    press(page, words.submit)
    expect(page.get_by_text(words.waits)).to_be_visible()
    tick(page, "history-all")
    page.locator("[class*='-evidence-'] input[type=file]").set_input_files(proof)
    press(page, attach)
    expect(page.get_by_text(kept)).to_be_visible()

    act_as(page, address, "reviewer")
    open_page(page, "/review")
    tick(page, "queue-waiting")
    expect(page.locator("[class*='-milestone-'] input")).to_be_checked()
    press(page, words.approve)
    expect(page.get_by_text(words.counts)).to_be_visible()
    open_page(page, f"/?explain=SUP-1-4,miit,{quarter}")
    expect(page.get_by_role("dialog").get_by_text(verified).first).to_be_visible()
    expect_no_exception(page)
