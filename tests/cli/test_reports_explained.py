"""explain --ref on the reports of a quarter, and on quarters before the programme."""

from pathlib import Path

from tests.cli.conftest import Run, data_of
from tracking.programme import Programme

KNOWN = "261101"


def test_the_reference_of_reports_counts_them_and_names_whose_are_missing(
    run: Run, published_store: Path, programme: Programme
) -> None:
    asked = ["explain", "--ref", f"[REPORTS.nation.25Q3.{KNOWN}]"]
    data = data_of(run(*asked, "--json", store=published_store))
    assert (data["reference"], data["unit"]) == (f"reports.nation.25Q3.{KNOWN}", "nation")
    owing = [unit.code for unit in (*programme.regions, *programme.ministries)]
    assert data["counts"]["owed"] == data["counts"]["due"] == len(owing)
    assert data["counts"]["missing"] + data["counts"]["published"] == len(owing)
    assert sorted(unit for units in data["units"].values() for unit in units) == sorted(owing)
    said = run(*asked, store=published_store).output
    assert all(sentence in said for sentence in data["sentences"])
    assert all(f"reports.{unit}.25Q3.{KNOWN}" in said for unit in owing)


def test_that_of_one_unit_tells_its_own_report(run: Run, report: Path) -> None:
    assert run("init").exit_code == 0
    assert run("import", report, "--approve").exit_code == 0
    data = data_of(run("explain", "--ref", "reports.320000.24Q3.991231", "--json"))
    assert data["counts"]["owed"] == 1
    assert data["counts"]["in_time"] + data["counts"]["late"] == 1
    assert "missing" not in data["units"]


def test_nobody_owes_a_report_of_a_group(run: Run, published_store: Path) -> None:
    result = run("explain", "--ref", f"reports.group:east.25Q3.{KNOWN}", store=published_store)
    assert result.exit_code == 2
    assert "no report is owed there" in result.output


def test_a_figure_from_before_the_programme_is_explained_by_its_reference(
    run: Run, published_store: Path
) -> None:
    asked = ["explain", "--ref", "IND-3-2.miit.19Q4.991231"]
    assert "248 enterprises" in run(*asked, store=published_store).output
    assert data_of(run(*asked, "--json", store=published_store))["quarter"] == "2019Q4"


def test_by_name_it_is_outside_the_programme_still(run: Run, published_store: Path) -> None:
    result = run("explain", "IND-3-2", "miit", "2019Q4", store=published_store)
    assert result.exit_code == 2
    assert "outside the programme" in result.output
