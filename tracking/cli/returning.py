"""Reporters' own files with the findings marked, written into a folder."""

from collections.abc import Sequence
from pathlib import Path

from tracking.cli.session import Session
from tracking.forms.marked import marked, marked_name
from tracking.reporting import Inspection


def write_marked(
    session: Session, folder: Path, paths: Sequence[Path], seen: Sequence[Inspection]
) -> list[Path | None]:
    """Write one workbook for each file in which something was found; where each was written.

    One of an earlier run is replaced, a file that was given to be checked never.
    """
    folder.mkdir(parents=True, exist_ok=True)
    taken = {path.resolve() for path in paths}
    written: list[Path | None] = []
    with session.progress(session.say("Marked files")) as advance:
        for done, inspection in enumerate(seen):
            advance(done, len(seen))
            written.append(_written(session, folder, inspection, taken))
        advance(len(seen), len(seen))
    return written


def _written(
    session: Session, folder: Path, inspection: Inspection, taken: set[Path]
) -> Path | None:
    if not inspection.findings:
        return None
    name, findings = inspection.name, inspection.findings
    path = _free(folder / marked_name(name, session.language), taken)
    taken.add(path.resolve())
    path.write_bytes(marked(inspection.data, name, findings, session.language, session.today))
    return path


def _free(path: Path, taken: set[Path]) -> Path:
    """The path, numbered where one of this run has it already."""
    free, n = path, 1
    while free.resolve() in taken:
        n += 1
        free = path.with_stem(f"{path.stem} ({n})")
    return free
