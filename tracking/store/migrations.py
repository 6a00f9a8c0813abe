"""How the store's tables came to be: one step for each version of the schema, never changed again.

docs/store.md describes the tables in plain words; views are made anew after the last step.
"""

from typing import Any, Final

from tracking.store.account_tables import ACCOUNT_FACTS, ACCOUNT_TABLES, ACCOUNT_TRIGGERS
from tracking.store.identity_tables import IDENTITY_FACTS, IDENTITY_TABLES, IDENTITY_TRIGGERS
from tracking.store.views import VIEWS

# Facts. Each refuses UPDATE and DELETE.
_FIRST_FACTS: Final = (
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
_SECOND_FACTS: Final = (
    "entered",
    "explanation",
    "remark",
    "evidence",
    "deadline",
    "problem_state",
)

_FIRST: Final = """
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


# The reporting loop: drafts, what may follow what, who may decide, remarks, deadlines, problems.
_SECOND: Final = """
create table new_move (
    id integer primary key,
    submission integer not null references submission,
    state text not null check (
        state in ('draft', 'submitted', 'approved', 'returned', 'withdrawn', 'superseded')),
    actor text not null check (actor <> ''),
    at text not null,
    reason text not null,
    check (state <> 'returned' or trim(reason) <> '')
) strict;

insert into new_move select id, submission, state, actor, at, reason from move;
drop table move;
alter table new_move rename to move;
create index move_submission on move (submission, state);
create index move_at on move (at);

create table legal_move (
    before text not null,
    after text not null,
    primary key (before, after)
) strict, without rowid;

insert into legal_move values
    ('', 'draft'), ('', 'submitted'),
    ('draft', 'submitted'), ('draft', 'withdrawn'),
    ('submitted', 'approved'), ('submitted', 'returned'), ('submitted', 'withdrawn'),
    ('approved', 'approved'), ('approved', 'superseded'), ('approved', 'returned'),
    ('superseded', 'approved'), ('superseded', 'returned');

create table entered (
    submission integer primary key references submission
) strict;

create table explanation (
    submission integer not null,
    finding integer not null,
    text text not null check (trim(text) <> ''),
    actor text not null check (actor <> ''),
    primary key (submission, finding),
    foreign key (submission, finding) references finding (submission, number)
) strict, without rowid;

create table remark (
    id integer primary key,
    submission integer not null references submission,
    indicator integer references indicator,
    unit integer references unit,
    quarter integer,
    text text not null check (trim(text) <> ''),
    actor text not null check (actor <> ''),
    at text not null,
    check ((indicator is null) = (unit is null) and (unit is null) = (quarter is null))
) strict;

create index remark_submission on remark (submission);

create table evidence (
    id integer primary key,
    submission integer not null references submission,
    indicator integer not null references indicator,
    unit integer not null references unit,
    quarter integer not null,
    file text not null references file,
    name text not null,
    actor text not null check (actor <> ''),
    at text not null
) strict;

create index evidence_submission on evidence (submission);
create index evidence_file on evidence (file);

create table deadline (
    id integer primary key,
    quarter integer not null,
    unit integer references unit,
    due text not null check (due glob '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    reason text not null check (unit is null or trim(reason) <> ''),
    actor text not null check (actor <> ''),
    at text not null
) strict;

create index deadline_quarter on deadline (quarter, unit);

create table problem_state (
    id integer primary key,
    indicator integer not null references indicator,
    unit integer not null references unit,
    quarter integer not null,
    state text not null check (state in ('open', 'closed')),
    reason text not null check (trim(reason) <> ''),
    actor text not null check (actor <> ''),
    at text not null
) strict;

create index problem_state_key on problem_state (indicator, unit, quarter);

create virtual table narrative_text using fts5 (
    progress_note, problem, next_step,
    indicator unindexed, unit unindexed, quarter unindexed, submission unindexed,
    tokenize = 'trigram'
);

insert into narrative_text
    select progress_note, problem, next_step, indicator, unit, quarter, submission from narrative;
"""

_SECOND_TRIGGERS: Final = (
    """
    create trigger move_is_legal before insert on move
    when not exists (
        select 1 from legal_move l where l.after = new.state and l.before = coalesce((
            select m.state from move m where m.submission = new.submission
            order by m.id desc limit 1), ''))
    begin select raise(abort, 'this move is not legal'); end
    """,
    # Where one person enters a report and answers for it alone, `entered` says so.
    """
    create trigger nobody_decides_on_their_own before insert on move
    when new.state in ('approved', 'returned')
        and exists (
            select 1 from move m where m.submission = new.submission
            and m.state in ('draft', 'submitted') and m.actor = new.actor)
        and (select m.state from move m where m.submission = new.submission
             order by m.id desc limit 1) <> 'superseded'
        and not exists (select 1 from entered e where e.submission = new.submission)
    begin select raise(abort, 'nobody decides on their own submission'); end
    """,
    """
    create trigger narrative_is_searched after insert on narrative
    begin
        insert into narrative_text values (
            new.progress_note, new.problem, new.next_step,
            new.indicator, new.unit, new.quarter, new.submission);
    end
    """,
)

# Taking a copy changes nothing that a page shows: audit.last_change goes by this index.
_FOURTH: Final = """
drop index audit_change;

create index audit_change on audit (id)
    where action not in ('sign_in', 'sign_in_refused', 'sign_out', 'download', 'export')
"""


# Of targets: steps on the way, why a version took the place of the one before, and withdrawals.
_SIXTH: Final = """
alter table target add column interim text not null default '';
alter table target add column reason text not null default '';
alter table target add column withdrawn integer not null default 0
    check (withdrawn in (0, 1) and (withdrawn = 0 or trim(reason) <> ''))
"""

# Briefings that are made again each quarter; and audit_change, which neither they nor accounts
# are any more: they change nothing that a page shows of progress.
_SEVENTH: Final = """
create table saved_briefing (
    id integer primary key,
    name text not null check (trim(name) <> '' and length(name) <= 80),
    scope text not null,
    compared text not null check (compared in ('before', 'year', 'none')),
    language text not null check (language in ('zh', 'en')),
    full integer not null check (full in (0, 1)),
    formats text not null check (formats <> ''),
    removed integer not null check (removed in (0, 1)),
    actor text not null check (actor <> ''),
    at text not null
) strict;

create index saved_briefing_name on saved_briefing (name);

create table made_briefing (
    id integer primary key,
    saved integer not null references saved_briefing,
    quarter integer not null,
    known_on text not null,
    actor text not null check (actor <> ''),
    at text not null
) strict;

create index made_briefing_saved on made_briefing (saved);

drop index audit_change;

create index audit_change on audit (id)
    where action not in (
        'sign_in', 'sign_in_refused', 'sign_out', 'account', 'account_role', 'link',
        'password', 'identity', 'download', 'export', 'saved_briefing', 'made_briefing')
"""

# A saved briefing that was put back after it was taken out stays its owner's.
_EIGHTH: Final = "alter table saved_briefing add column puts_back integer references saved_briefing"
_SEVENTH_FACTS: Final = ("saved_briefing", "made_briefing")
FACTS: Final = (
    *_FIRST_FACTS, *_SECOND_FACTS, *ACCOUNT_FACTS, *IDENTITY_FACTS, *_SEVENTH_FACTS,
)  # fmt: skip


def migrations() -> Any:
    """The steps, for sqlite-utils to apply those that a store has not seen."""
    from sqlite_utils import Migrations  # noqa: PLC0415

    steps = Migrations("tracking")

    @steps()
    def first(db: Any) -> None:
        _execute(db, _FIRST)
        _append_only(db, _FIRST_FACTS)
        for table in ("unit", "indicator"):
            db.execute(
                f"create trigger {table}_code_stays before update of id, code on {table}"
                f" begin select raise(abort, 'a code of {table} stays'); end"
            )
            db.execute(
                f"create trigger {table}_refuses_delete before delete on {table}"
                f" begin select raise(abort, '{table} is append-only'); end"
            )

    @steps()
    def second(db: Any) -> None:
        # A view that names a table hinders its being made anew.
        drop_views(db)
        db.execute("drop trigger move_refuses_update")
        db.execute("drop trigger move_refuses_delete")
        _execute(db, _SECOND)
        _append_only(db, ("move", *_SECOND_FACTS))
        for trigger in _SECOND_TRIGGERS:
            db.execute(trigger)

    @steps()
    def third(db: Any) -> None:
        _execute(db, ACCOUNT_TABLES)
        _append_only(db, ACCOUNT_FACTS)
        for trigger in ACCOUNT_TRIGGERS:
            db.execute(trigger)

    @steps()
    def fourth(db: Any) -> None:
        _execute(db, _FOURTH)

    @steps()
    def fifth(db: Any) -> None:
        _execute(db, IDENTITY_TABLES)
        _append_only(db, IDENTITY_FACTS)
        for trigger in IDENTITY_TRIGGERS:
            db.execute(trigger)

    @steps()
    def sixth(db: Any) -> None:
        _execute(db, _SIXTH)

    @steps()
    def seventh(db: Any) -> None:
        _execute(db, _SEVENTH)
        _append_only(db, _SEVENTH_FACTS)

    @steps()
    def eighth(db: Any) -> None:
        _execute(db, _EIGHTH)

    return steps


def drop_views(db: Any) -> None:
    """Take the views out."""
    for (name,) in db.execute("select name from sqlite_schema where type = 'view'").fetchall():
        db.execute(f"drop view [{name}]")


def make_views(db: Any) -> None:
    """Make the views as they are now."""
    drop_views(db)
    for view in VIEWS:
        db.execute(view)


def _append_only(db: Any, tables: tuple[str, ...]) -> None:
    for table in tables:
        for verb in ("update", "delete"):
            db.execute(
                f"create trigger {table}_refuses_{verb} before {verb} on {table}"
                f" begin select raise(abort, '{table} is append-only'); end"
            )


def _execute(db: Any, script: str) -> None:
    for statement in script.split(";"):
        if statement.strip():
            db.execute(statement)
