"""A report file is looked at, shown beside what is known, and taken: the way in for everybody."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta, timezone
from hashlib import sha256
from pathlib import Path
from typing import Final

import numpy as np
import pandas as pd

from tracking.figures import FIGURE_DTYPES, KEY, TEXT_COLUMNS, no_figures, stating
from tracking.intake import Checked, Finding, Table, UnreadableFile, check, read
from tracking.intake.read import refuse_size
from tracking.programme import Programme
from tracking.reporting.reasons import Question, questions, questions_kept, weak_reasons
from tracking.store import Store, Submission
from tracking.words import N_, Language, say, say_n
from tracking.words.outside import file_name

CHINA: Final = timezone(timedelta(hours=8))

# What taking a file would do to a figure; one that is no longer given, or given without a value,
# keeps its value.
EFFECTS: Final = ("new", "changed", "unchanged", "withdrawn", "omitted")

# One row for each figure of the file, then those that are no longer given (row 0). `change` is
# new − old, `percent` the change in % of the old one; NaN where there is none. The states are those
# of a milestone.
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

# Of more units than these nobody reads which figures are no longer given.
_MANY_UNITS: Final = 60


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


class Unexplained(Exception):  # noqa: N818 (named for what it is)
    """A file with figures that look wrong, without a reason why they are right.

    `weak` says of each finding's number what is wrong with the reason it has.
    """

    def __init__(self, name: str, weak: Mapping[int, str]) -> None:
        self.name, self.weak = name, dict(weak)
        super().__init__(self.said("en"))

    def said(self, language: Language) -> str:
        """That nothing was saved, and what to do."""
        return say_n(
            language,
            "{file}: {n} finding wants a reason why the value is right. Nothing was saved.",
            "{file}: {n} findings want a reason why the value is right. Nothing was saved.",
            len(self.weak),
            file=self.name,
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
        """How many figures are new, changed, unchanged, withdrawn or no longer given."""
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
    earlier = _earlier_reports(store, checked)
    told = preview(checked.figures, known, earlier)
    return Inspection(name, data, digest, checked, told, before)


def inspect_file(store: Store | None, programme: Programme, path: Path, today: date) -> Inspection:
    """The same for a file on disk; one far too large is not read into memory first."""
    name = file_name(path.name)
    try:
        refuse_size(path.stat().st_size, name)
    except UnreadableFile as error:
        return Inspection(name, b"", "", _unreadable(name, error), _nothing())
    return inspect(store, programme, path.name, path.read_bytes(), today)


def take(
    store: Store,
    inspection: Inspection,
    actor: str,
    *,
    draft: bool = False,
    entered: bool = False,
    approve: bool = False,
    source: str = "",
    reasons: Mapping[int, str] | None = None,
) -> Submission:
    """Submit an inspected file, or keep it as a draft. Raises NotTaken when it has errors.

    What is `entered` came some other way; who enters it may `approve` it. `reasons` say of
    findings, by their number from 1, why the value is right; given, all of them are asked for, else
    Unexplained is raised. The store raises AlreadySubmitted for bytes it has; one that still waits
    is approved then.
    """
    if not inspection.ok:
        raise NotTaken(inspection)
    if reasons is not None:
        _must_be_explained(inspection.name, questions(inspection.findings), reasons)
    before = inspection.before
    if approve and before is not None and before.state == "submitted":
        return store.approve(before.id, actor=actor)
    return store.submit(
        inspection.data,
        inspection.name,
        inspection.checked.figures,
        actor=actor,
        findings=[kept(finding) for finding in inspection.findings],
        reasons=reasons,
        source=source,
        draft=draft,
        entered=entered,
        approve=approve,
    )


def hand_in(
    store: Store, submission: int, actor: str, reasons: Mapping[int, str] | None = None
) -> Submission:
    """Hand a draft in, with the reasons it still wants. Raises Unexplained, StoreError."""
    draft = store.submission(submission)
    given = reasons or {}
    _must_be_explained(draft.name, questions_kept(store.findings(submission)), given)
    return store.hand_in(submission, actor=actor, reasons=given)


def _must_be_explained(name: str, asked: list[Question], reasons: Mapping[int, str]) -> None:
    weak = weak_reasons(asked, reasons)
    if weak:
        raise Unexplained(name, weak)


def preview(
    figures: pd.DataFrame, known: pd.DataFrame, before: pd.DataFrame | None = None
) -> pd.DataFrame:
    """What figures would change in what is known; one row each, in the file's order.

    Behind them stands what the reports `before` of the same units and quarters gave and these
    figures do not.
    """
    if figures.empty:
        return _nothing()
    stated = list(_STATED)
    old = known.loc[:, [*KEY, *stated]].rename(columns={c: f"old {c}" for c in stated})
    both = figures.merge(old.assign(there=True), on=KEY, how="left", validate="many_to_one")
    new = both["there"].isna().to_numpy()
    states = stating(both)
    kept = ~new & ~states
    for column in _STATED:
        if kept.any():
            both[column] = both[column].where(~kept, both[f"old {column}"])
    same = np.ones(len(both), dtype=bool)
    for column in _STATED:
        here, there = both[column], both[f"old {column}"]
        same &= ((here == there) | (here.isna() & there.isna())).fillna(False).to_numpy(dtype=bool)
    was = both["old value"].to_numpy(dtype="float64")
    now = both["value"].to_numpy(dtype="float64")
    # Values beyond all sense are told of by the check, not by a warning in the log.
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        percent = np.where(was != 0, 100 * (now - was) / np.abs(was), np.nan)
    told = pd.DataFrame(
        {
            "indicator": both["indicator"],
            "unit": both["unit"],
            "quarter": both["quarter"],
            "effect": np.select(
                [new, same, both["state"] == "withdrawn"],
                ["new", "unchanged", "withdrawn"],
                "changed",
            ),
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
    if before is None or before.empty:
        return told
    rest = _omitted(figures, before)
    return pd.concat([told, rest], ignore_index=True).astype(PREVIEW_DTYPES)


def today_in_china() -> date:
    """The day by which reports are judged and due."""
    return datetime.now(CHINA).date()


def effect_name(language: Language, effect: str) -> str:
    """New, changed, unchanged and so on in this language."""
    names = {
        "new": N_("new"),
        "changed": N_("changed"),
        "unchanged": N_("unchanged"),
        "withdrawn": N_("value withdrawn"),
        "omitted": N_("no longer given"),
    }
    return say(language, names[effect])


def _omitted(figures: pd.DataFrame, known: pd.DataFrame) -> pd.DataFrame:
    """What is known of the reports a file gives again, but the file does not give."""
    reports = figures[["unit", "quarter"]].drop_duplicates().astype({"unit": "str"})
    counting = known[(known["state"] != "withdrawn").to_numpy()]
    again = counting.merge(reports, on=["unit", "quarter"])
    stated = figures[KEY].astype({"indicator": "str", "unit": "str"}).assign(there=True)
    again = again.merge(stated, on=KEY, how="left")
    rest = again[again["there"].isna().to_numpy()]
    return pd.DataFrame(
        {
            **{name: rest[name] for name in KEY},
            "effect": "omitted",
            "old": rest["value"],
            "new": np.nan,
            "change": np.nan,
            "percent": np.nan,
            "old_state": rest["state"],
            "new_state": "",
            "qualifier": rest["qualifier"],
            "row": 0,
        }
    ).astype(PREVIEW_DTYPES)


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
    # Where nothing is known there is nothing to withdraw, either.
    again = len(known) or (checked.figures["state"] == "withdrawn").any()
    return (check(tables, programme, today, known) if again else checked), known


def _earlier_reports(store: Store | None, checked: Checked) -> pd.DataFrame | None:
    """What counts of the reports that a file gives again; not asked of a whole nation's offices."""
    if store is None or checked.figures.empty or len(checked.units) > _MANY_UNITS:
        return None
    known = store.current(units=checked.units, quarters=checked.quarters)
    return known[known["origin"] == "own"]


def _unreadable(name: str, error: UnreadableFile) -> Checked:
    empty = no_figures(FIGURE_DTYPES | dict.fromkeys(TEXT_COLUMNS, "str"))
    return Checked(name, empty, (replace(error.finding, file=name),))


def _nothing() -> pd.DataFrame:
    return no_figures(PREVIEW_DTYPES)


def kept(finding: Finding) -> dict[str, object]:
    """A finding as the store keeps it, said in both languages."""
    zh, en = finding.to_json("zh"), finding.to_json("en")
    return zh | {"message": {"zh": zh["message"], "en": en["message"]}}
