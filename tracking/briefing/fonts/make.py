"""Cuts the fonts of documents out of the complete ones; README.md says when and how."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Final

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

# The characters of 通用规范汉字表 that neither GBK nor the block 4E00–9FFF has, below 10000.
NAMES: Final = (
    "㑇㑊㕮㘎㙍㙘㙦㛃㛚㛹㟃㠇㠓㤘㥄㧐㧑㧟㫰㬊㬎㬚㭎㭕㮾㰀㳇㳘㳚㴔㵐㶲㸆㸌㺄㻬㽏㿠"
    "䁖䂮䃅䃎䅟䌹䎃䎖䏝䏡䏲䐃䓖䓛䓨䓫䓬䗖䗛䗪䗴䜣䝙䢺䢼䣘䥽䦃䲟䲠䲢䴓䴔䴕䴖䴗䴘䴙䶮"
)


def gb2312(sign: int) -> bool:
    """Whether the characters that every newspaper has hold it."""
    try:
        return bool(chr(sign).encode("gb2312"))
    except UnicodeEncodeError:
        return False


def sign_or_letter(sign: int) -> bool:
    """Latin, Greek, Cyrillic, punctuation, arrows, figures, kana, half and full width."""
    return (
        sign < 0x600
        or 0x1E00 <= sign < 0x2E00
        or 0x3000 <= sign < 0x3400
        or 0xFE00 <= sign < 0x10000
    )


def all_names(sign: int) -> bool:
    """Every character that a name of a person or place may have in China."""
    return sign_or_letter(sign) or 0x4E00 <= sign < 0xA000 or sign >= 0xF900 or chr(sign) in NAMES


def common(sign: int) -> bool:
    """What nearly every text has; a rarer character falls back to the regular sans."""
    return sign_or_letter(sign) or gb2312(sign)


def cut(font: TTFont, wanted: Callable[[int], bool], to: Path) -> None:
    """Keep the wanted characters, without hints, and save; the same in, the same bytes out."""
    cmap = font.getBestCmap()
    for table in font["cmap"].tables:
        # The heavy check mark of “achieved” is in neither: it gets the glyph of the plain one.
        if table.isUnicode() and 0x2713 in table.cmap:
            table.cmap.setdefault(0x2714, table.cmap[0x2713])
    options = Options(hinting=False, notdef_outline=True, glyph_names=False, name_languages=[0x409])
    options.name_IDs += [13, 14]  # the licence
    options.layout_features = ["ccmp", "locl", "kern", "mark", "mkmk", "pwid"]
    options.drop_tables += ["vhea", "vmtx", "VORG", "BASE", "DSIG", "gasp", "STAT", "meta"]
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=[sign for sign in (*cmap, 0x2714) if wanted(sign)])
    subsetter.subset(font)
    font["head"].modified = font["head"].created
    font.save(to)


def main(sans: str, serif: str, folder: str) -> None:
    """Cut the three fonts."""
    for name, weight, wanted in (("Regular", 400, all_names), ("Bold", 700, common)):
        font = TTFont(sans, recalcTimestamp=False)
        font = instantiateVariableFont(font, {"wght": weight}, updateFontNames=True)
        cut(font, wanted, Path(folder) / f"NotoSansSC-{name}.ttf")
    cut(TTFont(serif, recalcTimestamp=False), common, Path(folder) / "NotoSerifSC-Regular.ttf")


if __name__ == "__main__":
    main(*sys.argv[1:])
