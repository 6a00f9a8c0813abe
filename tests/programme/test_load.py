"""The programme is data: it loads whole, or says exactly what is wrong."""

import csv
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from tracking.programme import Fault, Programme, ProgrammeError, Quarter, load
from tracking.words import Text

ROOT = Path(__file__).parent.parent.parent
Edit = Callable[[str, str, str], None]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    copy = tmp_path / "programme"
    shutil.copytree(ROOT / "data" / "programme", copy)
    return copy


@pytest.fixture
def edit(folder: Path) -> Edit:
    def replace(file: str, old: str, new: str) -> None:
        path = folder / file
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    return replace


def faults_of(folder: Path) -> tuple[Fault, ...]:
    with pytest.raises(ProgrammeError) as raised:
        load(folder)
    return raised.value.faults


def test_seven_chains_and_the_overall_one_are_tracked(programme: Programme) -> None:
    assert list(programme.chains) == [
        "innovation", "industry", "supply", "data", "capital", "service", "talent", "overall"
    ]  # fmt: skip


def test_thirty_seven_regions_and_eleven_ministries_report(programme: Programme) -> None:
    assert (len(programme.regions), len(programme.ministries)) == (37, 11)


def test_five_cities_lie_in_a_province_they_are_not_part_of(programme: Programme) -> None:
    cities = {u.short.zh: u.geographic_parent for u in programme.regions if u.geographic_parent}
    assert cities == {
        "大连": "210000", "宁波": "330000", "厦门": "350000", "青岛": "370000", "深圳": "440000"
    }  # fmt: skip


def test_every_region_has_its_own_tile(programme: Programme) -> None:
    tiles = {u.tile for u in programme.regions} | {o.tile for o in programme.outside}
    assert len(tiles) == 40


def test_every_target_names_its_document(programme: Programme) -> None:
    assert programme.targets
    assert all(t.basis.zh and t.basis.en for t in programme.targets)


def test_a_report_is_due_thirty_days_after_the_quarter(programme: Programme) -> None:
    assert programme.deadline_of(Quarter.of("2024Q3")) == date(2024, 10, 30)


def test_the_bank_alone_reports_loan_balances(programme: Programme) -> None:
    loans = programme.indicators["CAP-1-1"]
    reporters = [u.code for u in programme.units.values() if programme.owes(u, loans)]
    assert reporters == ["pboc"]


def test_what_is_counted_has_its_english_singular(programme: Programme, orchard: Programme) -> None:
    units = {i.unit for p in (programme, orchard) for i in p.indicators.values()}
    counted = {u for u in units if u.en and "%" not in u.en and "yuan" not in u.en}
    assert {"sessions": "session", "trees": "tree"}.items() <= {
        u.en: u.one for u in counted
    }.items()
    assert all(u.one and u.one != u.en for u in counted)


def test_a_programme_without_singulars_loads(folder: Path) -> None:
    path = folder / "indicators.csv"
    rows = list(csv.reader(path.read_text(encoding="utf-8").splitlines()))
    at = rows[0].index("unit_en_one")
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(row[:at] + row[at + 1 :] for row in rows)
    assert load(folder).indicators["INN-1-3"].unit == Text("场", "sessions")


def test_another_programme_needs_no_change_in_code(orchard: Programme) -> None:
    assert list(orchard.chains) == ["trees", "water"]
    assert orchard.offices["S"][0].name.zh == "南岸一村"
    assert orchard.deadline_of(Quarter.of("2027Q1")) == date(2027, 4, 10)
    assert orchard.units["nation"].name.en == "Island"


def test_an_unknown_measure_is_named_with_file_row_and_column(folder: Path, edit: Edit) -> None:
    edit("indicators.csv", "INN-1-1,INN-1,", "INN-1-1,INN-9,")
    [fault] = faults_of(folder)
    assert fault == Fault("indicators.csv", 2, "measure", "INN-9", "a measure of measures.csv")
    assert fault.said("zh") == (
        "indicators.csv 第 2 行“measure”：现为“INN-9”，应为：measures.csv 中的举措代码"
    )


@pytest.mark.parametrize(
    ("file", "old", "new", "row", "column"),
    [
        ("indicators.csv", "cumulative,up", "cumulative,", 2, "direction"),
        ("indicators.csv", "cumulative,up", "running,up", 2, "kind"),
        ("indicators.csv", "up,region,,sum", "up,regions,,sum", 2, "reporters"),
        ("indicators.csv", "up,region,,sum", "up,region,miit,sum", 2, "national_source"),
        ("indicators.csv", "up,region,,sum", "up,region,,ratio", 2, "rollup"),
        ("indicators.csv", "INN-1-2,", "INN-1-1,", 3, "code"),
        ("targets.csv", "《“十四五”促进中小企业发展规划》", "", 2, "basis_zh"),
        ("targets.csv", "10000,2025Q4", "10000,2025", 2, "due"),
        ("targets.csv", "10000,2025Q4", "many,2025Q4", 2, "value"),
        ("targets.csv", "2025Q4,,,", "2025Q4,9000,,", 2, "baseline"),
        ("units.csv", "340000,,,\n", "349999,,,\n", 39, "parent"),
        ("units.csv", ",2,5", ",3,6", 3, "tile_column"),
        ("units.csv", "east,province", "far,province", 2, "group"),
        ("measures.csv", "ndrc;most", "ndrc;nobody", 2, "leads"),
        ("measures.csv", "INN-1,innovation", "INN-1,invention", 2, "chain"),
        ("chains.csv", "code,order", "code,position", 1, "order"),
        ("programme.toml", "tie = 0.03", "tie = true", None, "thresholds.tie"),
        ("programme.toml", "tie = 0.03", "tie = 0.03\nties = 1", None, "thresholds.ties"),
        ("programme.toml", 'start = "2022Q2"', 'start = "2026Q2"', None, "quarters"),
        ("programme.toml", 'end = "2025Q4"', 'end = "2025"', None, "quarters.end"),
    ],
)
def test_an_inconsistent_cell_stops_the_start(
    folder: Path, edit: Edit, file: str, old: str, new: str, row: int | None, column: str
) -> None:
    edit(file, old, new)
    assert (file, row, column) in [(f.file, f.row, f.column) for f in faults_of(folder)]


@pytest.mark.parametrize(
    "file", ["programme.toml", "chains.csv", "units.csv", "indicators.csv", "targets.csv"]
)
def test_a_missing_file_is_named(folder: Path, file: str) -> None:
    (folder / file).unlink()
    assert file in {f.file for f in faults_of(folder)}


def test_a_file_in_another_encoding_is_named(folder: Path) -> None:
    path = folder / "chains.csv"
    path.write_bytes(path.read_text(encoding="utf-8").encode("gb18030"))
    assert ("chains.csv", "text in UTF-8") in {(f.file, f.wanted) for f in faults_of(folder)}


def test_interim_targets_of_a_planned_path_are_read(folder: Path, edit: Edit) -> None:
    edit("targets.csv", "path,basis_zh", "path,interim,basis_zh")
    edit("targets.csv", "linear,《", "plan,2024Q4=6000;2023Q4=3000,《")
    path = folder / "targets.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    rest = [line.replace(",linear,", ",linear,,") for line in lines[2:]]
    path.write_text("\n".join([*lines[:2], *rest]) + "\n", encoding="utf-8")
    first = load(folder).targets[0]
    assert [(str(quarter), value) for quarter, value in first.interim] == [
        ("2023Q4", 3000), ("2024Q4", 6000)
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("path", "interim", "column"),
    [
        ("plan", "2023Q4", "interim"),
        ("plan", "2023Q4=nan", "interim"),
        ("plan", "2025Q4=1", "interim"),
        ("linear", "2023Q4=1", "path"),
    ],
)
def test_interim_targets_that_cannot_be_are_named(
    folder: Path, path: str, interim: str, column: str
) -> None:
    head = "indicator,unit,value,due,baseline,baseline_quarter,path,interim,basis_zh,basis_en"
    row = f"IND-3-1,nation,1,2025Q4,,,{path},{interim},某文件,,2022-05-12"
    (folder / "targets.csv").write_text(f"{head},effective\n{row}\n", encoding="utf-8")
    (fault,) = faults_of(folder)
    assert (fault.file, fault.row, fault.column) == ("targets.csv", 2, column)
