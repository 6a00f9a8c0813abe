"""Every awkward report file gives exactly the figures or findings that were expected by hand."""

import json
import math
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tracking.intake import Finding, UnreadableFile, read
from tracking.intake.check import check
from tracking.programme import Programme, Quarter, load

FILES = Path(__file__).parents[1] / "files"
EXPECTED = FILES / "expected"
TODAY = date(2026, 11, 23)


@pytest.fixture(scope="module")
def programme() -> Programme:
    return load(FILES.parents[1] / "data" / "programme")


def _files() -> list[Path]:
    return sorted(p for p in FILES.iterdir() if p.is_file() and p.suffix != ".py")


def test_every_file_has_an_expectation_and_every_expectation_a_file() -> None:
    assert [f"{p.name}.json" for p in _files()] == sorted(p.name for p in EXPECTED.iterdir())
    assert len(_files()) >= 45


@pytest.mark.parametrize("path", _files(), ids=lambda path: path.name)
def test_an_awkward_file_gives_what_was_expected(path: Path, programme: Programme) -> None:
    expected = json.loads((EXPECTED / f"{path.name}.json").read_text(encoding="utf-8"))
    got, findings = _checked(path, programme)
    assert [_plain(f) for f in findings] == expected["findings"]
    assert _figures(got) == expected["figures"]
    notes = {str(r): t for r, t in zip(got["row"], got["progress_note"], strict=True) if t}
    assert notes == expected.get("notes", {})
    milestones = got[got["state"] != ""]
    days = zip(milestones["row"], milestones["state"], milestones["completed_on"], strict=True)
    assert [[str(r), s, d] for r, s, d in days] == expected.get("milestones", [])
    nearest = [[str(f.row), f.nearest[0].zh] for f in findings if f.nearest]
    assert nearest == expected.get("nearest", [])


@pytest.mark.parametrize("path", _files(), ids=lambda path: path.name)
def test_a_finding_speaks_both_languages(path: Path, programme: Programme) -> None:
    for finding in _checked(path, programme)[1]:
        for language in ("zh", "en"):
            said = finding.said(language) + finding.place(language)
            assert "{" not in said, said
        assert any("\u4e00" <= c <= "\u9fff" for c in finding.said("zh"))


def _checked(path: Path, programme: Programme) -> tuple[Any, tuple[Finding, ...]]:
    try:
        checked = check(read(path.read_bytes(), path.name), programme, TODAY)
    except UnreadableFile as unreadable:
        return check([], programme, TODAY).figures, (unreadable.finding,)
    return checked.figures, checked.findings


def _plain(f: Finding) -> list[Any]:
    return [f.code, f.severity, f.sheet, f.row, f.column, f.found]


def _figures(frame: Any) -> list[list[Any]]:
    names = ["indicator", "unit", "quarter", "basis", "value", "qualifier", "row"]
    return [
        [i, u, str(Quarter(q)), b, None if math.isnan(v) else round(v, 9), how, row]
        for i, u, q, b, v, how, row in frame[names].itertuples(index=False)
    ]
