"""Processes that work on a store and may die there, forked from one that has all loaded already.

Starting Python and loading the programme takes a second; forking a process that did takes a few
milliseconds. `python -m tests.store.workers` reads lines of JSON, each a list of works to do at
once, each in a process of its own; it answers with how each process ended: its exit code, or minus
the signal that killed it.
"""

import json
import os
import random
import resource
import signal
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from types import FrameType
from typing import Any

from tests.conftest import ROOT
from tests.store.conftest import Q1, stated, take
from tracking.programme import Programme, load
from tracking.store import Store, StoreError, connections, restore
from tracking.store.backup import backup

# Who owns no file of ours.
_NOBODY = 65534

SEVERAL = 12  # figures of a report that comes whole or not at all


class Workers:
    """The process to fork from, seen from the tests."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.store.workers"],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def do(self, *works: list[Any]) -> list[int]:
        """Have these works done at once; how each process ended."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(works) + "\n")
        self._process.stdin.flush()
        ended: list[int] = json.loads(self._process.stdout.readline())
        return ended

    def close(self) -> None:
        """Let the process end."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait(30)


def report(programme: Programme, path: str, me: int, each: int) -> None:
    """Submit and approve a few reports: some figures of one's own, one that all report."""
    # On a slow machine the last of twenty may wait long.
    connections.PATIENCE_SECONDS = 300.0  # type: ignore[misc]
    regions = [region.code for region in programme.regions]
    with Store.open(path, programme) as store:
        for n in range(each):
            own, common = ("INN-1-1", regions[me], Q1 + n, me + n), ("INN-1-1", "340100", Q1, me)
            take(store, stated(own, common), f"{me} {n}".encode())


def report_until_dead(programme: Programme, path: str, seed: int, opcodes: int) -> None:
    """Submit, approve and return until SQLite has taken so many steps; then die as by kill −9.

    What the store said was done is written down beside it, as one tells a person.
    """
    _die_after(opcodes)
    for n in range(1000):
        # Closing writes the log back into the store's file.
        with (
            Store.open(path, programme) as store,
            Path(path).with_suffix(".done").open("a") as done,
        ):
            figures = several(programme, seed + n)
            submission = store.submit(f"{seed} {n}".encode(), "a.csv", figures, actor="wang")
            print("submitted", submission.id, file=done, flush=True)
            store.approve(submission.id, actor="li")
            print("approved", submission.id, file=done, flush=True)
            if n % 2:
                store.send_back(submission.id, actor="li", reason="口径不符")
                print("returned", submission.id, file=done, flush=True)


def report_until_cut_off(programme: Programme, path: str, seed: int, size: int) -> None:
    """Submit, approve and return until a write goes beyond this place of a file."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
    signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
    report_until_dead(programme, path, seed, sys.maxsize)


def open_and_die(programme: Programme, path: str, opcodes: int) -> None:
    """Make a store, or open one, and die on the way."""
    _die_after(opcodes)
    Store.open(path, programme).close()


def report_with_no_room(programme: Programme, path: str, size: int, said: str) -> None:
    """Submit a large file where no file may grow beyond a size; write down what the store says."""
    with Store.open(path, programme) as store:
        _with_no_room(size, said, lambda: large(store, programme, 2 * size))


def back_up_with_no_room(programme: Programme, path: str, size: int, said: str) -> None:
    """Back up where no file may grow beyond a size; write down what is said."""
    _with_no_room(size, said, lambda: backup(Path(path), programme))


def report_as_somebody(programme: Programme, path: str, said: str) -> None:
    """Submit as a person who may only read; write down what the store says."""
    with Path(said).open("w", encoding="utf-8") as file:
        if os.geteuid() == 0:
            os.setuid(_NOBODY)

        def submit() -> None:
            with Store.open(path, programme) as store:
                large(store, programme, 1)

        file.write(_refused(submit))


def restore_and_die(programme: Programme, path: str, copy: str, lines: int) -> None:
    """Restore a backup, and die as by kill −9 when so many lines of the swap have run."""
    left = lines

    def step(frame: FrameType, event: str, _: object) -> Any:
        nonlocal left
        if frame.f_code.co_filename != restore.__file__:
            return None
        left -= event == "line"
        if left < 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return step

    with restore.restoring(Path(path), Path(copy), programme) as ready:
        sys.settrace(step)
        ready.swap("wang")
        sys.settrace(None)


def large(store: Store, programme: Programme, size: int) -> None:
    """Submit a file of so many bytes that no disk can shrink."""
    data = random.Random(size).randbytes(size)
    store.submit(data, "large.csv", several(programme, size), actor="wang")


def several(programme: Programme, seed: int) -> Any:
    """A report of many figures, from the regions and from offices below them."""
    rng = random.Random(seed)
    units = [unit.code for unit in programme.units.values() if unit.kind in ("region", "office")]
    chosen = rng.sample(units, SEVERAL)
    return stated(*(("INN-1-1", unit, Q1 + rng.randrange(4), rng.randrange(99)) for unit in chosen))


def _with_no_room(size: int, said: str, work: Callable[[], object]) -> None:
    everything = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, everything[1]))
    told = _refused(work)
    resource.setrlimit(resource.RLIMIT_FSIZE, everything)
    Path(said).write_text(told, encoding="utf-8")


def _refused(work: Callable[[], object]) -> str:
    try:
        work()
    except StoreError as error:
        return f"{type(error).__name__}: {error}"
    return "nothing"


def _die_after(opcodes: int) -> None:
    """Kill this process when SQLite, on all connections together, has taken so many steps."""
    left = opcodes

    def step() -> int:
        nonlocal left
        left -= 1
        if left < 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return 0

    class Mortal(sqlite3.Connection):
        def __init__(self, *values: Any, **named: Any) -> None:
            super().__init__(*values, **named)
            self.set_progress_handler(step, 1)

    sqlite3.connect = partial(sqlite3.connect, factory=Mortal)  # type: ignore[assignment]


def _forked(programme: Programme, work: Callable[..., None], values: list[Any]) -> int:
    """Start a work in a process of its own; the process's number."""
    process = os.fork()
    if process:
        return process
    code = 1
    try:
        work(programme, *values)
        code = 0
    finally:
        sys.stderr.flush()
        os._exit(code)


def main() -> None:
    """Do the works that are asked for on standard input until it ends."""
    programme = load(ROOT / "data" / "programme")
    with tempfile.TemporaryDirectory() as folder:
        # Loads what is loaded only when first needed.
        Store.open(Path(folder) / "tracking.db", programme).close()
    for line in sys.stdin:
        started = [_forked(programme, WORKS[name], values) for name, *values in json.loads(line)]
        ended = [os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]) for process in started]
        print(json.dumps(ended), flush=True)


WORKS = {
    work.__name__: work
    for work in (
        *(report, report_until_dead, report_until_cut_off, open_and_die),
        *(report_with_no_room, back_up_with_no_room, report_as_somebody, restore_and_die),
    )
}

if __name__ == "__main__":
    main()
