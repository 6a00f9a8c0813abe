"""The page 简报: a briefing chosen, seen, taken along; a reference looked up."""

import json
from pathlib import Path

import pytest

from tests.pages.reporting import NOW, reported, texts
from tracking.briefing.formats import DATA, DOCUMENTS, EVERYTHING, PICTURES
from tracking.programme import Programme
from tracking.store import Store
from tracking.store.accounts import LOCAL
from tracking.web.pages import page
from tracking.words import say


@pytest.fixture(scope="module")
def small(tmp_path_factory, programme: Programme) -> Path:
    return reported(tmp_path_factory.mktemp("briefing") / "tracking.db", programme)


def open_page(run, store: Path, language: str = "en", **state: str):
    at = run(store, "briefing", language, **({"quarter": NOW} | state))
    assert not at.exception
    return at


def test_it_is_of_the_nation_beside_the_quarter_before(run, small):
    said = texts(open_page(run, small))
    assert "Nation · 2024 Q3 · compared with 2024 Q2" in said
    assert "Key points" in said
    assert "Origins of the figures" in said


def test_scope_quarter_and_length_stand_in_the_address(run, small):
    at = open_page(run, small, scope="region", unit="320000", before="2023Q3", length="one")
    said = texts(at)
    assert "Jiangsu" in said
    assert "compared with 2023 Q3" in said
    assert at.query_params["length"] == "one"


def test_it_speaks_the_language_asked_for_not_that_of_the_page(run, small):
    at = open_page(run, small, **{"in": "zh"})
    assert "携手行动实施进展简报" in texts(at)
    assert at.title[0].value == "Briefing"


def test_it_can_be_compared_with_nothing(run, small):
    assert "compared with" not in texts(open_page(run, small, before="none"))


def test_each_format_has_its_button(run, small):
    labels = [button.proto.label for button in open_page(run, small).get("download_button")]
    assert labels == [
        say("en", one.name) for one in (DOCUMENTS | EVERYTHING | PICTURES | DATA).values()
    ]


def test_a_chart_taken_from_the_page_says_what_it_is_of_and_rests_on(run, small):
    at = open_page(run, small, **{"in": "zh"})
    for chart in (one.proto for one in at.get("plotly_chart")):
        picture = json.loads(chart.spec)["layout"]["meta"]["picture"]
        assert "全国 · 2024年三季度 · 与2024年二季度比较" in picture["title"]
        assert any(one.startswith("数据版本") for one in picture["basis"])
        name = json.loads(chart.config)["toImageButtonOptions"]["filename"]
        assert name.startswith("携手行动_简报_全国_2024年三季度")


def test_it_is_the_one_the_command_makes_however_provinces_are_looked_at(run, small):
    of = {"scope": "region", "unit": "210000", "before": "none"}
    apart, together = (texts(open_page(run, small, cities=on, **of)) for on in ("", "1"))
    assert apart == together
    assert "Provinces incl. cities" not in [one.label for one in open_page(run, small).toggle]


def test_one_that_another_took_out_meanwhile_is_said_to_be_gone(run, small, programme):
    at = save(open_page(run, small), "月报")
    with Store.open(small, programme) as opened:
        opened.briefings.remove("月报", LOCAL)
    at.button(key="saved-briefing-0-remove").click().run()
    assert not at.exception
    assert "No saved briefing is called “月报”" in at.error[0].value


def test_a_reference_opens_its_figure(run, small):
    at = open_page(run, small)
    at.text_input(key="briefing-reference").input("[INN-1-1.nation.24Q3.241231]").run()
    assert not at.exception
    at.button(key="briefing-door").click().run()
    assert at.query_params["explain"] == f"INN-1-1,nation,{NOW}"


def looked_up(run, small, reference: str):
    at = open_page(run, small)
    at.text_input(key="briefing-reference").input(reference).run()
    assert not at.exception
    return at


def test_the_reference_of_an_index_is_explained_in_place(run, small):
    at = looked_up(run, small, "innovation.310000.24Q3.241231")
    said = texts(at)
    assert "Shanghai, Innovation chain: as of 2024 Q3" in said
    assert "Index = Σ w × min(max(A, 0), 1) / Σ w = (1 × 0.2) / 1" in said
    (listed,) = [frame.value for frame in at.dataframe if "Share counted" in frame.value]
    assert listed["Reference"].iloc[0] == "INN-1-1.310000.24Q3.241231"


def test_it_leads_to_the_page_that_shows_the_index(run, small):
    def address(reference: str) -> str:
        links = looked_up(run, small, reference).get("page_link")
        return next(one.proto.query_string for one in links if "See it on" in one.proto.label)

    assert "chain=innovation" in address("innovation.nation.24Q3.241231")
    assert "quarter=2024Q2" in address("innovation.nation.24Q2.241231")
    assert "unit=310000" in address("all.310000.24Q3.241231")


def test_an_index_that_nobody_owes_is_said_to_be_nothing(run, small):
    at = looked_up(run, small, "talent.pboc.24Q3.241231")
    assert "Nothing is known, owed or aimed at here" in at.info[-1].value


def test_a_reference_known_on_another_day_says_which(run, small):
    at = open_page(run, small)
    at.text_input(key="briefing-reference").input("INN-1-1.nation.24Q3.241231").run()
    assert "It was known so on 31 Dec 2024" in texts(at)


def test_what_is_no_reference_is_said(run, small):
    at = open_page(run, small)
    at.text_input(key="briefing-reference").input("*3*").run()
    assert "“\\*3\\*” is no reference of this programme" in at.error[0].value


def save(at, name: str):
    at.text_input(key="save-briefing-name").input(name).run()
    at.button(key="save-briefing").click().run()
    assert not at.exception
    return at


def test_a_briefing_is_saved_under_a_name_and_opened_again(run, small):
    at = save(open_page(run, small, scope="region", unit="320000"), "江苏季报")
    said = texts(at)
    assert "江苏季报" in at.success[0].value
    # The list above is new, and with it closed what was open below.
    inside = [one for popover in at.get("popover") for one in popover.get("success")]
    assert not inside
    assert "scope=region" in said
    assert "unit=320000" in said


def test_it_is_taken_out_and_put_back(run, small):
    at = save(open_page(run, small, scope="chain", chain="supply"), "供应链季报")
    at.button(key="saved-briefing-0-remove").click().run()
    assert "供应链季报" in at.success[0].value
    assert "供应链季报" not in texts(at)
    at.button(key="briefing-removed-undo").click().run()
    assert not at.exception
    assert "供应链季报" in texts(at)


def test_putting_back_makes_nobody_else_its_owner(run, small, copy, programme):
    own = copy(small)
    with Store.open(own, programme) as store:
        store.briefings.save(
            "别人的季报", scope="nation", compared="before", language="zh", full=True,
            formats="pdf", actor="zhou",
        )  # fmt: skip
        n = store.briefings.all()["name"].tolist().index("别人的季报")
        before = store.briefings.all().to_dict("records")
        at = open_page(run, own)
        at.button(key=f"saved-briefing-{n}-remove").click().run()
        at.button(key="briefing-removed-undo").click().run()
        assert store.briefings.all().to_dict("records") == before


def test_what_was_taken_out_is_said_until_something_else_is_looked_at(run, small, copy):
    at = save(open_page(run, copy(small), scope="chain", chain="data"), "数据链季报")
    at.button(key="saved-briefing-0-remove").click().run()
    assert at.button(key="briefing-removed-undo")
    at.segmented_control(key="state-length").set_value("one").run()
    assert not [one for one in at.button if one.key == "briefing-removed-undo"]
    at.segmented_control(key="state-length").set_value("full").run()
    assert not [one for one in at.button if one.key == "briefing-removed-undo"]


def test_what_was_taken_out_is_not_said_again_on_coming_back(run, small, copy):
    at = save(open_page(run, copy(small)), "季报")
    at.button(key="saved-briefing-0-remove").click().run()
    assert at.button(key="briefing-removed-undo")
    for stem in ("overview", "briefing"):
        at.switch_page(str(page(stem).file)).run()
    assert not [one for one in at.button if one.key == "briefing-removed-undo"]


def test_what_compares_with_no_usual_quarter_is_not_saved(run, small):
    at = open_page(run, small, before="2023Q1")
    assert "Choose one of these above" in at.info[0].value


def test_the_reference_of_reports_tells_whose_are_missing(run, small):
    at = looked_up(run, small, f"reports.nation.{NOW[2:4]}{NOW[4:]}.241231")
    (counted,) = [frame.value for frame in at.dataframe if "How many" in frame.value]
    counts = dict(zip(counted["State"], counted["How many"], strict=True))
    (listed,) = [frame.value for frame in at.dataframe if "How it came" in frame.value]
    assert (listed["How it came"] == "Missing").sum() == int(counts["Missing"])
    assert listed["Reference"].str.startswith("reports.").all()
    (link,) = [one.proto for one in at.main if one.type == "page_link"]
    assert "quality" in link.page
    assert f"quarter={NOW}" in link.query_string


def test_that_of_one_unit_leads_to_its_report(run, small):
    at = looked_up(run, small, f"reports.310000.{NOW[2:4]}{NOW[4:]}.241231")
    (link,) = [one.proto for one in at.main if one.type == "page_link"]
    assert f"310000%2C{NOW}" in link.query_string


def test_nobody_owes_a_report_of_a_group(run, small):
    at = looked_up(run, small, f"reports.group:east.{NOW[2:4]}{NOW[4:]}.241231")
    assert "No report is owed here." in [one.value for one in at.info]


def test_below_each_chart_it_is_said_how_it_is_looked_up(run, small):
    said = texts(open_page(run, small))
    assert "Origin of each bar: chain.nation." in said
