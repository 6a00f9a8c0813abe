"""The SQLite store: submissions and their files, figures, roll-ups, targets, the audit chain."""

from tracking.store.errors import (
    AlreadySubmitted,
    Busy,
    CannotOpen,
    Damaged,
    DuplicateFigures,
    IllegalMove,
    NeedsReason,
    NoSpace,
    NoStore,
    NotAllowed,
    NotAStore,
    OwnSubmission,
    ReadOnly,
    StoreError,
    StoreIsNewer,
    StoreIsOlder,
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
    "NeedsReason",
    "NoSpace",
    "NoStore",
    "NotAStore",
    "NotAllowed",
    "OwnSubmission",
    "ReadOnly",
    "Store",
    "StoreError",
    "StoreIsNewer",
    "StoreIsOlder",
    "Submission",
    "TimeRunsBack",
    "UnknownCode",
    "UnknownSubmission",
    "state_name",
]
