"""The published figures of data/published, taken into a store as its first reports."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from tracking.intake import Finding
from tracking.programme import Programme
from tracking.reporting import inspect_file, take, today_in_china
from tracking.store import AlreadySubmitted, Store, Submission

# Who hands published figures in: no person, the product itself.
ACTOR: Final = "published"
FOLDER: Final = Path(__file__).parent.parent / "data" / "published"

_SOURCE = re.compile(r"^来源：(.+)$", re.MULTILINE)


@dataclass(frozen=True)
class Imported:
    """What became of one file; `fresh` where this run took it in, no submission where it failed."""

    file: str
    submission: Submission | None
    fresh: bool
    findings: tuple[Finding, ...]

    @property
    def ok(self) -> bool:
        """Whether its figures are in the store."""
        return self.submission is not None


def import_published(
    store: Store,
    programme: Programme,
    folder: Path = FOLDER,
    *,
    today: date | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> list[Imported]:
    """Take every file of the folder in and approve it; a file that is in already stays as it is.

    `progress` is told how many files of how many are done. `today` is today in China if not given.
    """
    today = today or today_in_china()
    files = sorted(folder.glob("*.csv"))
    imported: list[Imported] = []
    for done, file in enumerate(files):
        if progress is not None:
            progress(done, len(files))
        imported.append(_imported(store, programme, file, today))
    if progress is not None:
        progress(len(files), len(files))
    return imported


def source_of(file: Path) -> str:
    """Who published a file's figures: the line 来源 of the note beside it.

    >>> source_of(FOLDER / "pboc-lending.csv")
    '中国人民银行《金融机构贷款投向统计报告》（季度）'
    """
    note = file.with_suffix(".source.md")
    found = _SOURCE.search(note.read_text(encoding="utf-8")) if note.exists() else None
    return found[1].strip() if found else ""


def _imported(store: Store, programme: Programme, file: Path, today: date) -> Imported:
    seen = inspect_file(store, programme, file, today)
    before = seen.before
    # Only what waits is taken up again: a person may have withdrawn published figures on purpose.
    if before is not None and before.state != "submitted":
        return Imported(file.name, before, fresh=False, findings=seen.findings)
    if not seen.ok:
        return Imported(file.name, None, fresh=False, findings=seen.findings)
    try:
        submission = take(store, seen, ACTOR, approve=True, source=source_of(file))
    except AlreadySubmitted:
        # Another process that starts just now was faster.
        return _imported(store, programme, file, today)
    return Imported(file.name, submission, fresh=True, findings=seen.findings)
