"""What a chart comes to, in one short sentence that may stand as a slide's title."""

from typing import Final

from tracking import progress
from tracking.briefing.making import Making
from tracking.briefing.said import LAGGING

_AHEAD: Final = ("achieved", "on_track", "narrowly_missed")


def counts(making: Making) -> str:
    """How many of those with a target are ahead, how many behind; "" where none has one."""
    rows = making.mine[making.mine["target"].notna()]
    if rows.empty:
        return ""
    status = rows["status"].astype("str")
    return making.n_(
        "{n} indicator has a target: {ahead} on track or achieved, {behind} behind",
        "{n} indicators have a target: {ahead} on track or achieved, {behind} behind",
        len(rows),
        ahead=int(status.isin(_AHEAD).sum()),
        behind=int(status.isin(LAGGING).sum()),
    )


def bullets(making: Making) -> str:
    """What lags most; "" where nothing does."""
    return progress.slowest_said(making.mine, making.programme, making.language).rstrip(".。")


def course(making: Making, code: str) -> str:
    """An indicator's status, and its chance to reach the target where there is an outlook."""
    row = making.mine[making.mine["indicator"] == code].iloc[0]
    of = {
        "indicator": making.name(code),
        "status": progress.status_name(making.language, str(row["status"])),
    }
    ahead = making.outlooks.get(code)
    if ahead is None or str(ahead["likelihood"]) == "not_assessed":
        return making._("{indicator}: {status}", **of)
    return making._(
        "{indicator}: {status}, chance to reach the target {chance} ({likelihood})",
        chance=progress.chance_said(making.language, ahead["hit"], making.programme.outlook),
        likelihood=progress.likelihood_name(making.language, str(ahead["likelihood"])),
        **of,
    )
