"""python -m tests.hostile --files 20000 --seed 7: a long run; exit code 1 for a fault."""

import argparse
import sys
from collections import Counter

from tests.hostile.run import run, worked


def main() -> int:
    """Run, and say which files failed and which were slowest."""
    asked = argparse.ArgumentParser(prog="python -m tests.hostile")
    asked.add_argument("--files", type=int, default=2_000)
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--workers", type=int, default=2)
    asked.add_argument("--larger", action="store_true", help="files near the limits of size, too")
    asked.add_argument("--family", help="one family alone, like texts.huge_fields")
    asked.add_argument("--only", type=int, default=-1, help="the nth file of the family alone")
    given = asked.parse_args()
    if given.family:
        told = worked([given.family], given.files, given.seed, given.only)
    else:
        told = run(given.files, given.seed, given.workers, given.larger)
    files = [t for t in told if t.get("n", -1) >= 0]
    faults = [t for t in told if t.get("fault")]
    for fault in faults:
        print("FAULT", {k: v if k != "name" else v[:60] for k, v in fault.items()})
    by: Counter[str] = Counter()
    for file in files:
        by[file["family"]] += file.get("processor", 0)
    print({k: round(v, 1) for k, v in by.most_common()})
    slowest = sorted(files, key=lambda f: -f.get("processor", 0))[:6]
    for file in slowest:
        print("slow", {k: v if k != "name" else v[:60] for k, v in file.items()})
    peak = sorted(files, key=lambda f: -f.get("peak", 0))[:4]
    for file in peak:
        print("large", {k: v if k != "name" else v[:60] for k, v in file.items()})
    print(
        f"{len(files)} files, {sum(f.get('ok', False) for f in files)} taken, {len(faults)} faults,"
        f" child {max(f.get('child', 0) for f in files)} MB"
    )
    return bool(faults)


sys.exit(main())
