"""The stores that page benchmarks look at: the demonstration, and a million county figures.

The million is benchmarks/intake.py's own file, taken the product's own way.
"""

from pathlib import Path

from benchmarks.intake import TODAY, generate
from tracking.demo import build
from tracking.intake import check, read
from tracking.programme import Programme, load
from tracking.store import Store


def demonstration_store(folder: Path, programme: Programme) -> Store:
    """The demonstration, made in this folder unless it is there."""
    path = folder / "demonstration.db"
    return Store.open(path, programme) if path.exists() else build(path, programme)


def million_store(folder: Path) -> tuple[Store, Programme]:
    """The million-figure store and its programme, made in this folder unless they are there."""
    path = folder / "million.db"
    if path.exists():
        programme = load(folder / "programme")
        return Store.open(path, programme), programme
    generate(folder)
    programme = load(folder / "programme")
    report = folder / "report.csv"
    data = report.read_bytes()
    store = Store.open(path, programme)
    checked = check(read(data, report.name), programme, TODAY, None)
    submission = store.submit(data, report.name, checked.figures, actor="benchmark")
    store.approve(submission.id, actor="reviewer")
    return store, programme
