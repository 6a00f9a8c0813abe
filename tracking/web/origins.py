"""Where a figure comes from: the reported figures behind it, their files, and their versions."""

from collections.abc import Mapping
from itertools import pairwise
from typing import Any

import pandas as pd

from tracking.programme import NATION
from tracking.reporting import CHINA
from tracking.store import Submission, state_name
from tracking.web.people import moment, person
from tracking.web.view import View
from tracking.words import numbers

GROUP = "group:"


def sources(view: View, row: pd.Series) -> list[str]:
    """The units whose reports a row's value rests on, down to the regions."""
    unit, origin = str(row["unit"]), str(row["origin"])
    units = view.programme.units
    if origin != "sum":
        return [str(row["source_unit"]) or unit]
    if unit == NATION:
        return [u.code for u in view.programme.regions]
    if unit.startswith(GROUP):
        return [u.code for u in view.programme.regions if u.group == unit.removeprefix(GROUP)]
    return [unit, *(u.code for u in units.values() if u.geographic_parent == unit)]


def contributing(view: View, row: pd.Series) -> pd.DataFrame:
    """The reported figures behind a row, as the store gives them: of each unit the latest one.

    Of a flow, which is a total since the start, every quarter's.
    """
    indicator, quarter = str(row["indicator"]), int(row["quarter"])
    if str(row["origin"]) == "rolled":
        unit = str(row["source_unit"]) or str(row["unit"])
        frame = view.store.contributions(indicator, unit, quarter, known_on=view.known_on)
    else:
        all_ = view.figures
        frame = all_[
            (all_["indicator"] == indicator)
            & all_["unit"].isin(sources(view, row))
            & (all_["quarter"] <= quarter)
        ]
    if row["kind"] == "flow":
        frame = frame[frame["quarter"] >= view.programme.start.index]
        return frame.sort_values(["unit", "quarter"])
    return frame.sort_values("quarter").groupby("unit", sort=False).tail(1).sort_values("unit")


def files(view: View, figures: pd.DataFrame) -> dict[int, Submission]:
    """The submissions these figures stand in, by number."""
    numbers_ = [int(n) for n in dict.fromkeys(figures["submission"]) if n]
    return {n: view.store.submission(n) for n in numbers_}


def told_figures(view: View, figures: pd.DataFrame, of: dict[int, Submission]) -> pd.DataFrame:
    """Contributing figures in words: unit, quarter, value, file, row, who and when."""
    _, language = view._, view.language
    records = figures.to_dict("records")
    behind = [of.get(int(r["submission"])) for r in records]
    offices = [
        view.n_("{n} office", "{n} offices", int(r["reported"])) if not one else one.name
        for r, one in zip(records, behind, strict=True)
    ]
    return pd.DataFrame(
        {
            _("Unit"): [view.unit_name(str(r["unit"])) for r in records],
            _("Quarter"): [numbers.quarter(language, int(r["quarter"])) for r in records],
            _("Value"): [_value(view, r) for r in records],
            _("File"): offices,
            _("Row"): [str(r["row"]) if r["row"] else numbers.MISSING for r in records],
            _("Submitted by"): [person(language, s.submitted_by if s else "") for s in behind],
            _("Submitted at"): [moment(s.submitted_at if s else None) for s in behind],
            _("Approved by"): [person(language, s.decided_by if s else "") for s in behind],
            _("Approved at"): [moment(s.decided_at if s else None) for s in behind],
        }
    )


def versions(view: View, row: pd.Series) -> pd.DataFrame:
    """Every version of the figure itself as known, newest first; none of a sum."""
    unit = str(row["source_unit"])
    if not unit or int(row["value_quarter"]) < 0 or str(row["origin"]) not in ("own", "ministry"):
        return pd.DataFrame()
    frame = view.store.versions(str(row["indicator"]), unit, int(row["value_quarter"]))
    if view.known_on is None or frame.empty:
        return frame
    handed_in = pd.to_datetime(frame["submitted_at"], utc=True).dt.tz_convert(CHINA).dt.date
    return frame[(handed_in <= view.known_on).to_numpy()]


def told_versions(view: View, row: pd.Series, frame: pd.DataFrame) -> pd.DataFrame:
    """Versions in words, each with its change from the one before."""
    _, language = view._, view.language
    indicator = view.programme.indicators[str(row["indicator"])]
    records = frame.to_dict("records")
    values = [float(r["value"]) for r in records]
    changes = [numbers.difference(language, now - was, indicator) for now, was in pairwise(values)]
    with_code = [{**r, "indicator": indicator.code} for r in records]
    return pd.DataFrame(
        {
            _("Value"): [_value(view, r) for r in with_code],
            _("Change"): [*changes, *[""] * min(1, len(records))],
            _("State"): [state_name(language, str(r["state"])) for r in records],
            _("File"): [str(r["file_name"]) for r in records],
            _("Row"): [str(r["row"]) for r in records],
            _("Submitted by"): [person(language, str(r["submitted_by"])) for r in records],
            _("Submitted at"): [moment(r["submitted_at"]) for r in records],
            _("Approved by"): [person(language, str(r["decided_by"])) for r in records],
            _("Approved at"): [moment(r["decided_at"]) for r in records],
            _("Source"): [str(r["source"]) for r in records],
        }
    )


def _value(view: View, figure: Mapping[Any, Any]) -> str:
    indicator = view.programme.indicators[str(figure["indicator"])]
    if indicator.kind == "milestone":
        return str(figure["completed_on"]) or numbers.MISSING
    return numbers.quantity(
        view.language, figure["value"], indicator, str(figure["qualifier"]), brief=False
    )
