"""Whether a target can be set as it is, and what about it is worth a second look."""

from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Final

from tracking.programme import NATION, Indicator, Programme, Quarter, Target
from tracking.reporting.reasons import bare, says_nothing
from tracking.targets.faults import Fault
from tracking.targets.typed import number_text
from tracking.targets.versions import Versions
from tracking.words import N_

# A value so many times the one before is asked about.
_TIMES: Final = 10
# So many quarters after the programme’s end a version may still take effect.
_LATEST: Final = 8
_BASES: Final = Path(__file__).with_name("no_bases.txt")


def faults(target: Target, programme: Programme, standing: bool) -> tuple[Fault, ...]:
    """Why it cannot be set; none where it can. `standing`: it takes another version's place."""
    indicator = programme.indicators[target.indicator]
    if target.withdrawn:
        return (*_reason(target, needed=True), *_day(target, programme))
    return (
        *_unit(target, indicator, programme),
        *_values(target, indicator),
        *_quarters(target, programme),
        *_path(target, indicator, programme),
        *_basis(target),
        *_reason(target, needed=standing),
        *_day(target, programme),
    )


def remarks(
    target: Target, programme: Programme, versions: Versions, today: date
) -> tuple[Fault, ...]:
    """What a second look is worth; nothing of it stands in the way."""
    indicator = programme.indicators[target.indicator]
    row = versions.before(target)
    later = versions.after(target)
    found = list(_of_days(target, today))
    if later is not None:
        day = date.fromisoformat(str(later["effective"]))
        found.append(Fault("effective", N_("From {day} on another version takes its place, which "
                                           "is set already."), {"day": day}))  # fmt: skip
    if target.withdrawn:
        return tuple(found)
    if row is not None and row["value"] and target.value:
        times = target.value / row["value"]
        if times >= _TIMES or 0 < times <= 1 / _TIMES or times < 0:
            found.append(Fault("value", N_("The value before was {value}: is it meant so?"),
                               {"value": number_text(row["value"])}))  # fmt: skip
    return (*found, *_of_path(target, indicator, programme))


def start_of(
    target: Target, indicator: Indicator, programme: Programme
) -> tuple[Quarter, float] | None:
    """Baseline quarter and baseline: the stated ones, or a total's own start; None for none."""
    if target.baseline is not None and target.baseline_quarter is not None:
        return target.baseline_quarter, target.baseline
    if indicator.kind in ("flow", "cumulative"):
        return programme.start + -1, 0.0
    return None


def _unit(target: Target, indicator: Indicator, programme: Programme) -> Iterator[Fault]:
    unit = programme.units[target.unit]
    if unit.kind == "office":
        yield Fault("unit", N_("{unit} reports through its region: targets are set for the nation,"
                               " regions and ministries."), {"unit": unit.name})  # fmt: skip
    elif target.unit != NATION and not programme.owes(unit, indicator):
        yield Fault("unit", N_("{unit} does not report “{indicator}”."),
                    {"unit": unit.name, "indicator": indicator.name})  # fmt: skip


def _values(target: Target, indicator: Indicator) -> Iterator[Fault]:
    if indicator.kind == "milestone":
        if target.value != 1 or target.baseline is not None or target.interim:
            yield Fault("value", N_("A milestone is done or not: its value is 1, without baseline"
                                    " or interim targets."))  # fmt: skip
        return
    stated = [("value", target.value), ("baseline", target.baseline)]
    stated += [("interim", value) for _quarter, value in target.interim]
    low, high = indicator.limits
    for field, value in stated:
        if value is None:
            continue
        if (low is not None and value < low) or (high is not None and value > high):
            yield Fault(field, *_beyond(value, low, high, indicator))


def _beyond(
    value: float, low: float | None, high: float | None, indicator: Indicator
) -> tuple[str, dict[str, object]]:
    told: dict[str, object] = {"value": number_text(value), "unit": indicator.unit}
    if low is None or high is None:
        limit = low if high is None else high
        message = N_("{value} is too small: the least is {limit} {unit}.") if high is None else N_(
            "{value} is too large: the most is {limit} {unit}.")  # fmt: skip
        return message, told | {"limit": number_text(limit or 0)}
    return N_("{value} lies outside {low} to {high} {unit}."), told | {
        "low": number_text(low), "high": number_text(high)
    }  # fmt: skip


def _quarters(target: Target, programme: Programme) -> Iterator[Fault]:
    start = target.baseline_quarter
    if target.due not in programme.quarters:
        yield Fault("due", N_("{due} is outside the programme: {start} to {end}."),
                    {"due": target.due, "start": programme.start,
                     "end": programme.end})  # fmt: skip
    if (start is None) != (target.baseline is None):
        field = "baseline" if target.baseline is None else "baseline_quarter"
        yield Fault(field, N_("A baseline needs both its value and its quarter, or neither."))
    if start is not None and start >= target.due:
        yield Fault("baseline_quarter", N_("The baseline’s quarter, {start}, must lie before"
                                           " {due}, by when the target is due."),
                    {"start": start, "due": target.due})  # fmt: skip


def _path(target: Target, indicator: Indicator, programme: Programme) -> Iterator[Fault]:
    start = start_of(target, indicator, programme)
    steady = indicator.direction in ("at_least", "at_most")
    if steady and (target.path != "linear" or target.interim):
        yield Fault("path", N_("“{indicator}” has to hold in every quarter: there is no path to"
                               " it."), {"indicator": indicator.name})  # fmt: skip
        return
    if target.path == "geometric":
        if start is None:
            yield Fault("path", N_("A geometric path needs a baseline."))
        elif target.value * start[1] <= 0:
            yield Fault("path", N_("A geometric path from {baseline} to {value} cannot be computed:"
                                   " both must differ from 0 and have the same sign."),
                        {"baseline": number_text(start[1]),
                         "value": number_text(target.value)})  # fmt: skip
    if not target.interim:
        return
    if target.path != "plan":
        yield Fault("path", N_("Interim targets belong to a planned path: choose it, or leave them"
                               " out."))  # fmt: skip
    if start is None:
        yield Fault("interim", N_("Interim targets need a baseline to start from."))
        return
    quarters = [quarter for quarter, _value in target.interim]
    if len(set(quarters)) < len(quarters):
        yield Fault("interim", N_("A quarter has more than one interim target."))
    outside = [quarter for quarter in quarters if not start[0] < quarter < target.due]
    if outside:
        yield Fault("interim", N_("The interim target of {quarter} must lie after {start}, the"
                                  " baseline’s quarter, and before {due}, by when the target is"
                                  " due."),
                    {"quarter": outside[0], "start": start[0], "due": target.due})  # fmt: skip


def _basis(target: Target) -> Iterator[Fault]:
    weak = says_nothing(target.basis.zh, also=_boilerplate())
    if weak == "empty":
        yield Fault("basis_zh", N_("Name the document that sets it, or who set it and when: a"
                                   " target without a basis cannot be saved."))  # fmt: skip
    elif weak:
        yield Fault("basis_zh", N_("“{found}” names no basis. Name the document with its number,"
                                   " or who set it and when."),
                    {"found": target.basis.zh})  # fmt: skip


def _reason(target: Target, *, needed: bool) -> Iterator[Fault]:
    weak = says_nothing(target.reason, also=_boilerplate())
    if weak == "empty":
        if needed:
            yield Fault("reason", N_("Say why it is withdrawn.") if target.withdrawn else N_(
                "Say why the target that stands is changed."))  # fmt: skip
    elif weak:
        yield Fault("reason", N_("“{found}” gives no reason."), {"found": target.reason})
    elif bare(target.reason) == bare(target.basis.zh) and not target.withdrawn:
        yield Fault("reason", N_("The reason only repeats the basis: say why it changes."))


def _day(target: Target, programme: Programme) -> Iterator[Fault]:
    first = programme.history_from.first_day
    last = (programme.end + _LATEST).last_day
    if not first <= target.effective <= last:
        yield Fault("effective", N_("{day} is outside {first} to {last}."),
                    {"day": target.effective, "first": first, "last": last})  # fmt: skip


def _of_days(target: Target, today: date) -> Iterator[Fault]:
    if target.effective > today:
        yield Fault("effective", N_("It takes effect on {day}; until then nothing changes."),
                    {"day": target.effective})  # fmt: skip
    elif target.effective < today:
        yield Fault("effective", N_("It holds from {day} on, in the past; what was known on an"
                                    " earlier day stays as it was."),
                    {"day": target.effective})  # fmt: skip


def _of_path(target: Target, indicator: Indicator, programme: Programme) -> Iterator[Fault]:
    if indicator.kind == "milestone":
        return
    start = start_of(target, indicator, programme)
    steady = indicator.direction in ("at_least", "at_most")
    if start is None and not steady:
        yield Fault("baseline", N_("Without a baseline no share and no pace can be told, only"
                                   " achieved or not yet."))  # fmt: skip
        return
    if start is None or steady:
        return
    sign = indicator.sign
    if sign * (start[1] - target.value) >= 0:
        yield Fault("baseline", N_("The baseline has reached the target already: it only has to be"
                                   " kept."))  # fmt: skip
    if target.path == "plan" and not target.interim:
        yield Fault("interim", N_("A planned path without interim targets is taken as a straight"
                                  " one."))  # fmt: skip
    steps = [*target.interim, (target.due, target.value)]
    for (_at, value), (quarter, following) in zip([start, *steps], steps, strict=False):
        if sign * (following - value) < 0:
            yield Fault("interim", N_("From {value} the path turns back to {following} in"
                                      " {quarter}: is it meant so?"),
                        {"value": number_text(value), "following": number_text(following),
                         "quarter": quarter})  # fmt: skip
            break


@cache
def _boilerplate() -> frozenset[str]:
    return frozenset(_BASES.read_text(encoding="utf-8").split())
