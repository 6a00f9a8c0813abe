# ruff: noqa: S608 (nothing but our own text goes in)
"""The read-only views for people and programs that read the store without us; see docs/store.md."""

from typing import Final

# The end of what still holds; a JSON number carries it exactly.
STILL: Final = 9_007_199_254_740_991

# Whether a row of figure states something of its value, or withdraws it; see figures.stating.
STATES: Final = (
    "(coalesce({0}.value, {0}.numerator, {0}.denominator) is not null or {0}.state <> '')"
)

_QUARTER: Final = "({0}.quarter / 4) || 'Q' || ({0}.quarter % 4 + 1)"

# A figure as it reads: codes, names, words.
_FIGURE: Final = f"""
    i.code as indicator, i.name_zh as indicator_zh, i.name_en as indicator_en,
    u.code as unit, u.name_zh as unit_zh, u.name_en as unit_en,
    {_QUARTER.format("f")} as quarter,
    f.value, i.unit_zh as measured_in_zh, i.unit_en as measured_in_en, b.code as basis,
    f.numerator, f.denominator, f.state, f.completed_on, f.qualifier, f.definition_break
"""
_NAMED: Final = """
    join indicator i on i.id = f.indicator
    join unit u on u.id = f.unit
    left join basis b on b.id = f.basis
"""


def submission_list(moves: int = STILL) -> str:
    """Every submission and where it stood after so many moves."""
    known = f"m.submission = s.id and m.id <= {int(moves)}"
    return f"""
    select
        s.id as submission, s.name as file_name, s.source, s.figures, l.state,
        f.actor as submitted_by, f.at as submitted_at,
        d.actor as decided_by, d.at as decided_at, d.reason,
        (select count(*) from finding w where w.submission = s.id) as warnings,
        b.size as bytes, s.file as sha256,
        exists (select 1 from entered e where e.submission = s.id) as entered,
        (select count(*) from remark r where r.submission = s.id) as remarks
    from submission s
    join file b on b.sha256 = s.file
    join move f on f.id = (
        select max(m.id) from move m where {known} and m.state in ('draft', 'submitted'))
    join move l on l.id = (select max(m.id) from move m where {known})
    left join move d on d.id = coalesce(
        (select max(m.id) from move m where {known} and m.state in ('returned', 'withdrawn')),
        (select min(m.id) from move m where {known} and m.state = 'approved'))
    """


VIEWS: Final = (
    # Which submissions hold, from which move to which. Later moves to “approved” verify milestones,
    # or let stand again what had been superseded.
    f"""
    create view approval as
    select
        m.submission, m.id as known_from,
        coalesce(
            (select min(n.id) from move n
             where n.submission = m.submission and n.state in ('returned', 'withdrawn')
               and n.id > m.id),
            {STILL}
        ) as known_to,
        m.at as approved_at, m.actor as approved_by
    from move m where m.state = 'approved' and not exists (
        select 1 from move e
        where e.submission = m.submission and e.state = 'approved' and e.id < m.id)
    """,
    f"""
    create view figure_history as
    select {_FIGURE},
        f.submission, f.row, s.name as file_name,
        a.approved_at, a.approved_by,
        (select m.state from move m where m.submission = f.submission order by m.id desc limit 1)
            as submission_state
    from figure f {_NAMED}
    join submission s on s.id = f.submission
    left join approval a on a.submission = f.submission
    """,
    f"""
    create view current_figure as
    select {_FIGURE},
        f.submission, f.row, s.name as file_name, a.approved_at, a.approved_by
    from figure f {_NAMED}
    join submission s on s.id = f.submission
    join approval a on a.submission = f.submission and a.known_to = {STILL}
    where not exists (
        select 1 from figure g
        join approval c on c.submission = g.submission and c.known_to = {STILL}
        where g.indicator = f.indicator and g.unit = f.unit and g.quarter = f.quarter
          and ({STATES.format("g")}, c.known_from) > ({STATES.format("f")}, a.known_from)
    )
    """,
    f"""
    create view regional_figure as
    select {_FIGURE}, f.origin, f.reported, f.expected, f.submission, f.row
    from rollup f {_NAMED}
    where f.known_to = {STILL}
    """,
    f"""
    create view national_figure as
    select {_FIGURE}, u.kind as reported_by, f.submission, f.row
    from rollup f {_NAMED}
    where f.known_to = {STILL} and u.kind in ('nation', 'ministry')
    """,
    f"create view submission_list as {submission_list()}",
    f"""
    create view received_report as
    select
        u.code as unit, u.name_zh as unit_zh, u.name_en as unit_en,
        {_QUARTER.format("r")} as quarter,
        r.submission, r.figures, m.at as submitted_at, a.approved_at
    from report r
    join unit u on u.id = r.unit
    join move m on m.submission = r.submission and m.state = 'submitted'
    left join approval a on a.submission = r.submission
    """,
    f"""
    create view submission_move as
    select m.id as move, m.submission, m.state, m.actor, m.at, m.reason,
        u.code as unit, u.name_zh as unit_zh, u.name_en as unit_en,
        {_QUARTER.format("r")} as quarter
    from move m
    join report r on r.submission = m.submission
    join unit u on u.id = r.unit
    """,
    f"""
    create view submission_remark as
    select f.id as remark, f.submission, i.code as indicator, u.code as unit,
        case when f.quarter is not null then {_QUARTER.format("f")} end as quarter,
        f.text, f.actor, f.at
    from remark f
    left join indicator i on i.id = f.indicator
    left join unit u on u.id = f.unit
    """,
    f"""
    create view milestone_evidence as
    select f.id as evidence, f.submission, i.code as indicator, u.code as unit,
        {_QUARTER.format("f")} as quarter, f.name as file_name, f.file as sha256, b.size as bytes,
        f.actor, f.at
    from evidence f
    join indicator i on i.id = f.indicator
    join unit u on u.id = f.unit
    join file b on b.sha256 = f.file
    """,
    f"""
    create view report_deadline as
    select {_QUARTER.format("f")} as quarter, u.code as unit, f.due, f.reason, f.actor, f.at,
        f.id as deadline
    from deadline f
    left join unit u on u.id = f.unit
    """,
    f"""
    create view problem_history as
    select i.code as indicator, u.code as unit, {_QUARTER.format("f")} as quarter,
        f.state, f.reason, f.actor, f.at, f.id as entry
    from problem_state f
    join indicator i on i.id = f.indicator
    join unit u on u.id = f.unit
    """,
    f"""
    create view ledger as
    select
        i.code as indicator, i.name_zh as indicator_zh, i.name_en as indicator_en,
        u.code as unit, u.name_zh as unit_zh, u.name_en as unit_en,
        {_QUARTER.format("n")} as quarter,
        n.progress_note, n.problem, n.next_step, n.source, n.submission, n.row, a.approved_at
    from narrative n
    join indicator i on i.id = n.indicator
    join unit u on u.id = n.unit
    join approval a on a.submission = n.submission and a.known_to = {STILL}
    """,
    """
    create view target_version as
    select
        i.code as indicator, i.name_zh as indicator_zh, i.name_en as indicator_en,
        u.code as unit, u.name_zh as unit_zh, u.name_en as unit_en,
        t.value, (t.due / 4) || 'Q' || (t.due % 4 + 1) as due,
        t.baseline, (t.baseline_quarter / 4) || 'Q' || (t.baseline_quarter % 4 + 1)
            as baseline_quarter,
        t.path, t.interim, t.basis_zh, t.basis_en, t.effective, t.withdrawn, t.reason,
        t.actor as set_by, t.known_at, t.id
    from target t
    join indicator i on i.id = t.indicator
    join unit u on u.id = t.unit
    """,
    """
    create view audit_entry as
    select id, at, actor, action, details, hash from audit
    """,
    # Accounts as they are now.
    """
    create view account_list as
    select
        a.id as account, a.name, r.role, coalesce(u.code, '') as unit, r.units, r.closed,
        a.at as created_at, a.actor as created_by, r.at as changed_at, r.actor as changed_by,
        exists (select 1 from credential c where c.account = a.id) as password,
        coalesce(i.issuer, '') as issuer
    from account a
    join account_role r on r.id = (select max(l.id) from account_role l where l.account = a.id)
    left join unit u on u.id = r.unit
    left join identity i on i.account = a.id
    """,
    # Who tried to sign in, and how it went; without an account where nobody is called so.
    """
    create view sign_in_list as
    select s.id as sign_in, coalesce(a.name, '') as account, s.address, s.at, s.outcome
    from sign_in s left join account a on a.id = s.account
    """,
)
