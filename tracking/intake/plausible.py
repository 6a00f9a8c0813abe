"""What is possible but looks wrong: each value held against its own series and what is known."""

from collections.abc import Iterator

import numpy as np

from tracking.intake.across_bases import AcrossBases
from tracking.intake.corrections import corrections
from tracking.intake.keys import Known
from tracking.intake.same_basis import SameBasis
from tracking.intake.series import Grid, Stated, Suspicion


def suspicions(file: Stated, before: Stated | None, known: Known) -> Iterator[Suspicion]:
    """Everything that looks wrong in a file's figures, beside what is known already."""
    if not len(file.value):
        return
    grid = Grid(file, before if before is not None and len(before.value) else None, known)
    yield from corrections(grid)
    for basis in np.flatnonzero(np.bincount(file.basis)).tolist():
        yield from SameBasis(grid.with_basis(basis), basis).all()
    across = grid.on_several_bases()
    if len(across.value):
        yield from AcrossBases(across).all()
    yield from grid.denominators()
