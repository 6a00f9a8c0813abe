"""The documented contract is the one that is checked."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from frictionless import Resource, Schema, system

from tests.intake.conftest import Check
from tracking.intake.codes import CODES
from tracking.intake.contract import COLUMNS, PASSED_OVER, column_of, schema_text
from tracking.intake.findings import Finding, UnreadableFile
from tracking.intake.periods import BASIS_WORDS, basis_word
from tracking.words import LANGUAGES, Text

DOCS = Path(__file__).parent.parent.parent / "docs"
PAGES = ("report-format.md", "report-format.zh.md")


def test_every_head_leads_to_one_column() -> None:
    for column in COLUMNS:
        for head in (column.code, column.name.zh, column.name.en, *column.spellings.split()):
            assert column_of(head) == column.code, head
    for head in PASSED_OVER.split():
        assert column_of(head) == "", head


@pytest.mark.parametrize(
    ("head", "code"),
    [
        ("填报单位*", "unit"), ("填 报 单 位", "unit"), ("Reporting Unit", "unit"),
        ("报告期（季度）", "period"),
        ("本期值\n(亿元)", "value"), ("数据/分子", "numerator"), ("填报单位 unit", "unit"),
        ("ＵＮＩＴ", "unit"),
        ("北京", None), ("2024Q3", None), ("", None),
    ],
)  # fmt: skip
def test_a_head_may_be_written_loosely(head: str, code: str | None) -> None:
    assert column_of(head) == code


def test_the_committed_schema_is_the_contract() -> None:
    assert (DOCS / "report-format.schema.json").read_text(encoding="utf-8") == schema_text()


def test_a_plain_file_satisfies_the_schema_and_the_check(checked: Check) -> None:
    heads = [column.code for column in COLUMNS]
    row = ["110000", "2024Q3", "INN-1-1", "since start", "12", "", "", "", "", "", "", "", "no"]
    schema = Schema.from_descriptor(json.loads(schema_text()))
    with system.use_context(trusted=True):
        report = Resource(data=[heads, row], schema=schema).validate()
    assert report.valid, report.flatten(["rowNumber", "fieldName", "message"])
    assert checked("\n".join([",".join(heads), ",".join(row)])).ok


@pytest.mark.parametrize("page", PAGES)
def test_every_finding_is_documented_and_nothing_else(page: str) -> None:
    text = (DOCS / page).read_text(encoding="utf-8")
    documented = re.findall(r"^\| `(\w+)` \| (?:error|warning|错误|提示) \|", text, re.M)
    assert documented == list(CODES)


@pytest.mark.parametrize("page", PAGES)
def test_every_column_head_and_basis_is_documented(page: str) -> None:
    text = (DOCS / page).read_text(encoding="utf-8")
    for column in COLUMNS:
        assert f"| `{column.code}` |" in text
        for head in column.spellings.split():
            assert head.replace("_", " ") in text, head
    for words in (BASIS_WORDS[b] for b in BASIS_WORDS if b not in ("total", "this")):
        for word in words.split():
            assert word.replace("_", " ") in text, word


def test_every_basis_word_means_its_basis() -> None:
    for basis, words in BASIS_WORDS.items():
        assert {basis_word(word) for word in words.split()} == {basis}


def placeholders(text: str) -> Iterator[str]:
    yield from re.findall(r"\{(\w+)\}", text)


@pytest.mark.parametrize("code", CODES)
def test_every_finding_speaks_both_languages(code: str) -> None:
    rule = CODES[code]
    names = {*placeholders(rule.sentence), *placeholders(rule.wanted)}
    values = dict.fromkeys(names - {"found", "row", "column", "sheet"}, Text("甲", "A"))
    finding = Finding(code, "a.csv", "表1", 3, "指标", "某", values)
    said = {language: finding.said(language) for language in LANGUAGES}
    assert said["zh"] != said["en"]
    assert not any("{" in text for text in said.values())
    assert finding.place("zh") == "a.csv，工作表“表1”，第 3 行，“指标”列"
    assert finding.place("en") == "a.csv, sheet “表1”, row 3, column “指标”"
    assert finding.to_json("zh")["message"] == said["zh"]


def test_an_unreadable_file_says_why() -> None:
    error = UnreadableFile(Finding("empty_file", "a.csv"))
    assert str(error) == "a.csv: The file is empty."
