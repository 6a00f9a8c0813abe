"""Figures and targets become progress: the method of docs/method.md, and nothing else."""

from tracking.progress.assess import assess
from tracking.progress.columns import (
    ASSESSMENT_DTYPES,
    MARKS,
    STATUSES,
    TARGET_DTYPES,
    targets_of,
)

__all__ = ["ASSESSMENT_DTYPES", "MARKS", "STATUSES", "TARGET_DTYPES", "assess", "targets_of"]
