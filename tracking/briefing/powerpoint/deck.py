"""The deck being written: slides with real titles, notes with origins, the stamp at each foot."""

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from xml.sax.saxutils import escape

from pptx.enum.text import MSO_ANCHOR
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Inches, Length, Pt

from tracking.briefing.archive import still
from tracking.briefing.briefing import Briefing, Sentence
from tracking.briefing.native_data import legible
from tracking.briefing.native_marks import PALETTE, rgb
from tracking.briefing.powerpoint import measure, template

TAG: Final = {"zh": "zh-CN", "en": "en-GB"}
POINTS: Final = 72
# How high a title may be, in points.
_TITLE_HIGH: Final = 69
_TITLE_SIZES: Final = (24.0, 20.0, 18.0, 16.0)
# The least size of anything that is to be read in the room.
LEAST: Final = 11.0


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle on a slide, in inches."""

    left: float
    top: float
    width: float
    height: float

    def below(self, taken: float) -> "Area":
        """What is left of it under so much."""
        return Area(self.left, self.top + taken, self.width, self.height - taken)

    @property
    def points(self) -> tuple[float, float]:
        """Width and height in points."""
        return self.width * POINTS, self.height * POINTS

    @property
    def emu(self) -> tuple[Length, Length, Length, Length]:
        """Left, top, width and height as python-pptx takes them."""
        return (
            Inches(self.left), Inches(self.top), Inches(self.width), Inches(self.height)
        )  # fmt: skip


CONTENT: Final = Area(template.MARGIN, 1.75, template.ACROSS, 5.1)
_CAPTION: Final = Area(template.MARGIN, 1.38, template.ACROSS, 0.32)
_LABEL: Final = Area(template.WIDE - template.MARGIN - 1.9, 0.2, 1.9, 0.3)


@dataclass(eq=False)
class Deck:
    """The presentation, its layouts, and the counts of figures and tables so far."""

    briefing: Briefing
    file: Any
    layouts: dict[str, Any]
    charts: int = 0
    tables: int = 0

    @classmethod
    def of(cls, briefing: Briefing) -> "Deck":
        """An empty deck for a briefing."""
        deck = cls(briefing, *template.empty())
        deck._properties()
        return deck

    @property
    def tag(self) -> str:
        """The language of its texts, as documents name it."""
        return TAG[self.briefing.language]

    def slide(self, title: str, layout: str = "free", caption: str = "") -> Any:
        """A new slide with its title, and what it shows written below."""
        slide = self.file.slides.add_slide(self.layouts[layout])
        room = template.ACROSS * POINTS
        size = measure.fitting([title], (room, _TITLE_HIGH), _TITLE_SIZES)
        most = int(_TITLE_HIGH / (size * measure.leading(title)))
        self.write(slide.shapes.title, [measure.shortened(legible(title), size, room, most)], size)
        if caption:
            self.text(slide, _CAPTION, [caption], 14, colour=PALETTE.quiet)
        return slide

    def text(
        self,
        slide: Any,
        area: Area,
        texts: Sequence[str],
        size: float,
        *,
        colour: str = PALETTE.ink,
    ) -> Any:
        """A text box without a frame; the texts are paragraphs."""
        box = slide.shapes.add_textbox(*area.emu)
        inside = box.text_frame
        inside.word_wrap = True
        inside.margin_left = inside.margin_right = inside.margin_top = inside.margin_bottom = 0
        self.write(box, texts, size, colour=colour)
        return box

    def write(self, shape: Any, texts: Sequence[str], size: float = 0, *, colour: str = "") -> None:
        """The texts as the paragraphs of a shape, in the deck's language."""
        body = shape._element.txBody
        for old in body.findall(qn("a:p")):
            body.remove(old)
        for text in texts:
            body.append(parse_xml(self.paragraph(text, size, colour)))

    def paragraph(
        self, text: str, size: float = 0, colour: str = "", *, centred: bool = False
    ) -> str:
        """One paragraph as XML; the text stays text."""
        look = f' sz="{round(size * 100)}"' if size else ""
        filled = f'<a:solidFill><a:srgbClr val="{colour[1:]}"/></a:solidFill>' if colour else ""
        align = '<a:pPr algn="ctr"/>' if centred else ""
        return (
            f'<a:p {nsdecls("a")}>{align}<a:r><a:rPr lang="{self.tag}"{look}>{filled}</a:rPr>'
            f"<a:t>{escape(_flat(text))}</a:t></a:r></a:p>"
        )

    def finish(self, slide: Any, told: Sequence[str] = (), origins: Iterable[int] = ()) -> None:
        """Puts the label, the stamp and the number on a slide, and its notes behind it."""
        stamp = self.briefing.stamp
        if stamp.demonstration:
            self._label(slide, stamp.demonstration)
        self._foot(slide, "ftr", f"<a:r>{self._small}<a:t>{escape(_flat(stamp.short))}</a:t></a:r>")
        number = len(self.file.slides)
        self._foot(
            slide,
            "sldNum",
            f'<a:fld id="{{C1FF6DA9-008F-8B48-92A6-B652298478BF}}" type="slidenum">'
            f"{self._small}<a:t>{number}</a:t></a:fld>",
        )
        self._note(slide, [*told, *self._origins(origins)])

    @property
    def _small(self) -> str:
        return f'<a:rPr lang="{self.tag}" sz="1000"/>'

    def _label(self, slide: Any, text: str) -> None:
        box = self.text(slide, _LABEL, [], 12)
        body = box._element.txBody
        body.append(parse_xml(self.paragraph(text, 12, "#7C2D12", centred=True)))
        box.name = legible(text)
        box.fill.solid()
        box.fill.fore_color.rgb = rgb("#FFF7ED")
        box.line.color.rgb = rgb("#C2410C")
        box.line.width = Pt(1)
        box.text_frame.vertical_anchor = MSO_ANCHOR.MIDDLE

    def _foot(self, slide: Any, kind: str, inside: str) -> None:
        """A foot's placeholder, as the layout has it: python-pptx copies none."""
        of = next(p for p in slide.slide_layout.placeholders if p._element.ph.get("type") == kind)
        tree = slide.shapes._spTree
        place = of._element.ph.get("idx")
        name = escape(of.name, {'"': "&quot;"})
        tree.append(
            parse_xml(
                f'<p:sp {nsdecls("p", "a")}><p:nvSpPr><p:cNvPr id="{tree.max_shape_id + 1}"'
                f' name="{name}"/><p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr><p:nvPr>'
                f'<p:ph type="{kind}" sz="quarter" idx="{place}"/></p:nvPr></p:nvSpPr><p:spPr/>'
                f"<p:txBody><a:bodyPr/><a:lstStyle/><a:p>{inside}</a:p></p:txBody></p:sp>"
            )
        )

    def _origins(self, numbers: Iterable[int]) -> list[str]:
        """What is told of these origins in notes."""
        wanted = set(numbers)
        known = [one for one in self.briefing.origins if one.number in wanted]
        if not known:
            return []
        words = self.briefing.words
        return [
            words.origins,
            *(
                f"[{one.number}] {one.said}  {one.value}  ({one.stands_in})  {one.reference}"
                for one in known
            ),
        ]

    def _note(self, slide: Any, texts: Sequence[str]) -> None:
        if not texts:
            return
        body = slide.notes_slide.notes_text_frame._txBody
        for old in body.findall(qn("a:p")):
            body.remove(old)
        for text in texts:
            body.append(parse_xml(self.paragraph(text)))

    def _properties(self) -> None:
        of, briefing, day = self.file.core_properties, self.briefing, self.briefing.stamp.known_on
        of.title = _property(f"{briefing.title} · {briefing.subtitle}")
        of.subject = _property(briefing.subtitle)
        of.author = of.last_modified_by = _property(briefing.stamp.programme)
        of.comments = _property(briefing.stamp.short)
        of.language = self.tag
        of.keywords = ""
        of.revision = 1
        # The day the figures are of: the same briefing is the same file whenever it is made.
        of.created = of.modified = datetime(day.year, day.month, day.day)

    def packed(self) -> bytes:
        """The file's bytes, which do not tell when they were made."""
        raw = io.BytesIO()
        self.file.save(raw)
        return still(raw.getvalue())


def marked(one: Sentence) -> str:
    """A sentence with the numbers of its origins."""
    return one.text + "".join(f" [{n}]" for n in one.origins)


def _flat(text: str) -> str:
    return " ".join(legible(text).split())


def _property(text: str) -> str:
    # A core property holds no more.
    return _flat(text)[:255]
