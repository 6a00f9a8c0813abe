"""The method page tells how far the outlook can be trusted, and outlooks lead there."""

from pathlib import Path

import pytest

from tests.pages.reporting import chart, texts
from tests.progress.grown import grown_store
from tracking.programme import Programme
from tracking.words import LANGUAGES


@pytest.fixture(scope="module")
def grown(tmp_path_factory: pytest.TempPathFactory, programme: Programme) -> Path:
    """A store whose history is long enough; only read it."""
    return grown_store(tmp_path_factory.mktemp("grown") / "tracking.db", programme)


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_leads_with_how_often_the_interval_held(run, grown, language):
    at = run(grown, "method", language)
    assert not at.exception
    said = texts(at)
    lead = "提前1年作出的126次展望中" if language == "zh" else "Of 126 outlooks made 1 year ahead,"
    assert lead in said


def test_the_charts_show_every_horizon_and_the_chances(run, grown):
    at = run(grown, "method", "en")
    bars = chart(at, "coverage")["data"][0]
    assert len(bars["y"]) == 4
    assert all(0 <= share <= 1 for share in bars["y"])
    assert chart(at, "calibration")["data"][0]["y"]


def test_too_little_history_says_so(run, published):
    at = run(published, "method", "en")
    assert any("There is not enough history" in str(one.value) for one in at.info)


def test_an_outlook_leads_to_how_far_it_can_be_trusted(run, grown):
    said = texts(run(grown, "chains", "en", chain="innovation", quarter="2024Q3"))
    assert 'href="/method?quarter=2024Q3#outlook-tested"' in said
