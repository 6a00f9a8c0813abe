"""The programme's nouns: chains, measures, indicators, units, targets and settings."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from typing import Literal, get_args

from tracking.programme.interim import Interim
from tracking.programme.quarter import Quarter
from tracking.words import Text

Kind = Literal["flow", "cumulative", "stock", "ratio", "milestone"]
Direction = Literal["up", "down", "at_least", "at_most"]
Rollup = Literal["sum", "ratio", "weighted_mean", "none"]
Path = Literal["linear", "plan", "geometric", "s_curve"]
Basis = Literal["quarter", "year_to_date", "since_start", "period_end"]
UnitKind = Literal["nation", "region", "ministry", "office"]

KINDS: tuple[Kind, ...] = get_args(Kind)
DIRECTIONS: tuple[Direction, ...] = get_args(Direction)
ROLLUPS: tuple[Rollup, ...] = get_args(Rollup)
PATHS: tuple[Path, ...] = get_args(Path)

# What adds up over time or places, and so can be told per thousand of something.
ADDITIVE: tuple[Kind, ...] = ("flow", "cumulative", "stock")

# What a figure of each kind may state its value as; the first is meant when nothing is said.
BASES: Mapping[Kind, tuple[Basis, ...]] = {
    "flow": ("quarter", "year_to_date", "since_start"),
    "cumulative": ("since_start",),
    "stock": ("period_end",),
    "ratio": ("period_end", "quarter", "year_to_date", "since_start"),
    "milestone": ("period_end",),
}

NATION = "nation"
# Beside the seven chains: the goals of the whole programme.
OVERALL = "overall"
NOTHING = Text("")


@dataclass(frozen=True, slots=True)
class Chain:
    """One chain of the programme; `clause` is its leading clause in the document."""

    code: str
    order: int
    name: Text
    clause: Text


@dataclass(frozen=True, slots=True)
class Measure:
    """What a chain asks for; `basis` tells where its wording is from: notice, seed or pending."""

    code: str
    chain: str
    name: Text
    basis: str
    leads: tuple[str, ...]
    quote: Text


@dataclass(frozen=True, slots=True)
class Indicator:
    """One number, or milestone, that shows a measure's progress.

    `reporters` holds "region" and ministry codes; `national_source` the ministry whose figure is
    the nation's own (empty: the nation is the sum of all who report). `limits` bound a sensible
    value.
    """

    code: str
    measure: str
    chain: str
    name: Text
    unit: Text
    kind: Kind
    direction: Direction
    reporters: tuple[str, ...]
    national_source: str
    rollup: Rollup
    weight: float
    decimals: int
    limits: tuple[float | None, float | None]
    note: Text

    @property
    def scale(self) -> float:
        """What numerator / denominator is multiplied by to give the value: 100 for a percentage."""
        return {"%": 100.0, "‰": 1000.0}.get(self.unit.zh, 1.0)

    @property
    def sign(self) -> int:
        """+1 where more is better, −1 where less is."""
        return 1 if self.direction in ("up", "at_least") else -1


@dataclass(frozen=True, slots=True)
class Unit:
    """Who reports: the nation, a region, a ministry, or an office below a region (`parent`).

    `geographic_parent` names the province that a city with separate planning lies in. `tile` is the
    (row, column) on the tile grid. `aliases` are further names reports use.
    """

    code: str
    kind: UnitKind
    name: Text
    short: Text
    group: str = ""
    region_type: str = ""
    parent: str = ""
    geographic_parent: str = ""
    tile: tuple[int, int] | None = None
    aliases: tuple[str, ...] = ()
    note: Text = NOTHING


@dataclass(frozen=True, slots=True)
class Group:
    """A group of regions that are compared with each other, e.g. 东部."""

    code: str
    name: Text


@dataclass(frozen=True, slots=True)
class Outside:
    """A tile outside the programme, drawn grey and called “not in scope”, never “no data”."""

    name: Text
    tile: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Target:
    """What is to be reached by a quarter's end, and by which document.

    `baseline` is the value at the end of `baseline_quarter`; both None when it is not stated.
    `interim` are the steps of a planned path. `reason` says why it took the place of the version
    before; a `withdrawn` one says that from its day on there is no target any more.
    """

    indicator: str
    unit: str
    value: float
    due: Quarter
    baseline: float | None
    baseline_quarter: Quarter | None
    path: Path
    basis: Text
    effective: date
    interim: Interim = ()
    reason: str = ""
    withdrawn: bool = False


@dataclass(frozen=True, slots=True)
class Size:
    """How large a unit is, as a published statistic has it."""

    value: float
    as_of: date
    source: Text


@dataclass(frozen=True, slots=True)
class Denominator:
    """What sizes are counted in, so that values can be told per so many (`per`) of them.

    `name` is what follows a number: 家企业, enterprises. Units without a size are not in `sizes`.
    """

    code: str
    name: Text
    per: int
    sizes: Mapping[str, Size]

    @property
    def label(self) -> Text:
        """What a value is told per: 每千家企业, per thousand enterprises."""
        many = PERS[self.per]
        return Text(f"每{many.zh}{self.name.zh}", f"per {many.en} {self.name.en}")


# Per how many a value may be told, as people say it.
PERS: Mapping[int, Text] = {
    100: Text("百", "hundred"),
    1_000: Text("千", "thousand"),
    10_000: Text("万", "ten thousand"),
    1_000_000: Text("百万", "million"),
}


@dataclass(frozen=True, slots=True)
class Thresholds:
    """The method's settings, see docs/method.md; all but `stale_quarters` (quarters) are shares."""

    too_early: float
    on_track: float
    delayed: float
    near: float
    narrowly_missed: float
    partly: float
    stale_quarters: int
    coverage: float
    index_weight: float
    tie: float


@dataclass(frozen=True, slots=True)
class OutlookSettings:
    """The settings of the outlook, see docs/method.md, “Outlook at the deadline”."""

    damping: float
    sigma_floor: float
    clip: float
    clip_quarters: int
    least_quarters: int
    seasonal: float
    seasonal_quarters: int
    confidence: float
    likely: float
    unlikely: float
    history_quarters: int
    history_series: int


@dataclass(frozen=True, slots=True)
class CheckLimits:
    """When a check of a report speaks up; see docs/report-format.md."""

    outlier: float
    outlier_quarters: int
    unit_mix_up: float
    correction: float
    total: float
    denominator_jump: float
    level_fall: float
    level_jump: float
    reports: float
    consistent_low: float
    consistent_high: float


@dataclass(frozen=True)
class Programme:
    """The whole action, as data/programme states it; mappings are by code, in the files' order."""

    code: str
    name: Text
    short: Text
    document: Text
    history_from: Quarter
    start: Quarter
    end: Quarter
    deadline_days: int
    thresholds: Thresholds
    outlook: OutlookSettings
    checks: CheckLimits
    groups: Mapping[str, Group]
    outside: tuple[Outside, ...]
    chains: Mapping[str, Chain]
    measures: Mapping[str, Measure]
    indicators: Mapping[str, Indicator]
    units: Mapping[str, Unit]
    targets: tuple[Target, ...]
    denominators: Mapping[str, Denominator] = field(default_factory=dict)

    @cached_property
    def quarters(self) -> tuple[Quarter, ...]:
        """The programme's quarters, first to last."""
        return tuple(self.start + n for n in range(self.end - self.start + 1))

    @cached_property
    def regions(self) -> tuple[Unit, ...]:
        """The regional reporting units; they add up to the nation without double counting."""
        return tuple(u for u in self.units.values() if u.kind == "region")

    @cached_property
    def ministries(self) -> tuple[Unit, ...]:
        """The reporting ministries."""
        return tuple(u for u in self.units.values() if u.kind == "ministry")

    @cached_property
    def offices(self) -> Mapping[str, tuple[Unit, ...]]:
        """The offices below each region that has any, by the region's code."""
        below: dict[str, list[Unit]] = {}
        for unit in self.units.values():
            if unit.kind == "office":
                below.setdefault(unit.parent, []).append(unit)
        return {code: tuple(units) for code, units in below.items()}

    def indicators_of(self, chain: str) -> tuple[Indicator, ...]:
        """A chain's indicators, in order."""
        return tuple(i for i in self.indicators.values() if i.chain == chain)

    def measures_of(self, chain: str) -> tuple[Measure, ...]:
        """A chain's measures, in order."""
        return tuple(m for m in self.measures.values() if m.chain == chain)

    def owes(self, unit: Unit, indicator: Indicator) -> bool:
        """Whether this unit reports this indicator; an office may report what its region owes."""
        if unit.kind == "ministry":
            return unit.code in indicator.reporters
        return unit.kind in ("region", "office") and "region" in indicator.reporters

    def deadline_of(self, quarter: Quarter) -> date:
        """The last day a quarter's report is in time."""
        return quarter.last_day + timedelta(days=self.deadline_days)
