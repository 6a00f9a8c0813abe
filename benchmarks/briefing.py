"""The national briefing in full, in every format, beside Plotly's own pictures through Kaleido.

    python -m benchmarks.briefing

On the demonstration store: gathering and composing once, then each format, in a process whose peak
memory is its own. Kaleido draws as many figures in the same run as our pictures hold. A limit that
is missed ends in 1.
"""

import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.stores import demonstration_store
from tracking.briefing import Briefing, Request, Scope, compose
from tracking.briefing.formats import DOCUMENTS, FORMATS, Format
from tracking.gathering import gather
from tracking.programme import load
from tracking.store import Store

ROOT = Path(__file__).parent.parent
ONE = 1.0  # seconds for a document
ALL = 3.0  # seconds for the documents together
MEMORY = 400e6  # bytes
RUNS = 3


def main() -> int:
    programme = load(ROOT / "data" / "programme")
    with tempfile.TemporaryDirectory(prefix="bench-briefing-") as name:
        path = Path(name) / "demonstration.db"
        demonstration_store(Path(name), programme).close()
        ours = _child("ours", path)
        peer = _child("kaleido", path)
    together = sum(ours["seconds"][code] for code in DOCUMENTS)
    print(
        f"gather {ours['gather']:.2f} s, compose {ours['compose']:.2f} s; {ours['charts']} charts"
    )
    for code, seconds in ours["seconds"].items():
        limit = f" (limit {ONE:.0f} s)" if code in DOCUMENTS else ""
        first = f"the first {ours['first'][code]:.2f} s, with its libraries"
        print(f"{code:12}{seconds:6.2f} s, {ours['bytes'][code] / 1e6:5.2f} MB; {first}{limit}")
    print(f"the documents together: {together:.2f} s (limit {ALL:.0f} s)")
    print(f"peak memory of the documents {ours['documents'] / 1e6:.0f} MB (limit"
          f" {MEMORY / 1e6:.0f}), of which {ours['before'] / 1e6:.0f} before the first; of all"
          f" formats {ours['peak'] / 1e6:.0f} MB")  # fmt: skip
    print(f"Kaleido: the same {peer['charts']} charts as PNG in {peer['seconds']:.2f} s"
          f" with a Chromium of its own; our PNG {ours['seconds']['png']:.2f} s")  # fmt: skip
    slow = any(ours["seconds"][code] > ONE for code in DOCUMENTS)
    return int(slow or together > ALL or ours["documents"] > MEMORY)


def _child(what: str, path: Path) -> dict:
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.briefing", what, str(path)],
        cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True,
    )  # fmt: skip
    return json.loads(done.stdout)


def _composed(path: Path) -> tuple:
    programme = load(ROOT / "data" / "programme")
    at = programme.end
    with Store.open(path, programme) as store:
        begun = time.perf_counter()
        material = gather(store, programme, [at, at + -1], at.last_day)
    gathered = time.perf_counter()
    briefing = compose(material, Request(Scope("nation"), at, at + -1, "zh"))
    return briefing, gathered - begun, time.perf_counter() - gathered


def _ours(path: Path) -> dict:
    briefing, gathering, composing = _composed(path)
    before = _peak()
    first, seconds, sizes = {}, {}, {}
    for code, one in FORMATS.items():
        first[code], sizes[code] = _timed(one, briefing)
        if code == list(DOCUMENTS)[-1]:
            documents = _peak()
    for code, one in FORMATS.items():
        seconds[code] = min(_timed(one, briefing)[0] for _ in range(RUNS))
    return {
        "gather": gathering, "compose": composing, "seconds": seconds, "first": first,
        "bytes": sizes, "charts": sum(1 for _ in briefing.charts()), "before": before,
        "documents": documents, "peak": _peak(),
    }  # fmt: skip


def _timed(one: Format, briefing: Briefing) -> tuple[float, int]:
    """How long a file takes, and its size."""
    begun = time.perf_counter()
    size = len(one.write(briefing))
    return time.perf_counter() - begun, size


def _kaleido(path: Path) -> dict:
    import kaleido  # noqa: PLC0415 (the other child has no use for it)

    briefing, *_ = _composed(path)
    figures = [chart.figure for chart in briefing.charts()]
    with tempfile.TemporaryDirectory() as folder:
        begun = time.perf_counter()
        kaleido.write_fig_sync(figures, path=Path(folder), opts={"format": "png", "scale": 2},
                               kopts={"path": "/usr/bin/chromium"})  # fmt: skip
        seconds = time.perf_counter() - begun
        made = len(list(Path(folder).iterdir()))
    return {"seconds": seconds, "charts": made}


def _peak() -> float:
    # The most that getrusage tells of is its parent's, where that had more when it began.
    told = Path("/proc/self/status").read_text().split("VmHWM:")[1]
    return int(told.split()[0]) * 1024


if __name__ == "__main__":
    if len(sys.argv) > 1:
        print(json.dumps({"ours": _ours, "kaleido": _kaleido}[sys.argv[1]](Path(sys.argv[2]))))
    else:
        sys.exit(main())
