"""One file goes the whole way in, and everything that must hold of it holds."""

import json
import sqlite3
import unicodedata
from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy as np

from tracking.programme import Programme
from tracking.reporting import Inspection, inspect, take
from tracking.store import AlreadySubmitted, Store

TODAY = date(2026, 11, 23)
NUMBERS = ["value", "numerator", "denominator"]


@dataclass
class Keeping:
    """A store, and what was taken into it."""

    store: Store
    programme: Programme
    taken: int = 0
    figures: int = 0
    hashes: set[str] = field(default_factory=set)

    def differences(self) -> str:
        """What the store holds otherwise than it was taken, "" where nothing."""
        told = [f"{d.code} {d}" for d in self.store.verify()]
        with sqlite3.connect(self.store.path) as connection:
            for table, wanted in (
                ("submission", self.taken),
                ("file", len(self.hashes)),
                ("figure", self.figures),
            ):
                (n,) = connection.execute(f"select count(*) from {table}").fetchone()
                if n != wanted:
                    told.append(f"{n} of {table}, not {wanted}")
        return "; ".join(told)


def whole_way(keeping: Keeping, name: str, data: bytes) -> dict[str, Any]:
    """Look at a file, say what was found, take it where it is in order."""
    seen = inspect(keeping.store, keeping.programme, name, data, TODAY)
    assert seen.findings or len(seen.preview), "neither a finding nor a figure"
    assert (seen.preview["effect"] != "omitted").sum() == len(seen.checked.figures)
    assert seen.ok or seen.checked.figures.empty, "figures beside an error"
    _plain_name(seen.name)
    _speaks(seen)
    figures = seen.checked.figures
    numbers = figures[NUMBERS].to_numpy(dtype=float)
    assert not np.isinf(numbers).any(), "an infinite figure"
    assert (np.isnan(numbers) | (np.abs(numbers) <= 1e15)).all(), "a figure beyond all sense"
    if seen.ok:
        _taken(keeping, seen)
    codes = Counter(f.code for f in seen.findings)
    return {"ok": seen.ok, "figures": len(seen.preview), "codes": dict(codes)}


def _taken(keeping: Keeping, seen: Inspection) -> None:
    try:
        kept = take(keeping.store, seen, "tester", entered=True, approve=keeping.taken % 2 == 0)
    except AlreadySubmitted:
        assert seen.before is not None
        return
    if seen.before is None:
        keeping.taken += 1
        keeping.figures += len(seen.checked.figures)
        keeping.hashes.add(seen.sha256)
    assert kept.name == seen.name
    assert kept.n_figures == len(seen.checked.figures)
    assert keeping.store.submitted(seen.sha256) is not None


def _plain_name(name: str) -> None:
    assert 0 < len(name.encode()) <= 255, "a name of no, or endless, length"
    assert not set(name) & set("/\\"), "a name with path parts"
    assert name.strip(" ."), "a name of dots"
    _printable(name)


def _printable(text: str) -> None:
    odd = {
        c
        for c in text
        if unicodedata.category(c) in ("Cc", "Cs", "Cf", "Zl", "Zp") and c not in "\n\u200d"
    }
    assert not odd, f"signs that nobody sees: {odd!r}"


def _speaks(seen: Inspection) -> None:
    """Every finding says itself in both languages and names the file; some of each kind do."""
    read: Counter[str] = Counter()
    for finding in seen.findings:
        read[finding.code] += 1
        if read[finding.code] > 5:
            continue
        for language in ("zh", "en"):
            said = f"{finding.place(language)}: {finding.said(language)}"
            assert seen.name in said
            assert len(said) < 3_000, "a message nobody reads to its end"
            _printable(said)
            json.dumps(finding.to_json(language), ensure_ascii=False).encode()
