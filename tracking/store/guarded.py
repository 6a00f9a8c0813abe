"""The store as one person may use it: what pages get, so that none can leak or write by oversight.

Every method of Store stands here with the rule it goes by (tracking/access). What does not stand
here does not work: a guarded store has no file of its own.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd

from tracking.access import Actor, may
from tracking.programme import Programme, Quarter, Target
from tracking.store.asking import Asks, for_all, for_nobody, of_submission
from tracking.store.backup import Backup, Made, backup, backups
from tracking.store.briefings import Briefings
from tracking.store.clock import KnownOn
from tracking.store.deadlines import Deadlines
from tracking.store.desk import Desk
from tracking.store.errors import NotEntitled
from tracking.store.guarded_accounts import (
    GuardedAccounts,
    GuardedIdentities,
    GuardedSessions,
    GuardedSignIns,
)
from tracking.store.ledger import Ledger
from tracking.store.reports import Reports
from tracking.store.store import Store
from tracking.store.submissions import Submission
from tracking.store.verify import Difference, Progress

_COUNTS = ("approved", "superseded")


class GuardedStore(Asks[Store], Store):
    """A store that asks whether its actor may. Raises NotEntitled where not.

    Lists leave out what the actor may not see. Whoever writes signs with the actor's own name.
    """

    def __init__(self, store: Store, actor: Actor) -> None:
        super().__init__(store, actor)
        self.deadlines = GuardedDeadlines(store.deadlines, actor)
        self.briefings = GuardedBriefings(store.briefings, actor)
        self.reports = GuardedReports(store.reports, actor)
        self.accounts = GuardedAccounts(store.accounts, actor)
        self.identities = GuardedIdentities(store.identities, actor)
        self.sessions = GuardedSessions(store.sessions, actor)
        self.sign_ins = GuardedSignIns(store.sign_ins, actor)

    # Of the store itself.
    path = property(lambda self: self._behind.path)
    version = property(lambda self: self._behind.version)
    demonstration = property(lambda self: self._behind.demonstration)
    close = for_nobody(Store.close)
    mark_demonstration = for_nobody(Store.mark_demonstration)
    note_download = for_nobody(Store.note_download)

    # What counts, and what it counted before, is for everybody who is signed in.
    figures = for_all(Store.figures)
    current = for_all(Store.current)
    changed = for_all(Store.changed)
    contributions = for_all(Store.contributions)
    narratives = for_all(Store.narratives)
    targets = for_all(Store.targets)
    target_versions = for_all(Store.target_versions)

    # What a report says before it counts, and what was found and said about it.
    stated = of_submission("read", Desk.stated)
    texts = of_submission("read", Desk.texts)
    findings = of_submission("read", Store.findings)
    remarks = of_submission("read", Desk.remarks)
    evidence = of_submission("read", Desk.evidence)

    # What is done with it.
    hand_in = of_submission("submit", Desk.hand_in)
    withdraw = of_submission("withdraw", Desk.withdraw)
    approve = of_submission("approve", Desk.approve)
    verify_milestones = of_submission("approve", Desk.verify_milestones)
    send_back = of_submission("approve", Desk.send_back)
    remark = of_submission("remark", Desk.remark)
    attach = of_submission("attach", Desk.attach)

    @cached_property
    def ledger(self) -> "GuardedLedger":
        """What reports say, and which of the problems they name are closed."""
        return GuardedLedger(self._behind.ledger, self.actor)

    def submission(self, submission: int) -> Submission:
        """One submission. Raises UnknownSubmission, NotEntitled."""
        found = self._behind.submission(submission)
        if not self.sees(found):
            raise NotEntitled
        return found

    def submissions(self, *, limit: int | None = None, **asked: Any) -> list[Submission]:
        """Those of the submissions asked for that the actor may see, the latest first."""
        return [one for one in self._behind.submissions(**asked) if self.sees(one)][:limit]

    def submitted(self, sha256: str) -> Submission | None:
        """The last submission of the file with this hash, where the actor may see it."""
        found = self._behind.submitted(sha256)
        return found if found is not None and self.sees(found) else None

    def moves(self, submissions: Iterable[int], known_on: KnownOn = None) -> pd.DataFrame:
        """Every move of these submissions, oldest first, as MOVE_DTYPES."""
        numbers = list(submissions)
        for one in self._behind.submissions(numbers=numbers):
            self.must_with("read", one)
        return self._behind.moves(numbers, known_on)

    def evidence_of(self, number: int) -> int:
        """The submission an evidence file belongs to. Raises NotAllowed where there is none."""
        found = self._behind.evidence_of(number)
        self.must_with("read", self._behind.submission(found))
        return found

    def file(self, submission: int) -> bytes:
        """The file itself, byte for byte; the audit trail says who had it. See Store.file."""
        self.must_with("download", self._behind.submission(submission))
        data = self._behind.file(submission)
        self._behind.note_download(submission, self.actor.name)
        return data

    def evidence_file(self, number: int) -> bytes:
        """One evidence file, byte for byte; the audit trail says who had it.

        Raises NotAllowed where there is none.
        """
        of = self._behind.evidence_of(number)
        self.must_with("download", self._behind.submission(of))
        data = self._behind.evidence_file(number)
        self._behind.note_download(of, self.actor.name, number)
        return data

    def note_export(self, what: str, actor: str, **about: str) -> None:
        """Write down that a file was made of what the actor may see."""
        self.must_sign(actor)
        self._behind.note_export(what, actor, **about)

    def versions(
        self, indicator: str, unit: str, quarter: Quarter | int, known_on: KnownOn = None
    ) -> pd.DataFrame:
        """Every version of one figure; of those that do not count, only what the actor may read."""
        rows = self._behind.versions(indicator, unit, quarter, known_on)
        if may(self.actor, "read", f"submission:{unit}"):
            return rows
        return rows[rows["state"].isin(_COUNTS)].reset_index(drop=True)

    def submit(
        self,
        data: bytes,
        name: str,
        figures: pd.DataFrame,
        *,
        actor: str,
        at: datetime | None = None,
        findings: Sequence[Mapping[str, Any]] = (),
        reasons: Mapping[int, str] | None = None,
        source: str = "",
        draft: bool = False,
        entered: bool = False,
        approve: bool = False,
    ) -> Submission:
        """Keep a report of units the actor reports for; enter and let count what they may."""
        self.must_sign(actor, at)
        units = [str(unit) for unit in figures["unit"].unique()]
        self.must("submit", "draft" if draft else "unit", units)
        if entered or approve:
            self.must("enter", "unit", units)
        return self._behind.submit(
            data, name, figures, actor=actor, findings=findings, reasons=reasons, source=source,
            draft=draft, entered=entered, approve=approve,
        )  # fmt: skip

    def add_targets(
        self, new: Iterable[Target], actor: str, at: datetime | None = None
    ) -> list[int]:
        """Add versions of targets; returns their numbers."""
        targets = list(new)
        self.must_sign(actor, at)
        self.must("set_target", "unit", [target.unit for target in targets])
        return self._behind.add_targets(targets, actor)

    def verify(self, progress: Progress | None = None) -> list[Difference]:
        """Prove the store; an empty list where all is as it should be."""
        self.must("keep_store", "store", ["*"])
        return self._behind.verify(progress)

    def chain_end(self) -> tuple[int, str]:
        """The number and the hash of the audit chain's last entry."""
        self.must("read_audit", "store", ["*"])
        return self._behind.chain_end()

    def goes_on_from(self, entry: int, chain: str) -> bool:
        """Whether this audit chain goes on from an end that was kept elsewhere."""
        self.must("read_audit", "store", ["*"])
        return self._behind.goes_on_from(entry, chain)

    def back_up(
        self, programme: Programme, folder: Path | None, progress: Progress | None = None
    ) -> Made:
        """Copy the store and prove the copy. Raises StoreError, OSError; see backup.backup."""
        self.must("keep_store", "store", ["*"])
        return backup(self._behind.path, programme, folder, progress=progress)

    def backups(self, folder: Path | None) -> list[Backup]:
        """The backups there are, the latest first."""
        self.must("keep_store", "store", ["*"])
        return backups(self._behind.path, folder)

    def audit(self, limit: int | None = None, **asked: Any) -> pd.DataFrame:
        """The audit chain, newest first."""
        self.must("read_audit", "store", ["*"])
        return self._behind.audit(limit, **asked)


class GuardedDeadlines(Asks[Deadlines], Deadlines):
    """Deadlines: all may know them, who reviews a unit may extend its."""

    all = for_all(Deadlines.all)
    history = for_all(Deadlines.history)

    def set(
        self,
        quarter: Quarter,
        due: date,
        actor: str,
        unit: str | None = None,
        reason: str = "",
        at: datetime | None = None,
    ) -> bool:
        """Set until when a quarter's reports are due, or extend it for one unit."""
        self.must_sign(actor, at)
        self.must("set_deadline", "unit", [unit or "*"])
        return self._behind.set(quarter, due, actor, unit, reason)


class GuardedBriefings(Asks[Briefings], Briefings):
    """Saved briefings: all may use and save them; who saved one changes it, or takes it out."""

    all = for_all(Briefings.all)
    owner = for_all(Briefings.owner)

    def save(self, name: str, *, actor: str, **definition: Any) -> bool:
        """Save a briefing under a name."""
        self._must_keep(name, actor)
        return self._behind.save(name, actor=actor, **definition)

    def remove(self, name: str, actor: str) -> None:
        """Take a saved briefing out of the list."""
        self._must_keep(name, actor)
        self._behind.remove(name, actor)

    def restore(self, name: str, actor: str) -> None:
        """Put a saved briefing back that was taken out."""
        self._must_keep(name, actor, removed=True)
        self._behind.restore(name, actor)

    def note_made(self, name: str, quarter: Quarter, known_on: date, actor: str) -> None:
        """Write down that it was made for a quarter."""
        self.must_sign(actor)
        self.must("save_briefing", "briefing", ["*"])
        self._behind.note_made(name, quarter, known_on, actor)

    def _must_keep(self, name: str, actor: str, *, removed: bool = False) -> None:
        self.must_sign(actor)
        theirs = self._behind.owner(name, removed=removed) in ("", actor)
        self.must("save_briefing" if theirs else "keep_briefings", "briefing", ["*"])


class GuardedReports(Asks[Reports], Reports):
    """Reports: all may know who handed in what when, not what is said of it before it counts."""

    several = for_all(Reports.several)

    def known(self, known_on: KnownOn = None, *, offices: bool = False) -> pd.DataFrame:
        """Every report that was handed in; of others' the files and reasons if they counted."""
        rows = self._behind.known(known_on, offices=offices)
        hidden = (rows["approved_at"] == "") & ~self._readable(rows["unit"])
        return rows.assign(
            file_name=rows["file_name"].mask(hidden, ""), reason=rows["reason"].mask(hidden, "")
        )

    def found(
        self, codes: Iterable[str], quarter: Quarter, known_on: KnownOn = None
    ) -> pd.DataFrame:
        """Findings kept with what counts for a quarter, of units the actor may read."""
        rows = self._behind.found(codes, quarter, known_on)
        return rows[self._readable(rows["unit"])].reset_index(drop=True)

    def _readable(self, units: "pd.Series[str]") -> "pd.Series[bool]":
        """Whether each unit's reports may be read; what is not about one unit asks for all."""
        known = {
            unit: may(self.actor, "read", f"submission:{unit or '*'}") for unit in units.unique()
        }
        return units.map(known).astype(bool)


class GuardedLedger(Asks[Ledger], Ledger):
    """The ledger: all may read it, who reports or reviews a unit may settle its problems."""

    search = for_all(Ledger.search)
    problems = for_all(Ledger.problems)

    def close(
        self, indicator: str, unit: str, quarter: Quarter | int, reason: str, actor: str
    ) -> None:
        """Close a problem."""
        self._must_settle(unit, actor)
        self._behind.close(indicator, unit, quarter, reason, actor)

    def reopen(
        self, indicator: str, unit: str, quarter: Quarter | int, reason: str, actor: str
    ) -> None:
        """Open a closed problem again."""
        self._must_settle(unit, actor)
        self._behind.reopen(indicator, unit, quarter, reason, actor)

    def _must_settle(self, unit: str, actor: str) -> None:
        self.must_sign(actor)
        self.must("settle_problem", "unit", [unit])
