"""Every format a briefing can have: its name, the ending of its file, and what writes it.

Writers are loaded when they are asked for: some bring large libraries.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from importlib import import_module
from typing import Final, cast

from tracking import charts
from tracking.briefing import csv_file, data_package, drawing, sdmx
from tracking.briefing.archive import zipped
from tracking.briefing.briefing import Briefing
from tracking.words import N_, say


@dataclass(frozen=True, slots=True)
class Format:
    """One format: how it is called, and how its files end after the briefing's own name."""

    name: str
    ending: str
    write: Callable[[Briefing], bytes]

    def file_name(self, briefing: Briefing) -> str:
        """What a briefing's file in this format is called."""
        return f"{briefing.file_stem}{self.ending}"


def _by(module: str) -> Callable[[Briefing], bytes]:
    """What a module of this room writes; it is loaded then."""

    def write(briefing: Briefing) -> bytes:
        return cast(bytes, import_module(f"tracking.briefing.{module}").write(briefing))

    return write


def _everything(briefing: Briefing) -> bytes:
    """All documents, pictures and data as one ZIP, with a list of what is in it."""
    files = {one.file_name(briefing): one.write(briefing) for one in DOCUMENTS.values()}
    for form in drawing.FORMS:
        made = drawing.pictures(briefing, form)
        files |= {f"charts/{form}/{name}": picture for name, picture in made.items()}
    files[f"data/{DATA['csv'].file_name(briefing)}"] = DATA["csv"].write(briefing)
    files |= {f"data/package/{name}": made for name, made in data_package.files(briefing).items()}
    files |= {f"data/sdmx/{name}": made for name, made in sdmx.files(briefing).items()}
    return _listed(briefing, files)


def _pictures(briefing: Briefing, form: drawing.PictureFormat) -> bytes:
    """Every chart of a briefing as a picture."""
    return _listed(briefing, drawing.pictures(briefing, form))


def _listed(briefing: Briefing, files: Mapping[str, bytes]) -> bytes:
    """These files as a ZIP, with a list of what is in it."""
    contents = f"{say(briefing.language, 'Contents')}.txt"
    listed = {**files, contents: _contents(briefing, files)}
    return zipped(listed, briefing.stamp.known_on)


def together(briefing: Briefing, codes: Sequence[str]) -> bytes:
    """A briefing in these formats: one file as it is, several as one ZIP."""
    made = {FORMATS[code].file_name(briefing): FORMATS[code].write(briefing) for code in codes}
    if len(made) == 1:
        return next(iter(made.values()))
    return zipped(made, briefing.stamp.known_on)


def together_name(name: str, codes: Sequence[str]) -> str:
    """What the file is called that `together` gives."""
    stem = charts.file_name([name])
    return f"{stem}{FORMATS[codes[0]].ending if len(codes) == 1 else '.zip'}"


def _contents(briefing: Briefing, files: Mapping[str, bytes]) -> bytes:
    """What the ZIP holds, each file with its SHA-256, and what it all rests on."""
    lines = [
        briefing.title,
        briefing.subtitle,
        "",
        *briefing.stamp.lines,
        "",
        *(f"{sha256(files[name]).hexdigest()}  {name}" for name in sorted(files)),
        "",
    ]
    return "\r\n".join(lines).encode("utf-8-sig")


DOCUMENTS: Final[dict[str, Format]] = {
    "docx": Format(N_("Word document"), ".docx", _by("word")),
    "pptx": Format(N_("PowerPoint deck"), ".pptx", _by("powerpoint")),
    "xlsx": Format(N_("Excel workbook"), ".xlsx", _by("excel")),
    "pdf": Format(N_("PDF document"), ".pdf", _by("pdf")),
    "html": Format(N_("One HTML file"), ".html", _by("one_file")),
}
PICTURES: Final[dict[str, Format]] = {
    "png": Format(N_("Charts as PNG"), "_png.zip", lambda briefing: _pictures(briefing, "png")),
    "svg": Format(N_("Charts as SVG"), "_svg.zip", lambda briefing: _pictures(briefing, "svg")),
}
DATA: Final[dict[str, Format]] = {
    "csv": Format(N_("CSV"), ".csv", csv_file.write),
    "csv-gb18030": Format(
        N_("CSV in GB18030"), "_gb18030.csv", lambda briefing: csv_file.write(briefing, "gb18030")
    ),
    "package": Format(N_("Data package"), "_datapackage.zip", data_package.write),
    "sdmx": Format(N_("SDMX-CSV"), "_sdmx.zip", sdmx.write),
}
EVERYTHING: Final[dict[str, Format]] = {"zip": Format(N_("All as ZIP"), ".zip", _everything)}
FORMATS: Final[dict[str, Format]] = {**DOCUMENTS, **PICTURES, **DATA, **EVERYTHING}
