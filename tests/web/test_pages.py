"""Every page, run as a reader sees it."""

import pytest

from tracking.web.language import TAGS
from tracking.web.page import NEED_NO_FIGURES
from tracking.web.pages import PAGES
from tracking.words import LANGUAGES

STEMS = [page.stem for page in PAGES]


def texts(at) -> str:
    parts = [e.value for kind in ("title", "markdown", "caption") for e in at.get(kind)]
    parts += [e.proto.body for e in at.get("html")]
    parts += [e.value for kind in ("info", "warning", "error") for e in at.get(kind)]
    return "\n".join(map(str, parts))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("stem", STEMS)
def test_a_page_shows_the_published_figures(run, published, stem, language):
    at = run(published, stem, language)
    assert not at.exception
    title = next(page.title for page in PAGES if page.stem == stem)
    assert at.title[0].value == title.to(language)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("stem", STEMS)
def test_a_page_on_an_empty_store_says_what_to_do(run, empty, stem, language):
    at = run(empty, stem, language)
    assert not at.exception
    if stem not in NEED_NO_FIGURES:
        said = "尚无审核通过的数据" if language == "zh" else "There is no approved figure yet"
        assert said in texts(at)


@pytest.mark.parametrize("stem", STEMS)
def test_the_foot_says_what_the_figures_rest_on(run, published, stem):
    foot = texts(run(published, stem))
    for said in ("数据截至", "所知截至", "数据版本", "方法版本"):
        assert said in foot
    assert "演示数据" not in foot


@pytest.mark.parametrize("stem", STEMS)
def test_a_demonstration_says_so_on_top_and_at_the_foot(run, demonstration, stem):
    shown = texts(run(demonstration, stem))
    assert shown.count("演示数据") >= 2


def test_a_day_before_the_first_approval_has_no_figures(run, published):
    at = run(published, "chains", "en", known_on="2001-01-01")
    assert "No figure was approved by 1 Jan 2001" in texts(at)


@pytest.mark.parametrize("wrong", ["yesterday", "2024-13-40", "", "2999-01-01"])
def test_a_day_that_is_none_means_now(run, published, wrong):
    assert "No figure was approved" not in texts(run(published, "chains", "en", known_on=wrong))


def test_an_unknown_quarter_in_the_address_means_the_latest(run, published):
    usual = run(published, "chains").selectbox(key="state-quarter").value
    wrong = run(published, "chains", quarter="1999Q9").selectbox(key="state-quarter").value
    assert wrong == usual


def test_the_quarter_goes_along_from_page_to_page(run, published):
    at = run(published, "chains", quarter="2024Q2")
    assert at.selectbox(key="state-quarter").value == "2024Q2"
    assert at.query_params["quarter"] == "2024Q2"
    page = next(page for page in PAGES if page.stem == "compare")
    at.switch_page(str(page.file)).run()
    assert at.selectbox(key="state-quarter").value == "2024Q2"


def test_a_chosen_quarter_stands_in_the_address_and_the_usual_one_does_not(run, published):
    at = run(published, "chains")
    usual = at.selectbox(key="state-quarter").value
    at.selectbox(key="state-quarter").select("2024Q2").run()
    assert at.query_params["quarter"] == "2024Q2"
    at.selectbox(key="state-quarter").select(usual).run()
    assert "quarter" not in at.query_params


def test_the_switch_for_the_cities_stands_in_the_address(run, published):
    at = run(published, "chains")
    at.toggle(key="state-cities").set_value(True).run()
    assert not at.exception
    assert at.query_params["cities"] == "1"


def test_every_language_has_its_tag():
    assert set(TAGS) == set(LANGUAGES)
