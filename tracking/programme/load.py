"""Reading data/programme, refusing anything inconsistent with file, row, column and reason."""

import tomllib
from collections.abc import Callable
from dataclasses import fields, replace
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from tracking.programme.interim import read_interim
from tracking.programme.model import (
    DIRECTIONS,
    KINDS,
    NATION,
    PATHS,
    ROLLUPS,
    Chain,
    CheckLimits,
    Group,
    Indicator,
    Measure,
    OutlookSettings,
    Outside,
    Programme,
    Target,
    Thresholds,
    Unit,
    UnitKind,
)
from tracking.programme.quarter import Quarter
from tracking.programme.rows import Fault, ProgrammeError, Row, rows_of
from tracking.programme.sizes import FILE, denominators
from tracking.words import N_, Text

T = TypeVar("T")
Settings = TypeVar("Settings", Thresholds, OutlookSettings, CheckLimits)

TOML = "programme.toml"
A_QUARTER = N_("a quarter like 2024Q3")


def load(folder: Path) -> Programme:
    """Read and validate a programme folder. Raises ProgrammeError with every fault found."""
    faults: list[Fault] = []
    settings = _Settings(folder / TOML, faults)
    chains = _by_code(folder / "chains.csv", ("code", "order", "name_zh"), _chain, faults)
    groups = settings.groups()
    nation = Unit(
        NATION, "nation", settings.both("name", "nation"), settings.both("name", "nation")
    )
    ministries = _by_code(folder / "ministries.csv", ("code", "name_zh"), _ministry, faults)
    units = {NATION: nation} | _units(folder / "units.csv", groups, faults) | ministries
    measures = _by_code(
        folder / "measures.csv",
        ("code", "chain", "name_zh", "basis"),
        lambda row: _measure(row, chains, ministries),
        faults,
    )
    indicators = _by_code(
        folder / "indicators.csv",
        ("code", "measure", "name_zh", "kind", "direction", "reporters", "rollup"),
        lambda row: _indicator(row, measures, ministries),
        faults,
    )
    targets = _targets(folder / "targets.csv", indicators, units, faults)
    programme = Programme(
        code=settings.text("code"),
        name=settings.both("name"),
        short=settings.both("short"),
        document=settings.both("document"),
        history_from=settings.quarter("history_from"),
        start=settings.quarter("start"),
        end=settings.quarter("end"),
        deadline_days=settings.whole("deadline_days", "reporting"),
        thresholds=settings.into(Thresholds, "thresholds"),
        outlook=settings.into(OutlookSettings, "outlook"),
        checks=settings.into(CheckLimits, "checks"),
        groups=groups,
        outside=settings.outside(),
        chains=dict(sorted(chains.items(), key=lambda item: item[1].order)),
        measures=measures,
        indicators=indicators,
        units=units,
        targets=targets,
        denominators=denominators(folder / FILE, units, faults),
    )
    if not programme.history_from <= programme.start <= programme.end:
        settings.fault("quarters", str(programme.start), N_("history_from ≤ start ≤ end"))
    if faults:
        raise ProgrammeError(faults)
    return programme


def _by_code(
    path: Path, columns: tuple[str, ...], make: Callable[[Row], T], faults: list[Fault]
) -> dict[str, T]:
    things: dict[str, T] = {}
    for row in rows_of(path, columns, faults):
        code = row.text("code")
        if code in things:
            row.fault("code", N_("a code that no other row has"))
        things[code] = make(row)
    return things


def _chain(row: Row) -> Chain:
    return Chain(
        row.text("code"), row.whole("order"), row.both("name"), row.both("clause", required=False)
    )


def _measure(row: Row, chains: dict[str, Chain], ministries: dict[str, Unit]) -> Measure:
    return Measure(
        code=row.text("code"),
        chain=row.one_of("chain", chains, N_("a chain of chains.csv")),
        name=row.both("name"),
        basis=row.text("basis"),
        leads=row.several("leads", ministries, N_("ministries of ministries.csv")),
        quote=Text(row.text("source_quote_zh", required=False)),
    )


def _indicator(row: Row, measures: dict[str, Measure], ministries: dict[str, Unit]) -> Indicator:
    measure = row.one_of("measure", measures, N_("a measure of measures.csv"))
    reporters = row.several(
        "reporters", {"region", *ministries}, N_("region or ministries of ministries.csv")
    )
    if not reporters:
        row.fault("reporters", N_("at least one reporter"))
    source = row.one_of(
        "national_source", reporters, N_("one of the indicator’s reporters"), empty=True
    )
    low, high = row.number_or_none("limit_low"), row.number_or_none("limit_high")
    if low is not None and high is not None and low >= high:
        row.fault("limit_high", N_("more than limit_low"))
    kind = row.one_of("kind", KINDS, N_("flow, cumulative, stock, ratio or milestone"))
    rollup = row.one_of("rollup", ROLLUPS, N_("sum, ratio, weighted_mean or none"))
    if kind in KINDS and (rollup == "ratio") != (kind == "ratio"):
        row.fault("rollup", N_("ratio for a ratio, and only for a ratio"))
    weight = row.number("weight") if row.text("weight", required=False) else 1.0
    if weight <= 0:
        row.fault("weight", N_("a number above 0"))
    return Indicator(
        code=row.text("code"),
        measure=measure,
        chain=measures[measure].chain if measure in measures else "",
        name=row.both("name"),
        unit=replace(
            row.both("unit", required=kind != "milestone"),
            one=row.text("unit_en_one", required=False),
        ),
        kind=kind,
        direction=row.one_of("direction", DIRECTIONS, N_("up, down, at_least or at_most")),
        reporters=reporters,
        national_source=source,
        rollup=rollup,
        weight=weight,
        decimals=row.whole("decimals") if row.text("decimals", required=False) else 0,
        limits=(low, high),
        note=row.both("note", required=False),
    )


def _units(path: Path, groups: dict[str, Group], faults: list[Fault]) -> dict[str, Unit]:
    rows = list(rows_of(path, ("code", "kind", "name_zh"), faults))
    regions = {r.cells["code"] for r in rows if r.cells["kind"] == "region"}
    units: dict[str, Unit] = {}
    tiles: set[tuple[int, int]] = set()
    for row in rows:
        unit = _unit(row, regions, groups)
        if unit.code in units or unit.code == NATION:
            row.fault("code", N_("a code that no other row has"))
        if unit.tile is not None and unit.tile in tiles:
            row.fault("tile_column", N_("a tile that no other unit has"))
        if unit.tile is not None:
            tiles.add(unit.tile)
        units[unit.code] = unit
    return units


def _unit(row: Row, regions: set[str], groups: dict[str, Group]) -> Unit:
    kinds: tuple[UnitKind, ...] = ("region", "office")
    kind = row.one_of("kind", kinds, N_("region or office"))
    name = row.both("name")
    has_tile = bool(row.text("tile_row", required=False))
    office = kind == "office"
    return Unit(
        code=row.text("code"),
        kind=kind,
        name=name,
        short=_short(row, name),
        group=row.one_of("group", groups, N_("a group of programme.toml"), empty=True),
        region_type=row.text("region_type", required=False),
        parent=row.one_of("parent", regions, N_("a region of units.csv"), empty=not office)
        if office or row.cells.get("parent")
        else "",
        geographic_parent=row.one_of(
            "geographic_parent", regions, N_("a region of units.csv"), empty=True
        ),
        tile=(row.whole("tile_row"), row.whole("tile_column")) if has_tile else None,
        aliases=row.names("aliases"),
    )


def _ministry(row: Row) -> Unit:
    name = row.both("name")
    return Unit(
        code=row.text("code"),
        kind="ministry",
        name=name,
        short=_short(row, name),
        aliases=row.names("aliases"),
        note=row.both("note", required=False),
    )


def _short(row: Row, name: Text) -> Text:
    short = row.both("short", required=False)
    return Text(short.zh or name.zh, short.en or name.en)


def _targets(
    path: Path, indicators: dict[str, Indicator], units: dict[str, Unit], faults: list[Fault]
) -> tuple[Target, ...]:
    targets: list[Target] = []
    columns = ("indicator", "unit", "value", "due", "path", "basis_zh", "effective")
    for row in rows_of(path, columns, faults):
        start = row.text("baseline_quarter", required=False)
        baseline = row.number_or_none("baseline")
        if (baseline is None) != (not start):
            row.fault("baseline", N_("a baseline and its quarter, or neither"))
        if not row.text("basis_zh", required=False):
            row.fault("basis_zh", N_("the document that sets this target"))
        target = Target(
            indicator=row.one_of("indicator", indicators, N_("an indicator of indicators.csv")),
            unit=row.one_of("unit", units, N_("a unit, or nation")),
            value=row.number("value"),
            due=row.parsed("due", Quarter.of, A_QUARTER, Quarter(0)),
            baseline=baseline,
            baseline_quarter=row.parsed("baseline_quarter", Quarter.of, A_QUARTER, Quarter(0))
            if start
            else None,
            path=row.one_of("path", PATHS, N_("linear, plan, geometric or s_curve")),
            basis=row.both("basis", required=False),
            effective=row.parsed(
                "effective", date.fromisoformat, N_("a date like 2022-05-12"), date.min
            ),
            interim=row.parsed("interim", read_interim, N_("steps like 2023Q4=500;2024Q4=900"), ()),
        )
        if target.interim and target.path != "plan":
            row.fault("path", N_("plan, where interim targets are stated"))
        begins = target.baseline_quarter or Quarter(0)
        if any(not begins < quarter < target.due for quarter, _value in target.interim):
            row.fault("interim", N_("quarters between the baseline’s and the one it is due"))
        if target.baseline_quarter is not None and target.due <= target.baseline_quarter:
            row.fault("due", N_("a quarter after the baseline’s"))
        targets.append(target)
    return tuple(targets)


class _Settings:
    """programme.toml, read key by key; what is missing or of the wrong type becomes a fault."""

    def __init__(self, path: Path, faults: list[Fault]) -> None:
        self.faults = faults
        self.data: dict[str, Any] = {}
        try:
            self.data = tomllib.loads(path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            self.fault(str(path), "", N_("this file"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            self.fault(str(path), str(error), N_("a TOML file in UTF-8"))

    def fault(self, key: str, found: object, wanted: str) -> None:
        self.faults.append(Fault(TOML, None, key, str(found), wanted))

    def get(self, key: str, section: str, wanted: type[T] | tuple[type, ...], says: str) -> Any:
        place = self.data.get(section, {}) if section else self.data
        value = place.get(key) if isinstance(place, dict) else None
        if not isinstance(value, wanted) or isinstance(value, bool):
            self.fault(f"{section}.{key}" if section else key, "" if value is None else value, says)
            return None
        return value

    def text(self, key: str, section: str = "") -> str:
        return self.get(key, section, str, N_("a text")) or ""

    def both(self, key: str, section: str = "") -> Text:
        return Text(self.text(f"{key}_zh", section), self.text(f"{key}_en", section))

    def whole(self, key: str, section: str) -> int:
        return self.get(key, section, int, N_("a whole number")) or 0

    def quarter(self, key: str) -> Quarter:
        label = self.text(key, "quarters")
        try:
            return Quarter.of(label)
        except ValueError:
            self.fault(f"quarters.{key}", label, A_QUARTER)
            return Quarter(0)

    def into(self, settings: type[Settings], section: str) -> Settings:
        names = [f.name for f in fields(settings)]
        for extra in set(self.data.get(section, {})) - set(names):
            self.fault(f"{section}.{extra}", extra, N_("a setting that exists"))
        values = {n: self.get(n, section, (int, float), N_("a number")) for n in names}
        return settings(**{n: v if v is not None else 0 for n, v in values.items()})

    def groups(self) -> dict[str, Group]:
        return {
            g["code"]: Group(g["code"], Text(g["name_zh"], g.get("name_en", "")))
            for g in self.tables("groups", ("code", "name_zh"))
        }

    def outside(self) -> tuple[Outside, ...]:
        return tuple(
            Outside(Text(o["name_zh"], o.get("name_en", "")), (o["tile"][0], o["tile"][1]))
            for o in self.tables("outside", ("name_zh", "tile"))
        )

    def tables(self, key: str, needed: tuple[str, ...]) -> list[dict[str, Any]]:
        tables: list[dict[str, Any]] = self.data.get(key, [])
        whole = [t for t in tables if all(n in t for n in needed)]
        if len(whole) < len(tables):
            self.fault(key, len(whole), N_("every entry complete"))
        return whole
