"""The submit page: what it says of a file, what it keeps, and what it saves."""

import csv
import io
from pathlib import Path

import openpyxl
import pytest
from streamlit.proto.Common_pb2 import FileURLs
from streamlit.runtime.uploaded_file_manager import UploadedFile, UploadedFileRec

from tests.conftest import ROOT
from tests.store.conftest import stated
from tracking.forms import empty_csv, empty_xlsx
from tracking.intake import check, read, told
from tracking.programme import Programme, Quarter
from tracking.store import Store
from tracking.web import filling, receiving
from tracking.web.house import house
from tracking.words import LANGUAGES

FILES = ROOT / "tests" / "files"
GOOD = "填报单位,报告期,指标,口径,本期值\n北京市,2024Q3,专精特新中小企业数,期末,{value}\n"
WRONG = "填报单位,报告期,指标,本期值\n北京城,2024Q3,专精特新中小企业数,1\n"


def good(value: int = 10500) -> bytes:
    return GOOD.format(value=value).encode("gbk")


def said(at) -> str:
    parts = [e.value for kind in ("success", "info", "warning", "error") for e in at.get(kind)]
    return "\n".join([*parts, *(e.value for e in at.caption)])


def shown(at) -> str:
    return "\n".join(e.proto.body for e in at.get("html"))


def labels(at) -> list[str]:
    return [button.label for button in at.button]


def press(at, label: str):
    next(button for button in at.button if button.label == label).click().run()
    assert not at.exception
    return at


@pytest.fixture
def page(run, copy, published):
    """The submit page on a store of its own, with a file given to it."""

    def opened(name: str, data: bytes, language: str = "zh"):
        at = run(copy(published), "submit", language)
        at.file_uploader(key="files").upload(name, data).run()
        assert not at.exception
        return at

    return opened


def known(unit: str, indicator: str) -> list[float]:
    figures = house().store.current(units=[unit], indicators=[indicator])
    return figures["value"].tolist()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_file_in_order_says_that_nothing_is_saved_yet(page, language):
    at = page("北京.csv", good(), language)
    expected = "目前尚未保存" if language == "zh" else "Nothing is saved yet"
    assert expected in said(at)
    assert known("110000", "GOAL-2-1") == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_submitted_and_approved_it_counts_and_says_so(page, language):
    at = page("北京.csv", good(), language)
    press(at, "提交并审核通过" if language == "zh" else "Submit and approve")
    assert ("即时生效" if language == "zh" else "counts from now on") in said(at)
    assert known("110000", "GOAL-2-1") == [10500.0]
    links = [link.proto for link in at.get("page_link")]
    assert {link.page for link in links} >= {"regions", "chains"}
    queries = " ".join(link.query_string for link in links)
    assert "unit=110000" in queries
    assert "indicator=GOAL-2-1" in queries
    assert "quarter=2024Q3" in queries


def test_a_ministrys_report_leads_to_that_ministry(page):
    data = "填报单位,季度,指标,数值\n工业和信息化部,2024年三季度,IND-3-1,14600\n"
    at = page("工信部.csv", data.encode())
    press(at, "提交并审核通过")
    links = [link.proto for link in at.get("page_link") if link.proto.page == "ministries"]
    assert [("ministry=miit" in link.query_string) for link in links] == [True]


def test_submitted_only_it_waits_and_changes_nothing(page):
    at = press(page("北京.csv", good()), "仅提交")
    assert "待审核" in said(at)
    assert known("110000", "GOAL-2-1") == []
    assert "提交并审核通过" not in labels(at)


def test_a_file_with_errors_has_no_button_and_names_its_places(page):
    at = page("北京.csv", WRONG.encode("gbk"))
    assert "未保存任何内容" in said(at)
    assert "第 2 行、“填报单位”列" in shown(at)
    assert "北京城" in shown(at)
    assert not {"提交并审核通过", "仅提交"} & set(labels(at))


def test_the_same_file_again_says_when_it_came(page):
    at = press(page("北京.csv", good()), "提交并审核通过")
    at.file_uploader(key="files").clear().run()
    at.file_uploader(key="files").upload("又一份.csv", good()).run()
    assert "本次未重复保存" in said(at)
    assert "提交并审核通过" not in labels(at)


def test_a_changed_value_stands_beside_the_known_one(page):
    at = press(page("北京.csv", good()), "提交并审核通过")
    at.file_uploader(key="files").clear().run()
    at.file_uploader(key="files").upload("更正.csv", good(10650)).run()
    table = next(t.value for t in at.dataframe if "原值" in t.value or "已有数值" in t.value)
    assert "10,500家" in table.to_string()
    assert "10,650家" in table.to_string()
    assert "+150" in table.to_string()


def test_what_is_no_longer_given_is_told_and_kept(page):
    both = GOOD.format(value=10500) + "北京市,2024Q3,DAT-1-1,,12\n"
    at = press(page("北京.csv", both.encode("gbk")), "提交并审核通过")
    at.file_uploader(key="files").clear().run()
    at.file_uploader(key="files").upload("更正.csv", good(10650)).run()
    kinds = at.segmented_control(key=next(
        c.key for c in at.segmented_control if str(c.key).endswith("-effect")
    ))  # fmt: skip
    assert "本次未报 1" in [option.content for option in kinds.proto.options]


def test_a_withdrawal_is_shown_first_with_the_value_that_goes(page):
    at = press(page("北京.csv", good()), "提交并审核通过")
    at.file_uploader(key="files").clear().run()
    gone = GOOD.format(value="撤销").encode("gbk")
    at.file_uploader(key="files").upload("撤销.csv", gone).run()
    kinds = next(c for c in at.segmented_control if str(c.key).endswith("-effect"))
    assert kinds.value == "withdrawn"
    assert "撤销 1" in [option.content for option in kinds.proto.options]
    assert "10,500家" in next(t.value for t in at.dataframe if "已有数值" in t.value).to_string()
    assert "审核通过后，这些数值不再计入" in said(at)


def test_without_a_withdrawal_nothing_speaks_of_one(page):
    at = page("北京.csv", good())
    kinds = next(c for c in at.segmented_control if str(c.key).endswith("-effect"))
    assert not any("撤销" in option.content for option in kinds.proto.options)


@pytest.fixture
def reporter(run, copy, published):
    """The submit page as Beijing's reporter sees it, with a file given to it."""

    def opened(name: str, data: bytes, language: str = "zh", acting: str = "110000"):
        at = run(copy(published), "submit", language, acting=acting)
        at.file_uploader(key="files").upload(name, data).run()
        assert not at.exception
        return at

    return opened


def test_a_reporter_submits_and_what_waits_is_listed(reporter):
    at = press(reporter("北京.csv", good()), "提交")
    assert "待审核" in said(at)
    (waiting,) = house().store.submissions(state="submitted")
    assert (waiting.submitted_by, waiting.entered) == ("reporter-110000", False)
    assert "提交并审核通过" not in labels(at)


def test_a_reporter_does_not_report_for_others(reporter):
    at = reporter("北京.csv", good(), acting="310000")
    assert "您不负责北京的填报" in said(at)
    assert not {"提交", "存为草稿"} & set(labels(at))


def test_a_reporter_sees_the_own_submissions_only(reporter):
    at = press(reporter("北京.csv", good()), "提交")
    table = at.dataframe[len(at.dataframe) - 1].value
    assert table["文件"].tolist() == ["北京.csv"]


def test_a_draft_waits_for_nobody(reporter):
    at = press(reporter("北京.csv", good()), "存为草稿")
    assert [s.state for s in house().store.submissions(limit=1)] == ["draft"]
    assert "草稿" in at.dataframe[len(at.dataframe) - 1].value.to_string()


def test_a_value_that_looks_wrong_goes_in_with_a_reason_only(reporter):
    at = reporter("北京.csv", good(1_050_000))
    house().store.submit(
        b"before",
        "before.csv",
        stated(("GOAL-2-1", "110000", Quarter.of("2024Q2").index, 10400.0), basis="period_end"),
        actor="keeper",
        approve=True,
    )
    at.run()
    press(at, "提交")
    assert "请说明该数值为何属实" in said(at)
    field = next(t for t in at.text_input if "-reason-" in str(t.key))
    field.input("核实无误").run()
    press(at, "提交")
    assert "只表示已核对" in said(at)
    field = next(t for t in at.text_input if "-reason-" in str(t.key))
    field.input("并入全部入库企业，口径同工信部").run()
    press(at, "提交")
    (waiting,) = house().store.submissions(state="submitted")
    assert house().store.findings(waiting.id)[0]["reason"] == "并入全部入库企业，口径同工信部"


def test_what_would_turn_is_told_before_submitting(page):
    assert "计入后" in "\n".join(e.value for e in page("北京.csv", good()).markdown)


@pytest.mark.parametrize("acting", ["110000", "miit", "administrator"])
def test_a_template_is_offered_to_who_reports(run, published, acting):
    at = run(published, "submit", acting=acting)
    assert [b.proto.label for b in at.get("download_button")][:2] == [
        "报送表（Excel）",
        "报送表（CSV）",
    ]


def test_an_upload_that_is_gone_is_forgotten(page):
    at = page("北京.csv", good())
    assert len(at.session_state["inspections"]) == 1
    at.file_uploader(key="files").clear().run()
    assert at.session_state["inspections"] == {}


def test_of_a_taken_file_neither_bytes_nor_figures_are_kept(page):
    at = press(page("北京.csv", good()), "提交并审核通过")
    (looked,) = at.session_state["inspections"].values()
    assert looked.inspection.data == b""
    assert looked.inspection.checked.figures.empty


def test_more_files_than_are_read_at_a_time_wait(page, monkeypatch):
    monkeypatch.setattr(receiving, "FILES", 1)
    at = page("一.csv", good())
    files = [("一.csv", good(), "text/csv"), ("二.csv", good(7), "text/csv")]
    at.file_uploader(key="files").set_value(files).run()
    assert "最后1个文件暂未核查" in said(at)
    assert len(at.session_state["inspections"]) == 1


@pytest.mark.parametrize(
    "name",
    [
        "../../etc/passwd.csv",
        "<b>a</b>.csv",
        "**a**[b](c).csv",
        "=cmd|' /C calc'!A0.csv",
        ("长" * 200) + ".csv",
    ],
)
def test_a_strange_name_is_only_a_name(page, name):
    at = press(page(name, good()), "提交并审核通过")
    assert "<b>a</b>" not in shown(at)
    assert "[b](c)" not in said(at)


@pytest.mark.parametrize(
    "file",
    ["under-a-password.xlsx", "empty.csv", "pdf-named.xlsx", "one-cell-far-out.xlsx",
     "xml-entities-in-texts.xlsx", "zip-damaged-in-the-middle.xlsx", "picture-named.csv"],
)  # fmt: skip
@pytest.mark.parametrize("language", LANGUAGES)
def test_what_cannot_be_read_is_one_clear_error(page, file, language):
    at = page(file, (FILES / file).read_bytes(), language)
    assert len(at.error) == 1
    assert ("整个文件" if language == "zh" else "the whole file") in shown(at)


def test_alike_findings_of_many_rows_are_one(programme: Programme):
    rows = "".join(f"北京城,2024Q3,{i.code},1\n" for i in list(programme.indicators.values())[:5])
    data = ("填报单位,报告期,指标,本期值\n" + rows).encode()
    tables = read(data, "a.csv")
    checked = check(tables, programme, Quarter.of("2025Q4").last_day, None)
    kinds = [k for k in told.kinds_of(checked.findings) if k.finding.code == "unknown_unit"]
    assert [k.rows for k in kinds] == [(2, 3, 4, 5, 6)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_example_of_each_kind_of_unit_is_taken_without_a_finding(
    programme: Programme, language
):
    quarter = Quarter.of("2024Q3")
    for kind in filling.WHO:
        unit = next(u for u in programme.units.values() if u.kind == kind)
        rows = filling.example_rows(programme, unit, quarter, language)
        assert len(rows) >= 3
        tables = read(empty_csv(language, rows), "example.csv")
        checked = check(tables, programme, Quarter.of("2025Q4").last_day, None)
        assert [f.said("en") for f in checked.findings] == []
        assert len(checked.figures) == len(rows)


@pytest.mark.parametrize("language", LANGUAGES)
def test_both_empty_forms_have_the_columns_and_are_read_again(programme: Programme, language):
    (heads,) = csv.reader(io.StringIO(empty_csv(language).decode("utf-8-sig")))
    data = empty_xlsx(language)
    sheet = openpyxl.load_workbook(io.BytesIO(data)).active
    assert [cell.value for cell in sheet[1]] == heads
    sheet.append(["北京市", "2024年9月", "专精特新中小企业数", "", 10500])
    filled = io.BytesIO()
    sheet.parent.save(filled)
    tables = read(filled.getvalue(), "form.xlsx")
    checked = check(tables, programme, Quarter.of("2025Q4").last_day, None)
    assert checked.findings == ()
    assert checked.figures["value"].tolist() == [10500]


def test_the_history_tells_who_handed_in_and_who_decided(page):
    at = press(page("北京.csv", good()), "提交并审核通过")
    table = at.dataframe[len(at.dataframe) - 1].value
    assert "本机管理员" in table.iloc[0].to_string()
    assert "公开数据" in table.iloc[-1].to_string()


def test_the_page_speaks_on_an_empty_store(run, empty, tmp_path):
    at = run(empty, "submit", "en")
    assert "Nothing has been handed in yet." in said(at)
    assert isinstance(house().store, Store)
    assert Path(house().store.path).exists()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_file_with_findings_can_be_had_back_marked(page, language):
    at = page("北京.csv", WRONG.encode("gbk"), language)
    wanted = "我的文件（标注核查意见）" if language == "zh" else "Own file with the findings marked"
    assert wanted in [button.proto.label for button in at.get("download_button")]


def test_a_file_in_order_is_not_offered_back(page):
    at = page("北京.csv", good())
    assert "我的文件（标注核查意见）" not in [b.proto.label for b in at.get("download_button")]


@pytest.mark.parametrize("large", [1, 1 << 30])
def test_what_is_had_back_is_the_upload_with_its_findings(programme: Programme, monkeypatch, large):
    monkeypatch.setattr(receiving, "LARGE", large)
    data, day = WRONG.encode("gbk"), Quarter.of("2025Q4").last_day
    upload = UploadedFile(UploadedFileRec("1", "北京.csv", "text/csv", data), FileURLs())
    found = check(read(data, "北京.csv"), programme, day, None).findings
    marked = receiving.own_file(upload, found, "zh", day)()
    sheet = openpyxl.load_workbook(io.BytesIO(marked))["北京"]
    assert "没有名为“北京城”的填报单位" in sheet["A2"].comment.text


@pytest.mark.parametrize(
    ("language", "expected"),
    [("zh", "北京市2025年四季度：应报42项，已报0项"), ("en", "0 of 42 indicators reported")],
)
def test_a_reporter_sees_what_is_owed_and_until_when(run, published, language, expected):
    at = run(published, "submit", language, acting="110000")
    assert expected in "\n".join(e.value for e in at.text)


def test_what_is_open_from_before_is_named(run, published):
    at = run(published, "submit", acting="110000")
    assert "此前尚未办结" in said(at)
