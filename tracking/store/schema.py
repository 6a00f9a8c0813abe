"""The store's tables and views, as migrations; docs/store.md describes them in plain words."""

import sqlite3
from pathlib import Path
from typing import Any, Final

from tracking.store.connections import open_connection
from tracking.store.errors import NotAStore, StoreIsNewer
from tracking.store.views import VIEWS

# "HIHA" as a number: tells a store of ours from any other SQLite file.
APPLICATION_ID: Final = 0x48494841
# Rises with every migration.
SCHEMA_VERSION: Final = 1

# Facts. Each refuses UPDATE and DELETE.
FACTS: Final = (
    "file",
    "submission",
    "report",
    "move",
    "figure",
    "narrative",
    "finding",
    "verification",
    "target",
    "audit",
)

_TABLES: Final = """
create table meta (
    key text primary key,
    value text not null
) strict, without rowid;

create table unit (
    id integer primary key,
    code text not null unique,
    kind text not null check (kind in ('nation', 'region', 'ministry', 'office')),
    name_zh text not null,
    name_en text not null,
    upper integer references unit,
    active integer not null check (active in (0, 1))
) strict;

create index unit_upper on unit (upper);

create table indicator (
    id integer primary key,
    code text not null unique,
    chain text not null,
    kind text not null,
    rollup text not null,
    name_zh text not null,
    name_en text not null,
    unit_zh text not null,
    unit_en text not null,
    active integer not null check (active in (0, 1))
) strict;

create table basis (
    id integer primary key,
    code text not null unique
) strict;

insert into basis values
    (1, 'quarter'), (2, 'year_to_date'), (3, 'since_start'), (4, 'period_end');

create table file (
    sha256 text primary key check (length(sha256) = 64),
    size integer not null,
    bytes blob not null check (length(bytes) = size)
) strict;

create table submission (
    id integer primary key,
    file text not null references file,
    name text not null,
    source text not null,
    figures integer not null,
    digest text not null
) strict;

create index submission_file on submission (file);

create table report (
    submission integer not null references submission,
    unit integer not null references unit,
    quarter integer not null,
    figures integer not null,
    primary key (submission, unit, quarter)
) strict, without rowid;

create index report_unit on report (unit, quarter);

create table move (
    id integer primary key,
    submission integer not null references submission,
    state text not null
        check (state in ('submitted', 'approved', 'returned', 'withdrawn', 'superseded')),
    actor text not null check (actor <> ''),
    at text not null,
    reason text not null
) strict;

create index move_submission on move (submission, state);
create index move_at on move (at);

create table figure (
    indicator integer not null references indicator,
    unit integer not null references unit,
    quarter integer not null,
    submission integer not null references submission,
    row integer not null,
    basis integer references basis,
    value real,
    numerator real,
    denominator real,
    state text not null default '',
    completed_on text not null default '',
    qualifier text not null default '',
    definition_break integer not null default 0 check (definition_break in (0, 1)),
    primary key (indicator, unit, quarter, submission)
) strict, without rowid;

create table narrative (
    indicator integer not null references indicator,
    unit integer not null references unit,
    quarter integer not null,
    submission integer not null references submission,
    row integer not null,
    progress_note text not null,
    problem text not null,
    next_step text not null,
    source text not null,
    primary key (indicator, unit, quarter, submission)
) strict, without rowid;

create table finding (
    submission integer not null references submission,
    number integer not null,
    code text not null,
    severity text not null,
    said text not null check (json_valid(said)),
    primary key (submission, number)
) strict, without rowid;

create table verification (
    indicator integer not null references indicator,
    unit integer not null references unit,
    quarter integer not null,
    submission integer not null references submission,
    move integer not null references move,
    primary key (indicator, unit, quarter, submission)
) strict, without rowid;

create table target (
    id integer primary key,
    indicator integer not null references indicator,
    unit integer not null references unit,
    value real not null,
    due integer not null,
    baseline real,
    baseline_quarter integer,
    path text not null,
    basis_zh text not null check (basis_zh <> ''),
    basis_en text not null,
    effective text not null,
    known_at text not null,
    actor text not null,
    check ((baseline is null) = (baseline_quarter is null))
) strict;

create table rollup (
    known_to integer not null,
    indicator integer not null references indicator,
    unit integer not null references unit,
    quarter integer not null,
    known_from integer not null references move,
    origin text not null check (origin in ('own', 'rolled')),
    submission integer references submission,
    row integer not null,
    basis integer references basis,
    value real,
    numerator real,
    denominator real,
    state text not null,
    completed_on text not null,
    qualifier text not null,
    definition_break integer not null,
    reported integer not null,
    expected integer not null,
    primary key (known_to, indicator, unit, quarter),
    check (known_from < known_to),
    check ((origin = 'own') = (submission is not null))
) strict, without rowid;

create table audit (
    id integer primary key,
    at text not null,
    actor text not null,
    action text not null,
    details text not null check (json_valid(details)),
    before text not null,
    hash text not null unique
) strict;
"""


def migrate(path: Path) -> bool:
    """Make the store at this path, or bring it up to date. True where something was done.

    sqlite-utils costs half a second to import, so it is asked only when there is work to do.
    """
    connection = open_connection(path, read_only=False)
    try:
        if check(connection, path) == SCHEMA_VERSION:
            return False
        from sqlite_utils import Database  # noqa: PLC0415

        Database(connection, execute_plugins=False).enable_wal()
        connection.execute("begin immediate")
        try:
            # Another process may have been faster.
            work = check(connection, path) != SCHEMA_VERSION
            if work:
                _migrations().apply(Database(connection, execute_plugins=False))
                connection.execute(f"pragma application_id = {APPLICATION_ID}")
                connection.execute(f"pragma user_version = {SCHEMA_VERSION}")
            connection.execute("commit")
        finally:
            connection.rollback()
        return work
    finally:
        connection.close()


def check(connection: sqlite3.Connection, path: Path) -> int:
    """The store's schema version, 0 for an empty file. Raises NotAStore or StoreIsNewer."""
    (application,) = connection.execute("pragma application_id").fetchone()
    (version,) = connection.execute("pragma user_version").fetchone()
    (things,) = connection.execute("select count(*) from sqlite_schema").fetchone()
    if application != APPLICATION_ID and (application or version or things):
        raise NotAStore(path=path)
    if version > SCHEMA_VERSION:
        raise StoreIsNewer(path=path, found=version, known=SCHEMA_VERSION)
    return int(version)


def _migrations() -> Any:
    from sqlite_utils import Migrations  # noqa: PLC0415

    migrations = Migrations("tracking")

    @migrations()
    def first(db: Any) -> None:
        for statement in _statements(_TABLES):
            db.execute(statement)
        for table in FACTS:
            for verb in ("update", "delete"):
                db.execute(
                    f"create trigger {table}_refuses_{verb} before {verb} on {table}"
                    f" begin select raise(abort, '{table} is append-only'); end"
                )
        for table in ("unit", "indicator"):
            db.execute(
                f"create trigger {table}_code_stays before update of id, code on {table}"
                f" begin select raise(abort, 'a code of {table} stays'); end"
            )
            db.execute(
                f"create trigger {table}_refuses_delete before delete on {table}"
                f" begin select raise(abort, '{table} is append-only'); end"
            )
        for view in VIEWS:
            db.execute(view)

    return migrations


def _statements(script: str) -> list[str]:
    return [part for part in script.split(";") if part.strip()]
