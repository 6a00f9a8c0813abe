"""The million-figure store: every county reports 44 indicators for 8 quarters.

`county_programme` makes the programme, `county_report` the one file, `million_store` the store.
"""

import csv
import shutil
from datetime import timedelta
from pathlib import Path
from typing import Final

import numpy as np
import pandas as pd

from tracking.intake import check, read
from tracking.programme import Programme, load
from tracking.store import Store

ROOT: Final = Path(__file__).parent.parent
COUNTIES: Final = 2_843
INDICATORS: Final = 44
QUARTERS: Final = 8
HEADS: Final = "填报单位,报告期,指标,口径,本期值\n"
BASES: Final = {"flow": "本季", "cumulative": "总累计", "stock": "期末", "ratio": "期末"}


def county_programme(folder: Path) -> Programme:
    """The programme that ships, with counties below the regions that owe 44 indicators."""
    shutil.copytree(ROOT / "data" / "programme", folder, dirs_exist_ok=True)
    indicators = _rows(folder / "indicators.csv")
    shared = [r for r in indicators if "region" in r["reporters"].split(";")]
    others = [r for r in indicators if r not in shared and r["kind"] != "milestone"]
    for row in (more := others[: INDICATORS - len(shared)]):
        row["reporters"] = f"region;{row['reporters']}"
    _write(folder / "indicators.csv", (kept := [*shared, *more]))
    codes = {r["code"] for r in kept}
    targets = [r for r in _rows(folder / "targets.csv") if r["indicator"] in codes]
    _write(folder / "targets.csv", targets)
    regions = [r for r in _rows(folder / "units.csv") if r["kind"] == "region"]
    counties = [_county(regions[n % len(regions)], n) for n in range(COUNTIES)]
    _write(folder / "units.csv", [*regions, *counties])
    return load(folder)


def county_report(programme: Programme, seed: int = 1) -> bytes:
    """A million rows as a CSV file: plausible values, no county silent."""
    rng = np.random.default_rng(seed)
    counties = [u.code for offices in programme.offices.values() for u in offices]
    quarters = programme.quarters[:QUARTERS]
    parts = []
    for indicator in programme.indicators.values():
        size = rng.lognormal(3, 0.6, (len(counties), 1))
        steps = size * rng.uniform(0.8, 1.2, (len(counties), len(quarters)))
        if indicator.kind == "ratio":
            values = 30 + 3 * np.arange(len(quarters)) + rng.uniform(0, 6, steps.shape)
        else:
            values = steps if indicator.kind == "flow" else 5 * size + np.cumsum(steps, axis=1)
        shown = np.char.mod(f"%.{indicator.decimals}f", values)
        parts.append(
            pd.DataFrame(
                {
                    "unit": np.repeat(counties, len(quarters)),
                    "period": np.tile([str(q) for q in quarters], len(counties)),
                    "indicator": indicator.code,
                    "basis": BASES[indicator.kind],
                    "value": shown.ravel(),
                }
            )
        )
    rows = pd.concat(parts).to_csv(index=False, header=False, lineterminator="\n")
    return (HEADS + rows).encode()


def million_store(path: Path, programme: Programme) -> Store:
    """The store with that report approved, the product's own way."""
    data, name = county_report(programme), "counties.csv"
    day = programme.quarters[QUARTERS].first_day + timedelta(days=30)
    checked = check(read(data, name), programme, day, None)
    store = Store.open(path, programme)
    submission = store.submit(data, name, checked.figures, actor="benchmark")
    store.approve(submission.id, actor="benchmark")
    return store


def _county(region: dict[str, str], n: int) -> dict[str, str]:
    blank = dict.fromkeys(region, "")
    names = {"name_zh": f"第{n + 1}县", "short_zh": f"第{n + 1}县"}
    names |= {"name_en": f"County {n + 1}", "short_en": f"County {n + 1}"}
    return blank | names | {"code": f"C{n + 1:05d}", "kind": "office", "parent": region["code"]}


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def _write(path: Path, rows: list[dict[str, str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys())
        writer.writeheader()
        writer.writerows(rows)
