"""Where a value comes from, in sentences: its source, its parts, and changes of its definition.

Method: docs/method.md, “Explaining a status”.
"""

from collections.abc import Mapping
from functools import partial
from typing import Any, Final

import pandas as pd

from tracking.programme import Indicator, Programme
from tracking.progress.columns import GROUP_PREFIX, SUMS
from tracking.progress.names import quotable
from tracking.progress.reported import reported, waiting
from tracking.words import Language, numbers, say, say_n

# As many units or changes are named; of more the number.
NAMED: Final = 5


def unit_name(code: str, programme: Programme, language: Language) -> str:
    """A unit's short name, or a group's, or the nation's."""
    if code.startswith(GROUP_PREFIX):
        return programme.groups[code.removeprefix(GROUP_PREFIX)].name.to(language)
    return programme.units[code].short.to(language)


def heard(of: Mapping[str, Any], parts: pd.DataFrame | None) -> list[str]:
    """The units whose figures a sum adds up, where not all have one; none where all have."""
    if parts is None or str(of["origin"]) not in SUMS:
        return []
    units = list(dict.fromkeys(str(unit) for unit in parts["unit"]))
    return units if len(units) < int(of["expecting"]) else []


def only_one(
    of: Mapping[str, Any],
    one: str,
    value: str,
    indicator: Indicator,
    programme: Programme,
    language: Language,
) -> str:
    """The value of a sum that is one unit's: said as what it is."""
    period = last = numbers.quarter(language, int(of["value_quarter"]))
    if indicator.kind == "flow" and of["value_quarter"] > programme.start.index:
        first = numbers.quarter(language, programme.start)
        period = say(language, "{first} to {last}", first=first, last=last)
    return say(
        language,
        "{unit}, “{indicator}”: of {expecting} units only {one} has figures: {value}, {period}."
        " That is the value of {one}, not of {unit}.",
        unit=unit_name(str(of["unit"]), programme, language),
        indicator=quotable(indicator.name, language),
        one=unit_name(one, programme, language),
        expecting=int(of["expecting"]), value=value, period=period,
    )  # fmt: skip


def provenance(
    of: Mapping[str, Any],
    programme: Programme,
    language: Language,
    versions: pd.DataFrame | None,
    parts: pd.DataFrame | None,
) -> list[str]:
    """What the value was read from or added up from."""
    _ = partial(say, language)
    origin, indicator = str(of["origin"]), programme.indicators[str(of["indicator"])]
    if origin in SUMS:
        return _of_a_sum(of, programme, language, parts)
    told = []
    # Where there is no value, versions are what was handed in and does not count.
    valued = origin in ("own", "ministry")
    if valued and versions is not None and len(versions):
        told += reported(of, indicator, language, versions, parts)
    elif valued and of["submission"]:
        told.append(
            _(
                "It comes from submission {submission}, row {row}.",
                submission=int(of["submission"]), row=int(of["row"]),
            )
        )  # fmt: skip
    if origin == "ministry":
        ministry = unit_name(str(of["source_unit"]), programme, language)
        told.append(_("It is the figure of {ministry}.", ministry=ministry))
    return [*told, *waiting(of, indicator, language, versions)]


def _of_a_sum(
    of: Mapping[str, Any], programme: Programme, language: Language, parts: pd.DataFrame | None
) -> list[str]:
    _ = partial(say, language)
    counts = {"reporting": int(of["reporting"]), "expecting": int(of["expecting"])}
    units = heard(of, parts)
    if len(units) == 1 and parts is not None:
        one = parts.iloc[-1]
        told = [_("{reporting} of {expecting} units reported for this quarter.", **counts)]
        if str(one["origin"]) == "rolled":
            told.append(
                say_n(
                    language,
                    "The figure of {unit} adds up {n} office.",
                    "The figure of {unit} adds up {n} offices.",
                    int(one["reported"]),
                    unit=unit_name(units[0], programme, language),
                )
            )
        return told
    told = (
        [
            _(
                "It adds up the units’ latest values; {reporting} of {expecting} reported for this"
                " quarter, {coverage} of the total.",
                coverage=numbers.share(language, of["coverage"], 1), **counts,
            )
        ]
        if str(of["origin"]) == "sum"
        else [
            _(
                "It adds up the offices below; {reporting} of {expecting} reported for this"
                " quarter.",
                **counts,
            )
        ]
    )  # fmt: skip
    if units:
        told.append(
            _(
                "{n} of {expecting} units have figures at all: {units}; the others are missing"
                " from it.",
                n=len(units), expecting=counts["expecting"],
                units=_listed([unit_name(u, programme, language) for u in units], language),
            )
        )  # fmt: skip
    return told


def definition_changes(
    breaks: pd.DataFrame | None, programme: Programme, language: Language, *, of_parts: bool
) -> list[str]:
    """When the definition changed and what the reports say of it; `breaks`: unit, quarter, note."""
    if breaks is None or breaks.empty:
        return []
    _ = partial(say, language)
    told = []
    rows = breaks.sort_values("quarter").to_dict("records")
    if of_parts:
        named = [
            _("{unit} in {quarter}",
              unit=unit_name(str(r["unit"]), programme, language),
              quarter=numbers.quarter(language, int(r["quarter"])))
            for r in reversed(rows)
        ]  # fmt: skip
        told.append(
            _("The definition changed in parts of the sum: {which}.",
              which=_listed(named, language))
        )  # fmt: skip
    else:
        for r in rows:
            quarter = numbers.quarter(language, int(r["quarter"]))
            note = str(r["note"]).strip().rstrip("。.")
            told.append(
                _("The definition changed in {quarter}; the report says: {note}.",
                  quarter=quarter, note=note)
                if note
                else _("The definition changed in {quarter}.", quarter=quarter)
            )  # fmt: skip
    told.append(
        _("Values before and after are not comparable: their difference is no rise and no fall.")
    )
    return told


def _listed(names: list[str], language: Language) -> str:
    comma = "、" if language == "zh" else ", "
    shown = comma.join(names[:NAMED])
    if len(names) <= NAMED:
        return shown
    return say(language, "{units} and {n} more", units=shown, n=len(names) - NAMED)
