"""The numbers a briefing's sentences must say, worked out from the assessment by hand.

Plain loops over rows; nothing of what makes the sentences is used.
"""

from collections import Counter
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from math import isfinite
from typing import Any

from tests.briefing.ahead_by_hand import ahead
from tests.briefing.small import AT, BEFORE
from tracking.briefing import Material
from tracking.progress import absent

SILENT = ("insufficient", "stale", "not_reported")
BEHIND = ("delayed", "partly", "off_track", "missed")
AWAY = ("moving_away", "moved_away")


def percent(value: float, places: int = 0) -> str:
    """A share in per cent, halves away from 0."""
    step = Decimal(1).scaleb(-places)
    return f"{(Decimal(repr(float(value))) * 100).quantize(step, ROUND_HALF_UP):,f}"


@dataclass(frozen=True)
class ByHand:
    """One briefing's rows, to be counted."""

    of: Material
    kind: str
    code: str

    def rows(self, quarter: Any = AT, unit: str | None = None) -> list[dict[Any, Any]]:
        """The rows it is about: one unit's, or of the nation's a chain's or an indicator's."""
        unit = unit or (self.code if self.kind in ("region", "ministry") else "nation")
        told = self.of.assessment
        told = told[(told["quarter"] == quarter.index) & (told["unit"] == unit)]
        if self.kind in ("chain", "indicator"):
            told = told[told[self.kind] == self.code]
        found: list[dict[Any, Any]] = told.to_dict("records")
        return found

    def counts(self) -> tuple[int, int, Counter[str]]:
        """With a target, all, and those with a target by status."""
        rows = self.rows()
        aimed = [r for r in rows if isfinite(r["target"])]
        return len(aimed), len(rows), Counter(str(r["status"]) for r in aimed)

    def with_value(self) -> int:
        """How many have a value."""
        return sum(isfinite(r["value"]) for r in self.rows())

    def reported(self) -> int:
        """How many are reported for this quarter."""
        return sum(bool(r["reported"]) for r in self.rows())

    def away(self) -> int:
        """How many have moved away from their target."""
        return sum(str(r["status"]) in AWAY for r in self.rows())

    def slowest(self) -> tuple[str, int]:
        """The least share of the pace planned, and how many besides the first are as slow."""
        paces = [r["pace"] for r in self.rows() if str(r["status"]) in BEHIND]
        paces = [pace for pace in paces if isfinite(pace)]
        least = min(paces)
        return percent(least), sum(abs(p - least) < 0.0005 for p in paces) - 1

    def index(self, rows: list[dict[Any, Any]]) -> float | None:
        """Σ w·min(max(A, 0), 1) / Σ w; None where too little of the weight tells a share."""
        known = whole = total = 0.0
        for r in rows:
            steady = isfinite(r["baseline"]) and not isfinite(r["elapsed"])
            if isfinite(r["baseline"]) and (not steady or "break_after_baseline" in r["marks"]):
                whole += r["weight"]
            if (
                isfinite(r["achieved"])
                and isfinite(r["expected"])
                and str(r["status"]) not in SILENT
            ):
                known += r["weight"]
                total += r["weight"] * min(max(r["achieved"], 0.0), 1.0)
        enough = whole and known / whole >= self.of.programme.thresholds.index_weight - 1e-12
        return total / known if enough and known else None

    def of_chains(self) -> list[float]:
        """The nation's indices chain by chain, without the overall one; lowest first."""
        rows = self.rows()
        each = {str(r["chain"]) for r in rows} - {"overall"}
        found = [self.index([r for r in rows if r["chain"] == chain]) for chain in each]
        return sorted(value for value in found if value is not None)

    def of_regions(self) -> list[float]:
        """The regions' indices, highest first."""
        told = (self.index(self.rows(unit=u.code)) for u in self.of.programme.regions)
        return sorted((value for value in told if value is not None), reverse=True)

    def ends(self, values: list[float]) -> tuple[int, int]:
        """How many lead and how many trail: those closer to the end than a tie."""
        tie = self.of.programme.thresholds.tie - 1e-12
        first = [v for v in values if values[0] - v < tie]
        last = [v for v in values if v - values[-1] < tie and values[0] - v >= tie]
        return len(first), len(last)

    def turns(self) -> tuple[int, int]:
        """How many statuses got better and worse, where both can be compared."""
        before = {r["indicator"]: str(r["status"]) for r in self.rows(BEFORE)}
        better = worse = 0
        for r in self.rows():
            now, then = rank(str(r["status"])), rank(before.get(r["indicator"], ""))
            if now is not None and then is not None:
                better, worse = better + (now < then), worse + (now > then)
        return better, worse

    def outlooks(self) -> Counter[str]:
        """The indicators with an outlook by how likely they reach their target."""
        unit = self.code if self.kind in ("region", "ministry") else "nation"
        told, programme = self.of.assessment, self.of.programme
        told = told[(told["unit"] == unit) & (told["quarter"] <= AT.index)]
        series: dict[str, list[dict[Any, Any]]] = {}
        for row in told.sort_values("quarter").to_dict("records"):
            series.setdefault(str(row["indicator"]), []).append(row)
        least, most, counts = programme.outlook.unlikely, programme.outlook.likely, Counter[str]()
        for code in [str(row["indicator"]) for row in self.rows()]:
            one = programme.indicators[code]
            found = ahead(series[code], one.sign, one.limits, programme)
            if not found.why:
                far = found.chance >= most, found.chance <= least
                counts["likely" if far[0] else "unlikely" if far[1] else "uncertain"] += 1
        return counts

    def owed(self, quarter: Any = AT) -> list[dict[Any, Any]]:
        """The reports owed."""
        told = self.of.obligations
        told = told[told["quarter"] == quarter.index]
        if self.kind in ("region", "ministry"):
            told = told[told["unit"] == self.code]
        found: list[dict[Any, Any]] = told.to_dict("records")
        return found

    def came(self, quarter: Any = AT) -> tuple[int, int, int]:
        """Reports due, those that came, those that came in time; all deadlines have passed."""
        rows = self.owed(quarter)
        there = [r for r in rows if r["state"] in ("approved", "waiting")]
        return len(rows), len(there), sum(r["received"] <= r["due"] for r in there)

    def lacking(self) -> int:
        """How many of the nation's sums lack reports."""
        return sum(
            r["origin"] == "sum"
            and r["reporting"] < r["expecting"]
            and r["kind"] != "milestone"
            and isfinite(r["value"])
            for r in self.rows()
        )

    def depending(self) -> int:
        """How many of their statuses hang on these."""
        found = absent(self.of.at(AT, "nation"), self.of.programme)
        return int(found["depends"].sum())

    def problems(self) -> int:
        """By how many units the indicator is named that most name a problem for."""
        told = self.of.narratives
        mine = {r["indicator"] for r in self.rows()}
        pairs = {
            (str(r["indicator"]), str(r["unit"]))
            for r in told.to_dict("records")
            if r["indicator"] in mine
            and (self.kind not in ("region", "ministry") or r["unit"] == self.code)
        }
        return max(Counter(indicator for indicator, _unit in pairs).values())

    def standing_out(self) -> int:
        """How many figures stand out, each once."""
        told = self.of.stands_out(AT).to_dict("records")
        mine = [r for r in told if self.kind == "nation" or r["unit"] == self.code]
        return len({(r["indicator"], r["unit"]) for r in mine})


# Worst first; None for what cannot be compared.
_RANKS = (
    ("moving_away", "moved_away"), ("off_track", "missed"), ("delayed", "partly"),
    ("on_track", "narrowly_missed"), ("achieved",),
)  # fmt: skip


def rank(status: str) -> int | None:
    """How far down a status stands; None where it says nothing of progress."""
    for n, alike in enumerate(reversed(_RANKS)):
        if status in alike:
            return n
    return None
