"""What an identity provider says of somebody, as a name, a role and units here: or nothing."""

from collections.abc import Mapping
from typing import Any

from tracking.programme import Programme
from tracking.signing.provider import Provider, RoleRule
from tracking.signing.provider_errors import NoName, NoRole
from tracking.store.identities import Granted, Person


def person_of(provider: Provider, claims: Mapping[str, Any]) -> Person:
    """Who they are there, and what their account is called. Raises NoName."""
    names = values_of(claims, provider.name_claim)
    subject = str(claims["sub"])
    if len(names) != 1 or not names[0].strip():
        raise NoName(provider.called)
    return Person(provider.issuer, subject, names[0].strip())


def granted_by(provider: Provider, programme: Programme, claims: Mapping[str, Any]) -> Granted:
    """The role and units that the first rule gives that fits. Raises NoRole where none does.

    Whoever reports needs one unit, whoever reviews at least one, unless the rule says “all”.
    """
    for rule in provider.rules:
        if rule.value in values_of(claims, rule.claim):
            granted = _granted(rule, rule.units or _units(provider, programme, claims))
            if granted is not None:
                return granted
    names = values_of(claims, provider.name_claim)
    raise NoRole(provider.called, names[0] if names else str(claims["sub"]))


def values_of(claims: Mapping[str, Any], name: str) -> list[str]:
    """The values of a claim as texts; a dot leads into what stands within another.

    >>> values_of({"realm_access": {"roles": ["a", 1]}}, "realm_access.roles")
    ['a', '1']
    >>> values_of({"org": "110000"}, "org"), values_of({}, "org")
    (['110000'], [])
    """
    found: Any = claims.get(name)
    if found is None and "." in name:
        found = claims
        for part in name.split("."):
            found = found.get(part) if isinstance(found, Mapping) else None
    values = found if isinstance(found, list) else [found]
    return [str(one) for one in values if isinstance(one, str | int) and not isinstance(one, bool)]


def _units(provider: Provider, programme: Programme, claims: Mapping[str, Any]) -> frozenset[str]:
    said = values_of(claims, provider.unit_claim) if provider.unit_claim else []
    if provider.unit_codes is not None:
        said = [provider.unit_codes[one] for one in said if one in provider.unit_codes]
    return frozenset(said) & programme.units.keys()


def _granted(rule: RoleRule, units: frozenset[str]) -> Granted | None:
    if rule.role == "reporter":
        return Granted("reporter", next(iter(units))) if len(units) == 1 else None
    if rule.role == "reviewer":
        if rule.everywhere:
            return Granted("reviewer")
        return Granted("reviewer", "", units) if units else None
    return Granted(rule.role)
