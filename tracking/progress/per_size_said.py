"""A region's value per so many, worked out in a sentence and as data."""

from typing import Any

import pandas as pd

from tracking.programme import Programme
from tracking.progress.per_size import can_be_read_per_size, indicator_per_size, per_size
from tracking.words import Language, numbers, say


def per_size_said(
    rows: pd.DataFrame, programme: Programme, language: Language, *, cities: bool = False
) -> list[str]:
    """One sentence for each denominator of the programme; none where the region has no size.

    `rows` is the region's row of an assessment.
    """
    return [
        say(
            language,
            "{label}: {value} ÷ {size} {name} × {per} = {result} (sizes as of {day}, source:"
            " {source}). It enters no status, index or rank.",
            label=label[:1].upper() + label[1:],
            value=numbers.number(language, row["value"], indicator.decimals),
            size=numbers.number(language, row["size"]),
            name=of.name.to(language),
            per=numbers.number(language, of.per),
            result=numbers.quantity(
                language,
                row["relative"],
                indicator_per_size(indicator, of, pd.Series([row["relative"]])),
                brief=False,
            ),
            day=numbers.day(language, of.sizes[unit].as_of) if unit in of.sizes else "",
            source=of.sizes[unit].source.to(language) if unit in of.sizes else "",
        )
        for of, row in _found(rows, programme, cities=cities)
        for unit in [str(row["unit"])]
        for indicator in [programme.indicators[str(row["indicator"])]]
        for label in [of.label.to(language)]
    ]


def per_size_data(
    rows: pd.DataFrame, programme: Programme, *, cities: bool = False
) -> list[dict[str, Any]]:
    """The same as plain data."""
    return [
        {
            "denominator": of.code,
            "per": of.per,
            "size": float(row["size"]),
            "as_of": of.sizes[unit].as_of.isoformat() if unit in of.sizes else None,
            "source": of.sizes[unit].source.zh if unit in of.sizes else None,
            "relative": float(row["relative"]),
        }
        for of, row in _found(rows, programme, cities=cities)
        for unit in [str(row["unit"])]
    ]


def _found(rows: pd.DataFrame, programme: Programme, *, cities: bool) -> list[tuple[Any, Any]]:
    if rows.empty:
        return []
    code, unit = (str(rows.iloc[0][name]) for name in ("indicator", "unit"))
    if not can_be_read_per_size(programme.indicators[code]) or unit not in programme.units:
        return []
    found = []
    for of in programme.denominators.values():
        told = per_size(rows, of, programme, cities=cities)
        told = told[told["relative"].notna() & (told["unit_kind"] == "region")]
        found += [(of, row) for row in told.to_dict("records")]
    return found
