"""A Word document put together: its text in order, its header and footer, its properties."""

from collections.abc import Iterator
from datetime import datetime
from io import BytesIO
from typing import Any, Final

import docx
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml.parser import parse_xml
from docx.parts.document import DocumentPart

from tracking.briefing import native_charts
from tracking.briefing.archive import still
from tracking.briefing.briefing import (
    Briefing,
    Cell,
    Chart,
    Column,
    ColumnKind,
    Heat,
    Section,
    Sentence,
    Table,
    Tiles,
)
from tracking.briefing.word import styles, tables
from tracking.briefing.word.drawn import drawer
from tracking.briefing.word.layout import Layout, twips
from tracking.briefing.word.markup import bookmark, field, marks, paragraph, plain, run
from tracking.briefing.word.room import fitted

_R: Final = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'


def written(briefing: Briefing) -> bytes:
    """The document's bytes."""
    document: Any = docx.Document()
    layout = fitted(briefing)
    _dress(document, briefing, layout)
    body = "".join(_body(document.part, briefing, layout))
    edges = _edges(document.part, briefing)
    made = parse_xml(f"<w:body {styles.W} {_R}>{body}{_section_properties(layout, edges)}</w:body>")
    document.element.replace(document.element.body, made)
    _properties(document.core_properties, briefing)
    data = BytesIO()
    document.save(data)
    return still(data.getvalue())


def _dress(document: Any, briefing: Briefing, layout: Layout) -> None:
    """Our styles, numbering, fonts and settings for those of python-docx's own document."""
    part: DocumentPart = document.part
    for rel in list(part.package.rels.values()):
        if rel.reltype == RELATIONSHIP_TYPE.THUMBNAIL:
            del part.package.rels[rel.rId]
    new = {
        RELATIONSHIP_TYPE.STYLES: styles.styles(layout, briefing.language),
        RELATIONSHIP_TYPE.NUMBERING: styles.numbering(layout),
        RELATIONSHIP_TYPE.SETTINGS: styles.settings(briefing.language),
        RELATIONSHIP_TYPE.FONT_TABLE: styles.fonts(layout),
    }
    for rel in list(part.rels.values()):
        if rel.reltype in new:
            target = rel.target_part
            xml = new[rel.reltype].encode()
            made = Part(target.partname, target.content_type, _DECLARED + xml, part.package)
            part.rels[rel.rId]._target = made
        elif rel.reltype != RELATIONSHIP_TYPE.THEME:
            del part.rels[rel.rId]


_DECLARED: Final = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def _body(part: DocumentPart, briefing: Briefing, layout: Layout) -> Iterator[str]:
    yield paragraph("Title", run(briefing.title))
    yield paragraph("Subtitle", run(briefing.subtitle))
    words = briefing.words
    yield _heading(words.key, 1)
    yield from map(_sentence, briefing.key)
    writing = _Writing(part, briefing, layout)
    for section in briefing.sections:
        yield from writing.section(section, 1)
    if briefing.origins:
        yield _heading(words.origins, 1)
        yield _origins(briefing, layout) if briefing.full else _origins_in_lines(briefing)
    yield _heading(words.notes, 1)
    yield from (paragraph("Note", run(note)) for note in briefing.notes)
    if briefing.full:
        yield _heading(words.stamp, 1)
        *lines, last = briefing.stamp.lines
        yield from (paragraph("Note", run(line), "<w:keepNext/>") for line in lines)
        yield paragraph("Note", run(last))


def _heading(text: str, level: int) -> str:
    return paragraph(f"Heading{min(level, 3)}", run(text))


def _sentence(one: Sentence) -> str:
    return paragraph("BodyText", run(one.text) + marks(one.origins))


class _Writing:
    """The sections, with charts and tables numbered through them."""

    def __init__(self, part: DocumentPart, briefing: Briefing, layout: Layout) -> None:
        self.briefing, self.layout = briefing, layout
        self.draw = drawer(part, briefing, layout)
        self.charts = 0
        self.tables = 0

    def section(self, section: Section, level: int) -> Iterator[str]:
        yield _heading(section.heading, level)
        for part in section.parts:
            if isinstance(part, Section):
                yield from self.section(part, level + 1)
            elif isinstance(part, Table):
                yield from self.table(part)
            elif isinstance(part, Chart):
                yield from self.chart(part)
            else:
                yield _sentence(part)

    def table(self, of: Table) -> Iterator[str]:
        """A table under its caption, its note below."""
        self.tables += 1
        yield _caption(self.briefing.words.table, self.tables, of.title, "<w:keepNext/>")
        yield tables.ledger(of, self.layout)
        yield paragraph("Note", run(of.note))

    def chart(self, chart: Chart) -> Iterator[str]:
        """A chart over its caption; what cannot be drawn is said."""
        if isinstance(chart.of, Heat):
            yield tables.heat(chart.of, self.layout, chart.title, chart.alt)
        elif isinstance(chart.of, Tiles):
            yield tables.tiles(chart.of, self.layout, chart.title, chart.alt)
            yield paragraph("Note", run(chart.of.caption), '<w:keepNext/><w:jc w:val="center"/>')
        elif native_charts.drawable(chart):
            yield paragraph("Figure", self.draw(chart))
        else:
            yield _sentence(Sentence(chart.alt))
            return
        self.charts += 1
        said = chart.lookup.said
        together = "<w:keepNext/>" if said else ""
        yield _caption(self.briefing.words.figure, self.charts, chart.title, together)
        if said:
            yield paragraph("Note", run(said), '<w:jc w:val="center"/>')


def _caption(words: str, n: int, title: str, properties: str = "") -> str:
    """“Table 3  …”, its number a field that Word can list and refer to."""
    before, _n, after = words.partition("{n}")
    number = field(f"SEQ {before.strip()} \\* ARABIC", str(n))
    return paragraph("Caption", f"{run(before)}{number}{run(f'{after}　{title}')}", properties)


def _origins(briefing: Briefing, layout: Layout) -> str:
    """The list that the marks lead to."""
    words = briefing.words
    heads = (
        words.origin_number, words.origin_said, words.origin_value, words.origin_stands_in,
        words.origin_reference,
    )  # fmt: skip
    rows = tuple(
        tuple(map(Cell, (f"[{o.number}]", o.said, o.value, o.stands_in, o.reference)))
        for o in briefing.origins
    )
    kinds: tuple[ColumnKind, ...] = ("count", "text", "quantity", "text", "text")
    columns = tuple(Column(head, kind) for head, kind in zip(heads, kinds, strict=True))
    of = Table("origins", words.origins, columns, rows)
    return tables.ledger(of, layout, [bookmark(o.number, "") for o in briefing.origins])


def _origins_in_lines(briefing: Briefing) -> str:
    """The list where one page is all there is."""
    return "".join(
        paragraph(
            "Note",
            bookmark(o.number, run(f"[{o.number}]"))
            + run(f" {' · '.join((o.said, o.value, o.stands_in, o.reference))}"),
            _CLOSE,
        )
        for o in briefing.origins
    )


_CLOSE: Final = '<w:spacing w:before="0" w:after="0"/>'


def _edges(part: DocumentPart, briefing: Briefing) -> str:
    """The header and footer of odd and even pages; what the section calls them by."""
    stamp, before_after = briefing.stamp, briefing.words.page.partition("{n}")
    number = f"{run(before_after[0])}{field('PAGE', '1')}{run(before_after[2])}"
    told = []
    for kind, side in (("default", ""), ("even", '<w:jc w:val="left"/>')):
        page = paragraph("PageNumber", number, side)
        foot = page + paragraph("Footer", run(stamp.short), side)
        head = paragraph("Header", run(stamp.demonstration, _LABEL) if stamp.demonstration else "")
        for tag, name, content in (
            ("header", "hdr", head), ("footer", "ftr", foot),
        ):  # fmt: skip
            made = Part(
                PackURI(f"/word/{tag}_{kind}.xml"),
                getattr(CONTENT_TYPE, f"WML_{tag.upper()}"),
                _DECLARED + f"<w:{name} {styles.W}>{content}</w:{name}>".encode(),
                part.package,
            )
            key = part.relate_to(made, getattr(RELATIONSHIP_TYPE, tag.upper()))
            told.append(f'<w:{tag}Reference w:type="{kind}" r:id="{key}"/>')
    return "".join(told)


_LABEL: Final = (
    '<w:b/><w:bCs/><w:color w:val="7C2D12"/><w:sz w:val="20"/><w:szCs w:val="20"/>'
    '<w:bdr w:val="single" w:sz="6" w:space="2" w:color="7C2D12"/>'
)


def _section_properties(layout: Layout, edges: str) -> str:
    paper = layout.paper
    margins = " ".join(
        f'w:{name}="{twips(getattr(paper, name))}"'
        for name in ("top", "right", "bottom", "left", "header", "footer")
    )
    grid = '<w:docGrid w:type="lines" w:linePitch="579"/>' if layout.grid else ""
    return (
        f'<w:sectPr>{edges}<w:pgSz w:w="11906" w:h="16838"/><w:pgMar {margins} w:gutter="0"/>'
        f"{grid}</w:sectPr>"
    )


def _properties(core: Any, briefing: Briefing) -> None:
    """Title, author and language; the day is the one the figures are of."""
    stamp = briefing.stamp
    day = datetime(stamp.known_on.year, stamp.known_on.month, stamp.known_on.day)
    core.title = plain(f"{briefing.title} · {briefing.subtitle}")[:255]
    core.author = core.last_modified_by = plain(stamp.programme)[:255]
    core.comments = plain(stamp.short)[:255]
    core.language = styles.TAG[briefing.language]
    core.created = core.modified = day
    core.revision = 1
