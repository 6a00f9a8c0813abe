"""How many enterprises the demonstration's regions have: invented, and said to be."""

from dataclasses import replace
from pathlib import Path
from typing import Final

from tracking.programme import Programme, ProgrammeError, load_denominators

_FILE: Final = Path(__file__).with_name("denominators.csv")


def with_invented_sizes(programme: Programme) -> Programme:
    """The programme as a demonstration shows it; sizes that it states itself stay as they are.

    Another programme's units are not known here: it goes without.
    """
    if programme.denominators:
        return programme
    try:
        invented = load_denominators(_FILE, programme.units)
    except ProgrammeError:
        return programme
    return replace(programme, denominators=invented)
