"""An account as the one who acts, for the rules of access."""

from tracking.access import Actor
from tracking.programme import Programme
from tracking.store.accounts import Account


def actor_of(programme: Programme, account: Account) -> Actor:
    """Who acts: a reporter for their unit and the offices below it, a reviewer of their units."""
    own = {account.unit} if account.role == "reporter" else account.units
    offices = (office.code for unit in own for office in programme.offices.get(unit, ()))
    return Actor(account.name, account.role, account.unit, frozenset({*own, *offices}))
