"""What a briefing must say of one indicator of the nation, worked out by hand, clause by clause.

Numbers come from the assessment's values, baselines and targets by the formulas of docs/method.md;
nothing of what makes the sentences is used.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from itertools import pairwise
from math import isfinite, nan
from typing import Any

from tests.briefing.ahead_by_hand import Ahead, ahead, known
from tests.briefing.small import AT
from tests.briefing.written_by_hand import quarter, share, written
from tracking.briefing import Material
from tracking.programme import Indicator, Quarter
from tracking.words import Language

Row = dict[Any, Any]
# A clause by its name, and what stands at its places, as regular expressions.
Clause = tuple[str, dict[str, object]]
STEADY = ("at_least", "at_most")
VERDICTS = ("moved_away", "missed", "partly", "narrowly_missed")


@dataclass(frozen=True)
class Alone:
    """One indicator of the nation, or of a unit its outlook, in one quarter and one language."""

    of: Material
    indicator: Indicator
    language: Language
    unit: str = "nation"

    @cached_property
    def rows(self) -> list[Row]:
        """Its rows, quarter by quarter."""
        told = self.of.assessment
        mine = (told["indicator"] == self.indicator.code) & (told["unit"] == self.unit)
        mine &= told["quarter"] <= AT.index
        return told[mine].sort_values("quarter").to_dict("records")

    @property
    def row(self) -> Row:
        """The nation's of the quarter."""
        return self.rows[-1]

    @cached_property
    def parts(self) -> list[Row]:
        """The units that the sum adds up: all who report, but whose figure is the nation's own."""
        told, one = self.of.assessment, self.indicator
        units = {
            unit.code
            for unit in (*self.of.programme.regions, *self.of.programme.ministries)
            if self.of.programme.owes(unit, one) and unit.code != one.national_source
        }
        mine = (told["indicator"] == one.code) & told["unit"].isin(units)
        return told[mine & (told["quarter"] == AT.index)].to_dict("records")

    @cached_property
    def ahead(self) -> Ahead:
        """The outlook."""
        return ahead(self.rows, self.indicator.sign, self.indicator.limits, self.of.programme)

    def added(self, rows: list[Row]) -> float:
        """What rows come to: Σ y, or of a ratio Σ numerators / Σ denominators."""
        rows = [row for row in rows if isfinite(row["value"])]
        if not rows:
            return nan
        if self.indicator.kind != "ratio":
            return float(sum(row["value"] for row in rows))
        above, below = (sum(row[part] for row in rows) for part in ("numerator", "denominator"))
        return 100 * float(above) / float(below)

    @property
    def value(self) -> float:
        """The nation's value: its ministry's, or what the units come to."""
        return self.added(self.parts) if self.row["origin"] == "sum" else float(self.row["value"])

    def amount(self, value: float, places: int | None = None, points: bool = False) -> str:
        """A value with its unit; millions of yuan are written out in English."""
        unit = re.escape(self.indicator.unit.to(self.language))
        places = self.indicator.decimals if places is None else places
        if points and unit == "%":
            said = written(value, places)
            return f"{said} percentage points" if self.language == "en" else f"{said}个百分点"
        if self.language == "zh" or unit == "%":
            return f"{written(value, places)}{unit}"
        hundred = re.escape("100 ")
        if unit.startswith(hundred):
            said = written(value, max(0, places - 2), times=100)
            return f"{said} {unit.removeprefix(hundred)}"
        said = written(value, places)
        return f"{said} {self.indicator.unit.one if said.lstrip('−') == '1' else unit}"

    def worded(self, value: float, qualifier: str) -> str:
        """An amount as its reporter worded it."""
        words = {"≥": ("over ", "超"), "≤": ("at most ", "不超过"), "~": ("about ", "约")}
        before = words.get(qualifier, ("", ""))[self.language == "zh"]
        return before + self.amount(value)

    def when(self, index: int) -> str:
        """A quarter's name."""
        return quarter(self.language, index)

    # The clauses, in the order in which they are said.

    def clauses(self) -> Iterator[Clause]:
        """All that is said of it."""
        yield from self.of_value()
        yield from self.of_sources()
        yield from self.of_target()
        yield from self.of_way()
        yield from self.of_status()
        yield from self.of_missing()
        yield from self.of_need()
        yield from self.of_outlook()
        yield from self.of_ministry()
        if self.row["marks"]:
            yield "marks", {}

    def of_value(self) -> Iterator[Clause]:
        """The value and its quarter."""
        row, start = self.row, self.of.programme.start.index
        last, at = row["value_quarter"], self.when(row["quarter"])
        if not isfinite(row["value"]):
            yield "nothing", {"quarter": at}
            return
        if self.indicator.kind == "milestone":
            claimed = "claimed" in row["marks"]
            done = "verified" if row["value"] else "claimed" if claimed else "not_done"
            yield done, {"quarter": at}
            return
        value = self.worded(self.value, str(row["qualifier"]))
        if self.only() is not None:
            period = {"first": self.when(start), "last": self.when(last)}
            longer = self.indicator.kind == "flow" and last > start
            yield "only_since" if longer else "only", {
                "expecting": len(self.parts), "value": value, **period,
            }  # fmt: skip
        elif self.indicator.kind == "flow":
            named = "total" if last > start else "in"
            yield named, {"value": value, "first": self.when(start), "last": self.when(last)}
            if last < AT.index:
                yield "since", {}
        elif last < AT.index:
            yield "carried", {"value": value, "quarter": at, "last": self.when(last)}
        else:
            yield "value", {"value": value, "quarter": at}

    def only(self) -> Row | None:
        """Of a sum the one unit that has figures, where no other has."""
        having = [part for part in self.parts if isfinite(part["value"])]
        one = self.row["origin"] == "sum" and len(having) == 1 < len(self.parts)
        return having[0] if one else None

    def of_sources(self) -> Iterator[Clause]:
        """Where it comes from; the share of a sum that came is a count, as no part has a target."""
        row = self.row
        if row["origin"] == "sum":
            came = sum(bool(part["reported"]) for part in self.parts)
            of = {"reporting": came, "expecting": len(self.parts)}
            if self.only() is not None:
                yield "one_came", of
                return
            yield "sum", of | {"coverage": share(came / len(self.parts), 1)}
        elif row["origin"] == "ministry":
            yield "submission", {"submission": row["submission"], "row": row["row"]}
            yield "ministry", {}

    def of_target(self) -> Iterator[Clause]:
        """The target, the baseline and the steps between."""
        row = self.row
        if not isfinite(row["target"]):
            yield "no_target", {}
            return
        due = self.when(row["due"])
        if self.indicator.kind == "milestone":
            yield "due", {"due": due}
            return
        steady = self.indicator.direction in STEADY
        yield (self.indicator.direction if steady else "target"), {
            "target": self.amount(row["target"]), "due": due,
        }  # fmt: skip
        if isfinite(row["baseline"]):
            at = self.when(row["baseline_quarter"])
            yield "baseline", {"baseline": self.amount(row["baseline"]), "quarter": at}
        if row["interim"]:
            (first, one), (second, two) = self.steps()
            yield "steps", {
                "one": self.amount(one), "first": self.when(first),
                "two": self.amount(two), "second": self.when(second),
            }  # fmt: skip

    def steps(self) -> list[tuple[int, float]]:
        """The interim targets: quarter and value."""
        pairs = (step.split("=") for step in str(self.row["interim"]).split(";"))
        return [(Quarter.of(label).index, float(value)) for label, value in pairs]

    @cached_property
    def expected(self) -> float:
        """E, the share that the path asks for by now; NaN where no share can be told."""
        row, limits = self.row, 1e-9
        b, target, start, due = (row[n] for n in ("baseline", "target", "baseline_quarter", "due"))
        if (
            not (isfinite(target) and isfinite(b))
            or start < 0
            or self.indicator.direction in STEADY
        ):
            return nan
        slack = limits * max(1, abs(target))
        if self.indicator.sign * (b - target) >= -slack or "break_after_baseline" in row["marks"]:
            return nan
        x = min(max((AT.index - start) / (due - start), 0), 1)
        return float(self.curve(str(row["path"]), x, b, target))

    def curve(self, path: str, x: float, b: float, target: float) -> float:
        """The share that a path asks for when the share x of the time has passed."""
        if path == "s_curve":
            return 3 * x**2 - 2 * x**3
        if path == "geometric":
            if target * b <= 0:
                return 1.0 if x == 1 else nan
            return ((target / b) ** x - 1) / (target / b - 1)
        if path != "plan" or not self.row["interim"]:
            return x
        points = [(self.row["baseline_quarter"], b), *self.steps(), (self.row["due"], target)]
        for (s, u), (t, v) in pairwise(points):
            if s <= AT.index <= t:
                return (u + (v - u) * (AT.index - s) / (t - s) - b) / (target - b)
        return 1.0

    def of_way(self) -> Iterator[Clause]:
        """A, E, the gap and the pace."""
        row, expected = self.row, self.expected
        if not (isfinite(self.value) and isfinite(expected)):
            return
        b, target = row["baseline"], row["target"]
        achieved = (self.value - b) / (target - b)
        away = round(1000 * -achieved) > 0
        if away:
            yield "away", {"away": share(-achieved, 1), "expected": share(expected, 1)}
        else:
            yield "way", {"achieved": share(achieved, 1), "expected": share(expected, 1)}
        gap = self.indicator.sign * (self.value - (b + (target - b) * expected))
        if round(gap, 9) == 0:
            yield "on_path", {}
        else:
            digits = range(self.indicator.decimals, 9)
            places = next(n for n in digits if round(abs(gap), n))
            size = self.amount(abs(gap), places, points=True)
            yield ("better" if gap > 0 else "short"), {"gap": size}
        if expected > 0 and not away:
            yield "pace", {"pace": share(achieved / expected, 1)}

    def of_status(self) -> Iterator[Clause]:
        """The status and the thresholds in its meaning; until when it may be provisional."""
        row, limits = self.row, self.of.programme.thresholds
        status = str(row["status"])
        told = {n: share(getattr(limits, n)) for n in (
            "delayed", "on_track", "partly", "narrowly_missed", "too_early", "coverage",
        )}  # fmt: skip
        more = {"stale": limits.stale_quarters, "due": self.when(row["due"])}
        milestone = self.indicator.kind == "milestone" and status in (
            "achieved",
            "missed",
            "not_yet",
        )
        yield f"{'done' if milestone else 'status'}_{status}", told | more
        day = Quarter(AT.index).last_day + timedelta(days=self.of.programme.deadline_days)
        if self.of.as_of > day or status not in VERDICTS:
            return
        said = {"quarter": self.when(AT.index)} | {"day": self.day(day)}
        if row["value_quarter"] < AT.index:
            yield "provisional_from", said | {"last": self.when(row["value_quarter"])}
        elif row["origin"] == "sum" and not all(part["reported"] for part in self.parts):
            yield "provisional", said

    def day(self, day: Any) -> str:
        """A day as it is written."""
        if self.language == "zh":
            return f"{day.year}年{day.month}月{day.day}日"
        return f"{day.day} {day:%b} {day.year}"

    def of_missing(self) -> Iterator[Clause]:
        """What a sum may come to when the missing reports come."""
        row = self.row
        came = [part for part in self.parts if part["reported"]]
        n = len(self.parts) - len(came)
        if row["origin"] != "sum" or not n or not isfinite(self.value):
            return
        heard = self.added(came)
        covered = len(came) / len(self.parts)
        others = heard if self.indicator.kind == "ratio" or not came else heard / covered
        running = self.indicator.kind in ("flow", "cumulative")
        ways = [self.value if running else heard, self.value, others]
        ways = [way for way in ways if isfinite(way)]
        low, high = self.amount(min(ways)), self.amount(max(ways))
        of = {"n": n, "quarter": self.when(AT.index), "low": low, "high": high}
        yield ("missing_one" if n == 1 else "missing") + ("" if low != high else "_alike"), of
        if isfinite(row["target"]):
            yield "depends", {}

    @cached_property
    def recent(self) -> float:
        """The mean of the last four quarterly changes, from reports of one source and meaning."""
        told = known(self.rows, self.of.programme, self.row["origin"] == "ministry")
        last = [quarter for quarter in told if quarter >= AT.index - 4]
        if len(last) < 2:
            return nan
        return (told[last[-1]] - told[last[0]]) / (last[-1] - last[0])

    def of_need(self) -> Iterator[Clause]:
        """What is needed a quarter from now on, beside what came of late."""
        row, sign = self.row, self.indicator.sign
        if (
            not isfinite(row["target"])
            or not isfinite(self.value)
            or self.indicator.kind == "milestone"
        ):
            return
        left, short = row["due"] - AT.index, row["target"] - self.value
        if left <= 0 or sign * short <= 1e-9 * max(1, abs(row["target"])):
            return
        need = short / left
        yield ("rise" if need > 0 else "fall"), {"amount": self.size(need)}
        if isfinite(self.recent):
            way = "rose" if self.recent > 0 else "fell" if self.recent < 0 else "still"
            yield way, {"amount": self.size(self.recent)}
            if sign * self.recent > 0:
                times = need / self.recent
                places = next((n for n in range(1, 9) if round(times, n) > 1), 1)
                yield ("times" if times > 1 else "in_time"), {"times": written(times, places)}

    def size(self, amount: float) -> str:
        """How much, with as many digits as leave it the same within 2 per cent."""
        exact = abs(amount)
        digits = range(self.indicator.decimals, 9)
        close = (n for n in digits if abs(round(exact, n) - exact) <= 0.02 * exact)
        return self.amount(exact, next(close, self.indicator.decimals), points=True)

    def of_outlook(self) -> Iterator[Clause]:
        """Where it is likely to be, how likely the target is reached; or why that is not told."""
        found, settings = self.ahead, self.of.programme.outlook
        if found.why:
            if found.why in ("stale", "insufficient", "gap", "few", "corrected"):
                yield f"none_{found.why}", {"n": settings.least_quarters}
            return
        yield "ahead", {
            "centre": self.amount(found.centre), "due": self.when(self.row["due"]),
            "confidence": share(settings.confidence),
            "low": self.amount(found.low), "high": self.amount(found.high),
        }  # fmt: skip
        yield self.likelihood(), {"chance": self.chance()}
        yield "in_full", {"value": self.amount(found.full)}
        if found.n < 2 * settings.least_quarters:
            yield "rests", {"n": found.n}

    def likelihood(self) -> str:
        """Likely, unlikely or uncertain."""
        limits, chance = self.of.programme.outlook, self.ahead.chance
        if chance >= limits.likely:
            return "likely"
        return "unlikely" if chance <= limits.unlikely else "uncertain"

    def chance(self) -> str:
        """P, never as certain as 0 or 100 %, and never in per cent that have another word."""
        chance, en = self.ahead.chance, self.language == "en"
        if chance > 0.99:
            return "over 99%" if en else "99%以上"
        if chance < 0.01:
            return "under 1%" if en else "1%以下"
        limits, word = self.of.programme.outlook, self.likelihood()
        if word == "uncertain" and share(chance) == share(limits.likely):
            return share(min(round(chance, 3), limits.likely - 0.001), 1)
        if word == "uncertain" and share(chance) == share(limits.unlikely):
            return share(max(round(chance, 3), limits.unlikely + 0.001), 1)
        return share(chance)

    def of_ministry(self) -> Iterator[Clause]:
        """The ministry's figure beside the sum of the regions."""
        row, told = self.row, self.of.assessment
        mine = (told["indicator"] == self.indicator.code) & (told["quarter"] == AT.index)
        mine &= told["unit"] == self.indicator.national_source
        stated = [float(v) for v in told.loc[mine, "value"] if isfinite(v)]
        regions = self.added(self.parts)
        if not stated or not isfinite(regions) or self.indicator.kind == "milestone":
            return
        chosen = row["origin"] == "ministry"
        apart = regions - stated[0]
        said = self.amount(apart, points=True)
        yield "two", {
            "value": self.worded(stated[0], str(row["qualifier"]) if chosen else ""),
            "sum": self.amount(regions),
            "difference": rf"\+{said}" if round(apart, self.indicator.decimals) > 0 else said,
        }  # fmt: skip
        came = sum(bool(part["reported"]) for part in self.parts)
        if chosen and came < len(self.parts):
            yield "for_that_sum", {"reporting": came, "expecting": len(self.parts)}
