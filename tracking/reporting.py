"""A report file is looked at, shown beside what is known, and taken: the way in for everybody."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta, timezone
from hashlib import sha256
from pathlib import Path
from typing import Final

import numpy as np
import pandas as pd

from tracking.figures import FIGURE_DTYPES, KEY, TEXT_COLUMNS, no_figures
from tracking.intake import Checked, Finding, Table, UnreadableFile, check, read
from tracking.intake.read import refuse_size
from tracking.programme import Programme
from tracking.store import Store, Submission
from tracking.words import N_, Language, say
from tracking.words.outside import file_name

CHINA: Final = timezone(timedelta(hours=8))

# What taking a file would do to a figure.
EFFECTS: Final = ("new", "changed", "unchanged")

# One row for each figure of the file. `change` is new − old, `percent` the change in % of the old
# one; NaN where there is none. The states are those of a milestone.
PREVIEW_DTYPES: Final[dict[str, str]] = {
    "indicator": "str",
    "unit": "str",
    "quarter": "int32",
    "effect": "str",
    "old": "float64",
    "new": "float64",
    "change": "float64",
    "percent": "float64",
    "old_state": "str",
    "new_state": "str",
    "qualifier": "str",
    "row": "int32",
}

# What makes a figure another one; the row it stands in does not.
_STATED: Final = (
    "basis",
    "value",
    "numerator",
    "denominator",
    "state",
    "completed_on",
    "qualifier",
    "definition_break",
)


class NotTaken(Exception):  # noqa: N818 (named for what it is)
    """A file with errors that somebody wanted taken all the same."""

    def __init__(self, inspection: "Inspection") -> None:
        self.inspection = inspection
        super().__init__(self.said("en"))

    def said(self, language: Language) -> str:
        """That nothing was saved, and what to do."""
        return say(
            language,
            N_("{file} has errors. Nothing of it was saved; mend them and hand it in again."),
            file=self.inspection.name,
        )


@dataclass(frozen=True, eq=False)
class Inspection:
    """What a file says, what is wrong with it, and what it would change.

    `before` is the submission of the very same bytes, when there is one.
    """

    name: str
    data: bytes = field(repr=False)
    sha256: str
    checked: Checked
    preview: pd.DataFrame
    before: Submission | None = None

    @property
    def ok(self) -> bool:
        """Whether it can be taken."""
        return self.checked.ok

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Everything found in it."""
        return self.checked.findings

    def counted(self, effect: str) -> int:
        """How many figures are new, changed or unchanged."""
        return int((self.preview["effect"] == effect).sum())


def inspect(
    store: Store | None, programme: Programme, name: str, data: bytes, today: date
) -> Inspection:
    """Read and check a file, and hold it beside what the store knows. Saves nothing.

    Without a store everything is new. From here on the file is known by its bare name.
    """
    name = file_name(name)
    digest = sha256(data).hexdigest()
    before = None if store is None else store.submitted(digest)
    try:
        tables = read(data, name)
    except UnreadableFile as error:
        return Inspection(name, data, digest, _unreadable(name, error), _nothing(), before)
    checked, known = _checked(store, programme, tables, today)
    return Inspection(name, data, digest, checked, preview(checked.figures, known), before)


def inspect_file(store: Store | None, programme: Programme, path: Path, today: date) -> Inspection:
    """The same for a file on disk; one far too large is not read into memory first."""
    name = file_name(path.name)
    try:
        refuse_size(path.stat().st_size, name)
    except UnreadableFile as error:
        return Inspection(name, b"", "", _unreadable(name, error), _nothing())
    return inspect(store, programme, path.name, path.read_bytes(), today)


def take(
    store: Store, inspection: Inspection, actor: str, *, approve: bool = False, source: str = ""
) -> Submission:
    """Submit an inspected file, and approve it where asked. Raises NotTaken when it has errors.

    The store raises AlreadySubmitted for bytes it has; one that still waits is approved then.
    """
    if not inspection.ok:
        raise NotTaken(inspection)
    before = inspection.before
    if approve and before is not None and before.state == "submitted":
        return store.approve(before.id, actor=actor)
    return store.submit(
        inspection.data,
        inspection.name,
        inspection.checked.figures,
        actor=actor,
        findings=[_kept(finding) for finding in inspection.findings],
        source=source,
        approve=approve,
    )


def preview(figures: pd.DataFrame, known: pd.DataFrame) -> pd.DataFrame:
    """What figures would change in what is known; one row each, in the file's order."""
    if figures.empty:
        return _nothing()
    stated = list(_STATED)
    old = known.loc[:, [*KEY, *stated]].rename(columns={c: f"old {c}" for c in stated})
    both = figures.merge(old.assign(there=True), on=KEY, how="left", validate="many_to_one")
    new = both["there"].isna().to_numpy()
    same = np.ones(len(both), dtype=bool)
    for column in _STATED:
        here, there = both[column], both[f"old {column}"]
        same &= ((here == there) | (here.isna() & there.isna())).fillna(False).to_numpy(dtype=bool)
    was = both["old value"].to_numpy(dtype="float64")
    now = both["value"].to_numpy(dtype="float64")
    with np.errstate(divide="ignore", invalid="ignore"):
        percent = np.where(was != 0, 100 * (now - was) / np.abs(was), np.nan)
    return pd.DataFrame(
        {
            "indicator": both["indicator"],
            "unit": both["unit"],
            "quarter": both["quarter"],
            "effect": np.select([new, ~same], EFFECTS[:2], EFFECTS[2]),
            "old": was,
            "new": now,
            "change": now - was,
            "percent": percent,
            "old_state": both["old state"].fillna(""),
            "new_state": both["state"],
            "qualifier": both["qualifier"],
            "row": both["row"],
        }
    ).astype(PREVIEW_DTYPES)


def today_in_china() -> date:
    """The day by which reports are judged and due."""
    return datetime.now(CHINA).date()


def effect_name(language: Language, effect: str) -> str:
    """New, changed or unchanged in this language."""
    names = {"new": N_("new"), "changed": N_("changed"), "unchanged": N_("unchanged")}
    return say(language, names[effect])


def _checked(
    store: Store | None, programme: Programme, tables: list[Table], today: date
) -> tuple[Checked, pd.DataFrame]:
    """The check, held against what the store knows of the units that report in the file."""
    checked = check(tables, programme, today, None)
    known = no_figures()
    if store is None or checked.figures.empty:
        return checked, known
    known = store.current(
        units=list(checked.units), indicators=list(checked.figures["indicator"].unique())
    )
    known = known[known["origin"] == "own"]
    return (check(tables, programme, today, known) if len(known) else checked), known


def _unreadable(name: str, error: UnreadableFile) -> Checked:
    empty = no_figures(FIGURE_DTYPES | dict.fromkeys(TEXT_COLUMNS, "str"))
    return Checked(name, empty, (replace(error.finding, file=name),))


def _nothing() -> pd.DataFrame:
    return no_figures(PREVIEW_DTYPES)


def _kept(finding: Finding) -> dict[str, object]:
    """A finding as the store keeps it, said in both languages."""
    zh, en = finding.to_json("zh"), finding.to_json("en")
    return zh | {"message": {"zh": zh["message"], "en": en["message"]}}
