"""Every value that a chart shows has a reference, and it leads to that very value."""

import re
from dataclasses import replace
from html import escape
from io import BytesIO
from math import isclose
from typing import Any, Final

import docx
import numpy as np
import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pptx import Presentation
from pypdf import PdfReader

from tests.briefing.small import AT, BEFORE, PROGRAMME, asked, at_random, material
from tests.briefing.test_compose import sentences
from tests.progress.small import figures, target, targets
from tracking import progress
from tracking.briefing import (
    Bullets,
    Chart,
    Counts,
    Course,
    Heat,
    Material,
    Ranking,
    Reference,
    Tiles,
    excel,
    one_file,
    pdf,
    powerpoint,
    word,
)
from tracking.briefing.briefing import Lookup, Section, Square, Traced
from tracking.briefing.charted import look_of
from tracking.briefing.reports_told import reports_told
from tracking.programme import Programme
from tracking.words import LANGUAGES, Language, numbers

SEEDS: Final = st.integers(0, 10_000)
SCOPES: Final = ("nation", "chain:supply", "region:320000", "ministry:miit", "indicator:SUP-1-1")
WRITTEN: Final = re.compile(r"[\w-]+\.[\w:]+\.\d\dQ\d\.\d{6}", re.ASCII)
# What is not a figure: a day, a quarter, a year, a share a word means, a name's own digits.
NO_FIGURE: Final = re.compile(
    r"“[^”]*”|\d{4}[ 年]*(?:Q\d|[一二三四]季度|年)|\d+ \w{3} \d{4}|\b20\d\d\b|\d+月\d+日"
)


def explained(of: Material, text: str) -> dict[Any, Any]:
    """What a reference leads to: a row of the assessment, or how an index came about."""
    reference = Reference.of(text, of.programme)
    assert str(reference) == text
    rows = of.at(reference.quarter, reference.unit)
    if reference.reports:
        told = reports_told(of, reference, "en")
        assert told is not None
        return told.data
    if reference.chain:
        index = progress.explain_index(rows, of.programme, "en", chain=reference.within)
        assert index is not None
        return index.data
    (row,) = rows[rows["indicator"] == reference.indicator].to_dict("records")
    return row


def shown(of: Any) -> list[Any]:
    """The values that a chart shows, as its lookup lists them; None where it shows none."""
    if isinstance(of, Counts):
        return [
            {s.status: s.counts[n] for s in of.segments if s.counts[n]} for n in range(len(of.rows))
        ]
    if isinstance(of, Bullets | Ranking):
        return [row.value for row in of.rows]
    if isinstance(of, Heat):
        return [square.value for row in of.squares for square in row]
    if isinstance(of, Tiles):
        return [square.value for square in of.squares if not square.outside]
    assert isinstance(of, Course)
    seen = ("actual", "history", "ministry", "regions")
    lines = [line for line in of.lines if line.role in seen]
    return [[line.values[n] for line in lines] for n in range(len(of.quarters))]


def leads(told: dict[Any, Any], chart: Chart, value: Any) -> bool:
    """Whether what a reference leads to has the value that the chart shows."""
    if isinstance(chart.of, Counts):
        return bool(told["statuses"] == value)
    if isinstance(chart.of, Bullets):
        return isclose(told["value"] / told["target"], value)
    if isinstance(chart.of, Course):
        has = [told[name] for name in ("value", "ministry_value", "regions_value")]
        return all(v is None or any(np.isclose(v, one) for one in has) for v in value)
    return isclose(told["index"] if "statuses" in told else told["value"], value)


@settings(max_examples=4)
@given(SEEDS, st.sampled_from(SCOPES), st.sampled_from(LANGUAGES))
def test_every_value_of_every_chart_is_the_one_its_reference_leads_to(
    seed: int, scope: str, language: Language
) -> None:
    of = at_random(seed, reporting=True)
    for full in (True, False):
        for chart in asked(of, scope, language, full=full).charts():
            values = shown(chart.of)
            assert len(values) == len(chart.lookup.values)
            for traced, value in zip(chart.lookup.values, values, strict=True):
                assert traced.name
                if traced.reference:
                    told = explained(of, traced.reference)
                    assert value is None or leads(told, chart, value), traced
                else:
                    assert value is None, traced


@settings(max_examples=4)
@given(SEEDS, st.sampled_from(SCOPES), st.sampled_from(LANGUAGES))
def test_every_reference_that_is_printed_below_a_chart_or_table_resolves(
    seed: int, scope: str, language: Language
) -> None:
    of = at_random(seed, reporting=True)
    briefing = asked(of, scope, language)
    for line in [chart.lookup.said for chart in briefing.charts()]:
        assert _printed(line), line
    notes = [table.note for table in briefing.tables()]
    for line in [*notes, *(chart.lookup.said for chart in briefing.charts())]:
        for text in _printed(line):
            assert explained(of, text)


def _printed(line: str) -> list[str]:
    """The references in a line; a pattern with words in place of codes is none."""
    return [text for text in WRITTEN.findall(line) if not _is_pattern(text)]


def _is_pattern(text: str) -> bool:
    subject, unit, *_rest = text.split(".")
    return subject in ("chain", "indicator") or unit == "unit"


def _figures_in(text: str) -> list[str]:
    return re.findall(r"\d+", NO_FIGURE.sub("", text))


@settings(max_examples=8)
@given(SEEDS, st.sampled_from(SCOPES), st.sampled_from(LANGUAGES), st.booleans())
def test_every_sentence_that_tells_a_figure_has_an_origin(
    seed: int, scope: str, language: Language, reporting: bool
) -> None:
    of = at_random(seed, reporting=reporting)
    for full in (True, False):
        briefing = asked(of, scope, language, full=full)
        known = {one.number for one in briefing.origins}
        for sentence in sentences(briefing):
            assert set(sentence.origins) <= known
            assert sentence.origins or not _figures_in(sentence.text), sentence.text


@settings(max_examples=4)
@given(SEEDS)
def test_the_counts_of_reports_are_those_of_their_reference(seed: int) -> None:
    of = at_random(seed, reporting=True)
    briefing = asked(of, language="en")
    for one in briefing.origins:
        if not Reference.of(one.reference, PROGRAMME).reports:
            continue
        data = explained(of, one.reference)
        quarter = Reference.of(one.reference, PROGRAMME).quarter
        rows = of.obligations[of.obligations["quarter"] == quarter.index]
        counts = data["counts"]
        assert counts["owed"] == len(rows)
        assert counts["due"] == int(rows["expected"].sum())
        assert counts["in_time"] + counts["late"] == int((rows["received"] != "").sum())
        missing = rows.loc[rows["came"] == "missing", "unit"].tolist()
        assert data["units"].get("missing", []) == missing
        assert counts["missing"] == len(missing)
        assert one.value == f"{counts['received']} of {counts['due']} came"


@settings(max_examples=4)
@given(SEEDS, st.sampled_from(SCOPES))
def test_the_problems_that_are_told_are_those_the_reference_of_reports_counts(
    seed: int, scope: str
) -> None:
    of = at_random(seed, reporting=True)
    briefing = asked(of, scope, "en")
    tables = [table for table in briefing.tables() if table.code == "problems"]
    for table in tables:
        (text,) = WRITTEN.findall(table.note)
        problems = explained(of, text)["problems"]
        named = {PROGRAMME.indicators[code].name.to("en"): n for code, n in problems.items()}
        for name, count, _quoted in table.rows:
            assert named[name.said] == count.value


def one_course(programme: Programme, quarter: str) -> tuple[Material, Chart]:
    """The course of one indicator, with a figure of this quarter and one of 2024Q3."""
    rows = [("SUP-1-1", "110000", at, 50.0) for at in (quarter, str(AT))]
    aims = [target("SUP-1-1", "nation", 100.0, baseline=0.0, baseline_quarter=AT.index - 10, id=1)]
    of = material(programme, figures(*rows), targets(*aims))
    (chart,) = (
        chart
        for chart in asked(of, "indicator:SUP-1-1", "en").charts()
        if isinstance(chart.of, Course)
    )
    return of, chart


def test_what_lies_ahead_is_told_with_the_quarter_of_the_briefing(programme: Programme) -> None:
    _of, chart = one_course(programme, str(BEFORE))
    assert isinstance(chart.of, Course)
    at = chart.of.quarters.index(numbers.quarter("en", AT, short=True))
    ahead = {one.reference for one in chart.lookup.values[at:]}
    assert len(chart.lookup.values) > at + 1
    assert ahead == {"SUP-1-1.nation.24Q3.241201"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_of_one_bar_there_is_no_pattern(programme: Programme, language: Language) -> None:
    aims = [target("SUP-1-1", "nation", 100.0, baseline=0.0, baseline_quarter=AT.index - 10, id=1)]
    of = material(programme, figures(("SUP-1-1", "110000", "2024Q3", 50.0)), targets(*aims))
    (bullets,) = (c for c in asked(of, language=language).charts() if isinstance(c.of, Bullets))
    said = {"zh": "出处：SUP-1-1.nation.24Q3.241201", "en": "Origin: SUP-1-1.nation.24Q3.241201"}
    assert bullets.lookup.said == said[language]


def test_the_example_below_a_chart_is_one_of_its_own_references() -> None:
    for chart in asked(at_random(4), language="en").charts():
        own = {one.reference for one in chart.lookup.values if one.reference}
        assert own & set(WRITTEN.findall(chart.lookup.said))


NATION: Final = asked(at_random(4, reporting=True), language="en")
SAID: Final = [chart.lookup.said for chart in NATION.charts()]


def test_word_tells_it_below_each_figure() -> None:
    texts = [p.text for p in docx.Document(BytesIO(word.write(NATION))).paragraphs]
    told = [text for text in texts if text in SAID]
    assert told == SAID
    for n, text in enumerate(texts):
        if text in SAID:
            assert texts[n - 1].startswith("Figure ")


def test_powerpoint_tells_it_on_the_slide_and_each_value_in_the_notes() -> None:
    slides = Presentation(BytesIO(powerpoint.write(NATION))).slides
    shown = [shape.text_frame.text for slide in slides for shape in slide.shapes
             if shape.has_text_frame]  # fmt: skip
    assert set(SAID) <= set(shown)
    notes = "\n".join(
        slide.notes_slide.notes_text_frame.text for slide in slides if slide.has_notes_slide
    )
    for chart in NATION.charts():
        for one in chart.lookup.values:
            assert f"{one.name} {one.reference}" in notes or not one.reference


def test_excel_has_each_reference_in_the_row_of_its_value() -> None:
    book = openpyxl.load_workbook(BytesIO(excel.write(NATION)))
    told = {cell.value for sheet in book for row in sheet for cell in row}
    assert set(SAID) <= told
    rows = [[cell.value for cell in row if cell.value is not None] for row in book["Chart data"]]
    for chart in NATION.charts():
        for one in chart.lookup.values:
            if one.reference:
                below = _after(rows, chart.title)
                assert any(str(r[0]).startswith(one.name) and r[-1] == one.reference for r in below)


def test_excel_lists_each_square_of_a_heat_table_with_its_reference() -> None:
    told = (Traced("安徽 · Supply", "supply.340000.24Q3.241201"), Traced("安徽 · Data", ""))
    squares = (Square("50%", 0.5, look_of("on_track")), Square("—", None, look_of("no_target")))
    heat = Chart("heat", "Squares", "", Heat(("Supply", "Data"), ("安徽",), (squares,)), {},
                 lookup=Lookup("Each square", told))  # fmt: skip
    of = replace(NATION, sections=(Section("one", "Part", (heat,)),))
    (sheet,) = (
        s for s in openpyxl.load_workbook(BytesIO(excel.write(of))) if s.title[:5] == "Chart"
    )
    rows = [[cell.value for cell in row if cell.value is not None] for row in sheet]
    block = _after(rows, "Squares")
    assert ["安徽 · Supply", "supply.340000.24Q3.241201"] in block
    assert any(row[0] == "安徽 · Data" for row in block if row)


def _after(rows: list[list[Any]], title: str) -> list[list[Any]]:
    """The rows of a chart's own block: up to the blank one after it."""
    block = rows[rows.index([title]) + 1 :]
    return block[: block.index([])] if [] in block else block


def test_html_opens_the_line_to_each_value() -> None:
    page = one_file.write(NATION).decode()
    for chart in NATION.charts():
        assert f"<summary>{escape(chart.lookup.said)}</summary>" in page
        for one in chart.lookup.values:
            if one.reference:
                assert f"<li>{escape(one.name)} <code>{one.reference}</code></li>" in page


def test_pdf_tells_it_on_the_page_of_its_chart() -> None:
    pages = ["".join(p.extract_text().split()) for p in PdfReader(BytesIO(pdf.write(NATION))).pages]
    for n, chart in enumerate(NATION.charts(), start=1):
        said = "".join(chart.lookup.said.split())
        title = "".join(f"Figure {n}　{chart.title}".split())
        assert any(said in page and title in page for page in pages), chart.title
