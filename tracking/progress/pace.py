"""The recent pace and the direction of movement, from reports only, never from carried values."""

from itertools import combinations
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from tracking.progress.grid import Bools, Floats, Ints

# Quarterly changes that the recent pace averages and the robust slope is taken from.
RECENT: Final = 4


def recent(
    value: Floats, usable: Bools, source: Ints | Bools, last_break: Ints
) -> tuple[Floats, Floats, Bools]:
    """Pace and Theil–Sen slope per quarter of the last RECENT changes; arrays (quarters, series).

    Only quarters with a `usable` report count, of the same `source` and after the `last_break`.
    The third array says where another source was left out.
    """
    points = np.where(usable, value, np.nan)
    rows = np.arange(len(value))[:, None]
    window = np.full((RECENT + 1, *value.shape), np.nan)
    other = np.zeros(value.shape, dtype=bool)
    for back in range(RECENT + 1):
        shifted, origin = _before(points, back, np.nan), _before(source, back, 0)
        fits = (rows - back >= last_break) & np.isfinite(shifted)
        other |= fits & (origin != source)
        np.copyto(window[back], shifted, where=fits & (origin == source))
    there = np.isfinite(window)
    newest, oldest = there.argmax(axis=0), RECENT - there[::-1].argmax(axis=0)
    with np.errstate(invalid="ignore"):
        change = _pick(window, newest) - _pick(window, oldest)
        pace = change / np.where(oldest > newest, oldest - newest, np.nan)
        slopes = np.stack(
            [(window[a] - window[b]) / (b - a) for a, b in combinations(range(RECENT + 1), 2)]
        )
    return pace, _median(slopes), other


def _pick(window: Floats, back: Ints) -> Floats:
    picked: Floats = np.take_along_axis(window, back[None], axis=0)[0]
    return picked


def _before(of: npt.NDArray[Any], rows: int, empty: float) -> npt.NDArray[Any]:
    moved = np.full(of.shape, empty, dtype=of.dtype)
    moved[rows:] = of[: max(len(of) - rows, 0)]
    return moved


def _median(of: Floats) -> Floats:
    """The median over the first axis, of what is there; NaN where nothing is."""
    ordered = np.sort(of, axis=0)  # NaN last
    count = np.isfinite(of).sum(axis=0)
    low = np.take_along_axis(ordered, np.maximum(count - 1, 0)[None] // 2, axis=0)[0]
    high = np.take_along_axis(ordered, np.minimum(count // 2, len(of) - 1)[None], axis=0)[0]
    middle: Floats = np.where(count > 0, (low + high) / 2, np.nan)
    return middle
