"""The figures behind a briefing for statistical systems: SDMX-CSV 2.0 and its structure.

Source: SDMX 3.0, sections 5 (SDMX-CSV 2.0 data messages; SDMX-JSON 2.0 structure messages).
"""

import json
from typing import Any, Final

import numpy as np
import pandas as pd

from tracking.briefing.archive import zipped
from tracking.briefing.briefing import Briefing
from tracking.briefing.data import PRECISE, Data
from tracking.progress import STATUSES, status_name
from tracking.words import LANGUAGES, N_, Language, Text, say

_FLOW: Final = "PROGRESS"
_VERSION: Final = "1.0.0"
_SCHEMA: Final = (
    "https://raw.githubusercontent.com/sdmx-twg/sdmx-json/master/structure-message/tools/schemas/"
    "2.0.0/sdmx-json-structure-schema.json"
)
_URN: Final = "urn:sdmx:org.sdmx.infomodel."

# What is measured of an indicator: code, the column it stands in, its name.
_MEASURES: Final = (
    ("VALUE", "value", N_("Value")),
    ("TARGET", "target", N_("Target")),
    ("PLANNED", "planned", N_("Planned by now")),
    ("ACHIEVED", "achieved", N_("Achieved share")),
)
# Of the codes of observation statuses for all domains, those that occur; the first that holds.
_OBSERVED: Final = (
    ("B", ("break", "break_in_parts"), N_("Break in the series")),
    ("I", ("carried",), N_("Carried forward")),
    ("P", ("partial", "lower_bound", "upper_bound"), N_("Provisional")),
    ("E", ("approximate",), N_("Estimated")),
)
_NORMAL: Final = ("A", N_("Normal"))
_FREQUENCY: Final = ("Q", N_("Quarterly"))

_DIMENSIONS: Final = {
    "FREQ": N_("Frequency"),
    "REF_AREA": N_("Reporting area"),
    "INDICATOR": N_("Indicator"),
    "MEASURE": N_("What is measured"),
}
_TIME: Final = ("TIME_PERIOD", N_("Quarter"))
_OBSERVATION: Final = ("OBS_VALUE", N_("Observed value"))
_ATTRIBUTES: Final = {
    "UNIT_MEASURE": N_("Unit of measure"),
    "OBS_STATUS": N_("Observation status"),
    "PROGRESS_STATUS": N_("Progress status"),
    "REFERENCE": N_("Reference"),
    "DATA_LABEL": N_("Label of the data"),
}
_CODED: Final = ("FREQ", "REF_AREA", "INDICATOR", "MEASURE", "OBS_STATUS", "PROGRESS_STATUS")
_SHARE: Final = "1"  # a share is measured in nothing


def files(briefing: Briefing) -> dict[str, bytes]:
    """data.csv, and structure.json that says what its columns and codes are."""
    told = _observations(briefing)
    return {
        "data.csv": told.to_csv(index=False, lineterminator="\r\n", float_format=PRECISE).encode(),
        "structure.json": json.dumps(
            _structure(briefing), ensure_ascii=False, indent=1
        ).encode(),
    }  # fmt: skip


def write(briefing: Briefing) -> bytes:
    """Both as one ZIP."""
    return zipped(files(briefing), briefing.stamp.known_on)


def _observations(briefing: Briefing) -> pd.DataFrame:
    """One row for each number that is known, in the order of the series."""
    data = briefing.data
    wide = data.figures
    own = data.indicators.set_index("indicator")[f"measured_in_{briefing.language}"]
    shared = pd.DataFrame(
        {
            "REF_AREA": _identifier(wide["unit"]),
            "INDICATOR": wide["indicator"],
            "TIME_PERIOD": wide["quarter"].str.replace("Q", "-Q"),
            "PROGRESS_STATUS": wide["status"],
            "REFERENCE": wide["reference"],
            "DATA_LABEL": briefing.stamp.demonstration,
        }
    )
    observed = _observed(wide["marks"])
    measured_in = wide["indicator"].map(own)
    told = [
        shared.assign(
            MEASURE=code,
            OBS_VALUE=wide[column],
            UNIT_MEASURE=_SHARE if code == "ACHIEVED" else measured_in,
            OBS_STATUS=observed if code == "VALUE" else _NORMAL[0],
        )[wide[column].notna()]
        for code, column, _name in _MEASURES
    ]
    flow = f"{_agency(data)}:{_FLOW}({_VERSION})"
    return (
        pd.concat(told)
        .sort_values(["INDICATOR", "REF_AREA", "TIME_PERIOD"], kind="stable")
        .assign(STRUCTURE="dataflow", STRUCTURE_ID=flow, ACTION="I", FREQ=_FREQUENCY[0])[
            ["STRUCTURE", "STRUCTURE_ID", "ACTION", *_DIMENSIONS, _TIME[0], _OBSERVATION[0],
             *_ATTRIBUTES]
        ]
    )  # fmt: skip


def _observed(marks: "pd.Series[str]") -> "np.ndarray[Any, Any]":
    """The observation status of each row, by what its marks say."""
    codes = {one: set(one.split(";")) for one in marks.unique()}
    of = {
        one: next((code for code, wanted, _name in _OBSERVED if had & set(wanted)), _NORMAL[0])
        for one, had in codes.items()
    }
    return marks.map(of).to_numpy()


def _identifier(codes: "pd.Series[str]") -> "pd.Series[str]":
    """Codes as SDMX takes them: of a group, without its colon."""
    return codes.str.replace(":", "_")


def _agency(data: Data) -> str:
    return data.programme.code.upper().replace("-", "_")


def _structure(briefing: Briefing) -> dict[str, Any]:
    data, stamp = briefing.data, briefing.stamp
    agency = _agency(data)
    concepts = {**_DIMENSIONS, _TIME[0]: _TIME[1], _OBSERVATION[0]: _OBSERVATION[1], **_ATTRIBUTES}
    items = {"agencyID": agency, "version": _VERSION}
    name = Text(*(f"{data.programme.name.to(spoken)}{_label(briefing, spoken)}"
                  for spoken in LANGUAGES))  # fmt: skip
    return {
        "meta": {
            "schema": _SCHEMA,
            "id": f"{_FLOW}-{stamp.data_version}",
            # Invented figures are a test message, so that no system takes them for real.
            "test": bool(stamp.demonstration),
            "prepared": f"{stamp.known_on.isoformat()}T00:00:00Z",
            "contentLanguages": list(LANGUAGES),
            "sender": {"id": agency},
        },
        "data": {
            "codelists": [
                {"id": f"CL_{code}", **_named(_said(concepts[code])), **items, "codes": codes}
                for code, codes in _codelists(data).items()
            ],
            "conceptSchemes": [
                {
                    "id": "CONCEPTS",
                    **_named(_said(N_("Concepts"))),
                    **items,
                    "concepts": [_item(code, _said(said)) for code, said in concepts.items()],
                }
            ],
            "dataStructures": [
                {"id": _FLOW, **_named(name), **items,
                 "dataStructureComponents": _components(agency)}
            ],
            "dataflows": [
                {"id": _FLOW, **_named(name), **items,
                 "structure": f"{_URN}datastructure.DataStructure={agency}:{_FLOW}({_VERSION})"}
            ],
        },
    }  # fmt: skip


def _components(agency: str) -> dict[str, Any]:
    def component(code: str, kind: str) -> dict[str, Any]:
        concept = f"{_URN}conceptscheme.Concept={agency}:CONCEPTS({_VERSION}).{code}"
        codelist = f"{_URN}codelist.Codelist={agency}:CL_{code}({_VERSION})"
        coded = {"enumeration": codelist} if code in _CODED else {"format": {"dataType": kind}}
        return {"id": code, "conceptIdentity": concept, "localRepresentation": coded}

    dimensions = [component(code, "String") | {"position": n} for n, code in enumerate(_DIMENSIONS)]
    return {
        "dimensionList": {
            "id": "DimensionDescriptor",
            "dimensions": dimensions,
            "timeDimension": component(_TIME[0], "ObservationalTimePeriod"),
        },
        "measureList": {
            "id": "MeasureDescriptor",
            "measures": [component(_OBSERVATION[0], "Double") | {"usage": "mandatory"}],
        },
        "attributeList": {
            "id": "AttributeDescriptor",
            "attributes": [
                component(code, "String")
                | {"usage": "optional", "attributeRelationship": {"observation": {}}}
                for code in _ATTRIBUTES
            ],
        },
    }


def _codelists(data: Data) -> dict[str, list[dict[str, Any]]]:
    return {
        "FREQ": [_item(_FREQUENCY[0], _said(_FREQUENCY[1]))],
        "REF_AREA": _items(data.units.assign(unit=_identifier(data.units["unit"])), "unit"),
        "INDICATOR": _items(data.indicators, "indicator"),
        "MEASURE": [_item(code, _said(name)) for code, _column, name in _MEASURES],
        "OBS_STATUS": [
            _item(code, _said(name))
            for code, name in (_NORMAL, *((code, name) for code, _marks, name in _OBSERVED))
        ],
        "PROGRESS_STATUS": [
            _item(code, Text(*(status_name(spoken, code) for spoken in LANGUAGES)))
            for code in STATUSES
        ],
    }


def _items(named: pd.DataFrame, code: str) -> list[dict[str, Any]]:
    rows = zip(named[code], named["name_zh"], named["name_en"], strict=True)
    return [_item(str(one), Text(zh, en)) for one, zh, en in rows]


def _item(code: str, name: Text) -> dict[str, Any]:
    return {"id": code, **_named(name)}


def _named(name: Text) -> dict[str, Any]:
    return {"name": name.zh, "names": {spoken: name.to(spoken) for spoken in LANGUAGES}}


def _said(message: str) -> Text:
    return Text(*(say(spoken, message) for spoken in LANGUAGES))


def _label(briefing: Briefing, spoken: Language) -> str:
    return f" [{say(spoken, 'Demonstration data')}]" if briefing.stamp.demonstration else ""
