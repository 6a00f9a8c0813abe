"""The styles, numbering, fonts and settings of a Word document, made from its layout."""

from collections.abc import Iterable
from typing import Final

from tracking.briefing.word.layout import Face, Layout, Letters
from tracking.words import Language

W: Final = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
TAG: Final = {"zh": "zh-CN", "en": "en-GB"}
# What stands in for a face that a computer lacks; the standard's own are not on every one.
_INSTEAD: Final = {
    "仿宋_GB2312": "仿宋,FangSong,方正仿宋_GBK,STFangsong",
    "楷体_GB2312": "楷体,KaiTi,方正楷体_GBK,STKaiti",
    "黑体": "SimHei,方正黑体_GBK,STHeiti",
    "方正小标宋简体": "方正小标宋_GBK,小标宋,华文中宋,STZhongsong,宋体",
    "宋体": "SimSun,方正书宋_GBK,STSong",
}
# The reader finds headings under these names whatever the language of Word.
_HEADINGS: Final = ("heading 1", "heading 2", "heading 3")


def styles(layout: Layout, language: Language) -> str:
    """The whole part."""
    return (
        f"<w:styles {W}>{_defaults(layout, language)}"
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/>'
        "<w:qFormat/></w:style>"
        '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
        '<w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/></w:style>'
        f"{''.join(_paragraphs(layout))}{_LINKS}{_tables(layout)}</w:styles>"
    )


def _defaults(layout: Layout, language: Language) -> str:
    return (
        f"<w:docDefaults><w:rPrDefault><w:rPr>{_face(layout.body.face)}{_size(layout.body.size)}"
        f'<w:lang w:val="{"en-US" if language == "zh" else "en-GB"}" w:eastAsia="zh-CN"'
        ' w:bidi="ar-SA"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr><w:widowControl w:val="0"/>'
        "</w:pPr></w:pPrDefault></w:docDefaults>"
    )


def _paragraphs(layout: Layout) -> Iterable[str]:
    # Word goes by the characters, other programs by the twips.
    first = round(layout.indent * (layout.body.size * 20 - layout.tight))
    indent = f'<w:ind w:firstLineChars="{layout.indent * 100}" w:firstLine="{first}"/>'
    indent = indent if layout.indent else ""
    justified, centred, right = (f'<w:jc w:val="{one}"/>' for one in ("both", "center", "right"))
    tight = f'<w:spacing w:val="-{layout.tight}"/>' if layout.tight else ""
    own, room = _OFF_GRID, layout.space
    yield _style(
        "Title", "Title", layout.title, f"{own}{_line(layout.title, after=6 * room)}{centred}"
    )
    yield _style(
        "Subtitle", "Subtitle", layout.subtitle,
        f"{own}{_line(layout.subtitle, after=10 * room)}{centred}",
    )  # fmt: skip
    yield _style(
        "BodyText", "Body Text", layout.body,
        f"{_HELD}{_line(layout.body, after=layout.after)}{indent}{justified}", tight=tight,
    )  # fmt: skip
    for n, letters in enumerate(layout.headings):
        before = 0.0 if layout.grid else (layout.after + 3) * room
        number = f'<w:numPr><w:ilvl w:val="{n}"/><w:numId w:val="1"/></w:numPr>'
        spacing = _line(letters, before=before, after=layout.after / 2)
        yield _style(
            f"Heading{n + 1}", _HEADINGS[n], letters,
            f'<w:keepNext/><w:keepLines/>{number}{spacing}{indent}<w:outlineLvl w:val="{n}"/>',
            tight=tight, following="BodyText",
        )  # fmt: skip
    yield _style(
        "Caption", "caption", layout.caption,
        f"<w:keepLines/>{own}{_line(layout.caption, before=6 * room, after=3 * room)}{centred}",
    )  # fmt: skip
    above = f'<w:spacing w:before="{round(80 * room)}"/>'
    yield _style("Figure", "Figure", layout.caption, f"<w:keepNext/>{own}{above}{centred}")
    yield _style(
        "Note",
        "Note",
        layout.note,
        f"<w:keepLines/>{own}{_line(layout.note, before=2 * room, after=4 * room)}",
    )
    for name, place in (("TableText", ""), ("TableNumber", right), ("Square", centred)):
        yield _style(name, name, Letters(layout.table, layout.tables[0]), f"{_CELL}{place}")
    yield _style(
        "TableHead", "TableHead", Letters(layout.table_head, layout.tables[0]), f"{_CELL}{centred}"
    )
    yield _style("Header", "header", layout.foot, f"{own}{right}")
    yield _style("Footer", "footer", layout.foot, f"{own}{_line(layout.foot)}")
    # One character from the edge, as the standard has it.
    one = round(layout.page.size * 20)
    edge = f'<w:ind w:leftChars="100" w:left="{one}" w:rightChars="100" w:right="{one}"/>{right}'
    yield _style("PageNumber", "page number line", layout.page, f"{own}{_line(layout.page)}{edge}")


_OFF_GRID: Final = '<w:snapToGrid w:val="0"/>'
# No full stop hangs over the edge, and so none leaves its mark to the next line.
_HELD: Final = '<w:overflowPunct w:val="0"/>'
# A number and its unit stand close in a cell.
_CELL: Final = f'<w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/>{_OFF_GRID}'


def _line(letters: Letters, before: float = 0, after: float = 0) -> str:
    high = f' w:line="{round(letters.line * 20)}" w:lineRule="exact"' if letters.line else ""
    return f'<w:spacing w:before="{round(before * 20)}" w:after="{round(after * 20)}"{high}/>'


def _style(
    key: str, name: str, letters: Letters, properties: str, *, tight: str = "", following: str = ""
) -> str:
    weight = "<w:b/><w:bCs/>" if letters.face.bold else ""
    after = f'<w:next w:val="{following}"/>' if following else ""
    return (
        f'<w:style w:type="paragraph" w:styleId="{key}"><w:name w:val="{name}"/>'
        f'<w:basedOn w:val="Normal"/>{after}<w:qFormat/><w:pPr>{properties}</w:pPr><w:rPr>'
        f"{_face(letters.face)}{weight}{tight}{_size(letters.size)}</w:rPr></w:style>"
    )


def _face(face: Face) -> str:
    return (
        f'<w:rFonts w:ascii="{face.latin}" w:hAnsi="{face.latin}" w:eastAsia="{face.chinese}"'
        f' w:cs="{face.latin}"/>'
    )


def _size(points: float) -> str:
    half = round(points * 2)
    return f'<w:sz w:val="{half}"/><w:szCs w:val="{half}"/>'


_LINKS: Final = (
    '<w:style w:type="character" w:styleId="OriginMark"><w:name w:val="Origin Mark"/><w:rPr>'
    '<w:color w:val="1F4E79"/><w:vertAlign w:val="superscript"/></w:rPr></w:style>'
    '<w:style w:type="character" w:styleId="OriginLink"><w:name w:val="Origin Link"/><w:rPr>'
    '<w:color w:val="1F4E79"/></w:rPr></w:style>'
)


def _table_style(key: str, name: str, colour: str, margin: int) -> str:
    sides = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="{colour}"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    return (
        f'<w:style w:type="table" w:styleId="{key}"><w:name w:val="{name}"/><w:tblPr>'
        f"<w:tblBorders>{sides}</w:tblBorders><w:tblCellMar>"
        f'<w:top w:w="{margin}" w:type="dxa"/><w:left w:w="70" w:type="dxa"/>'
        f'<w:bottom w:w="{margin}" w:type="dxa"/><w:right w:w="70" w:type="dxa"/>'
        "</w:tblCellMar></w:tblPr></w:style>"
    )


def _tables(layout: Layout) -> str:
    return (
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal">'
        '<w:name w:val="Normal Table"/><w:uiPriority w:val="99"/></w:style>'
        + _table_style("Ledger", "Ledger", "595959", round(30 * layout.space))
        + _table_style("Squares", "Squares", "FFFFFF", 10)
    )


def numbering(layout: Layout) -> str:
    """The headings' numerals, one list through the document."""
    levels = "".join(
        f'<w:lvl w:ilvl="{n}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
        f'<w:pStyle w:val="Heading{n + 1}"/><w:suff w:val="nothing"/><w:lvlText w:val="{text}"/>'
        '<w:lvlJc w:val="left"/><w:pPr/></w:lvl>'
        for n, (form, text) in enumerate(layout.numbers)
    )
    return (
        f'<w:numbering {W}><w:abstractNum w:abstractNumId="0">'
        f'<w:multiLevelType w:val="multilevel"/>{levels}</w:abstractNum><w:num w:numId="1">'
        '<w:abstractNumId w:val="0"/></w:num></w:numbering>'
    )


def fonts(layout: Layout) -> str:
    """The faces it names, and those that may stand in for them."""
    letters = (
        layout.title, layout.subtitle, layout.body, *layout.headings, layout.caption,
        layout.note, layout.page, layout.foot,
    )  # fmt: skip
    faces = [one.face for one in letters] + [layout.table, layout.table_head]
    chinese = sorted({face.chinese for face in faces})
    latin = sorted({face.latin for face in faces} - set(chinese))
    told = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{_INSTEAD[name]}"/><w:charset w:val="86"/>'
        '<w:family w:val="auto"/><w:pitch w:val="variable"/></w:font>'
        for name in chinese
    )
    told += "".join(
        f'<w:font w:name="{name}"><w:charset w:val="00"/><w:family w:val="auto"/>'
        '<w:pitch w:val="variable"/></w:font>'
        for name in latin
    )
    return f"<w:fonts {W}>{told}</w:fonts>"


# No line begins with these. Word's own list for Chinese, and the bracket that opens a mark.
_NEVER_FIRST: Final = (
    "!%),.:;&gt;?]}¢¨°·ˇˉ―‖’”…‰′″›℃∶、。〃〉》」』】〕〗〞"
    "︶︺︾﹀﹄﹚﹜﹞！＂％＇），．：；？］｀｜｝～￠["
)


def settings(language: Language) -> str:
    """Odd and even pages differ; nothing is updated or asked when it is opened."""
    return (
        f'<w:settings {W}><w:zoom w:percent="100"/><w:defaultTabStop w:val="420"/>'
        '<w:evenAndOddHeaders/><w:characterSpacingControl w:val="doNotCompress"/>'
        f'<w:noLineBreaksBefore w:lang="zh-CN" w:val="{_NEVER_FIRST}"/><w:compat>'
        '<w:compatSetting w:name="compatibilityMode"'
        ' w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
        f'<w:themeFontLang w:val="{"en-US" if language == "zh" else "en-GB"}"'
        ' w:eastAsia="zh-CN"/></w:settings>'
    )
