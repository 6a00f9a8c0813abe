"""The sizes of regions: optional, and where they are given, right in every cell."""

import shutil
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tracking.programme import Denominator, ProgrammeError, load
from tracking.words import Text

HEAD = "code,name_zh,name_en,per,unit,value,as_of,source_zh,source_en\n"
GOOD = "firms,家企业,enterprises,1000,110000,38000,2023-12-31,测试用虚构数,Invented\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    copy = tmp_path / "programme"
    shutil.copytree(ROOT / "data" / "programme", copy)
    return copy


def given(folder: Path, *lines: str) -> dict[str, Denominator]:
    (folder / "denominators.csv").write_text(HEAD + "".join(lines), encoding="utf-8")
    return dict(load(folder).denominators)


def test_without_the_file_there_are_no_denominators(folder: Path) -> None:
    (folder / "denominators.csv").unlink(missing_ok=True)
    assert not load(folder).denominators


def test_a_size_has_its_day_and_source_and_the_reading_a_name(folder: Path) -> None:
    firms = given(folder, GOOD)["firms"]
    size = firms.sizes["110000"]
    assert (size.value, str(size.as_of), size.source.zh) == (38000, "2023-12-31", "测试用虚构数")
    assert firms.label == Text("每千家企业", "per thousand enterprises")


def test_a_programme_may_have_several_denominators(folder: Path) -> None:
    people = GOOD.replace("firms,家企业,enterprises,1000", "people,人,residents,10000")
    found = given(folder, GOOD, people)
    assert list(found) == ["firms", "people"]
    assert found["people"].label == Text("每万人", "per ten thousand residents")


@pytest.mark.parametrize(
    ("old", "new", "row", "column"),
    [
        ("110000,", "999999,", 2, "unit"),
        ("110000,", "nation,", 2, "unit"),
        ("38000", "0", 2, "value"),
        ("38000", "-5", 2, "value"),
        ("38000", "inf", 2, "value"),
        ("38000", "nan", 2, "value"),
        ("38000", "many", 2, "value"),
        ("1000,", "12,", 2, "per"),
        ("2023-12-31", "2023", 2, "as_of"),
        ("测试用虚构数", "", 2, "source_zh"),
        ("家企业", "", 2, "name_zh"),
        ("firms", "the firms", 2, "code"),
    ],
)
def test_a_wrong_cell_stops_the_start(
    folder: Path, old: str, new: str, row: int, column: str
) -> None:
    with pytest.raises(ProgrammeError) as raised:
        given(folder, GOOD.replace(old, new, 1))
    places = [(f.file, f.row, f.column) for f in raised.value.faults]
    assert ("denominators.csv", row, column) in places


def test_a_region_is_named_once_and_a_code_has_one_name(folder: Path) -> None:
    with pytest.raises(ProgrammeError) as raised:
        given(folder, GOOD, GOOD)
    assert [(f.row, f.column) for f in raised.value.faults] == [(3, "unit")]
    other = GOOD.replace("家企业", "户企业").replace("110000", "120000")
    with pytest.raises(ProgrammeError) as raised:
        given(folder, GOOD, other)
    assert [(f.row, f.column) for f in raised.value.faults] == [(3, "name_zh")]
    assert "现为“户企业”，应为：同一代码各行的名称和“per”应一致" in raised.value.faults[0].said(
        "zh"
    )
