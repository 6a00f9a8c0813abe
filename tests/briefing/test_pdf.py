"""A briefing as PDF is read by anyone: tagged, with its fonts inside, its texts as they are."""

import io
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest
from pypdf import PdfReader
from pypdf.generic import ContentStream

from tests.briefing.small import asked, at_random, composed, drawn
from tracking.briefing import (
    Briefing,
    Bullet,
    Bullets,
    Chart,
    Counts,
    Course,
    CourseLine,
    Heat,
    Look,
    RankedUnit,
    Ranking,
    Section,
    Segment,
    Sentence,
    Square,
    Table,
    Tiles,
    pdf,
)
from tracking.words import LANGUAGES, Language

HOSTILE = [
    "=cmd|'/c calc'!A0",
    "<script>alert(1)</script>&amp;",
    '*b* _i_ #panic("x") $x^2$ @label `raw` \\ // /* ~ [x] <y> = h',
    '#read("/etc/passwd")',
    "\\u{41}{}[]()\"'“”‘’",
    "䶮㙍县镕喆堃",
]
PLAIN = Look("#3B86CB", "#0F172A")
HATCHED = Look("#D5DAE1", "#0F172A", "/", "–")


@cache
def briefing(language: Language = "en", full: bool = True) -> Briefing:
    return asked(at_random(4, demonstration=True), language=language, full=full)


@cache
def written(language: Language = "en", full: bool = True) -> bytes:
    return pdf.write(briefing(language, full))


def opened(data: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(data))


def program(*command: str, given: bytes) -> str:
    """What a program of poppler says of this file."""
    done = subprocess.run([*command], input=given, capture_output=True, check=True)
    return done.stdout.decode()


def bare(text: str) -> str:
    """A text without what lines are broken by."""
    return re.sub(r"[\s\u200b\u2060]+", "", text)


def said(data: bytes) -> str:
    return bare(program("pdftotext", "-raw", "-", "-", given=data))


def outline(entries: list) -> Iterator[str]:
    for entry in entries:
        if isinstance(entry, list):
            yield from outline(entry)
        else:
            yield entry.title


def headings(sections: tuple) -> Iterator[str]:
    for section in sections:
        if isinstance(section, Section):
            yield section.heading
            yield from headings(section.parts)


def glyphs(data: bytes) -> Iterator[int]:
    """The number of every glyph that is drawn; 0 is an empty box."""
    reader = opened(data)
    for page in reader.pages:
        for operands, operator in ContentStream(page.get_contents(), reader).operations:
            if operator not in (b"Tj", b"TJ"):
                continue
            told = operands[0] if operator == b"TJ" else [operands[0]]
            for text in told:
                if isinstance(text, int | float):
                    continue
                raw = text.original_bytes
                yield from (int.from_bytes(raw[n : n + 2], "big") for n in range(0, len(raw), 2))


def with_part(part: Table | Chart | Sentence, full: bool = True) -> Briefing:
    section = Section("one", "Part", (part,))
    return replace(briefing("en", full), sections=(section,))


def chart_of(of: Counts | Bullets | Course | Ranking | Heat | Tiles) -> Chart:
    return Chart("one", "A chart", "What it shows", of, {})


@pytest.mark.parametrize(("language", "tag"), [("zh", "zh-CN"), ("en", "en-GB")])
def test_it_is_tagged_and_names_title_author_and_language(language: Language, tag: str) -> None:
    reader, of = opened(written(language)), briefing(language)
    assert reader.root_object["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in reader.root_object
    assert reader.root_object["/Lang"] == tag
    assert reader.metadata.title == f"{of.title} · {of.subtitle}"
    assert reader.metadata.author == of.stamp.programme
    assert reader.metadata.creation_date.date() == of.stamp.known_on
    assert b"<pdfuaid:part>1</pdfuaid:part>" in reader.xmp_metadata.stream.get_data()


@pytest.mark.parametrize("language", LANGUAGES)
def test_its_bookmarks_are_the_headings(language: Language) -> None:
    marks = [bare(one) for one in outline(opened(written(language)).outline)]
    of = briefing(language)
    wanted = [of.words.key, *headings(of.sections), of.words.origins, of.words.notes]
    assert all(any(mark.endswith(bare(one)) for mark in marks) for one in wanted)


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_its_fonts_are_ours_and_embedded(language: Language) -> None:
    told = program("pdffonts", "-", given=written(language)).splitlines()[2:]
    assert {row.split()[0].split("+")[1] for row in told} <= {
        "NotoSansSC-Regular", "NotoSansSC-Bold", "NotoSerifSC-Regular",
    }  # fmt: skip
    assert all(re.search(r"\byes yes yes\b", row) for row in told)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_cell_of_its_tables_is_in_it(language: Language) -> None:
    text = said(written(language))
    cells = [c for t in briefing(language).tables() for row in t.rows for c in row]
    assert len(cells) > 100
    assert [c.said for c in cells if bare(c.said) not in text] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_title_note_and_reference_is_in_it(language: Language) -> None:
    of, text = briefing(language), said(written(language))
    wanted = [
        *(one.text for one in of.key),
        *(chart.title for chart in of.charts()),
        *(table.title for table in of.tables()),
        *(one.reference for one in of.origins),
        *(one.said for one in of.origins),
        *of.notes,
        *of.stamp.lines,
    ]
    assert [one for one in wanted if bare(one) not in text] == []


@pytest.mark.parametrize("full", [True, False])
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_has_the_stamp_and_says_that_it_is_a_demonstration(
    language: Language, full: bool
) -> None:
    of, data = briefing(language, full), written(language, full)
    pages = program("pdftotext", "-raw", "-", "-", given=data).split("\f")[:-1]
    assert len(pages) == len(opened(data).pages)
    for page in pages:
        assert bare(of.stamp.short) in bare(page)
        assert bare(page).replace(bare(of.stamp.short), "").count(bare(of.stamp.demonstration))


def test_real_figures_are_called_no_demonstration() -> None:
    of = asked(at_random(4), language="en")
    assert "Demonstration" not in said(pdf.write(of))


def test_a_number_in_brackets_leads_to_its_origin() -> None:
    reader = opened(written())
    of = briefing()
    cells = {c.said for t in of.tables() for row in t.rows for c in row}
    told = [one for one in of.origins if f"[{one.number}]" in cells]
    assert told
    numbers = {page.indirect_reference.idnum: n for n, page in enumerate(reader.pages)}
    places = {
        (numbers[link["/Dest"][0].idnum], float(link["/Dest"][3]))
        for page in reader.pages
        for link in (note.get_object() for note in page.get("/Annots", []))
    }
    texts = [bare(page.extract_text()) for page in reader.pages]
    for n, text in enumerate(texts):
        there = [one for one in told if bare(f"[{one.number}]{one.said}") in text]
        assert len([place for place in places if place[0] == n]) >= len(there)
    assert all(any(bare(f"[{one.number}]{one.said}") in text for text in texts) for one in told)


@pytest.mark.parametrize("scope", ["nation", "chain:innovation", "region:320000", "ministry:miit"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_one_page_is_one_page(language: Language, scope: str) -> None:
    for seed in (1, 2, 4):
        of = asked(at_random(seed), scope, language, full=False)
        assert len(opened(pdf.write(of)).pages) == 1


def test_one_page_stays_one_page_however_much_it_must_hold() -> None:
    of = briefing("zh", full=False)
    much = replace(of, key=tuple(Sentence("进展说明" * 60 + str(n)) for n in range(25)))
    data = pdf.write(much)
    assert len(opened(data).pages) == 1
    assert all(bare(one.text) in said(data) for one in much.key)


def test_nothing_is_an_empty_box() -> None:
    rare = "䶮㙍𠮷😀\U0001f3f3\ufe0f\u200d كتاب \u202eABC\u202c \u0000\u0007\ud800 ﷽ ✔✓■●▲○–"
    of = with_part(Table("t", rare, briefing().sections[0].parts[1].columns, ()))
    of = replace(of, title=rare, subtitle=rare, key=(Sentence(rare),), notes=(rare,))
    for data in (written("zh"), written("en"), pdf.write(of)):
        drawn = list(glyphs(data))
        assert len(drawn) > 100
        assert 0 not in drawn


def test_a_character_without_a_glyph_is_told_by_its_number() -> None:
    of = replace(briefing(), key=(Sentence("𠮷 and 😀"),))
    text = said(pdf.write(of))
    assert "〔U+20BB7〕and〔U+1F600〕" in text


@pytest.mark.parametrize("text", HOSTILE)
def test_a_text_that_looks_like_markup_stays_text(text: str) -> None:
    of = briefing()
    table = next(of.tables())
    cell = replace(table.rows[0][0], said=text)
    table = replace(table, title=text, note=text, rows=((cell, *table.rows[0][1:]),))
    origin = replace(of.origins[0], said=text, value=text, stands_in=text, reference=text)
    data = pdf.write(
        replace(
            of,
            title=text,
            key=(Sentence(text),),
            sections=(Section("one", text, (Sentence(text), table)),),
            origins=(origin, *of.origins[1:]),
            notes=(text,),
            stamp=replace(of.stamp, short=text, lines=(text,)),
        )
    )
    assert said(data).count(bare(text)) >= 10
    assert opened(data).metadata.title.startswith(text)


@pytest.mark.parametrize("name", ["长" * 900, "W" * 900, "Ж" * 900, "word " * 200, "x" * 29 + " "])
def test_a_very_long_name_breaks_nothing(name: str) -> None:
    for full in (True, False):
        of = briefing("en", full)
        table = next(of.tables())
        row = (replace(table.rows[0][0], said=name), *table.rows[0][1:])
        chart = chart_of(Counts((name, "b"), (Segment("behind", name, PLAIN, (3, 0)),)))
        of = replace(
            of,
            title=name[:200],
            sections=(Section("a", name[:200], (replace(table, rows=(row,)), chart)),),
        )
        assert bare(name) in said(pdf.write(of))


DRAWN = {
    "counts of nothing": Counts(("a", "b"), (Segment("behind", "Behind", PLAIN, (0, 0)),)),
    "no counts": Counts((), ()),
    "a bullet without values": Bullets(
        (Bullet("a", None, None, None, "—", "—", "9", "behind", "■ Behind", PLAIN),)
    ),
    "bullets far beyond and below": Bullets(
        (
            Bullet("a", 900.0, 0.5, -80.0, "900", "1", "1", "behind", "■ Behind", PLAIN),
            Bullet("b", -900.0, 0.5, 80.0, "-900", "1", "1", "behind", "■ Behind", HATCHED),
        )
    ),
    "no bullets": Bullets(()),
    "a course without values": Course(
        ("2024Q1",), (CourseLine("actual", "Actual", (None,)),), "", 0, -1, (), "",
        ((0.0, "0"), (1.0, "1")),
    ),
    "a course of one quarter, broken": Course(
        ("2024Q1",),
        (
            CourseLine("actual", "Actual", (3.0,), "3"),
            CourseLine("target", "Target", (3.0,), "3"),
            CourseLine("low", "Low", (1.0,)),
            CourseLine("high", "High", (4.0,)),
        ),
        "km", 0, 0, (0,), "80% interval", ((0.0, "0"), (5.0, "5")),
    ),
    "no units": Ranking((), None, "", False, "", 0),
    "units below nothing": Ranking(
        (
            RankedUnit("a", "1", 4.0, "4", PLAIN),
            RankedUnit("b", "2", -4.0, "−4", HATCHED),
            RankedUnit("c", "—", None, "—", HATCHED),
        ),
        -1.0, "nation −1", False, "km", 0,
    ),
    "equal units at nothing": Ranking(
        (RankedUnit("a", "1", 0.0, "0", PLAIN),), 0.0, "n 0", False, "", 0
    ),
    "heat of many columns": Heat(
        tuple(f"A column {n}" for n in range(30)), ("a",),
        (tuple(Square("100%", 1.0, PLAIN) for _ in range(30)),),
    ),
    "no heat": Heat((), (), ()),
    "one tile": Tiles((Square("50%", 0.5, HATCHED, "Here", 3, 4),), (("50%", PLAIN),), "Tiles"),
}  # fmt: skip


@pytest.mark.parametrize("of", DRAWN.values(), ids=list(DRAWN))
def test_a_chart_of_unusual_data_is_drawn(of: Counts) -> None:
    reader = opened(pdf.write(with_part(chart_of(of))))
    assert any("A chart" in page.extract_text() for page in reader.pages)


def test_charts_are_vectors() -> None:
    parts = tuple(chart_of(of) for of in DRAWN.values())
    of = replace(briefing(), sections=(Section("one", "Part", parts),))
    assert [image for page in opened(pdf.write(of)).pages for image in page.images] == []


def test_a_long_table_repeats_its_head_on_every_page() -> None:
    table = next(briefing().tables())
    long = replace(table, rows=table.rows[:1] * 150)
    pages = opened(pdf.write(with_part(long))).pages
    heads = [bare(table.columns[0].head) in bare(page.extract_text()) for page in pages]
    assert sum(heads) >= 3


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_heading_stands_alone_at_the_foot_of_a_page(language: Language) -> None:
    of = briefing(language)
    marks = {bare(one) for one in (*headings(of.sections), of.words.origins, of.words.notes)}
    foot = bare(of.stamp.short)
    for page in program("pdftotext", "-raw", "-", "-", given=written(language)).split("\f")[:-1]:
        lines = [bare(line) for line in page.splitlines() if bare(line)]
        for line, below in pairwise(lines):
            if below.startswith("—") or below == foot:
                assert not any(line.endswith(mark) for mark in marks)


def test_equal_briefings_give_equal_bytes() -> None:
    one, other = (pdf.write(composed(drawn(6))) for _ in range(2))
    assert one == other


def test_it_needs_no_font_of_the_machine(tmp_path: Path) -> None:
    """Where no font is installed the same bytes come out."""
    lines = [
        "import sys",
        "from tests.briefing.small import asked, at_random",
        "from tracking.briefing import pdf",
        "sys.stdout.buffer.write(pdf.write(asked(at_random(6))))",
    ]
    made = subprocess.run(
        [sys.executable, "-c", "\n".join(lines)],
        env={"FONTCONFIG_PATH": str(tmp_path), "HOME": str(tmp_path), "PYTHONPATH": "."},
        capture_output=True,
        check=True,
    )
    assert made.stdout == pdf.write(asked(at_random(6)))
