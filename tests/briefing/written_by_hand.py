"""Numbers, shares and quarters as they must be written; numbers as regular expressions."""

import re
from decimal import ROUND_HALF_UP, Decimal

from tracking.words import Language

MINUS = "−"


def written(value: float, places: int, times: int = 1) -> str:
    """A number, halves away from 0, as a regular expression.

    What is a half but for the last bits of a float may be written either way.
    """
    step, exact = Decimal(1).scaleb(-places), Decimal(repr(float(value))) * times
    noise = max(abs(exact), 1) * Decimal("1e-13")
    said = []
    for near in (exact, exact - noise, exact + noise):
        rounded = near.quantize(step, ROUND_HALF_UP)
        said.append(re.escape(f"{MINUS if rounded < 0 else ''}{abs(rounded):,f}"))
    return said[0] if len(set(said)) == 1 else f"(?:{'|'.join(dict.fromkeys(said))})"


def share(value: float, places: int = 0) -> str:
    """A share in per cent."""
    return written(value, places, times=100) + "%"


def quarter(language: Language, index: int) -> str:
    """A quarter's name."""
    year, n = divmod(index, 4)
    return f"{year} Q{n + 1}" if language == "en" else f"{year}年{'一二三四'[n]}季度"
