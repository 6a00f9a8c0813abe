"""Taking in a report file of a million rows, beside what `sqlite3 .import` needs for it.

    python -m benchmarks.intake

A programme with 2,843 counties below its regions and a file of 2,843 counties × 44 indicators × 8
quarters are generated. The file is imported as it is by the sqlite3 shell, and read, checked,
submitted and approved (which rolls it up) by us in a fresh process. The last line is the ratio.
"""

import csv
import gc
import json
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

ROOT = Path(__file__).parent.parent
COUNTIES = 2_843
INDICATORS = 44
PERIODS = [f"{year}Q{number}" for year in (2023, 2024) for number in (1, 2, 3, 4)]
TODAY = date(2025, 1, 20)
MOST_TIMES, MOST_MEGABYTES = 4.0, 1024.0
ROUNDS = 3


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="bench-intake-") as name:
        folder = Path(name)
        rows = generate(folder)
        size = (folder / "report.csv").stat().st_size
        print(f"file: {rows:,} rows, {size / 1e6:.1f} MB")
        imports: list[float] = []
        takes: list[dict[str, Any]] = []
        # In turn, so that both meet the same machine.
        for _ in range(ROUNDS):
            imports.append(imported(folder))
            takes.append(_taken(folder))
    peer = statistics.median(imports)
    print(f"sqlite3 .import: {_listed(imports)} s; median {peer:.2f} s")
    for stage in takes[0]["stages"]:
        print(f"  {stage:8} {statistics.median(t['stages'][stage] for t in takes):6.2f} s")
    totals = [sum(taken["stages"].values()) for taken in takes]
    ours = statistics.median(totals)
    megabytes = max(taken["megabytes"] for taken in takes)
    print(f"ours: {_listed(totals)} s; median {ours:.2f} s, {megabytes:.0f} MB at most")
    print(f"limits: ratio {MOST_TIMES:g}, {MOST_MEGABYTES:.0f} MB")
    print(f"ratio {ours / peer:.2f}")
    return 0 if ours <= MOST_TIMES * peer and megabytes <= MOST_MEGABYTES else 1


def _taken(folder: Path) -> dict[str, Any]:
    for leftover in folder.glob("store.db*"):
        leftover.unlink()
    process = subprocess.run(
        [sys.executable, "-m", "benchmarks.intake", "take", str(folder)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    told: dict[str, Any] = json.loads(process.stdout)
    return told


def _listed(seconds: list[float]) -> str:
    return ", ".join(f"{second:.2f}" for second in seconds)


def generate(folder: Path) -> int:
    """A programme with counties, and the file that reports all of them; returns its rows."""
    programme = folder / "programme"
    shutil.copytree(ROOT / "data" / "programme", programme)
    units = _rows(programme / "units.csv")
    regions = [row for row in units if row["kind"] == "region"]
    empty = dict.fromkeys(regions[0], "")
    counties = [
        empty
        | {"code": f"{9_000_000 + n}", "kind": "office", "name_zh": f"第{n}县"}
        | {"parent": regions[n % len(regions)]["code"], "name_en": f"County {n}"}
        for n in range(COUNTIES)
    ]
    _write(programme / "units.csv", regions + counties)
    # A county does not report milestones, nor what only ministries do; the programme has fewer
    # than 44 others, so some stand in it twice.
    indicators = _rows(programme / "indicators.csv")
    owed = [r for r in indicators if r["kind"] != "milestone" and "region" in r["reporters"]]
    sums = [row for row in owed if row["kind"] == "flow"]
    more = [
        row | {"code": row["code"] + "-2", "name_zh": row["name_zh"] + "（二）", "name_en": ""}
        for row in sums[: INDICATORS - len(owed)]
    ]
    _write(programme / "indicators.csv", indicators + more)
    codes = [county["code"] for county in counties]
    return _report(folder / "report.csv", codes, (owed + more)[:INDICATORS])


def _report(path: Path, counties: list[str], indicators: list[dict[str, str]]) -> int:
    rng = np.random.default_rng(2022)
    first = rng.uniform(15, 40, size=(len(counties), 1, len(indicators)))
    growth = rng.uniform(0.2, 1.5, size=(len(counties), len(PERIODS), len(indicators))).cumsum(1)
    flow = np.array([row["kind"] == "flow" for row in indicators])
    levels = np.where(flow, first * rng.uniform(0.9, 1.1, growth.shape), first + growth)
    basis = {"flow": "quarter", "cumulative": "since_start"}
    tails = [f"{row['code']},{basis.get(row['kind'], 'period_end')}" for row in indicators]
    decimals = [int(row["decimals"] or 0) for row in indicators]
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write("unit,period,indicator,basis,value\n")
        for county, of_county in zip(counties, levels.tolist(), strict=True):
            for period, values in zip(PERIODS, of_county, strict=True):
                head = f"{county},{period},"
                file.writelines(
                    f"{head}{tail},{value:.{places}f}\n"
                    for tail, value, places in zip(tails, values, decimals, strict=True)
                )
    return levels.size


def imported(folder: Path) -> float:
    """Seconds that the sqlite3 shell takes to import the file into a new database."""
    database = folder / "peer.db"
    database.unlink(missing_ok=True)
    begun = time.perf_counter()
    subprocess.run(
        ["sqlite3", str(database), ".mode csv", f".import {folder / 'report.csv'} report"],
        check=True,
    )
    return time.perf_counter() - begun


def take(folder: Path) -> dict[str, Any]:
    """Take the file in, in this process: seconds by stage, most memory held."""
    from tracking.intake import check, read  # noqa: PLC0415
    from tracking.programme import load  # noqa: PLC0415
    from tracking.store import Store  # noqa: PLC0415

    programme = load(folder / "programme")
    stages: dict[str, float] = {}
    with Store.open(folder / "store.db", programme) as store:
        # Everything that is there so far stays; a launched dashboard does the same.
        gc.collect()
        gc.freeze()
        at = time.perf_counter()

        def done(stage: str) -> None:
            nonlocal at
            now = time.perf_counter()
            stages[stage] = now - at
            at = now

        data = (folder / "report.csv").read_bytes()
        tables = read(data, "report.csv")
        done("read")
        checked = check(tables, programme, TODAY, None)
        assert checked.ok, [finding.said("en") for finding in checked.findings[:5]]
        findings = [finding.to_json("en") for finding in checked.findings]
        del tables
        done("check")
        submission = store.submit(
            data, "report.csv", checked.figures, actor="bench", findings=findings
        )
        done("submit")
        store.approve(submission.id, actor="reviewer")
        done("approve")
        rolled = len(store.figures())
    kilobytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    children = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    assert submission.n_figures == COUNTIES * INDICATORS * len(PERIODS)
    return {"stages": stages, "megabytes": max(kilobytes, children) / 1024, "rolled": rolled}


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def _write(path: Path, rows: list[dict[str, str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


if __name__ == "__main__":
    if sys.argv[1:2] == ["take"]:
        json.dump(take(Path(sys.argv[2])), sys.stdout)
        sys.stdout.flush()
        sys.exit(0)
    sys.exit(main())
