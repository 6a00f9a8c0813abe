"""The tables of those who come from an identity provider: the fifth step of the schema."""

from typing import Final

# Facts. Each refuses UPDATE and DELETE.
IDENTITY_FACTS: Final = ("identity",)

IDENTITY_TABLES: Final = """
create table identity (
    id integer primary key,
    account integer not null unique references account,
    issuer text not null check (issuer <> ''),
    subject text not null check (subject <> ''),
    actor text not null check (actor <> ''),
    at text not null,
    unique (issuer, subject)
) strict;

create table provider_session (
    session integer primary key references session on delete cascade,
    sid text not null
) strict;

create table provider_sign_in (
    hash text primary key check (length(hash) = 64),
    browser text not null check (length(browser) = 64),
    back text not null,
    at text not null
) strict, without rowid
"""

IDENTITY_TRIGGERS: Final = (
    """
    create trigger provider_session_stays before update on provider_session
    begin select raise(abort, 'a session stays as it was opened'); end
    """,
    """
    create trigger provider_sign_in_stays before update on provider_sign_in
    begin select raise(abort, 'a sign-in stays as it was begun'); end
    """,
)
