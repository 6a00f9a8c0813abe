"""The command line on real stores in a temporary folder."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from tracking.cli import main

ROOT = Path(__file__).parents[2]
Run = Callable[..., Result]

REPORT = (
    "填报单位,报告期,指标,口径,本期值,进展情况\n"
    "江苏,2024Q3,组建融通创新联合体数,自启动以来累计,321,已组建一批\n"
    "江苏,2024Q3,“百场万企”对接活动场次,本季,12,\n"
)


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Run a command on the store of this test, in English unless asked otherwise."""

    def invoke(*arguments: str | Path, lang: str = "en", store: Path | None = None) -> Result:
        before = ["--store", str(store or tmp_path / "store.db"), "--lang", lang]
        return CliRunner().invoke(main, [*before, *map(str, arguments)], env={"LANG": "C.UTF-8"})

    return invoke


@pytest.fixture
def report(tmp_path: Path) -> Path:
    """A sound report as Excel on Chinese Windows saves it: GBK."""
    file = tmp_path / "江苏2024三季度.csv"
    file.write_bytes(REPORT.encode("gbk"))
    return file


@pytest.fixture
def bad_report(tmp_path: Path) -> Path:
    """A report with a unit that nobody knows."""
    file = tmp_path / "bad.csv"
    file.write_text(REPORT.replace("江苏,2024Q3,组建", "江酥,2024Q3,组建"), encoding="utf-8")
    return file


@pytest.fixture(scope="session")
def published_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with the published figures; only read it."""
    path = tmp_path_factory.mktemp("published") / "store.db"
    result = CliRunner().invoke(main, ["--store", str(path), "--lang", "en", "published"])
    assert result.exit_code == 0, result.output
    return path


def data_of(result: Result) -> Any:
    """What a command printed with --json."""
    assert "Traceback" not in result.output
    return json.loads(result.stdout)
