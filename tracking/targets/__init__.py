"""Targets: read, set, imported and handed out; what setting them would do; do shares add up."""

from tracking.targets.checks import faults, remarks
from tracking.targets.effect import Effect, effect
from tracking.targets.faults import Fault, NotSettable, Placed, Unread
from tracking.targets.fields import BY_CODE, FIELDS, Field
from tracking.targets.files import Imported, read_file, template
from tracking.targets.setting import judged, set_targets, undoing, withdrawal
from tracking.targets.shares import Shares, apportioned, drafted, members, shares, upset, upset_said
from tracking.targets.told import HEADS, Series, composed, every_series, history
from tracking.targets.typed import Read, Reader, typed_of
from tracking.targets.versions import Versions, frame_of, row_of, target_of

__all__ = [
    "BY_CODE",
    "FIELDS",
    "HEADS",
    "Effect",
    "Fault",
    "Field",
    "Imported",
    "NotSettable",
    "Placed",
    "Read",
    "Reader",
    "Series",
    "Shares",
    "Unread",
    "Versions",
    "apportioned",
    "composed",
    "drafted",
    "effect",
    "every_series",
    "faults",
    "frame_of",
    "history",
    "judged",
    "members",
    "read_file",
    "remarks",
    "row_of",
    "set_targets",
    "shares",
    "target_of",
    "template",
    "typed_of",
    "undoing",
    "upset",
    "upset_said",
    "withdrawal",
]
