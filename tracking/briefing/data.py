"""The figures behind a briefing as one tidy frame: what its data files hold, each with its head."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, Final, Literal

import pandas as pd

from tracking import charts
from tracking.briefing.material import Material
from tracking.briefing.request import Request
from tracking.charts.names import chain_name, unit_name
from tracking.programme import Programme, Quarter
from tracking.progress import likelihood_name
from tracking.words import N_, Language, say

FieldType = Literal["string", "integer", "number", "boolean"]


@dataclass(frozen=True, slots=True)
class Field:
    """One column: its name in files for machines, its head for people, what it holds."""

    name: str
    type: FieldType
    head: str
    meaning: str


# Codes are the programme's; shares are fractions of the way from baseline to target, 0.76 is 76%.
FIELDS: Final = (
    Field("indicator", "string", N_("Code of the indicator"), N_("The indicator, by its code.")),
    Field("unit", "string", N_("Code of the unit"), N_("The reporting unit, by its code.")),
    Field("quarter", "string", N_("Quarter"), N_("The quarter, as 2024Q3.")),
    Field("value", "number", N_("Value"),
          N_("The value: of quarterly amounts the total since the start, of a milestone 1 when it"
             " is verified.")),
    Field("qualifier", "string", N_("Wording"), N_("How the report words it: ≥, ≤ or ~.")),
    Field("value_quarter", "string", N_("Value of"), N_("The quarter the value was reported for.")),
    Field("reported", "boolean", N_("Reported this quarter"),
          N_("Whether there is a report for this quarter.")),
    Field("baseline", "number", N_("Baseline"), N_("The value the target starts from.")),
    Field("baseline_quarter", "string", N_("Baseline quarter"), N_("The quarter of the baseline.")),
    Field("target", "number", N_("Target"), N_("The value to be reached.")),
    Field("due", "string", N_("Due"), N_("The quarter by which it is to be reached.")),
    Field("planned", "number", N_("Planned by now"), N_("Where the planned path is.")),
    Field("achieved", "number", N_("Achieved share"),
          N_("The share of the way from baseline to target that is done.")),
    Field("expected", "number", N_("Expected share"),
          N_("The share of the way that the planned path has done.")),
    Field("status", "string", N_("Code of the status"), N_("The status, by its code.")),
    Field("marks", "string", N_("Marks"),
          N_("What qualifies value or status, by code, separated by semicolons.")),
    Field("outlook", "number", N_("Outlook"),
          N_("Where it is likely to be when the target is due; of the briefing's quarter alone.")),
    Field("outlook_low", "number", N_("Outlook, low"), N_("The lower limit of the outlook.")),
    Field("outlook_high", "number", N_("Outlook, high"), N_("The upper limit of the outlook.")),
    Field("likelihood", "string", N_("Likelihood"),
          N_("Whether the target is likely to be reached, by code.")),
    Field("coverage", "number", N_("Coverage"), N_("The share of what was to report that did.")),
    Field("reporting", "integer", N_("Units reporting"), N_("How many units reported.")),
    Field("expecting", "integer", N_("Units expected"), N_("How many were to report.")),
    Field("submission", "integer", N_("Submission"),
          N_("The number of the report it stands in; none for a sum.")),
    Field("row", "integer", N_("Row"), N_("The row in that report.")),
    Field("reference", "string", N_("Reference"), N_("Leads to how the figure came about.")),
)  # fmt: skip
# Reported numbers are written exactly, computed ones without the dust of binary fractions.
PRECISE: Final = "%.12g"
_RENAMED: Final = {"path_value": "planned"}
_QUARTERS: Final = ("quarter", "value_quarter", "baseline_quarter", "due")
_OUTLOOK: Final = {"centre": "outlook", "low": "outlook_low", "high": "outlook_high",
                   "likelihood": "likelihood"}  # fmt: skip


@dataclass(frozen=True, eq=False)
class Data:
    """What a briefing's data files are made of.

    `rows` is the assessment of its scope, quarter by quarter up to its own, `ahead` the outlook as
    of its quarter, `codes` the indicators it is about.
    """

    programme: Programme
    language: Language
    quarter: Quarter
    known_on: date
    codes: tuple[str, ...]
    rows: pd.DataFrame
    ahead: pd.DataFrame

    @cached_property
    def figures(self) -> pd.DataFrame:
        """One row for an indicator, unit and quarter, in codes; its columns are FIELDS, by name."""
        rows = self.rows.rename(columns=_RENAMED).reset_index(drop=True)
        ahead = self.ahead.rename(columns=_OUTLOOK)[["indicator", "unit", *_OUTLOOK.values()]]
        now = rows["quarter"] == self.quarter.index
        told = (
            rows[["indicator", "unit"]]
            .where(now)
            .merge(ahead, how="left", on=["indicator", "unit"])
        )
        frame = rows.assign(**{name: told[name] for name in _OUTLOOK.values()})
        for name in _QUARTERS:
            frame[name] = _each(
                frame[name], lambda index: str(Quarter(index)) if index >= 0 else ""
            )
        frame["value_quarter"] = frame["value_quarter"].where(frame["value"].notna(), "")
        frame["marks"] = [";".join(marks) for marks in frame["marks"]]
        day = self.known_on.strftime("%y%m%d")
        reference = (
            frame["indicator"].astype("str") + "." + frame["unit"].astype("str") + "."
            + frame["quarter"].str[2:] + "." + day
        )  # fmt: skip
        frame["reference"] = reference.where(frame["value"].notna(), "")
        own = frame["submission"] > 0
        for name in ("submission", "row"):
            frame[name] = frame[name].astype("Int64").where(own)
        for name in ("indicator", "unit", "status", "qualifier", "likelihood"):
            frame[name] = frame[name].astype("object").where(frame[name].notna(), "").astype("str")
        return frame[[field.name for field in FIELDS]].sort_values(
            ["indicator", "unit", "quarter"], kind="stable", ignore_index=True
        )

    @cached_property
    def indicators(self) -> pd.DataFrame:
        """The indicators it is about: code, chain, names, unit of measure, kind, direction."""
        return pd.DataFrame(
            [
                (i.code, i.chain, i.name.zh, i.name.en, i.unit.zh, i.unit.en, i.kind, i.direction,
                 i.decimals)
                for i in map(self.programme.indicators.__getitem__, self.codes)
            ],
            columns=["indicator", "chain", "name_zh", "name_en", "measured_in_zh",
                     "measured_in_en", "kind", "direction", "decimals"],
        )  # fmt: skip

    @cached_property
    def units(self) -> pd.DataFrame:
        """The units it tells of: code, kind, names."""
        kinds = self.rows[["unit", "unit_kind"]].drop_duplicates()
        return pd.DataFrame(
            [
                (code, kind, *(unit_name(code, self.programme, spoken) for spoken in ("zh", "en")))
                for code, kind in kinds.astype("str").itertuples(index=False)
            ],
            columns=["unit", "kind", "name_zh", "name_en"],
        )

    @property
    def named(self) -> pd.DataFrame:
        """The figures for people: names beside codes, words for codes, heads in their language."""
        programme, language = self.programme, self.language
        frame, indicators = self.figures, programme.indicators
        yes, no = say(language, "yes"), say(language, "no")
        told = {
            say(language, "Indicator"): _each(
                frame["indicator"], lambda code: indicators[code].name.to(language)
            ),
            say(language, "Chain"): _each(
                frame["indicator"],
                lambda code: chain_name(indicators[code].chain, programme, language),
            ),
            say(language, "Unit"): _each(
                frame["unit"], lambda code: unit_name(code, programme, language)
            ),
            say(language, "Status"): _each(
                frame["status"], lambda code: charts.word(language, code)
            ),
            say(language, "Unit of measure"): _each(
                frame["indicator"], lambda code: indicators[code].unit.to(language)
            ),
        } | {say(language, field.head): frame[field.name] for field in FIELDS}
        told[say(language, "Reported this quarter")] = frame["reported"].map({True: yes, False: no})
        told[say(language, "Likelihood")] = _each(
            frame["likelihood"],
            lambda code: likelihood_name(language, code) if code else "",
        )
        return pd.DataFrame(told)


def data_of(material: Material, request: Request) -> Data:
    """The data of a briefing that is asked for."""
    codes = request.scope.indicators(material.programme)
    rows = material.assessment
    rows = rows[(rows["quarter"] <= request.quarter.index) & rows["indicator"].isin(codes)]
    if request.scope.kind in ("region", "ministry"):
        rows = rows[rows["unit"] == request.scope.unit]
    return Data(
        material.programme,
        request.language,
        request.quarter,
        material.as_of,
        codes,
        rows,
        material.outlook(request.quarter),
    )


def _each(column: "pd.Series[Any]", told: Callable[[Any], str]) -> "pd.Series[str]":
    """A column in words: each different entry is told once."""
    return column.map({entry: told(entry) for entry in column.unique()}).astype("str")
