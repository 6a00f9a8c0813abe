"""How a house's own identity provider is set up: a TOML file, refused with every fault in it."""

import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from tracking.access import ROLES, Role
from tracking.programme import Programme
from tracking.programme.rows import Fault
from tracking.words import N_, Text

ADDRESS: Final = "TRACKING_ADDRESS"
# Signed with a key that only the provider has; never with the secret that we have, too.
ALGORITHMS: Final = (
    "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA",
)  # fmt: skip
_LOOPBACK: Final = ("localhost", "127.0.0.1", "::1")
_KEYS: Final = (
    "issuer", "client_id", "client_secret_file", "client_secret_env", "called_zh", "called_en",
    "name_claim", "scopes", "algorithms", "units", "roles",
)  # fmt: skip
_A_TEXT: Final = N_("a text")


@dataclass(frozen=True, slots=True)
class RoleRule:
    """Whose claim has this value, has this role; for these units, or for those of their claim."""

    claim: str
    value: str
    role: Role
    units: frozenset[str] = frozenset()
    everywhere: bool = False  # reviews all units


@dataclass(frozen=True, slots=True)
class Provider:
    """A house's own identity provider, and what its claims mean here."""

    issuer: str
    client_id: str
    client_secret: str = field(repr=False)
    called: Text
    address: str  # of the dashboard itself, to which the provider sends people back
    rules: tuple[RoleRule, ...]
    name_claim: str = "preferred_username"
    scopes: tuple[str, ...] = ("openid", "profile")
    algorithms: tuple[str, ...] = ("RS256", "PS256", "ES256", "EdDSA")
    unit_claim: str = ""
    # What the claim's values mean; None where they are units' codes.
    unit_codes: Mapping[str, str] | None = None

    @property
    def redirect_uri(self) -> str:
        """Where the provider sends people back to."""
        return f"{self.address}/sign-in/provider/answer"

    @property
    def signed_out_uri(self) -> str:
        """Where the provider sends people after they signed out there."""
        return f"{self.address}/sign-in"


class ProviderFaults(Exception):  # noqa: N818 (said as it is)
    """The file cannot be used; `faults` says why."""

    def __init__(self, faults: Collection[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(fault.said("en") for fault in self.faults))


def load_provider(path: Path, environment: Mapping[str, str], programme: Programme) -> Provider:
    """Read and check the file. Raises ProviderFaults with everything that is wrong."""
    read = _File(path)
    provider = Provider(
        issuer=read.issuer(),
        client_id=read.text("client_id"),
        client_secret=read.secret(environment),
        called=Text(read.text("called_zh"), read.text("called_en")),
        address=read.address(environment.get(ADDRESS, "")),
        rules=read.rules(programme),
        name_claim=read.text("name_claim", "preferred_username"),
        scopes=read.scopes(),
        algorithms=read.several("algorithms", ("RS256", "PS256", "ES256", "EdDSA"), ALGORITHMS),
        unit_claim=read.unit_claim(),
        unit_codes=read.unit_codes(programme),
    )
    if read.faults:
        raise ProviderFaults(read.faults)
    return provider


def safe(url: str) -> bool:
    """Whether what is sent to this address stays between the two: TLS, or within the machine.

    >>> safe("https://id.example.cn/a"), safe("http://id.example.cn"), safe("http://localhost:1/")
    (True, False, True)
    """
    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError:
        return False
    if parts.username is not None or parts.fragment or not host:
        return False
    return parts.scheme == "https" or (parts.scheme == "http" and host in _LOOPBACK)


class _File:
    """The file, read key by key; what is missing or wrong becomes a fault."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.faults: list[Fault] = []
        self.data: dict[str, Any] = {}
        try:
            self.data = tomllib.loads(path.read_text(encoding="utf-8"))
        except OSError as error:
            self.fault(str(path), error.strerror or str(error), N_("this file"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            self.fault(str(path), str(error), N_("a TOML file in UTF-8"))
        self.only(self.data, "", _KEYS)

    def fault(self, key: str, found: object, wanted: str) -> None:
        told = "" if found is None else str(found)
        self.faults.append(Fault(self.path.name, None, key, told, wanted))

    def only(self, table: Mapping[str, Any], where: str, known: Collection[str]) -> None:
        for key in table:
            if key not in known:
                self.fault(f"{where}{key}", key, N_("a setting that exists"))

    def text(self, key: str, default: str | None = None) -> str:
        return self._text(self.data, key, "", default)

    def issuer(self) -> str:
        found = self.text("issuer")
        if found and not (safe(found) and not urlsplit(found).query):
            self.fault("issuer", found, N_("the issuer’s address, beginning with https://"))
        return found

    def address(self, found: str) -> str:
        """The setting, which is no part of the file, but without which it is of no use."""
        found = found.rstrip("/")
        if not (safe(found) and not urlsplit(found).path and not urlsplit(found).query):
            wanted = N_("where people open the dashboard, like https://progress.example.cn")
            self.faults.append(Fault("$" + ADDRESS, None, ADDRESS, found, wanted))
        return found

    def secret(self, environment: Mapping[str, str]) -> str:
        """The client's secret, from where the file says; it is told nowhere."""
        named = [key for key in ("client_secret_file", "client_secret_env") if key in self.data]
        if len(named) != 1:
            wanted = N_("one of client_secret_file and client_secret_env")
            self.fault("client_secret_file", ", ".join(named), wanted)
            return ""
        where = self.text(named[0])
        if named[0] == "client_secret_env":
            secret, wanted = environment.get(where, ""), N_("a variable that holds the secret")
        else:
            secret, wanted = self._of_file(where), N_("a file that holds the secret")
        if where and not (secret.isascii() and secret.isprintable() and secret):
            self.fault(named[0], where, wanted)
        return secret

    def scopes(self) -> tuple[str, ...]:
        found = self.several("scopes", ("openid", "profile"))
        if "openid" not in found:
            self.fault("scopes", ", ".join(found), N_("openid among them"))
        return found

    def several(
        self, key: str, default: tuple[str, ...], allowed: Collection[str] = ()
    ) -> tuple[str, ...]:
        found = self.data.get(key, list(default))
        if not _texts(found) or not found:
            self.fault(key, found, N_("a list of texts"))
            return default
        for one in found:
            if allowed and one not in allowed:
                self.fault(key, one, N_("an algorithm by public key, like RS256"))
        return tuple(found)

    def unit_claim(self) -> str:
        table = self._table("units")
        self.only(table, "units.", ("claim", "codes"))
        return self._text(table, "claim", "units.") if table else ""

    def unit_codes(self, programme: Programme) -> Mapping[str, str] | None:
        codes = self._table("units").get("codes")
        if codes is None:
            return None
        if not isinstance(codes, dict):
            self.fault("units.codes", codes, N_("a table of the claim’s values and units’ codes"))
            return {}
        for value, code in codes.items():
            self._must_be_unit(f"units.codes.{value}", code, programme)
        return codes

    def rules(self, programme: Programme) -> tuple[RoleRule, ...]:
        tables = self.data.get("roles", [])
        if not isinstance(tables, list) or not tables:
            self.fault("roles", "", N_("[[roles]], once for each role that is given"))
            return ()
        return tuple(
            self._rule(f"roles.{number}.", table, programme)
            for number, table in enumerate(tables, 1)
        )

    def _rule(self, where: str, table: Any, programme: Programme) -> RoleRule:
        if not isinstance(table, dict):
            self.fault(where.rstrip("."), table, N_("[[roles]], once for each role that is given"))
            table = {}
        self.only(table, where, ("claim", "value", "role", "units"))
        role = table.get("role")
        if role not in ROLES:
            self.fault(f"{where}role", role, N_("viewer, reporter, reviewer or administrator"))
            role = "viewer"
        units = table.get("units", [])
        everywhere = units == "all" and role == "reviewer"
        rule = RoleRule(
            claim=self._text(table, "claim", where),
            value=self._text(table, "value", where),
            role=role,
            units=frozenset() if everywhere or not _texts(units) else frozenset(units),
            everywhere=everywhere,
        )
        self._must_have_units(f"{where}units", rule, units, programme)
        return rule

    def _must_have_units(self, key: str, rule: RoleRule, said: Any, programme: Programme) -> None:
        if not rule.everywhere and not _texts(said):
            self.fault(key, said, N_("a list of units’ codes, or “all” for a reviewer"))
            return
        for code in rule.units:
            self._must_be_unit(key, code, programme)
        by_claim = not rule.units and "units" in self.data
        if rule.role == "reporter" and len(rule.units) != 1 and not by_claim:
            self.fault(key, said, N_("one unit for a reporter, here or by the claim of [units]"))
        if rule.role == "reviewer" and not (rule.units or rule.everywhere or by_claim):
            self.fault(key, said, N_("units for a reviewer, “all”, or the claim of [units]"))

    def _must_be_unit(self, key: str, code: object, programme: Programme) -> None:
        if code not in programme.units:
            self.fault(key, code, N_("the code of a unit of the programme"))

    def _table(self, key: str) -> dict[str, Any]:
        found = self.data.get(key, {})
        return found if isinstance(found, dict) else {}

    def _text(
        self, table: Mapping[str, Any], key: str, where: str, default: str | None = None
    ) -> str:
        found = table.get(key, default)
        if not isinstance(found, str) or not found.strip():
            self.fault(f"{where}{key}", found, _A_TEXT)
            return ""
        return found.strip()

    def _of_file(self, name: str) -> str:
        try:
            return (self.path.parent / name).read_text(encoding="utf-8").strip() if name else ""
        except (OSError, UnicodeDecodeError):
            return ""


def _texts(found: object) -> bool:
    return isinstance(found, list) and all(isinstance(one, str) and one for one in found)
