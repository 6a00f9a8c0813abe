"""Server time of an overview rerun: on the demonstration, on a million figures, and the usual way.

    python -m benchmarks.page [FOLDER]     (FOLDER keeps the two stores between runs)

A real server answers a real WebSocket session that changes the quarter again and again, as a reader
does with the select box. What is measured runs from sending the change until “script finished” has
arrived: the script, all figures and tables serialised, and Streamlit's own collection after the
run. It is not the browser's drawing. The usual way is benchmarks/usual_overview.py: the same
charts with plotly.express and a query and measurement in every run, with default settings.
"""

import os
import statistics
import sys
import tempfile
from contextlib import nullcontext
from pathlib import Path

from benchmarks.session import session
from benchmarks.stores import demonstration_store, million_store
from tests.e2e.serving import served
from tracking.programme import load

ROOT = Path(__file__).parent.parent
LIMIT, MOST_TIMES = 0.040, 1.2
WARM, RUNS = 12, 120
QUARTERS = ("2024Q1", "2024Q2", "2024Q3", "2024Q4")


def main() -> int:
    kept = Path(sys.argv[1]) if len(sys.argv) > 1 else None
    place = nullcontext(str(kept)) if kept else tempfile.TemporaryDirectory(prefix="bench-page-")
    with place as name:
        folder = Path(name)
        folder.mkdir(parents=True, exist_ok=True)
        programme = ROOT / "data" / "programme"
        demonstration_store(folder, load(programme)).close()
        million_store(folder)[0].close()
        small = _measure("demonstration", folder / "demonstration.db", programme)
        large = _measure("a million figures", folder / "million.db", folder / "programme")
        usual = [sys.executable, "-m", "streamlit", "run", "benchmarks/usual_overview.py"]
        usual += ["--server.headless=true", "--browser.gatherUsageStats=false"]
        _measure("the usual way, demonstration", folder / "demonstration.db", programme, usual)
    ratio = large / small
    print(f"a million figures against the demonstration: {ratio:.2f} × (limit {MOST_TIMES} ×)")
    print(f"limit: {LIMIT * 1000:.0f} ms median")
    return 0 if max(small, large) <= LIMIT and ratio <= MOST_TIMES else 1


def _measure(name: str, store: Path, programme: Path, command: list[str] | None = None) -> float:
    os.environ["TRACKING_PROGRAMME"] = str(programme)
    with served(store, seconds=120, command=command) as address, session(address) as reader:
        first, size = reader.run()
        for n in range(WARM):
            reader.run(f"quarter={QUARTERS[n % len(QUARTERS)]}")
        took = [reader.run(f"quarter={QUARTERS[n % len(QUARTERS)]}")[0] for n in range(RUNS)]
    median, p95 = statistics.median(took), sorted(took)[int(0.95 * len(took))]
    print(
        f"{name}: median {median * 1000:.1f} ms, p95 {p95 * 1000:.1f} ms"
        f" (first run {first * 1000:.0f} ms, {size / 1000:.0f} KB)"
    )
    return median


if __name__ == "__main__":
    sys.exit(main())
