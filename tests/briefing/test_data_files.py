"""The data behind a briefing: CSV, data package and SDMX hold what was assessed, and no more."""

import csv
import json
from dataclasses import replace
from io import BytesIO, StringIO
from pathlib import Path
from zipfile import ZipFile

import pandas as pd
import pytest
from frictionless import Package
from hypothesis import given, settings
from hypothesis import strategies as st
from pysdmx.io import get_datasets, read_sdmx

from tests.briefing.small import AT, DAY, asked, at_random, composed, drawn
from tracking.briefing import Briefing, Reference, csv_file, data_package, sdmx
from tracking.briefing.formats import FORMATS
from tracking.words import LANGUAGES, Text


@pytest.fixture(scope="module")
def nation() -> Briefing:
    return asked(at_random(3, demonstration=True))


def rows_of(data: bytes, encoding: str = "utf-8-sig") -> tuple[str, list[dict[str, str]]]:
    """The first line of a CSV file, and its rows by head."""
    told, _, rest = data.decode(encoding).partition("\r\n")
    return told, list(csv.DictReader(StringIO(rest)))


@settings(max_examples=3, deadline=None)
@given(seed=st.integers(0, 10_000))
def test_every_number_is_that_of_the_assessment(seed: int) -> None:
    of = at_random(seed)
    figures = asked(of).data.figures
    assessed = of.assessment
    assessed = assessed[assessed["quarter"] <= AT.index].sort_values(
        ["indicator", "unit", "quarter"],
        key=lambda column: column.astype("str") if column.name != "quarter" else column,
        kind="stable",
    )
    assert len(figures) == len(assessed)
    pairs = (("value", "value"), ("target", "target"), ("planned", "path_value"),
             ("achieved", "achieved"), ("coverage", "coverage"))  # fmt: skip
    for name, source in pairs:
        pd.testing.assert_series_equal(
            figures[name], assessed[source].reset_index(drop=True), check_names=False
        )
    assert figures["status"].tolist() == assessed["status"].astype("str").tolist()


def test_a_scope_has_its_own_figures_alone(nation: Briefing) -> None:
    of = at_random(3)
    assert set(asked(of, "region:320000").data.figures["unit"]) <= {"320000"}
    assert set(asked(of, "indicator:IND-1-2").data.figures["indicator"]) <= {"IND-1-2"}
    chain = {i.code for i in nation.data.programme.indicators_of("supply")}
    assert set(asked(of, "chain:supply").data.figures["indicator"]) <= chain


def test_every_reference_leads_to_its_row(nation: Briefing) -> None:
    rows = nation.data.figures
    rows = rows[rows["reference"] != ""]
    assert len(rows) == nation.data.figures["value"].notna().sum()
    for row in rows.head(200).itertuples():
        found = Reference.of(row.reference, nation.data.programme)
        assert (found.indicator, found.unit, str(found.quarter), found.known_on) == (
            row.indicator, row.unit, row.quarter, DAY,
        )  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_csv_says_what_it_rests_on_and_opens_in_either_encoding(language, encoding) -> None:
    briefing = asked(at_random(3, demonstration=True), language=language)
    data = csv_file.write(briefing, encoding)
    told, rows = rows_of(data, "utf-8-sig" if encoding == "utf-8" else encoding)
    assert {"zh": "演示数据", "en": "Demonstration data"}[language] in told
    assert len(rows) == len(briefing.data.figures)
    assert {"zh": "出处代码", "en": "Reference"}[language] in rows[0]
    assert data.startswith(b"\xef\xbb\xbf") == (encoding == "utf-8")


def test_a_reported_number_is_written_as_it_is(nation: Briefing) -> None:
    _told, rows = rows_of(csv_file.write(nation))
    figures = nation.data.figures
    known = figures["value"].notna().to_numpy()
    written = [float(row["数值"]) for row, there in zip(rows, known, strict=True) if there]
    assert written == pytest.approx(figures.loc[known, "value"].tolist(), rel=1e-11)


def test_a_name_that_would_run_is_text(nation: Briefing) -> None:
    data, code = nation.data, nation.data.codes[0]
    named = replace(data.programme.indicators[code], name=Text("=HYPERLINK(1)", "=1+1"))
    programme = replace(data.programme, indicators=data.programme.indicators | {code: named})
    told = csv_file.write(replace(nation, data=replace(data, programme=programme)))
    _told, rows = rows_of(told)
    assert {row["指标"] for row in rows if row["编码（指标）"] == code} == {"'=HYPERLINK(1)"}


def unpacked(data: bytes, into: Path) -> Path:
    with ZipFile(BytesIO(data)) as archive:
        archive.extractall(into)
    return into


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_data_package_is_valid_with_its_keys(tmp_path: Path, language) -> None:
    briefing = asked(at_random(3, demonstration=True), language=language)
    folder = unpacked(data_package.write(briefing), tmp_path)
    report = Package(str(folder / "datapackage.json")).validate()
    assert report.valid, report.flatten(["rowNumber", "fieldName", "message"])[:5]
    described = json.loads((folder / "datapackage.json").read_text("utf-8"))
    assert described["demonstration"] is True
    assert [one["name"] for one in described["resources"]] == ["figures", "indicators", "units"]


def test_a_broken_key_is_found_by_the_package_itself(tmp_path: Path, nation: Briefing) -> None:
    folder = unpacked(data_package.write(nation), tmp_path)
    units = folder / "data" / "units.csv"
    units.write_bytes(units.read_bytes().replace(b"320000,", b"999999,"))
    assert not Package(str(folder / "datapackage.json")).validate().valid


def test_sdmx_is_read_with_its_structure(tmp_path: Path, nation: Briefing) -> None:
    folder = unpacked(sdmx.write(nation), tmp_path)
    # Reading proves the structure against SDMX's own schema.
    structure = read_sdmx(folder / "structure.json", validate=True)
    (dataset,) = get_datasets(folder / "data.csv", folder / "structure.json")
    told = {component.id for component in dataset.structure.components}
    assert told == set(dataset.data.columns) - {"STRUCTURE", "STRUCTURE_ID", "ACTION"}
    codes = {
        component.id: {code.id for code in component.enumeration}
        for component in dataset.structure.components
        if component.enumeration
    }
    assert set(codes) == {
        "FREQ", "REF_AREA", "INDICATOR", "MEASURE", "OBS_STATUS", "PROGRESS_STATUS",
    }  # fmt: skip
    for name, known in codes.items():
        assert set(dataset.data[name]) <= known, name
    assert structure.get_dataflows()[0].id == "PROGRESS"


def test_sdmx_holds_each_value_once(tmp_path: Path, nation: Briefing) -> None:
    folder = unpacked(sdmx.write(nation), tmp_path)
    told = pd.read_csv(folder / "data.csv", dtype={"REF_AREA": "str"})
    key = ["FREQ", "REF_AREA", "INDICATOR", "MEASURE", "TIME_PERIOD"]
    assert not told.duplicated(key).any()
    figures = nation.data.figures
    values = told[told["MEASURE"] == "VALUE"]
    assert len(values) == figures["value"].notna().sum()
    assert values["OBS_VALUE"].sum() == pytest.approx(figures["value"].sum())
    assert set(told["DATA_LABEL"]) == {"演示数据"}


@pytest.mark.parametrize("code", sorted(FORMATS))
def test_equal_briefings_give_equal_bytes(code: str) -> None:
    one, other = (FORMATS[code].write(composed(drawn(5), "chain:supply")) for _ in range(2))
    assert one == other


def test_the_zip_has_every_document_and_says_what_it_holds(nation: Briefing) -> None:
    with ZipFile(BytesIO(FORMATS["zip"].write(nation))) as archive:
        names = archive.namelist()
        contents = archive.read("目录.txt").decode("utf-8-sig")
    assert {name.rpartition(".")[2] for name in names if name.startswith(nation.file_stem)} >= {
        "xlsx", "pdf", "html",
    }  # fmt: skip
    assert {"data/package/datapackage.json", "data/sdmx/structure.json"} <= set(names)
    drawn = [f"{nation.file_stem}_{n:02}_" for n, _ in enumerate(nation.charts(), 1)]
    for form in ("png", "svg"):
        there = sorted(name for name in names if name.startswith(f"charts/{form}/"))
        assert len(there) == len(drawn) > 0
        assert all(stem in name for stem, name in zip(drawn, there, strict=True))
    assert all(name in contents for name in names if name != "目录.txt")
    assert "演示数据" in contents
