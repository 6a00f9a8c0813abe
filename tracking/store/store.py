"""The store, as the rest of the house sees it: no SQL outside this room."""

import errno
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import pandas as pd

from tracking.programme import Programme, Quarter, Target
from tracking.store import figures as stored
from tracking.store import (
    history,
    knowledge,
    numbering,
    rollup,
    submissions,
    targets,
    verify,
)
from tracking.store.accounts import Accounts
from tracking.store.audit import end_of_chain, entries, hash_at, last_change, record
from tracking.store.briefings import Briefings
from tracking.store.clock import KnownOn, moves_known, must_lie_before, text_of
from tracking.store.codes import Codes, read_codes
from tracking.store.connections import Connections
from tracking.store.deadlines import Deadlines
from tracking.store.desk import Desk
from tracking.store.errors import (
    CannotOpen,
    NoStore,
    NotAStore,
    StoreIsOlder,
    UnknownSubmission,
)
from tracking.store.identities import Identities
from tracking.store.ledger import Ledger
from tracking.store.moves import State
from tracking.store.reports import Reports
from tracking.store.schema import SCHEMA_VERSION, check, migrate
from tracking.store.sessions import Sessions
from tracking.store.sign_ins import SignIns
from tracking.store.submissions import Submission
from tracking.store.verify import Difference


class Store(Desk):
    """Submissions, figures and targets of one programme in one SQLite file.

    Safe for any number of threads, and of processes that each open it. `known_on` asks for what was
    known at a moment, or at the end of a day in China; None for now.
    """

    def __init__(self, connections: Connections, programme: Programme, codes: Codes) -> None:
        super().__init__(connections, programme, codes)
        self.deadlines = Deadlines(connections, codes, programme)
        self.briefings = Briefings(connections)
        self.reports = Reports(connections)
        self.accounts = Accounts(connections, codes, programme)
        self.identities = Identities(connections, self.accounts)
        self.sessions = Sessions(connections)
        self.sign_ins = SignIns(connections)

    @classmethod
    def open(cls, path: Path | str, programme: Programme, *, read_only: bool = False) -> Self:
        """Open the store, making it or bringing it up to date unless it is only to be read.

        Raises StoreError: NoStore, NotAStore, StoreIsNewer, StoreIsOlder, CannotOpen, Busy,
        ReadOnly.
        """
        path = Path(path)
        if read_only and not path.exists():
            raise NoStore(path=path)
        if path.is_dir():
            raise CannotOpen(path=path, reason=os.strerror(errno.EISDIR))
        connections = Connections(path, read_only=read_only)
        try:
            if not read_only:
                with connections.telling():
                    migrate(path)
                numbering.bring_up_to_date(connections, programme)
            with connections.reading() as connection:
                version = check(connection, path)
                if not version:
                    raise NotAStore(path=path)
                if version < SCHEMA_VERSION:
                    raise StoreIsOlder(path=path)
                codes = read_codes(connection, programme)
        except BaseException:
            connections.close()
            raise
        return cls(connections, programme, codes)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file."""
        self._connections.close()

    @cached_property
    def ledger(self) -> Ledger:
        """What reports say, and which of the problems they name are closed."""
        return Ledger(self._connections, self._codes)

    @property
    def path(self) -> Path:
        """Where the store is."""
        return self._connections.path

    @property
    def version(self) -> int:
        """A number that rises with every change: the audit chain's length at the last one.

        Signing in and out, and taking copies, changes nothing that a page shows, and makes nobody
        compute anew.
        """
        with self._connections.reading() as connection:
            return last_change(connection)

    @property
    def demonstration(self) -> bool:
        """Whether its figures are invented."""
        with self._connections.reading() as connection:
            return numbering.is_demonstration(connection)

    def mark_demonstration(self, actor: str) -> None:
        """Say for ever that the figures of this store are invented."""
        with self._connections.writing() as connection:
            numbering.mark_demonstration(connection, actor)

    def submission(self, submission: int) -> Submission:
        """One submission. Raises UnknownSubmission."""
        with self._connections.reading() as connection:
            return submissions.one(connection, submission)

    def submissions(
        self,
        *,
        state: State | None = None,
        unit: str | None = None,
        quarter: Quarter | int | None = None,
        limit: int | None = None,
        numbers: Iterable[int] | None = None,
        known_on: KnownOn = None,
    ) -> list[Submission]:
        """Submissions as they stood then, the latest first; `numbers` asks for certain ones."""
        with self._connections.reading() as connection:
            moves = moves_known(connection, known_on)
            return submissions.some(connection, state, unit, quarter, limit, numbers, moves)

    def submitted(self, sha256: str) -> Submission | None:
        """The last submission of the file with this hash."""
        with self._connections.reading() as connection:
            return submissions.submitted(connection, sha256)

    def file(self, submission: int) -> bytes:
        """The file itself, byte for byte. Raises UnknownSubmission."""
        with self._connections.reading() as connection:
            found = connection.execute(
                "select f.bytes from submission s join file f on f.sha256 = s.file where s.id = ?",
                [submission],
            ).fetchone()
        if found is None:
            raise UnknownSubmission(submission=submission)
        data: bytes = found[0]
        return data

    def findings(self, submission: int) -> list[dict[str, Any]]:
        """The findings that came with a submission, as they were given."""
        with self._connections.reading() as connection:
            return history.findings(connection, submission)

    def figures(self, known_on: KnownOn = None, *, indicator: str | None = None) -> pd.DataFrame:
        """All figures down to the region, as STORED_DTYPES: own ones, and rolled-up ones.

        One row a key: where a region has a figure of its own, the rolled one is left out. With an
        indicator only its figures. Raises UnknownCode.
        """
        only = None if indicator is None else self._codes.indicator.id_of(indicator)
        with self._connections.reading() as connection:
            return rollup.read(connection, self._codes, moves_known(connection, known_on), only)

    def current(
        self,
        indicators: Iterable[str] | None = None,
        units: Iterable[str] | None = None,
        quarters: Iterable[Quarter | int] | None = None,
        known_on: KnownOn = None,
    ) -> pd.DataFrame:
        """Own figures of any units, offices too, as STORED_DTYPES; codes not known give none."""
        codes = self._codes
        chosen = (
            codes.indicators.tolist()
            if indicators is None
            else sorted(codes.indicator.ids[i] for i in set(indicators) if i in codes.indicator.ids)
        )
        within = codes.units.tolist() if units is None else codes.ids_of_units(units)
        of = None if quarters is None else [_index(quarter) for quarter in quarters]
        with self._connections.reading() as connection:
            moves = moves_known(connection, known_on)
            coded = stored.latest(connection, moves, chosen, within, of)
        return stored.decode(coded, codes)

    def versions(
        self, indicator: str, unit: str, quarter: Quarter | int, known_on: KnownOn = None
    ) -> pd.DataFrame:
        """Every version of one figure as known then, newest first, as VERSION_DTYPES."""
        with self._connections.reading() as connection:
            moves = moves_known(connection, known_on)
            return history.versions(connection, indicator, unit, _index(quarter), moves)

    def changed(self, start: KnownOn, end: KnownOn) -> pd.DataFrame:
        """The figures known otherwise at the end than at the start, as knowledge.CHANGED_DTYPES.

        Raises ValueError where the start does not lie before the end.
        """
        must_lie_before(start, end)
        with self._connections.reading() as connection:
            known = moves_known(connection, start), moves_known(connection, end)
            return knowledge.changed(connection, self._codes, *known)

    def contributions(
        self, indicator: str, unit: str, quarter: Quarter | int, known_on: KnownOn = None
    ) -> pd.DataFrame:
        """The offices' figures behind a rolled-up one: each office's, up to that quarter."""
        offices = [office.code for office in self._programme.offices.get(unit, ())]
        frame = self.current([indicator], offices, known_on=known_on)
        return frame[frame["quarter"] <= _index(quarter)].reset_index(drop=True)

    def narratives(
        self,
        known_on: KnownOn = None,
        *,
        units: Iterable[str] | None = None,
        indicators: Iterable[str] | None = None,
        quarters: Iterable[Quarter | int] | None = None,
    ) -> pd.DataFrame:
        """The current texts beside figures, as NARRATIVE_DTYPES."""
        of = None if quarters is None else {_index(quarter) for quarter in quarters}
        with self._connections.reading() as connection:
            moves = moves_known(connection, known_on)
            return history.narratives(connection, moves, units, indicators, of)

    def targets(self, known_on: KnownOn = None) -> pd.DataFrame:
        """The version of each target that was in effect, as TARGET_DTYPES."""
        with self._connections.reading() as connection:
            return targets.read(connection, self._codes, known_on)

    def target_versions(self, known_on: KnownOn = None) -> pd.DataFrame:
        """Every version of every target, as TARGET_VERSION_DTYPES; the last of each holds last."""
        with self._connections.reading() as connection:
            return targets.versions(connection, self._codes, known_on)

    def add_targets(
        self, new: Iterable[Target], actor: str, at: datetime | None = None
    ) -> list[int]:
        """Add versions of targets; returns their numbers. What holds already is not added again."""
        with self._connections.writing() as connection:
            return targets.add(connection, new, self._codes, actor, at)

    def audit(
        self,
        limit: int | None = None,
        *,
        actor: str | None = None,
        actions: Sequence[str] = (),
        first: date | None = None,
        last: date | None = None,
    ) -> pd.DataFrame:
        """The audit chain, newest first: id, at, actor, action, details (JSON).

        Of one actor, of certain actions, from one day to another; all where nothing is said.
        """
        with self._connections.reading() as connection:
            return entries(connection, limit, actor, actions, first, last)

    def note_download(self, submission: int, actor: str, evidence: int | None = None) -> None:
        """Write down in the audit chain that an original, or evidence, was handed out."""
        details = {"submission": submission}
        if evidence is not None:
            details["evidence"] = evidence
        self._note("download", details, actor)

    def note_export(self, what: str, actor: str, **about: str) -> None:
        """Write down in the audit chain that a file was made of what the store holds."""
        self._note("export", {"what": what, **about}, actor)

    def _note(self, action: str, details: Mapping[str, Any], actor: str) -> None:
        with self._connections.writing() as connection:
            record(connection, text_of(datetime.now(UTC)), actor, action, details)

    def chain_end(self) -> tuple[int, str]:
        """The number and the hash of the audit chain's last entry, to be kept elsewhere."""
        with self._connections.reading() as connection:
            return end_of_chain(connection)

    def goes_on_from(self, entry: int, chain: str) -> bool:
        """Whether this audit chain goes on from an end that was kept elsewhere.

        A store that was exchanged for another, however sound in itself, does not.
        """
        with self._connections.reading() as connection:
            return hash_at(connection, entry) == chain

    def verify(self, progress: Callable[[int, int], None] | None = None) -> list[Difference]:
        """Prove the store; an empty list where all is as it should be.

        Audit chain, file hashes, figures against their digests, references, roll-ups against a
        recomputation, and SQLite's own check. `progress` is told how many steps of how many.
        """
        with self._connections.reading() as connection:
            return verify.differences(connection, self._programme, self._codes, progress)


def _index(quarter: Quarter | int) -> int:
    return quarter.index if isinstance(quarter, Quarter) else int(quarter)
