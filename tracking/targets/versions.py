"""Versions of targets: which are in force on a day, and what they would be with more."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, Final

import numpy as np
import pandas as pd

from tracking.programme import Quarter, Target, interim_text, read_interim
from tracking.progress.columns import TARGET_VERSION_DTYPES
from tracking.words import Text

KEY: Final = ["indicator", "unit"]
# What is aimed at; the rest says by which right, since when and why.
AIM: Final = ("value", "due", "baseline", "baseline_quarter", "path", "interim")
STATED: Final = (*AIM, "basis_zh", "basis_en")


@dataclass(frozen=True, eq=False)
class Versions:
    """All versions of all targets; `frame` is as the store gives them."""

    frame: pd.DataFrame

    def in_force(self, day: date) -> pd.DataFrame:
        """The versions in force on this day, one for each series that has a target then."""
        begun = self.frame[self.frame["effective"] <= day.isoformat()]
        last = begun.drop_duplicates(KEY, keep="last")
        return last[~last["withdrawn"]].reset_index(drop=True)

    def of(self, indicator: str, unit: str) -> list[dict[Any, Any]]:
        """The versions of one series, by the day they take effect; the last holds last."""
        return self._by_series.get((indicator, unit), [])

    def before(self, target: Target) -> dict[Any, Any] | None:
        """The version that holds on the day this target is to take effect; None for none."""
        return self.on(target.indicator, target.unit, target.effective)

    def on(self, indicator: str, unit: str, day: date) -> dict[Any, Any] | None:
        """The version of one series that holds on a day; None for none."""
        begun = [r for r in self.of(indicator, unit) if r["effective"] <= day.isoformat()]
        return begun[-1] if begun and not begun[-1]["withdrawn"] else None

    def after(self, target: Target) -> dict[Any, Any] | None:
        """The next version that takes this target's place on a later day; None for none."""
        day = target.effective.isoformat()
        later = [r for r in self.of(target.indicator, target.unit) if r["effective"] > day]
        return later[0] if later else None

    def turns_on(self, target: Target) -> bool:
        """Whether setting this would make any difference to what holds on its day."""
        row = self.before(target)
        if target.withdrawn or row is None:
            return not target.withdrawn or row is not None
        wanted = row_of(target)
        return any(not _same(row[name], wanted[name]) for name in STATED)

    def with_new(self, new: Iterable[Target], actor: str = "") -> "Versions":
        """The versions as they would be with these set by this person, numbered after the last."""
        first = int(self.frame["id"].max()) + 1 if len(self.frame) else 1
        both = pd.concat([self.frame, frame_of(new, first, actor)], ignore_index=True)
        order = [*KEY, "effective", "id"]
        return Versions(both.sort_values(order, kind="stable", ignore_index=True))

    def until(self, number: int) -> "Versions":
        """The versions as they were before the one of this number was set."""
        return Versions(self.frame[self.frame["id"] < number])

    @cached_property
    def _by_series(self) -> dict[tuple[str, str], list[dict[Any, Any]]]:
        found: dict[tuple[str, str], list[dict[Any, Any]]] = {}
        for row in self.frame.to_dict("records"):
            found.setdefault((row["indicator"], row["unit"]), []).append(row)
        return found


def frame_of(new: Iterable[Target], first: int = 1, actor: str = "") -> pd.DataFrame:
    """Targets as versions, numbered on from `first`."""
    rows = [row_of(target, first + n, actor) for n, target in enumerate(new)]
    frame = pd.DataFrame(rows, columns=list(TARGET_VERSION_DTYPES))
    return frame.astype(TARGET_VERSION_DTYPES)


def target_of(row: Mapping[Any, Any], effective: date, reason: str = "") -> Target:
    """What a version states, to be set again from another day."""
    start = int(row["baseline_quarter"])
    return Target(
        indicator=str(row["indicator"]),
        unit=str(row["unit"]),
        value=float(row["value"]),
        due=Quarter(int(row["due"])),
        baseline=float(row["baseline"]) if start >= 0 else None,
        baseline_quarter=Quarter(start) if start >= 0 else None,
        path=row["path"],
        basis=Text(str(row["basis_zh"]), str(row["basis_en"])),
        effective=effective,
        interim=read_interim(str(row["interim"])),
        reason=reason,
    )


def _same(one: Any, other: Any) -> bool:
    return bool(one == other) or (pd.isna(one) and pd.isna(other))


def row_of(target: Target, number: int = 0, actor: str = "") -> dict[str, Any]:
    """A target as a version of this number that this person would set now."""
    start = target.baseline_quarter
    return {
        "indicator": target.indicator,
        "unit": target.unit,
        "value": float(target.value),
        "due": target.due.index,
        "baseline": np.nan if target.baseline is None else float(target.baseline),
        "baseline_quarter": -1 if start is None else start.index,
        "path": target.path,
        "interim": interim_text(target.interim),
        "basis_zh": target.basis.zh,
        "basis_en": target.basis.en,
        "set_by": actor,
        "effective": target.effective.isoformat(),
        "id": number,
        "withdrawn": target.withdrawn,
        "reason": target.reason,
        "known_at": "",
    }
