"""Commands on accounts: account add, change, close, list, link, sessions."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import click

from tracking.access import ROLES, Role
from tracking.cli.printing import print_json, table
from tracking.cli.session import Session, operator
from tracking.cli.speaking import AS_JSON, Command, Group, Refused, option
from tracking.people import moment, role_name
from tracking.signing import link_path
from tracking.store import Store
from tracking.store.account_errors import UnknownAccount
from tracking.store.accounts import Account
from tracking.store.sessions import SESSION_DTYPES
from tracking.words import N_, say_n

_ROLE = option(
    "--role", type=click.Choice(ROLES), required=True, help=N_("What the account may do.")
)
_UNIT = option("--unit", metavar="UNIT", default="", help=N_("The unit it reports for."))
_REVIEWS = option(
    "--reviews",
    metavar="UNIT",
    multiple=True,
    help=N_("A unit it reviews, with the offices below it; can be repeated. None: all."),
)
_ADDRESS = option(
    "--address",
    metavar="URL",
    envvar="TRACKING_ADDRESS",
    default="http://localhost:8501",
    help=N_("Where the dashboard is opened; $TRACKING_ADDRESS, or http://localhost:8501."),
)


@click.group(cls=Group, help=N_("Say who may sign in, and as what; end sessions."))
def account() -> None:
    """The commands on accounts."""


def _changing(command: Callable[..., None]) -> Any:
    """The options by which an account is added or changed."""
    for declared in (_REVIEWS, _UNIT, _ROLE):
        command = declared(command)
    return command


@account.command(
    cls=Command, help=N_("Add an account; prints the link by which to set a password.")
)
@click.argument("name", metavar="NAME")
@_changing
@_ADDRESS
@AS_JSON
@click.pass_obj
def add(
    session: Session,
    name: str,
    role: Role,
    unit: str,
    reviews: tuple[str, ...],
    address: str,
    as_json: bool,
) -> None:
    """Add an account."""
    own, units = _units(session, unit, reviews)
    with session.store() as store:
        token = store.accounts.add(name, role, own, units, actor=operator())
        _tell_link(session, store, token, address, as_json=as_json)


@account.command(cls=Command, help=N_("Give an account another role, unit or units to review."))
@click.argument("name", metavar="NAME")
@_changing
@AS_JSON
@click.pass_obj
def change(
    session: Session, name: str, role: Role, unit: str, reviews: tuple[str, ...], as_json: bool
) -> None:
    """Change an account."""
    own, units = _units(session, unit, reviews)
    with session.store() as store:
        changed = store.accounts.change(name, role, own, units, actor=operator())
        account = _known(store, name)
    if as_json:
        print_json({**_plain(account), "changed": changed})
    elif not changed:
        click.echo(session.say("This is in force already; nothing was changed."))
    else:
        role_said = role_name(session.language, account.role)
        click.echo(
            session.say("“{name}” now has the role “{role}”.", name=account.name, role=role_said)
        )


@account.command(
    cls=Command, help=N_("Close an account and end its sessions; it cannot be undone.")
)
@click.argument("name", metavar="NAME")
@AS_JSON
@click.pass_obj
def close(session: Session, name: str, as_json: bool) -> None:
    """Close an account."""
    with session.store() as store:
        store.accounts.close(name, operator())
        account = _known(store, name)
    if as_json:
        print_json(_plain(account))
    else:
        click.echo(session.say("“{name}” is closed; its sessions have ended.", name=account.name))


@account.command("list", cls=Command, help=N_("List the accounts."))
@AS_JSON
@click.pass_obj
def list_(session: Session, as_json: bool) -> None:
    """List accounts."""
    with session.store(read_only=True) as store:
        accounts = store.accounts.all()
    if as_json:
        print_json([_plain(account) for account in accounts])
    elif not accounts:
        click.echo(session.say("There are no accounts yet."))
    else:
        heads = [
            session.say(h)
            for h in (
                N_("Account"),
                N_("Rights"),
                N_("Unit"),
                N_("Reviews"),
                N_("State"),
                N_("Comes from"),
            )
        ]
        click.echo(table(heads, [_line(session, account) for account in accounts]))


@account.command(
    cls=Command,
    help=N_("Make a new link by which the owner of an account sets a new password."),
)
@click.argument("name", metavar="NAME")
@_ADDRESS
@AS_JSON
@click.pass_obj
def link(session: Session, name: str, address: str, as_json: bool) -> None:
    """Make a set-up link."""
    with session.store() as store:
        token = store.accounts.link(name, actor=operator())
        _tell_link(session, store, token, address, as_json=as_json)


@account.command(cls=Command, help=N_("List who is signed in, and end sessions."))
@click.argument("name", metavar="[NAME]", required=False)
@option(
    "--end", metavar="NUMBER", type=int, multiple=True, help=N_("End the session of this number.")
)
@option("--end-all", is_flag=True, help=N_("End all sessions of the account."))
@AS_JSON
@click.pass_obj
def sessions(
    session: Session, name: str | None, end: tuple[int, ...], end_all: bool, as_json: bool
) -> None:
    """List sessions, or end some."""
    if end_all and name is None:
        raise Refused(session.say("--end-all needs the name of an account."))
    ending = bool(end) or end_all
    with session.store(read_only=not ending) as store:
        account = _known(store, name) if name is not None else None
        ended = sum(store.sessions.revoke(number, operator()) for number in end)
        if end_all and account is not None:
            ended += store.sessions.revoke_all(account, operator())
        rows = store.sessions.of(account)
    if as_json:
        print_json({"ended": ended, "sessions": rows.to_dict("records")})
        return
    if ending:
        click.echo(say_n(session.language, "{n} session ended.", "{n} sessions ended.", ended))
    if rows.empty:
        click.echo(session.say("Nobody is signed in."))
        return
    heads = [
        session.say(h)
        for h in (
            N_("Session"),
            N_("Account"),
            N_("Signed in"),
            N_("Last used"),
            N_("Address"),
            N_("Browser"),
        )
    ]
    told = [
        [str(number), whose, moment(opened), moment(seen), address, agent]
        for number, whose, opened, seen, address, agent in zip(
            *(rows[name] for name in SESSION_DTYPES), strict=True
        )
    ]
    click.echo(table(heads, told, right=(0,)))


def _units(session: Session, unit: str, reviews: tuple[str, ...]) -> tuple[str, list[str]]:
    return session.unit(unit) if unit else "", [session.unit(text) for text in reviews]


def _known(store: Store, name: str) -> Account:
    found = store.accounts.named(name)
    if found is None:
        raise UnknownAccount(name=name)
    return found


def _tell_link(session: Session, store: Store, token: str, address: str, *, as_json: bool) -> None:
    link = store.accounts.linked(token, datetime.now(UTC))
    url = address.rstrip("/") + link_path(token)
    if as_json:
        print_json({"account": link.account.name, "link": url, "expires": link.expires})
        return
    click.echo(
        session.say(
            "Hand this link to the owner of “{name}”, and to nobody else. It holds once, until"
            " {until}:",
            name=link.account.name,
            until=moment(link.expires),
        )
    )
    click.echo(url)


def _plain(account: Account) -> dict[str, Any]:
    return {
        "account": account.name,
        "role": account.role,
        "unit": account.unit,
        "reviews": sorted(account.units),
        "created": account.created.isoformat(),
        "closed": account.closed.isoformat() if account.closed else None,
        "password": account.password,
        "issuer": account.issuer,
    }


def _line(session: Session, account: Account) -> list[str]:
    units = session.programme.units
    names = {
        code: units[code].short.to(session.language) if code in units else code
        for code in (account.unit, *sorted(account.units))
        if code
    }
    reviewed = session.say("; ").join(names[code] for code in sorted(account.units))
    reviews = account.role in ("reviewer", "administrator")
    return [
        account.name,
        role_name(session.language, account.role),
        names.get(account.unit, ""),
        reviewed or (session.say("all units") if reviews else ""),
        _state(session, account),
        account.issuer or session.say("local"),
    ]


def _state(session: Session, account: Account) -> str:
    if account.closed:
        return session.say("closed on {day}", day=moment(account.closed)[:10])
    if account.password or account.issuer:
        return session.say("open")
    return session.say("no password set yet")
