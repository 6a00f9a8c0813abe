"""Where reports are handed in and decided on: each change of a submission in a transaction."""

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

import pandas as pd

from tracking.programme import Programme
from tracking.store import evidence, history, moves, remarks, rollup, submissions
from tracking.store import figures as stored
from tracking.store.clock import KnownOn, moves_known, time_of_move
from tracking.store.codes import Codes
from tracking.store.connections import Connections
from tracking.store.figures import BULK
from tracking.store.moves import State
from tracking.store.submissions import Report, Submission

_NEVER: Final = (0, None)


class Desk:
    """The store's part that takes reports in and decides on them."""

    def __init__(self, connections: Connections, programme: Programme, codes: Codes) -> None:
        self._connections = connections
        self._codes = codes
        self._programme = programme
        # The figures of a large submission, until it is approved: reading a million back takes a
        # second. They never change, so what is kept here cannot be out of date.
        self._fresh: tuple[int, pd.DataFrame | None] = _NEVER

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
        """Keep a report file and the figures read from it: whole, or not at all.

        `reasons` say of findings, by their number from 1, why the value is right. A draft waits for
        `hand_in`. `entered` is what came some other way: who enters it may
        approve it, and answers for it alone. With `approve` it is entered and counts at once, or is
        not kept. `at` is for the demonstration; it never lies before the last move. Raises
        AlreadySubmitted for bytes that are there, UnknownCode, DuplicateFigures, TimeRunsBack.
        """
        coded = stored.encode(figures, self._codes)
        report = Report(data, name, figures, findings, reasons or {}, source)
        bulk = len(coded) >= BULK
        state: State = "draft" if draft else "submitted"
        # All ids come from the tables they refer to, so that as a set they are proved.
        with self._connections.writing(bulk=bulk) as connection:
            number = submissions.submit(
                connection, report, coded, self._codes, actor, at, state, entered=entered or approve
            )
            if approve:
                self._approve(connection, number, coded, actor, at)
            kept = submissions.one(connection, number)
        self._fresh = (number, coded) if bulk and not approve else _NEVER
        return kept

    def hand_in(
        self, submission: int, *, actor: str, reasons: Mapping[int, str] | None = None
    ) -> Submission:
        """Submit a draft, with reasons for its findings. Raises IllegalMove, UnknownSubmission."""
        return self._moved(submission, "submitted", actor, reasons=reasons)

    def withdraw(self, submission: int, *, actor: str, reason: str = "") -> Submission:
        """Take a draft, or a submission nobody decided on, away again.

        Raises IllegalMove, UnknownSubmission.
        """
        return self._moved(submission, "withdrawn", actor, reason)

    def approve(
        self,
        submission: int,
        *,
        actor: str,
        at: datetime | None = None,
        note: str = "",
        milestones: Iterable[stored.Key] | None = None,
    ) -> Submission:
        """Let a submission's figures count, and bring the roll-ups up to date with it.

        Of the milestones it claims these are verified, None for all. Raises IllegalMove unless it
        waits, OwnSubmission, UnknownSubmission, TimeRunsBack.
        """
        fresh, coded = self._fresh
        with self._connections.writing() as connection:
            moves.state_of(connection, submission)
            if coded is None or fresh != submission:
                coded = stored.of_submission(connection, submission)
            self._approve(connection, submission, coded, actor, at, note, milestones)
            decided = submissions.one(connection, submission)
        self._fresh = _NEVER
        return decided

    def verify_milestones(
        self, submission: int, milestones: Iterable[stored.Key], *, actor: str
    ) -> Submission:
        """Verify milestones that an approved submission claims; what is verified stays so.

        Raises IllegalMove, OwnSubmission, UnknownSubmission.
        """
        with self._connections.writing() as connection:
            moves.state_of(connection, submission)
            coded = stored.of_submission(connection, submission)
            open_claims = stored.verified(connection, coded.assign(submission=submission))
            claims = stored.claims_of(open_claims, self._codes, milestones)
            if claims:
                number = moves.verify_claims(connection, submission, actor, claims)
                self._refresh(connection, coded, number)
            return submissions.one(connection, submission)

    def send_back(
        self, submission: int, *, actor: str, reason: str, at: datetime | None = None
    ) -> Submission:
        """Return a submission to its reporter, with a reason; also one that counted until now.

        What stood before it stands again. Raises IllegalMove, OwnSubmission, NeedsReason,
        UnknownSubmission.
        """
        with self._connections.writing() as connection:
            held = moves.state_of(connection, submission) in ("approved", "superseded")
            number = moves.take_back(connection, submission, actor, reason, at)
            if held:
                self._refresh(connection, stored.of_submission(connection, submission), number)
            return submissions.one(connection, submission)

    def remark(
        self, submission: int, text: str, *, actor: str, figure: stored.Key | None = None
    ) -> None:
        """Ask or answer about a submission, or about one figure of it. Raises NotAllowed."""
        with self._connections.writing() as connection:
            remarks.add(connection, self._codes, submission, text, actor, figure)

    def remarks(self, submission: int) -> pd.DataFrame:
        """What was asked and answered about a submission, oldest first, as REMARK_DTYPES."""
        with self._connections.reading() as connection:
            return remarks.read(connection, submission)

    def attach(
        self, submission: int, figure: stored.Key, data: bytes, name: str, *, actor: str
    ) -> int:
        """Keep a file as evidence of a milestone that a submission claims; returns its number.

        Raises NotAllowed (NoClaim, TooLarge, IllegalMove), UnknownSubmission.
        """
        with self._connections.writing() as connection:
            return evidence.attach(connection, self._codes, submission, figure, data, name, actor)

    def evidence(self, submission: int) -> pd.DataFrame:
        """The evidence of a submission's claims, oldest first, as EVIDENCE_DTYPES."""
        with self._connections.reading() as connection:
            return evidence.read(connection, submission)

    def evidence_of(self, number: int) -> int:
        """The submission an evidence file belongs to. Raises NotAllowed where there is none."""
        with self._connections.reading() as connection:
            return evidence.submission_of(connection, number)

    def evidence_file(self, number: int) -> bytes:
        """One evidence file, byte for byte. Raises NotAllowed where there is none."""
        with self._connections.reading() as connection:
            return evidence.file_of(connection, number)

    def moves(self, submissions: Iterable[int], known_on: KnownOn = None) -> pd.DataFrame:
        """The moves of these submissions known then, oldest first, as MOVE_DTYPES."""
        with self._connections.reading() as connection:
            known = moves_known(connection, known_on)
            return moves.history(connection, list(submissions), known)

    def texts(self, submission: int) -> pd.DataFrame:
        """The texts a submission states beside its figures, as NARRATIVE_DTYPES."""
        with self._connections.reading() as connection:
            return history.texts(connection, submission)

    def stated(self, submission: int) -> pd.DataFrame:
        """The figures as a submission states them, as STORED_DTYPES. Raises UnknownSubmission."""
        with self._connections.reading() as connection:
            moves.state_of(connection, submission)
            coded = stored.verified(connection, stored.of_submission(connection, submission))
        return stored.decode(coded, self._codes)

    def _moved(
        self,
        submission: int,
        state: State,
        actor: str,
        reason: str = "",
        reasons: Mapping[int, str] | None = None,
    ) -> Submission:
        with self._connections.writing() as connection:
            moves.must_be_legal(connection, submission, state, actor)
            submissions.explain(connection, submission, reasons or {}, actor)
            at = time_of_move(connection, None)
            moves.move(connection, submission, state, actor, at, reason.strip())
            return submissions.one(connection, submission)

    def _approve(
        self,
        connection: sqlite3.Connection,
        submission: int,
        coded: pd.DataFrame,
        actor: str,
        at: datetime | None,
        note: str = "",
        milestones: Iterable[stored.Key] | None = None,
    ) -> None:
        claims = stored.claims_of(coded, self._codes, milestones)
        number = moves.approve(connection, submission, actor, at, note.strip(), claims)
        self._refresh(connection, coded, number, submission)
        moves.supersede(connection, submission, actor)

    def _refresh(
        self,
        connection: sqlite3.Connection,
        coded: pd.DataFrame,
        number: int,
        approved: int | None = None,
    ) -> None:
        """Bring the roll-ups of these figures up to date with a move; `approved` just now."""
        series = rollup.series_of(coded, self._codes)
        known = None
        if approved is not None and rollup.stands_alone(connection, approved, series, self._codes):
            known = stored.verified(connection, coded.assign(submission=approved), number)
        rollup.refresh(connection, series, self._codes, self._programme, number, known)
