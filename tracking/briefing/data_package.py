"""The figures behind a briefing as a Frictionless data package: tables with their schema."""

import json
from hashlib import sha256
from typing import Any, Final

import pandas as pd

from tracking.briefing.archive import zipped
from tracking.briefing.briefing import Briefing
from tracking.briefing.data import FIELDS, PRECISE
from tracking.words import say

_PROFILE: Final = "tabular-data-package"
_KEY: Final = ["indicator", "unit", "quarter"]
_REFERS: Final = ("indicator", "unit")


def files(briefing: Briefing) -> dict[str, bytes]:
    """The package's files: datapackage.json, and its tables in UTF-8 without a mark."""
    data = briefing.data
    tables = {"figures": data.figures, "indicators": data.indicators, "units": data.units}
    made = {f"data/{name}.csv": _table(frame) for name, frame in tables.items()}
    resources = [
        {
            "name": name,
            "path": f"data/{name}.csv",
            "profile": "tabular-data-resource",
            "format": "csv",
            "mediatype": "text/csv",
            "encoding": "utf-8",
            "bytes": len(made[f"data/{name}.csv"]),
            "hash": f"sha256:{sha256(made[f'data/{name}.csv']).hexdigest()}",
            "schema": _figures(briefing) if name == "figures" else _of_codes(frame),
        }
        for name, frame in tables.items()
    ]
    described = _package(briefing) | {"resources": resources}
    return made | {"datapackage.json": json.dumps(described, ensure_ascii=False, indent=2).encode()}


def write(briefing: Briefing) -> bytes:
    """The package as one ZIP."""
    return zipped(files(briefing), briefing.stamp.known_on)


def _table(frame: pd.DataFrame) -> bytes:
    return frame.to_csv(index=False, lineterminator="\r\n", float_format=PRECISE).encode()


def _package(briefing: Briefing) -> dict[str, Any]:
    stamp, language = briefing.stamp, briefing.language
    label = f" [{stamp.demonstration}]" if stamp.demonstration else ""
    return {
        "profile": _PROFILE,
        "name": f"hand-in-hand-{briefing.scope.replace(':', '-')}-{briefing.quarter}".lower(),
        "title": f"{briefing.title} · {briefing.subtitle}{label}",
        "description": " · ".join(stamp.lines),
        "created": f"{stamp.known_on.isoformat()}T00:00:00Z",
        "version": str(stamp.data_version),
        "language": {"zh": "zh-CN", "en": "en"}[language],
        "knownOn": stamp.known_on.isoformat(),
        "methodVersion": stamp.method_version,
        "demonstration": bool(stamp.demonstration),
    }


def _figures(briefing: Briefing) -> dict[str, Any]:
    language = briefing.language
    return {
        "fields": [
            {
                "name": field.name,
                "type": field.type,
                "title": say(language, field.head),
                "description": say(language, field.meaning),
            }
            | ({"constraints": {"required": True}} if field.name in _KEY else {})
            for field in FIELDS
        ],
        "primaryKey": _KEY,
        "foreignKeys": [
            {"fields": name, "reference": {"resource": f"{name}s", "fields": name}}
            for name in _REFERS
        ],
        "missingValues": [""],
    }


def _of_codes(frame: pd.DataFrame) -> dict[str, Any]:
    return {
        "fields": [
            {"name": name, "type": "integer" if name == "decimals" else "string"}
            for name in frame.columns
        ],
        "primaryKey": [str(frame.columns[0])],
        "missingValues": [""],
    }
