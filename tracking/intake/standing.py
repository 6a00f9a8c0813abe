"""What a row without a value means for the value that is known: it stands, unless withdrawn."""

import numpy as np

from tracking.intake.amounts import Amounts
from tracking.intake.collector import Collector, Positions
from tracking.intake.findings import Value
from tracking.intake.keys import Keys, Known
from tracking.intake.milestones import STATES
from tracking.intake.series import Stated
from tracking.intake.shape import Rows
from tracking.intake.wording import amount, quarter, quoted

_WITHDRAWN = STATES.index("withdrawn")


def beside_known(
    rows: Rows, keys: Keys, amounts: Amounts, facts: Known, known: Stated | None, report: Collector
) -> Stated | None:
    """Report what a table's rows without a value leave standing or withdraw.

    Answers with what is known apart from what they withdraw. Without anything to know of, None,
    nobody can tell what there is to withdraw.
    """
    silent = keys.good & np.isnan(amounts.value)
    withdrawn = silent & (amounts.state == _WITHDRAWN)
    wanted = np.flatnonzero((silent & amounts.dashed) | withdrawn | amounts.worded)
    if not len(wanted):
        return known
    place = np.full(len(rows), -1)
    if known is not None:
        place[wanted] = _places(keys, wanted, known)
    stands = silent & (place >= 0)
    stands[stands] = ~np.isnan(known.value[place[stands]]) if known is not None else False

    def values(row: int) -> dict[str, Value]:
        indicator = facts.indicators[keys.indicator[row]]
        told: dict[str, Value] = {
            "indicator": quoted(indicator),
            "quarter": quarter(int(keys.quarter[row])),
        }
        if known is None or place[row] < 0:
            return told
        return told | {"value": amount(float(known.value[place[row]]), indicator)}

    for code, where in (
        ("known_value_without_figures", amounts.worded & stands),
        ("value_without_figures", amounts.worded & ~stands),
        ("value_kept", amounts.dashed & stands),
        ("value_withdrawn", withdrawn & stands),
        ("nothing_to_withdraw", withdrawn & (place < 0) & (known is not None)),
    ):
        report.add_rows(code, rows, where, "value", values)
    if known is None or not withdrawn.any():
        return known
    left = np.ones(len(known.value), dtype=bool)
    left[place[withdrawn & stands]] = False
    return known.take(np.flatnonzero(left))


def _places(keys: Keys, wanted: Positions, known: Stated) -> Positions:
    """Where in what is known each of these rows' keys stands, −1 for nowhere."""

    def one_number(unit: Positions, indicator: Positions, of: Positions) -> Positions:
        return (unit.astype(np.int64) << 40) | (indicator.astype(np.int64) << 16) | of

    there = one_number(known.unit, known.indicator, known.quarter)
    order = np.argsort(there)
    asked = one_number(keys.unit[wanted], keys.indicator[wanted], keys.quarter[wanted])
    at = np.searchsorted(there[order], asked)
    found = at < len(there)
    found[found] = there[order[at[found]]] == asked[found]
    places = np.full(len(wanted), -1)
    places[found] = order[at[found]]
    return places
