"""The computed sentences that lead a page; right for none, one, all, ties and missing reports."""

from functools import partial

import numpy as np
import pandas as pd

from tracking.programme import NATION, OVERALL, Programme
from tracking.progress.chains import chains, ranks, standings
from tracking.progress.columns import STATUSES
from tracking.progress.names import quotable, status_name
from tracking.progress.provenance import unit_name
from tracking.words import N_, Language, numbers, say, say_n

# What goes well comes first; then what lags; then what cannot be judged.
_ORDER = (
    "achieved", "on_track", "narrowly_missed", "delayed", "partly", "off_track", "missed",
    "moving_away", "moved_away", "not_yet", "too_early", "insufficient", "stale", "not_reported",
)  # fmt: skip
_LAGGING = ("delayed", "partly", "off_track", "missed")
# Who leads and trails: all alike, or the two ends.
_LEADING = {
    "region": (
        N_("The {n} regions with an index lie too close to be ranked, from {low} to {high}."),
        N_(
            "Of {n} regions with an index, it is highest in {first} ({high}) and lowest in {last}"
            " ({low})."
        ),
    ),
    "group": (
        N_("The {n} groups with an index lie too close to be ranked, from {low} to {high}."),
        N_(
            "Of {n} groups with an index, it is highest in {first} ({high}) and lowest in {last}"
            " ({low})."
        ),
    ),
}
# More names than these are counted, not listed.
_NAMED = 3


def worst_first(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows by status, worst first, and by pace or achieved share within a status."""
    rank = rows["status"].astype("str").map({code: n for n, code in enumerate(STATUSES)})
    share = rows["pace"].fillna(rows["achieved"])
    order = np.lexsort((share.to_numpy(dtype=float), rank.to_numpy(dtype=float)))
    return rows.iloc[order]


def headline_of_nation(
    assessment: pd.DataFrame, programme: Programme, quarter: int, language: Language
) -> str:
    """Where the nation stands, what lags most, and which chain has come least far.

    Who has not reported is not told here: that is in the record of reports, approved or not.
    """
    nation = _of(_at(assessment, quarter), NATION)
    return _joined(
        language,
        counts_said(nation, quarter, language),
        slowest_said(nation, programme, language),
        _weakest(nation, programme, language),
    )


def headline_of_chain(
    assessment: pd.DataFrame, programme: Programme, chain: str, quarter: int, language: Language
) -> str:
    """Where the nation stands in a chain, what lags most, and which regions lead and trail."""
    now = _at(assessment, quarter)
    now = now[now["chain"] == chain]
    nation = _of(now, NATION)
    regions = chains(now, programme) if len(now) else now
    name = programme.chains[chain].name.to(language)
    return _joined(
        language,
        counts_said(nation, quarter, language, name),
        slowest_said(nation, programme, language),
        _leaders(regions, programme, language),
    )


def headline_of_region(
    assessment: pd.DataFrame, programme: Programme, unit: str, quarter: int, language: Language
) -> str:
    """Where a region, or any other unit, stands, what lags most, and how much it has reported."""
    mine = _of(_at(assessment, quarter), unit)
    return _joined(
        language,
        counts_said(mine, quarter, language, unit_name(unit, programme, language)),
        slowest_said(mine, programme, language),
        _handed_in(mine, language),
    )


def headline_of_ministries(
    assessment: pd.DataFrame,
    programme: Programme,
    quarter: int,
    language: Language,
    unit: str | None = None,
) -> str:
    """Where one ministry stands, or all of them together."""
    if unit is not None:
        return headline_of_region(assessment, programme, unit, quarter, language)
    now = _at(assessment, quarter)
    now = now[now["unit_kind"] == "ministry"]
    units = now.groupby("unit", observed=True)["reported"].any()
    told = say_n(
        language,
        "{n} of {expecting} ministries has figures for this quarter.",
        "{n} of {expecting} ministries have figures for this quarter.",
        int(units.sum()),
        expecting=len(programme.ministries),
    )
    name = say(language, "All ministries")
    return _joined(
        language,
        counts_said(now, quarter, language, name),
        slowest_said(now, programme, language),
        told,
    )


def headline_of_comparison(
    assessment: pd.DataFrame,
    programme: Programme,
    quarter: int,
    language: Language,
    group: str | None = None,
) -> str:
    """Which regions lead and trail over all chains, and how far they are apart.

    `group`: only the regions of one; "groups" holds the groups themselves against each other.
    """
    now = _at(assessment, quarter)
    found = standings(now, programme) if len(now) else now
    name = numbers.quarter(language, quarter)
    told = _leaders(_compared(found, programme, group), programme, language)
    if not told:
        return say(
            language,
            "As of {quarter}, no region can be compared: an index needs targets with a baseline,"
            " and enough reports.",
            quarter=name,
        )
    if language == "en":
        # It goes on after a colon.
        told = told[:1].lower() + told[1:]
    if group in programme.groups:
        within = programme.groups[str(group)].name.to(language)
        head = say(language, "As of {quarter}, within {group}:", quarter=name, group=within)
    else:
        head = say(language, "As of {quarter}:", quarter=name)
    return _joined(language, head, told)


def _compared(standing: pd.DataFrame, programme: Programme, group: str | None) -> pd.DataFrame:
    if standing.empty or group is None:
        return standing
    if group == "groups":
        return standing[standing["unit_kind"] == "group"]
    return standing[standing["unit"].isin([u.code for u in programme.regions if u.group == group])]


def _at(assessment: pd.DataFrame, quarter: int) -> pd.DataFrame:
    return assessment[assessment["quarter"] == quarter]


def _of(rows: pd.DataFrame, unit: str) -> pd.DataFrame:
    return rows[rows["unit"] == unit]


def _joined(language: Language, *sentences: str) -> str:
    return ("" if language == "zh" else " ").join(s for s in sentences if s)


def counts_said(rows: pd.DataFrame, quarter: int, language: Language, whose: str = "") -> str:
    """“As of 2024 Q3, 5 of 48 indicators have a target: 3 achieved, 2 not reported.”"""
    _ = partial(say, language)
    of = {"quarter": numbers.quarter(language, quarter), "whose": whose}
    aimed = rows[rows["target"].notna()]
    if aimed.empty:
        known = int(rows["value"].notna().sum())
        if not known:
            if whose:
                return _("{whose}: as of {quarter}, nothing has been reported.", **of)
            return _("As of {quarter}, nothing has been reported.", **of)
        figures = say_n(
            language,
            "{n} of {indicators} has a value",
            "{n} of {indicators} have a value",
            known,
            indicators=_indicators(rows, language),
        )
        if whose:
            return _(
                "{whose}: as of {quarter}, {figures}, none has a target.", figures=figures, **of
            )
        return _("As of {quarter}, {figures}, none has a target.", figures=figures, **of)
    found = aimed["status"].value_counts()
    counts = _(", ").join(
        _("{n} {status}", n=int(found[code]), status=_within(status_name(language, code), language))
        for code in _ORDER
        if found.get(code, 0)
    )
    share = say_n(
        language,
        "{n} of {indicators} has a target",
        "{n} of {indicators} have a target",
        len(aimed),
        indicators=_indicators(rows, language),
    )
    if whose:
        return _("{whose}: as of {quarter}, {share}: {counts}.", share=share, counts=counts, **of)
    return _("As of {quarter}, {share}: {counts}.", share=share, counts=counts, **of)


def slowest_said(rows: pd.DataFrame, programme: Programme, language: Language) -> str:
    """What lags most, named where one does, counted where several do alike."""
    _ = partial(say, language)
    moved = rows.loc[rows["status"].isin(["moving_away", "moved_away"]), "indicator"]
    away = list(dict.fromkeys(moved.astype("str")))
    if away:
        first = quotable(programme.indicators[away[0]].name, language)
        if len(away) == 1:
            return _("“{indicator}” has moved away from its target.", indicator=first)
        return _(
            "“{indicator}” and {n} more have moved away from their targets.",
            indicator=first, n=len(away) - 1,
        )  # fmt: skip
    behind = rows[rows["status"].isin(_LAGGING) & rows["pace"].notna()]
    if behind.empty:
        return ""
    least = behind["pace"].min()
    # Those that are shown alike lag alike.
    alike = behind[(behind["pace"] - least).abs() < 0.0005]
    share = numbers.share(language, float(least))
    codes = list(dict.fromkeys(alike["indicator"].astype("str")))
    first = quotable(programme.indicators[codes[0]].name, language)
    if len(codes) == 1:
        return _("Slowest is “{indicator}”, at {share} of its planned pace.",
                 indicator=first, share=share)  # fmt: skip
    return _(
        "Slowest are “{indicator}” and {n} more, at {share} of their planned pace.",
        indicator=first, n=len(codes) - 1, share=share,
    )  # fmt: skip


def _handed_in(mine: pd.DataFrame, language: Language) -> str:
    if mine.empty:
        return ""
    return say_n(
        language,
        "{n} of {indicators} is reported for this quarter.",
        "{n} of {indicators} are reported for this quarter.",
        int(mine["reported"].sum()),
        indicators=_indicators(mine, language),
    )


def _indicators(rows: pd.DataFrame, language: Language) -> str:
    """“48 indicators”; the verb beside it goes with how many of them."""
    return say_n(language, "{n} indicator", "{n} indicators", len(rows))


def _leaders(standing: pd.DataFrame, programme: Programme, language: Language) -> str:
    """Who leads and who trails among the regions; ties are told as ties."""
    _ = partial(say, language)
    if standing.empty:
        return ""
    kind = "group" if (standing["unit_kind"] == "group").all() else "region"
    of = standing[(standing["unit_kind"] == kind) & standing["index"].notna()]
    if of.empty:
        return ""
    ranked = ranks(of, programme)
    best, least = float(ranked["index"].max()), float(ranked["index"].min())
    first = ranked[ranked["rank"] == 1]
    tie = programme.thresholds.tie
    # Who leads does not trail, too, however close.
    last = ranked[(ranked["index"] - least < tie - 1e-12) & (ranked["rank"] > 1)]
    high, low = numbers.share(language, best), numbers.share(language, least)
    if len(ranked) == 1:
        return _("Only {unit} has an index: {index}.",
                 unit=_names(first, programme, language), index=high)  # fmt: skip
    close, ends = _LEADING[kind]
    of_all = {"n": len(ranked), "low": low, "high": high}
    if len(first) == len(ranked):
        return _(close, **of_all)
    return _(
        ends,
        first=_names(first, programme, language),
        last=_names(last.iloc[::-1], programme, language),
        **of_all,
    )


def _weakest(nation: pd.DataFrame, programme: Programme, language: Language) -> str:
    """Which of the nation's chains has the lowest index; those too close to it are named, too."""
    if nation.empty:
        return ""
    found = chains(nation, programme)
    found = found[found["index"].notna() & (found["chain"] != OVERALL)].sort_values(
        "index", kind="stable"
    )
    if found.empty:
        return ""
    names = [programme.chains[str(code)].name.to(language) for code in found["chain"]]
    low, high = (numbers.share(language, float(found["index"].iloc[n])) for n in (0, -1))
    if len(found) == 1:
        return say(
            language, "Only one chain has an index: {chain} ({index}).", chain=names[0], index=low
        )
    alike = found["index"] - found["index"].iloc[0] < programme.thresholds.tie - 1e-12
    if alike.all():
        return say(
            language,
            "The {n} chains with an index lie too close to be ranked, from {low} to {high}.",
            n=len(found), low=low, high=high,
        )  # fmt: skip
    least = say(language, N_(", ")).join(names[: int(alike.sum())])
    return say(
        language,
        "Lowest of {n} chains with an index: {chains} ({index}).",
        n=len(found), chains=least, index=low,
    )  # fmt: skip


def _names(rows: pd.DataFrame, programme: Programme, language: Language) -> str:
    units = [unit_name(str(code), programme, language) for code in rows["unit"]]
    listed = say(language, N_(", ")).join(units[:_NAMED])
    if len(units) <= _NAMED:
        return listed
    return say(language, "{units} and {n} more", units=listed, n=len(units) - _NAMED)


def _within(name: str, language: Language) -> str:
    return name.lower() if language == "en" else name
