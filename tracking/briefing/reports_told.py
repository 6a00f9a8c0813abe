"""What the reference of reports leads to: how many came, in time or late, and whose are missing."""

from dataclasses import dataclass
from functools import partial
from typing import Any

import pandas as pd

from tracking import progress
from tracking.briefing.index_rows import Rows
from tracking.briefing.material import Material
from tracking.briefing.refs import Reference
from tracking.charts.calendar import RECORD_STYLE
from tracking.programme import NATION
from tracking.progress import unit_name
from tracking.progress.headline_reporting import reports_said
from tracking.progress.obligations import CAME
from tracking.progress.plausible import CHECK_NAMES
from tracking.progress.quality_said import by_check, quality_of, quality_said, stands_out_counted
from tracking.progress.reminders import state_name
from tracking.words import Language, numbers, say


@dataclass(frozen=True, slots=True)
class ReportsTold:
    """One quarter's reports, of all units or of one: in sentences, counted, and those not in time.

    `units` are the reports that are not in time, `problems` for which indicator how many units
    name one; `data` holds all of it.
    """

    sentences: tuple[str, ...]
    counts: Rows
    units: Rows
    problems: Rows
    data: dict[str, Any]


def count_heads(language: Language) -> tuple[str, ...]:
    """What the columns of `counts` are called."""
    return say(language, "State"), say(language, "How many")


def unit_heads(language: Language) -> tuple[str, ...]:
    """What the columns of `units` are called."""
    _ = partial(say, language)
    return (
        _("Unit"), _("How it came"), _("State"), _("Received"), _("Days after the deadline"),
        _("Reference"),
    )  # fmt: skip


def problem_heads(language: Language) -> tuple[str, ...]:
    """What the columns of `problems` are called."""
    return say(language, "Indicator"), say(language, "Units that name a problem")


def reports_told(material: Material, of: Reference, language: Language) -> ReportsTold | None:
    """What became of the reports that a reference is of; None where none is owed."""
    owing = material.owing(of.quarter, of.unit)
    if owing.empty:
        return None
    late = owing[~owing["came"].isin(["in_time", "not_due"])]
    late = late.sort_values(["came", "days"], ascending=False, kind="stable")
    counts, problems = _counts(owing), _problems(material, of)
    return ReportsTold(
        sentences=tuple(_sentences(material, of, owing, language)),
        counts=[(_count_name(name, language), str(n)) for name, n in counts.items()],
        units=[_unit(row, of, material, language) for row in late.to_dict("records")],
        problems=[
            (material.programme.indicators[code].name.to(language), str(n))
            for code, n in problems.items()
        ],
        data={
            "reference": str(of),
            "unit": of.unit,
            "quarter": str(of.quarter),
            "known_on": of.known_on.isoformat(),
            "counts": counts,
            "units": {
                came: owing.loc[owing["came"] == came, "unit"].astype("str").tolist()
                for came in CAME
                if came != "in_time" and (owing["came"] == came).any()
            },
            "stands_out": _stands_out(material, of),
            "problems": problems,
        },
    )


def _counts(owing: pd.DataFrame) -> dict[str, int]:
    now = quality_of(owing)
    came = owing["came"].value_counts()
    return {
        "owed": len(owing),
        "due": int(owing["expected"].sum()),
        "received": 0 if now is None else now.received,
        **{name: int(came.get(name, 0)) for name in CAME},
    }


def _count_name(name: str, language: Language) -> str:
    names = {
        "owed": say(language, "Owed"),
        "due": say(language, "Due by now"),
        "received": say(language, "Of these received"),
    }
    return names[name] if name in names else say(language, RECORD_STYLE[name].word)


def _sentences(
    material: Material, of: Reference, owing: pd.DataFrame, language: Language
) -> list[str]:
    _, programme = partial(say, language), material.programme
    if material.handed_in:
        told = [reports_said(owing, language), quality_said(owing, owing.iloc[:0], None, language)]
        told.append(_missing(owing, of, material, language))
    else:
        told = [_("No report has been handed in here: these figures are from publications.")]
    if of.unit == NATION:
        absent = progress.absent(material.at(of.quarter), programme)
        told.append(progress.headline_of_absent(absent, language))
    found = material.standing_out(of.quarter, of.unit)
    if found is not None:
        told.append(stands_out_counted(found, language))
        checks = [
            _("{check} {n}", check=_(CHECK_NAMES[check]), n=numbers.number(language, n))
            for check, n in by_check(found).items()
        ]
        if checks:
            told.append(_("By check: {checks}.", checks=_(", ").join(checks)))
    return [one for one in told if one]


def _missing(owing: pd.DataFrame, of: Reference, material: Material, language: Language) -> str:
    """Whose reports are missing; of one unit its state says so."""
    missing = owing.loc[owing["came"] == "missing", "unit"].astype("str")
    if missing.empty or of.unit != NATION:
        return ""
    names = [unit_name(unit, material.programme, language) for unit in missing]
    units = say(language, ", ").join(names)
    return say(language, "Nothing reported by ({n}): {units}.", n=len(names), units=units)


def _unit(
    row: dict[Any, Any], of: Reference, material: Material, language: Language
) -> tuple[str, ...]:
    from_deadline = int(row["days"])
    unit = str(row["unit"])
    return (
        unit_name(unit, material.programme, language),
        say(language, RECORD_STYLE[str(row["came"])].word),
        state_name(language, str(row["state"])),
        str(row["received"]) or numbers.MISSING,
        str(from_deadline) if from_deadline > 0 else numbers.MISSING,
        str(of.of_unit(unit)),
    )


def _problems(material: Material, of: Reference) -> dict[str, int]:
    """For each indicator how many units name a problem, most first."""
    rows = material.told(of.quarter, of.unit)
    rows = rows[rows["problem"].str.strip() != ""]
    counts = rows.groupby("indicator", sort=False)["unit"].nunique()
    counts = counts.sort_values(ascending=False, kind="stable")
    return {str(code): int(n) for code, n in counts.items()}


def _stands_out(material: Material, of: Reference) -> dict[str, int]:
    found = material.standing_out(of.quarter, of.unit)
    return {} if found is None else by_check(found)
