"""An account as the one who acts, for the rules of access."""

from tracking.access import Actor, actor_for
from tracking.programme import Programme
from tracking.store.accounts import Account


def actor_of(programme: Programme, account: Account) -> Actor:
    """Who acts: a reporter for their unit and the offices below it, a reviewer of their units."""
    return actor_for(programme, account.name, account.role, account.unit, account.units)
