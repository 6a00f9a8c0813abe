"""Interim targets: what is to be reached on the way, quarter by quarter, and how that is written.

Written 2023Q4=500;2024Q4=1200 in the programme's files, in the store and on the command line.
"""

import re
from math import isfinite
from typing import Final

from tracking.programme.quarter import Quarter

# (quarter, value at its end), in the order of the quarters.
Interim = tuple[tuple[Quarter, float], ...]

BETWEEN: Final = re.compile(r"[;；\n]")


def read_interim(text: str) -> Interim:
    """The interim targets that a text states, in the order of their quarters. Raises ValueError.

    >>> read_interim("2024Q4=1200; 2023Q4=500")
    ((Quarter(index=8095), 500.0), (Quarter(index=8099), 1200.0))
    """
    return tuple(sorted(_one(part) for part in BETWEEN.split(text) if part.strip()))


def interim_text(interim: Interim) -> str:
    """Interim targets as they are written.

    >>> interim_text(((Quarter.of("2023Q4"), 500.0), (Quarter.of("2024Q4"), 1200.5)))
    '2023Q4=500;2024Q4=1200.5'
    """
    return ";".join(f"{quarter}={value:.15g}" for quarter, value in interim)


def _one(text: str) -> tuple[Quarter, float]:
    quarter, sign, value = text.replace("＝", "=").partition("=")
    if not sign or not isfinite(float(value)):
        raise ValueError(text)
    return Quarter.of(quarter.strip().upper()), float(value)
