"""The tables of accounts, passwords, links, sessions and sign-ins: the third step of the schema."""

from typing import Final

# Facts. Each refuses UPDATE and DELETE.
ACCOUNT_FACTS: Final = ("account", "account_role")

ACCOUNT_TABLES: Final = """
create table account (
    id integer primary key,
    name text not null check (trim(name) <> ''),
    folded text not null unique,
    actor text not null check (actor <> ''),
    at text not null
) strict;

create table account_role (
    id integer primary key,
    account integer not null references account,
    role text not null check (role in ('viewer', 'reporter', 'reviewer', 'administrator')),
    unit integer references unit,
    units text not null check (json_valid(units)),
    closed integer not null check (closed in (0, 1)),
    actor text not null check (actor <> ''),
    at text not null,
    check (role <> 'reporter' or unit is not null)
) strict;

create index account_role_account on account_role (account);

create table credential (
    account integer primary key references account,
    hash text not null check (hash like '$argon2id$%'),
    at text not null
) strict;

create table one_time_link (
    id integer primary key,
    hash text not null unique check (length(hash) = 64),
    account integer not null references account,
    purpose text not null check (purpose in ('set-up', 'sign-in')),
    actor text not null check (actor <> ''),
    at text not null,
    expires text not null,
    ended text
) strict;

create index one_time_link_account on one_time_link (account);

create table session (
    id integer primary key autoincrement,
    hash text not null unique check (length(hash) = 64),
    account integer not null references account,
    at text not null,
    seen text not null,
    address text not null,
    agent text not null,
    ended text
) strict;

create index session_account on session (account);

create table sign_in (
    id integer primary key autoincrement,
    account integer references account,
    address text not null,
    network text not null,
    at text not null,
    outcome text not null check (outcome in ('tried', 'signed_in', 'confirmed', 'refused')),
    check (account is not null or outcome in ('tried', 'refused'))
) strict;

create index sign_in_account on sign_in (account, at);
create index sign_in_network on sign_in (network, at);
create index sign_in_at on sign_in (at);

create index audit_change on audit (id)
    where action not in ('sign_in', 'sign_in_refused', 'sign_out')
"""

# What once ended stays so, and nothing becomes somebody else's.
ACCOUNT_TRIGGERS: Final = (
    """
    create trigger one_time_link_is_used_once before update on one_time_link
    when old.ended is not null or new.ended is null
        or (new.id, new.hash, new.account, new.purpose, new.actor, new.at, new.expires)
        <> (old.id, old.hash, old.account, old.purpose, old.actor, old.at, old.expires)
    begin select raise(abort, 'a link is used once'); end
    """,
    """
    create trigger session_stays_ended before update on session
    when old.ended is not null or (new.id, new.hash, new.account, new.at, new.address, new.agent)
        <> (old.id, old.hash, old.account, old.at, old.address, old.agent)
    begin select raise(abort, 'a session stays as it was opened'); end
    """,
    """
    create trigger sign_in_is_settled_once before update on sign_in
    when old.outcome <> 'tried' or (new.id, new.address, new.network, new.at)
        <> (old.id, old.address, old.network, old.at) or new.account is not old.account
    begin select raise(abort, 'a sign-in is settled once'); end
    """,
)
