"""A chart as a picture says alone what it is, of when, and what it rests on."""

import io
import re
from dataclasses import replace
from functools import cache
from xml.etree import ElementTree

import pytest
from PIL import Image, ImageChops

from tests.briefing.small import asked, at_random
from tracking.briefing import Briefing, drawing
from tracking.words import LANGUAGES, Language

SVG = "{http://www.w3.org/2000/svg}"


@cache
def briefing(language: Language = "zh") -> Briefing:
    return asked(at_random(4, demonstration=True), language=language)


def seen(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data)).convert("RGB")


def differ(one: bytes, other: bytes) -> bool:
    first, second = seen(one), seen(other)
    return first.size != second.size or ImageChops.difference(first, second).getbbox() is not None


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_chart_is_a_picture_with_something_on_it(language: Language) -> None:
    made = drawing.pictures(briefing(language))
    assert len(made) == len(list(briefing(language).charts())) > 5
    for data in made.values():
        image = seen(data)
        assert image.width == 1320
        assert image.height > 300
        assert len(image.getcolors(1 << 24)) > 20


def test_names_hold_the_briefing_a_number_and_the_title() -> None:
    names = list(drawing.pictures(briefing("zh")))
    title = next(briefing("zh").charts()).title
    assert names[0] == f"{briefing('zh').file_stem}_01_{title}.png"
    assert names == sorted(names)
    assert "演示数据" in names[0]
    assert all("Demonstration data" in name for name in drawing.pictures(briefing("en")))


def test_names_are_names_whatever_the_titles_are() -> None:
    of = briefing("en")
    first = of.sections[0]
    chart = next(of.charts())
    bad = [replace(chart, title=title) for title in ('a/../b\\c:d*?"<>|\n', "长" * 300, "a", "a")]
    names = list(drawing.pictures(replace(of, sections=(replace(first, parts=tuple(bad)),))))
    assert len(set(names)) == 4
    assert all(not re.search(r"[/\\:*?\"<>|\n]", name) for name in names)
    assert all(len(name.encode()) < 255 for name in names)


@pytest.mark.parametrize("part", ["title", "conclusion", "stamp", "demonstration", "subtitle"])
def test_each_says_what_it_is(part: str) -> None:
    """A picture changes with each of the texts that it must carry."""
    of = briefing("zh")
    chart = replace(next(of.charts()), conclusion="创新链滞后最多。")
    plain = drawing.picture(of, chart)
    other = {
        "title": (of, replace(chart, title="另一标题")),
        "conclusion": (of, replace(chart, conclusion="")),
        "stamp": (replace(of, stamp=replace(of.stamp, short="x")), chart),
        "demonstration": (replace(of, stamp=replace(of.stamp, demonstration="")), chart),
        "subtitle": (replace(of, subtitle="x"), chart),
    }[part]
    assert differ(plain, drawing.picture(*other))


def test_rare_characters_in_bold_are_no_boxes() -> None:
    of, chart = briefing("zh"), next(briefing("zh").charts())
    one, other = (drawing.picture(of, replace(chart, title=name)) for name in ("䶮", "㙍"))
    assert differ(one, other)


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_svg_needs_no_font_and_asks_for_nothing(language: Language) -> None:
    for data in drawing.pictures(briefing(language), "svg").values():
        text = data.decode()
        root = ElementTree.fromstring(text)
        assert [one for one in root.iter() if one.tag in (f"{SVG}text", f"{SVG}script")] == []
        assert "font-family" not in text
        for one in root.iter():
            for name, value in one.attrib.items():
                assert not name.endswith("href") or value.startswith("#")


def test_an_svg_tells_what_it_shows() -> None:
    chart = replace(next(briefing().charts()), title="<b>&amp; 滞后", alt='"> <script>x</script>')
    root = ElementTree.fromstring(drawing.picture(briefing(), chart, "svg"))
    assert root.attrib["role"] == "img"
    assert root.findtext(f"{SVG}title") == chart.title
    assert root.findtext(f"{SVG}desc") == chart.alt


def test_equal_charts_give_equal_bytes() -> None:
    again = asked(at_random(4, demonstration=True), language="zh")
    for form in ("png", "svg"):
        assert drawing.pictures(briefing("zh"), form) == drawing.pictures(again, form)


def test_one_alone_is_the_same_as_among_all() -> None:
    of = briefing("en")
    alone = [drawing.picture(of, chart) for chart in of.charts()]
    assert alone == list(drawing.pictures(of).values())


def test_a_briefing_without_charts_gives_no_picture() -> None:
    assert drawing.pictures(replace(briefing(), sections=())) == {}
