"""Where a figure comes from: the reported figures behind it, their files, and their versions."""

from collections.abc import Mapping, Sequence
from html import escape
from itertools import pairwise
from typing import Any

import pandas as pd

from tracking.programme import NATION, Quarter
from tracking.published import ACTOR
from tracking.reporting import CHINA
from tracking.store import Submission, state_name
from tracking.web.people import record
from tracking.web.view import View
from tracking.words import numbers

GROUP = "group:"
# What stands beside a figure in its report and is told here.
TEXTS = ("progress_note", "source")

# A table in words: its heads and its lines.
Told = tuple[tuple[str, ...], Sequence[tuple[str, ...]]]


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
    return _that_count(view, row, frame)


def _that_count(view: View, row: pd.Series, frame: pd.DataFrame) -> pd.DataFrame:
    if row["kind"] == "flow":
        frame = frame[frame["quarter"] >= view.programme.start.index]
        return frame.sort_values(["unit", "quarter"])
    return frame.sort_values("quarter").groupby("unit", sort=False).tail(1).sort_values("unit")


def files(view: View, figures: pd.DataFrame) -> dict[int, Submission]:
    """The submissions these figures stand in, by number."""
    numbers_ = [int(n) for n in dict.fromkeys(figures["submission"]) if n]
    return {n: view.store.submission(n) for n in numbers_}


def offices(view: View, row: pd.Series, region: str) -> pd.DataFrame:
    """The offices' figures behind one region's part of a sum; see `contributing`."""
    frame = view.store.contributions(
        str(row["indicator"]), region, int(row["quarter"]), known_on=view.known_on
    )
    return _that_count(view, row, frame)


def missing(view: View, row: pd.Series, figures: pd.DataFrame) -> list[str]:
    """The units that are to report into a sum and have not reported anything yet."""
    indicator, quarter = str(row["indicator"]), Quarter(int(row["quarter"]))
    if str(row["origin"]) == "rolled":
        region = str(row["source_unit"]) or str(row["unit"])
        owing = [office.code for office in view.programme.offices.get(region, ())]
    elif str(row["origin"]) == "sum":
        there = view.measured.indicator(indicator, quarter)
        owed = set(there.loc[there["expecting"].to_numpy() > 0, "unit"].astype(str))
        owing = [unit for unit in sources(view, row) if unit in owed]
    else:
        return []
    heard = set(figures["unit"].astype(str))
    return [unit for unit in owing if unit not in heard]


def carried(row: pd.Series, figures: pd.DataFrame) -> list[str]:
    """The units in a sum that reported before, but not for this very quarter."""
    if str(row["origin"]) not in ("sum", "rolled"):
        return []
    now = set(figures.loc[figures["quarter"] == int(row["quarter"]), "unit"].astype(str))
    return [unit for unit in dict.fromkeys(figures["unit"].astype(str)) if unit not in now]


def breaks(view: View, row: pd.Series) -> pd.DataFrame:
    """The changes of definition up to a row's quarter: unit, quarter, the report's note on it."""
    all_ = view.figures
    units = sources(view, row)
    frame = all_[
        (all_["indicator"] == row["indicator"])
        & all_["unit"].isin(units)
        & (all_["quarter"] <= int(row["quarter"]))
        & all_["definition_break"]
    ]
    texts = _texts(view, row, units) if len(frame) else {}
    said = [
        texts.get((str(unit), int(quarter)), {}).get("progress_note", "")
        for unit, quarter in zip(frame["unit"], frame["quarter"], strict=True)
    ]
    return pd.DataFrame(
        {"unit": frame["unit"].astype(str), "quarter": frame["quarter"].astype(int), "note": said}
    )


def _texts(
    view: View, row: pd.Series, units: Sequence[str]
) -> dict[tuple[str, int], dict[str, str]]:
    told = view.store.narratives(view.known_on, units=units, indicators=[str(row["indicator"])])
    texts: dict[tuple[str, int], dict[str, str]] = {}
    # Of several reports the newest comes first; what the figure's own says of its source stays.
    for r in told.to_dict("records"):
        of = texts.setdefault((str(r["unit"]), int(r["quarter"])), dict.fromkeys(TEXTS, ""))
        of |= {name: str(r[name]) for name in TEXTS if r[name]}
    return texts


def told_figures(
    view: View, row: pd.Series, figures: pd.DataFrame, of: dict[int, Submission]
) -> Told:
    """Contributing figures in words: unit, quarter, value, file and row, source, who and when."""
    _, language = view._, view.language
    texts = _texts(view, row, list(dict.fromkeys(figures["unit"].astype(str))))
    lines = []
    for r in figures.to_dict("records"):
        unit, quarter, behind = str(r["unit"]), int(r["quarter"]), of.get(int(r["submission"]))
        lines.append(
            (
                view.unit_name(unit),
                numbers.quarter(language, quarter),
                _value(view, r),
                _place(view, behind.name, r["row"])
                if behind
                else view.n_("{n} office", "{n} offices", int(r["reported"])),
                _record(
                    view,
                    texts.get((unit, quarter), {}).get("source") or behind.source,
                    behind.submitted_by, behind.submitted_at,
                    behind.decided_by, behind.decided_at,
                )
                if behind
                else numbers.MISSING,
            )
        )  # fmt: skip
    heads = (_("Unit"), _("Quarter"), _("Value"), _("File and row"), _("Source"))
    return heads, lines


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


def told_versions(view: View, row: pd.Series, frame: pd.DataFrame) -> Told:
    """Versions in words, each with its change from the one before."""
    _, language = view._, view.language
    indicator = view.programme.indicators[str(row["indicator"])]
    records = frame.to_dict("records")
    values = [float(r["value"]) for r in records]
    changes = [numbers.difference(language, now - was, indicator) for now, was in pairwise(values)]
    changes += [numbers.MISSING] * min(1, len(records))
    lines = [
        (
            _value(view, {**r, "indicator": indicator.code}),
            change,
            # Nobody decided on what was printed: it was imported.
            _("Published figure")
            if r["submitted_by"] == ACTOR and r["state"] == "approved"
            else state_name(language, str(r["state"])),
            _place(view, str(r["file_name"]), r["row"]),
            _record(
                view, str(r["source"]), str(r["submitted_by"]), r["submitted_at"],
                str(r["decided_by"]), r["decided_at"],
            ),
        )
        for r, change in zip(records, changes, strict=True)
    ]  # fmt: skip
    return (_("Value"), _("Change"), _("State"), _("File and row"), _("Source")), lines


def markup(told: Told, title: str) -> str:
    """Heads and lines as a table whose texts wrap, so that a source can be read in full."""
    heads, lines = told
    top = "".join(f"<th scope='col'>{escape(head)}</th>" for head in heads)
    rows = "".join(
        "<tr>" + "".join(f"<td>{escape(text)}</td>" for text in line) + "</tr>" for line in lines
    )
    return (
        f'<div class="behind" role="region" tabindex="0" aria-label="{escape(title)}">'
        f"<table><thead><tr>{top}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def _place(view: View, file: str, row: Any) -> str:
    return view._("{file}, row {row}", file=file, row=int(row))


def _record(view: View, source: str, *by: Any) -> str:
    told = record(view.language, *by)
    return view._("{source} ({record})", source=source, record=told) if source else told


def _value(view: View, figure: Mapping[Any, Any]) -> str:
    indicator = view.programme.indicators[str(figure["indicator"])]
    if indicator.kind == "milestone":
        return str(figure["completed_on"]) or numbers.MISSING
    if "withdrawn" in (figure.get("state"), figure.get("milestone_state")):
        return view._("value withdrawn")
    # What a sum of offices misses or holds too much is said in words, once, above the table.
    worded = "" if figure.get("origin") == "rolled" else str(figure["qualifier"])
    return numbers.quantity(view.language, figure["value"], indicator, worded, brief=False)
