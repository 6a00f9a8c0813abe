"""The SQLite store: submissions and their files, figures, roll-ups, targets, the audit chain."""

from tracking.store.errors import (
    AlreadySubmitted,
    Busy,
    CannotOpen,
    Damaged,
    DuplicateFigures,
    IllegalMove,
    NoSpace,
    NoStore,
    NotAllowed,
    NotAStore,
    ReadOnly,
    StoreError,
    StoreIsNewer,
    TimeRunsBack,
    UnknownCode,
    UnknownSubmission,
    state_name,
)
from tracking.store.store import Store
from tracking.store.submissions import Submission
from tracking.store.verify import Difference

__all__ = [
    "AlreadySubmitted",
    "Busy",
    "CannotOpen",
    "Damaged",
    "Difference",
    "DuplicateFigures",
    "IllegalMove",
    "NoSpace",
    "NoStore",
    "NotAStore",
    "NotAllowed",
    "ReadOnly",
    "Store",
    "StoreError",
    "StoreIsNewer",
    "Submission",
    "TimeRunsBack",
    "UnknownCode",
    "UnknownSubmission",
    "state_name",
]
