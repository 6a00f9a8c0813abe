"""Workers side by side, each with families of its own, and what became of their files."""

import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from tests.hostile.families import LARGER, SHARES
from tests.hostile.seeds import ROOT

Told = list[dict[str, Any]]


def run(total: int, seed: int, workers: int = 2, larger: bool = False) -> Told:
    """Take `total` files in, or a few more; one entry a file, and one a worker's store."""
    called = [f"{f.__module__.split('.')[-1]}.{f.__name__}" for f in SHARES]
    groups = [called[n::workers] for n in range(workers)]
    if larger:
        groups.append([f"{f.__module__.split('.')[-1]}.{f.__name__}" for f in LARGER])
    with ThreadPoolExecutor(workers) as pool:
        return [
            told for group in pool.map(lambda of: worked(of, total, seed), groups) for told in group
        ]


def worked(of: list[str], total: int, seed: int, only: int = -1) -> Told:
    """What one worker told; a file it died of is a fault of that file."""
    command = [
        sys.executable,
        "-m",
        "tests.hostile.worker",
        ",".join(of),
        *map(str, (total, seed, only)),
    ]
    told: Told = []
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        for line in process.stdout or ():
            said = json.loads(line)
            if told and "begun" in told[-1]:
                told.pop()
            told.append(said)
    if process.returncode:
        told[-1 if told and "begun" in told[-1] else len(told) :] = [
            (told[-1] if told else {}) | {"fault": f"the process ended with {process.returncode}"}
        ]
    return told
