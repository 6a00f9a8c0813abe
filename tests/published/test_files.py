"""The published figures are the ones that were printed, and say who printed them."""

import csv
import re
from pathlib import Path

import pytest

FOLDER = Path(__file__).parents[2] / "data" / "published"
FILES = sorted(FOLDER.glob("*.csv"))
HEAD = (
    "填报单位,报告期,指标,口径,本期值,分子,分母,完成日期,进展情况,存在问题,下一步举措,依据,口径调整"
)

LITTLE_GIANTS = "专精特新“小巨人”企业累计公告数"
IN_FORCE = "专精特新“小巨人”企业数（在有效期内）"
SPECIALISED = "专精特新中小企业数"
CLUSTERS = "中小企业特色产业集群数"
NOTICE = "印发年度“百场万企”活动通知"

# What was printed, cell by cell: (unit, indicator) → period → value.
EXPECTED = {
    ("人民银行", "普惠小微贷款余额"): {
        "2019Q3": "11.27",
        "2020Q3": "14.6",
        "2023Q4": "29.39",
        "2024Q1": "33.41",
        "2024Q2": "32.38",
        "2024Q4": "32.94",
        "2025Q1": "34.84",
        "2025Q2": "35.57",
        "2025Q3": "36.09",
        "2025Q4": "36.57",
    },
    ("人民银行", "科技型中小企业获贷率"): {
        "2023Q1": "45.9%",
        "2023Q2": "46.7%",
        "2023Q3": "47.0%",
        "2023Q4": "46.8%",
        "2024Q2": "46.8%",
        "2024Q3": "47.5%",
        "2024Q4": "46.9%",
        "2025Q2": "50.0%",
        "2025Q3": "50.3%",
        "2025Q4": "50.2%",
    },
    ("人民银行", "科技型中小企业贷款余额"): {
        "2023Q1": "1.76",
        "2023Q2": "2.4",
        "2023Q3": "2.42",
        "2023Q4": "2.45",
        "2024Q2": "3.1",
        "2024Q4": "3.27",
        "2025Q2": "3.5",
        "2025Q3": "3.56",
        "2025Q4": "3.63",
    },
    ("银保监会", "普惠型小微企业贷款余额"): {
        "2022-02": "19.67",
        "2022-12": "23.6",
        "2024-04": "31.02",
        "2025-02": "33.9",
    },
    ("工信部", IN_FORCE): {"2022Q4": "9000", "2024-11": "14600", "2025Q4": "17600"},
    ("工信部", LITTLE_GIANTS): {
        "2019Q4": "248",
        "2020Q4": "1992",
        "2021Q4": "4922",
        "2022Q4": "9279",
        "2023Q4": "12950",
        "2024Q4": "15962",
        "2025Q4": "19444",
    },
    ("工信部", SPECIALISED): {"2022Q4": "超8万", "2024-11": "超14万", "2025Q4": "超14万"},
    ("工信部", CLUSTERS): {"2022Q4": "100", "2024-09": "200", "2024-11": "300"},
    ("工信部", "发布大中小企业融通创新典型模式数"): {"2022Q3": "9"},
    ("工信部", "关键工序数控化率"): {"2023Q4": "62.9%"},
    ("工信部", "中小企业经营管理领军人才累计培训人数"): {"2025Q2": "超2万"},
    ("工信部", NOTICE): {"2023Q2": "", "2024Q2": "", "2025Q2": ""},
    ("天津", LITTLE_GIANTS): {"2021Q4": "134"},
    ("重庆", LITTLE_GIANTS): {"2021Q4": "123"},
    ("宁波", LITTLE_GIANTS): {"2021Q4": "182"},
    ("深圳", LITTLE_GIANTS): {"2021Q4": "170"},
    ("河北", LITTLE_GIANTS): {"2022Q2": "202"},
    ("河北", SPECIALISED): {"2022-05": "2162"},
    ("江苏", LITTLE_GIANTS): {
        "2022Q2": "285",
        "2022Q4": "710",
        "2023Q4": "1505",
        "2024Q4": "2216",
        "2025Q4": "3023",
    },
    ("上海", SPECIALISED): {"2024-11": "11466"},
}
CITIES = {
    "铜陵市": "9.2",
    "黄山市": "5.8",
    "淮南市": "7",
    "池州市": "6.7",
    "六安市": "22.9",
    "宿州市": "22.3",
    "阜阳市": "36.7",
    "淮北市": "31.9",
    "芜湖市": "15.2",
    "滁州市": "18.9",
    "蚌埠市": "18.6",
    "合肥市": "142.5",
    "安庆市": "48",
    "宣城市": "7.9",
    "马鞍山市": "30.7",
    "亳州市": "4",
}
EXPECTED |= {(city, "技术合同成交额"): {"2022年上半年": v} for city, v in CITIES.items()}


def rows(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as opened:
        return list(csv.DictReader(opened))


def figures() -> list[dict[str, str]]:
    return [r for file in FILES for r in rows(file) if r["填报单位"] != "合计"]


def test_each_figure_is_the_one_that_was_printed_and_no_other_is_there() -> None:
    found: dict[tuple[str, str], dict[str, str]] = {}
    for row in figures():
        series = found.setdefault((row["填报单位"], row["指标"]), {})
        assert row["报告期"] not in series
        series[row["报告期"]] = row["本期值"]
    assert found == EXPECTED


def test_each_figure_names_its_publication() -> None:
    assert all(len(row["依据"]) >= 10 for row in figures())


def test_what_was_computed_or_corrected_says_so() -> None:
    said = [r["进展情况"] for r in figures() if r["进展情况"].startswith(("推算数", "更正数"))]
    assert len(said) == 8


def test_definition_breaks_are_marked() -> None:
    broken = {(r["指标"], r["报告期"]) for r in figures() if r["口径调整"]}
    assert broken == {
        ("普惠小微贷款余额", "2024Q1"),
        ("普惠小微贷款余额", "2024Q2"),
        ("科技型中小企业贷款余额", "2023Q2"),
    }


def test_the_batches_add_up_to_what_was_announced() -> None:
    batches = [248, 1744, 2930, 4357, 3671, 3012, 3482]
    totals = [int(v) for v in EXPECTED["工信部", LITTLE_GIANTS].values()]
    assert [b - a for a, b in zip([0, *totals], totals, strict=False)] == batches


def test_the_cities_of_anhui_add_up_to_the_printed_total_but_for_rounding() -> None:
    anhui = rows(FOLDER / "anhui-technology-contracts-2022h1.csv")
    cities = [r for r in anhui if r["填报单位"] != "合计"]
    assert round(sum(float(r["本期值"]) for r in cities), 1) == 428.3
    assert [r["本期值"] for r in anhui if r["填报单位"] == "合计"] == ["428.4"]
    contracts = [re.search(r"合同(\d+)项", r["进展情况"]) for r in cities]
    assert sum(int(found[1]) for found in contracts if found) == 8024


@pytest.mark.parametrize("file", FILES, ids=lambda f: f.stem)
def test_each_file_has_the_contract_heads_and_a_note_on_its_source(file: Path) -> None:
    assert file.read_text(encoding="utf-8").splitlines()[0] == HEAD
    note = file.with_suffix(".source.md").read_text(encoding="utf-8")
    for part in ("来源：", "Publisher", "Derived", "Left out", "Licence"):
        assert part.lower() in note.lower()


def test_the_list_of_files_is_complete_and_counts_their_figures() -> None:
    listed = dict(
        re.findall(r"^\| `(.+?\.csv)` .*\| (\d+) \|$", (FOLDER / "README.md").read_text(), re.M)
    )
    counted = {file.name: str(sum(r["填报单位"] != "合计" for r in rows(file))) for file in FILES}
    assert listed == counted


@pytest.mark.parametrize("file", sorted(FOLDER.iterdir()), ids=lambda f: f.name)
def test_no_address_of_a_reprint_is_kept(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    assert not re.search(r"https?://|www\.|\b[\w-]+\.(com|cn|net|org|html?|asp|php)\b", text)
