"""One process that takes hostile files in, within the limits; prints what became of each."""

import faulthandler
import json
import os
import resource
import signal
import sys
import tempfile
import time
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from tests.hostile.families import File, files
from tests.hostile.seeds import ROOT
from tests.hostile.whole_way import Keeping, whole_way
from tracking.programme import load
from tracking.store import Store

SECONDS = 10.0
PATIENCE = 45  # wall-clock seconds: a busy machine takes longer than the processor does
MEGABYTES = 1024
KEPT = ROOT / "test-results" / "hostile"


class TooLong(BaseException):
    """A file that nobody would wait for."""


def main(of: list[str], total: int, seed: int, only: int = -1) -> None:
    """Take the files of these families into a store of their own."""
    _limit_memory()
    programme = load(ROOT / "data" / "programme")
    KEPT.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as folder,
        Store.open(Path(folder) / "store.db", programme) as store,
    ):
        keeping = Keeping(store, programme)
        for file in files(of, total, seed):
            if only in (-1, file.n):
                _tell(_one(keeping, file))
        _tell({"family": ",".join(of), "n": -1, "name": "", "fault": keeping.differences()})


def _one(keeping: Keeping, file: File) -> dict[str, object]:
    said: dict[str, object] = {
        "family": file.family,
        "n": file.n,
        "name": file.name,
        "bytes": len(file.data),
        "worker": os.getpid(),
    }
    _tell(said | {"begun": True})
    began, used = time.monotonic(), _processor()
    _forget_peak()
    try:
        with _watched():
            said |= whole_way(keeping, file.name, file.data)
    except (Exception, TooLong) as error:  # noqa: BLE001 (whatever it is, it is what is looked for)
        said["fault"] = f"{type(error).__name__}: {error}"
        traceback.print_exc()
    said |= {
        "seconds": round(time.monotonic() - began, 3),
        "processor": round(_processor() - used, 3),
        "peak": _status("VmHWM"),
        "resting": _status("VmRSS"),
        "child": resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024,
    }
    over = said["processor"] > SECONDS or said["peak"] > MEGABYTES or said["child"] > MEGABYTES
    if over and "fault" not in said:
        said["fault"] = "over the limit"
    if "fault" in said:
        kept = KEPT / f"{file.family}-{file.n}"
        kept.write_bytes(file.data)
        said["kept"] = str(kept.relative_to(ROOT))
    return said


@contextmanager
def _watched() -> Iterator[None]:
    faulthandler.dump_traceback_later(PATIENCE + 15, exit=True)
    signal.signal(signal.SIGALRM, _too_long)
    signal.alarm(PATIENCE)
    try:
        yield
    finally:
        signal.alarm(0)
        faulthandler.cancel_dump_traceback_later()


def _too_long(number: int, frame: FrameType | None) -> None:
    raise TooLong(f"{PATIENCE} s")


def _limit_memory() -> None:
    most = (_status("VmSize") + 3 * MEGABYTES) << 20
    resource.setrlimit(resource.RLIMIT_AS, (most, most))


def _forget_peak() -> None:
    Path("/proc/self/clear_refs").write_text("5")


def _status(name: str) -> int:
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) // 1024 for line in lines if line.startswith(name))


def _processor() -> float:
    parts = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(part.ru_utime + part.ru_stime for part in parts)


def _tell(said: dict[str, object]) -> None:
    print(json.dumps(said), flush=True)


if __name__ == "__main__":
    main(sys.argv[1].split(","), *map(int, sys.argv[2:]))
