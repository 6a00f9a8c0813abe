"""A briefing as PDF keeps the rules of PDF/UA-1, as a validator of others judges."""

import io
import subprocess

import page
import pytest
from pypdf import PdfWriter
from pypdf.generic import DictionaryObject

from tests.briefing.test_pdf import HOSTILE, bare, briefing, opened, with_part, written
from tracking.briefing import Cell, Column, Table, pdf
from tracking.words import LANGUAGES, Language


def faults(data: bytes) -> set[str]:
    """The rules of PDF/UA-1 that the validator finds broken."""
    report = page.validate_pdf_bytes(data, profile="ua1")
    assert report.rules.total > 100
    return {one.rule_id for one in report.failures}


@pytest.mark.parametrize("full", [True, False])
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_validator_finds_no_rule_broken(language: Language, full: bool) -> None:
    assert not faults(written(language, full))


@pytest.mark.parametrize("full", [True, False])
def test_nor_does_it_where_texts_are_hostile(full: bool) -> None:
    rows = tuple((Cell(text),) for text in HOSTILE)
    table = Table("t", HOSTILE[1], (Column(HOSTILE[2], "text"),), rows)
    assert not faults(pdf.write(with_part(table, full)))


@pytest.mark.parametrize(
    ("taken", "rule"),
    [
        ("/StructTreeRoot", "PDFUA1-STRUCT-TREE-ROOT-001"),
        ("/MarkInfo", "PDFUA1-TAGGED-DOCUMENT-001"),
        ("/Lang", "PDFUA1-TEXT-LANGUAGE-001"),
        ("/Metadata", "PDFUA1-ID-SCHEMA-001"),
        ("/Alt", "PDFUA1-FIGURE-ALTERNATIVE-TEXT-001"),
        ("/A", "PDFUA1-TABLE-HEADERS-SCOPE-001"),
    ],
)
def test_it_does_find_the_rule_that_a_file_breaks(taken: str, rule: str) -> None:
    writer = PdfWriter(clone_from=opened(written()))
    writer.root_object.pop(taken, None)
    for held in writer._objects:
        if isinstance(held, DictionaryObject) and held.get("/S") in ("/Figure", "/TH", "/TD"):
            held.pop(taken, None)
    broken = io.BytesIO()
    writer.write(broken)
    assert rule in faults(broken.getvalue())


# Of a header and a footer a screen reader says nothing.
@pytest.mark.parametrize("language", LANGUAGES)
def test_one_page_says_what_it_rests_on_in_what_is_read_out(language: Language) -> None:
    told = subprocess.run(
        ["pdfinfo", "-struct-text", "-"],
        input=written(language, full=False), capture_output=True, check=True,
    )  # fmt: skip
    # The title in its head is not in UTF-8.
    read_out = bare(told.stdout.decode(errors="replace")).replace('""', "")
    assert bare(briefing(language, full=False).stamp.short) in read_out
