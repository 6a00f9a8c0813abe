"""A briefing's own sentences; right for none, one, all and ties. The headlines are the pages'."""

from collections.abc import Hashable, Sequence
from typing import Any, Final

import pandas as pd

from tracking import progress
from tracking.briefing.briefing import Sentence
from tracking.briefing.making import Making
from tracking.programme import NATION, OVERALL
from tracking.progress.headline_reporting import reports_said
from tracking.progress.names import quotable
from tracking.progress.quality_said import quality_said, stands_out_counted

LAGGING: Final = ("moving_away", "moved_away", "off_track", "missed", "delayed", "partly")


def headline(making: Making) -> Sentence:
    """Where it stands, and what lags most: the sentence that leads its page."""
    of, programme, scope = making.material.assessment, making.programme, making.scope
    quarter, language = making.quarter.index, making.language
    if scope.kind == "nation":
        told = progress.headline_of_nation(of, programme, quarter, language)
    elif scope.kind == "chain":
        told = progress.headline_of_chain(of, programme, scope.code, quarter, language)
    elif scope.kind == "ministry":
        told = progress.headline_of_ministries(of, programme, quarter, language, scope.code)
    elif scope.kind == "region":
        told = progress.headline_of_region(of, programme, scope.code, quarter, language)
    else:
        return _of_indicator(making)
    on = [making.own_index(), *_told_indices(making)]
    return making.sentence(told, on=on, rows=_slowest(making.mine))


def _told_indices(making: Making) -> list[int]:
    """The origins of the indices that a headline names."""
    if making.scope.kind == "nation":
        rows = making.chains_at_now
        rows = rows[(rows["unit"] == NATION) & (rows["chain"] != OVERALL)]
        return [making.index(chain, NATION) for chain in _named_chains(making, rows)]
    return leading(making, making.scope.code) if making.scope.kind == "chain" else []


def _named_chains(making: Making, rows: pd.DataFrame) -> list[str]:
    """The chain with the lowest index and those that tie with it; where all do, the two ends."""
    rows = rows[rows["index"].notna()].sort_values("index", kind="stable")
    alike = rows["index"] - rows["index"].min() < making.programme.thresholds.tie - 1e-12
    if alike.all():
        rows, alike = rows.iloc[[0, -1]] if len(rows) else rows, alike.iloc[[0, -1][: len(rows)]]
    return [str(code) for code in rows.loc[alike, "chain"]]


def leading(making: Making, chain: str = "") -> list[int]:
    """The origins of the highest and the lowest index of the regions, in a chain or in all."""
    of = making.chains_at_now if chain else making.material.standings(making.quarter)
    of = of[(of["chain"] == chain) & (of["unit_kind"] == "region") & of["index"].notna()]
    ends = of.loc[[of["index"].idxmax(), of["index"].idxmin()], "unit"] if len(of) else ()
    return [making.index(chain, str(unit)) for unit in ends]


def _slowest(rows: pd.DataFrame) -> list[dict[Hashable, Any]]:
    """The row the headline names first."""
    behind = progress.worst_first(rows[rows["status"].isin(LAGGING)])
    return behind.head(1).to_dict("records")


def _of_indicator(making: Making) -> Sentence:
    rows = making.mine.to_dict("records")
    if not rows:
        return Sentence(making._("Nothing is owed here."))
    told = progress.explain(
        making.mine.iloc[0],
        making.programme,
        making.language,
        parts=_only_part(making),
        outlook=making.outlooks.get(making.scope.code),
        as_of=making.material.as_of,
    )
    return making.sentence(*told.sentences, rows=rows)


def _only_part(making: Making) -> pd.DataFrame | None:
    """The one unit whose figures the nation's sum holds; None where others have figures, too."""
    indicator = making.indicator(making.scope.code)
    rows = making.now[making.now["indicator"] == indicator.code]
    rows = rows[rows["unit_kind"].isin(["region", "ministry"]) & rows["value"].notna()]
    rows = rows[rows["unit"] != indicator.national_source]
    return rows.assign(reported=rows["reporting"]) if len(rows) == 1 else None


def changed(making: Making) -> Sentence | None:
    """How many statuses got better and worse since the quarter compared with; None without one."""
    if making.before is None:
        return None
    rows = making.changed
    turned = rows[rows["status"] != rows["status_before"]]
    better, worse = int((turned["turn"] > 0).sum()), int((turned["turn"] < 0).sum())
    of = {"quarter": making.when(making.before)}
    on = [making.own_index(), making.own_index(making.before)]
    if not better and not worse:
        said = making._("Since {quarter} no status got better or worse.", **of)
        return making.sentence(said, on=on)
    rose = making.n_("{n} status got better", "{n} statuses got better", better)
    fell = making.n_("{n} status got worse", "{n} statuses got worse", worse)
    parts = [said for said, n in ((rose, better), (fell, worse)) if n]
    told = making._("Since {quarter}: {parts}.", parts=making._(", ").join(parts), **of)
    worst = rows[(rows["turn"] < 0) & (rows["status"] != rows["status_before"])].head(1)
    if worst.empty:
        # Of one indicator the counts rest on its own two figures.
        alone = turned if making.scope.kind == "indicator" else worst
        return making.sentence(told, on=on, rows=_both(making, alone))
    row = worst.to_dict("records")[0]
    named = making._(
        "“{indicator}” went from {before} to {now}.",
        indicator=quotable(making.indicator(str(row["indicator"])).name, making.language),
        before=progress.status_name(making.language, str(row["status_before"])),
        now=progress.status_name(making.language, str(row["status"])),
    )
    return making.sentence(told, named, on=on, rows=_both(making, worst))


def _both(making: Making, turned: pd.DataFrame) -> list[dict[Any, Any]]:
    """The assessments of what turned, now and in the quarter compared with."""
    codes = [str(code) for code in turned["indicator"]]
    now = making.mine[making.mine["indicator"].isin(codes)].to_dict("records")
    return [*now, *(making.earlier[code] for code in codes if code in making.earlier)]


def outlook(making: Making) -> Sentence | None:
    """How many targets are likely to be reached; None where nothing has an outlook."""
    told = [str(row["likelihood"]) for row in making.outlooks.values()]
    said = progress.outlooks_said(told, making.language)
    return making.sentence(said, on=[making.own_index()]) if said else None


def reports(making: Making) -> Sentence:
    """Where the reports of the quarter stand."""
    if not making.material.handed_in:
        return Sentence(
            making._("No report has been handed in here: these figures are from publications.")
        )
    return making.sentence(reports_said(making.owing, making.language), on=[making.reports()])


def quality(making: Making) -> Sentence | None:
    """How complete and timely the reports are; None where nobody reports."""
    if not making.material.handed_in:
        return None
    told = quality_said(making.owing, making.owed_before, making.before, making.language)
    if not told:
        return None
    compared = making.before is not None and len(making.owed_before)
    on = [making.reports(), *([making.reports(making.before)] if compared else [])]
    return making.sentence(told, on=on)


def stands_out(making: Making) -> Sentence | None:
    """How many figures of the quarter stand out; None where there is none to look at."""
    if making.standing_out is None:
        return None
    told = stands_out_counted(making.standing_out, making.language)
    return making.sentence(told, on=[making.reports()])


def missing(making: Making) -> Sentence | None:
    """How many national sums lack reports, and how many statuses hang on these."""
    found = progress.absent(making.now, making.programme)
    said = progress.headline_of_absent(found, making.language)
    return making.sentence(said, on=[making.reports()]) if said else None


def named_most(
    making: Making, most: int = 5, quoted: int = 3
) -> Sequence[tuple[str, int, Sequence[str]]]:
    """The indicators most units name a problem for: code, units, some of the words."""
    texts = making.narratives
    texts = texts[texts["problem"].str.strip() != ""]
    counts = texts.groupby("indicator", sort=False)["unit"].nunique()
    codes = counts.sort_values(ascending=False, kind="stable").head(most).index
    told = []
    for code in codes:
        rows = texts[texts["indicator"] == code].head(quoted)
        words = [
            making._("{unit}: {text}", unit=making.unit(str(unit)), text=" ".join(problem.split()))
            for unit, problem in zip(rows["unit"], rows["problem"], strict=True)
        ]
        told.append((str(code), int(counts[code]), words))
    return told


def problems(making: Making) -> Sentence:
    """For which indicator most units name a problem."""
    named = named_most(making)
    if not named:
        return Sentence(making._("No problem was named in the reports of this quarter."))
    code, n, _quoted = named[0]
    told = making.n_(
        "Most named for problems is “{indicator}”, by {n} unit.",
        "Most named for problems is “{indicator}”, by {n} units.",
        n,
        indicator=quotable(making.indicator(code).name, making.language),
    )
    return making.sentence(told, on=[making.reports()])
