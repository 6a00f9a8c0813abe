"""Setting targets in the store: judged first, then all of them or none."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from tracking.programme import Programme, Target
from tracking.store import Store
from tracking.targets import checks
from tracking.targets.faults import Fault, NotSettable
from tracking.targets.versions import Versions, target_of


def judged(target: Target, programme: Programme, versions: Versions) -> tuple[Fault, ...]:
    """Why a target cannot be set; what would change nothing is not asked for a reason."""
    if not versions.turns_on(target):
        return ()
    standing = versions.before(target) is not None
    faults = checks.faults(target, programme, standing)
    # What a version rested on before may be set again as it was.
    if target.basis.zh in {row["basis_zh"] for row in versions.of(target.indicator, target.unit)}:
        faults = tuple(one for one in faults if one.name != "basis_zh")
    return faults


def set_targets(store: Store, programme: Programme, new: Sequence[Target], actor: str) -> list[int]:
    """Set targets; returns the numbers of the versions added, none where all hold already.

    Raises NotSettable, and whatever the store refuses; nothing is saved then.
    """
    versions = Versions(store.target_versions())
    faults = [fault for target in new for fault in judged(target, programme, versions)]
    if faults:
        raise NotSettable(tuple(faults))
    return store.add_targets(new, actor)


def withdrawal(
    versions: Versions, indicator: str, unit: str, effective: date, reason: str
) -> Target | None:
    """What says that a target holds no more from a day on; None where none holds then."""
    row = versions.on(indicator, unit, effective)
    if row is None:
        return None
    return replace(target_of(row, effective, reason), withdrawn=True)


def undoing(versions: Versions, number: int, reason: str) -> Target:
    """What sets again what held before a version, from that version's own day on."""
    frame = versions.frame
    (row,) = frame[frame["id"] == number].to_dict("records")
    effective = date.fromisoformat(str(row["effective"]))
    one = target_of(row, effective, reason)
    former = versions.until(number).before(one)
    if former is None:
        return replace(one, withdrawn=True)
    return target_of(former, effective, reason)
