"""A briefing's sections: sentences first, then the picture, then the table; none is empty."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

import numpy as np
import pandas as pd

from tracking import progress
from tracking.briefing import charted, concluded, said, tabled
from tracking.briefing.briefing import Chart, Section, Sentence, Table
from tracking.briefing.making import Making
from tracking.programme import NATION

Part = Sentence | Table | Chart | Section

# As many indicators are drawn as bars towards their targets, and as courses, in one briefing.
BULLETS: Final = 12
COURSES: Final = 6


def key(making: Making) -> tuple[Sentence, ...]:
    """What comes first: where it stands, what changed, what is likely, who is missing."""
    told: list[Sentence | None] = [said.headline(making)]
    if making.scope.kind == "indicator":
        told += [said.changed(making)]
    else:
        told += [said.changed(making), said.outlook(making)]
        # A report is of every chain: how many are owed would be read as this chain's.
        if making.scope.kind != "chain" or not making.material.handed_in:
            told.append(said.reports(making))
        if making.scope.kind == "nation":
            told.append(said.missing(making))
        told.append(said.problems(making))
    return tuple(sentence for sentence in told if sentence is not None)


def of_scope(making: Making) -> tuple[Section, ...]:
    """All sections of a full briefing."""
    parts = {
        "nation": (by_chain, aimed, each_chain, regions, changes, reports, problems),
        "chain": (aimed, indicators, regions, changes, problems),
        "region": (by_chain, aimed, indicators, changes, reports, problems),
        "ministry": (aimed, indicators, changes, reports, problems),
        "indicator": (the_course, values, changes, problems),
    }[making.scope.kind]
    return tuple(section for part in parts if (section := part(making)) is not None)


def of_one_page(making: Making) -> tuple[Section, ...]:
    """What stands on one page under the key sentences."""
    kind = making.scope.kind
    parts: list[Part] = []
    if kind in ("nation", "region"):
        rows = _chains(making)
        parts.append(_counts(making, rows, making._("Indicators by status")))
    if kind == "indicator":
        section = the_course(making)
        parts += [part for part in section.parts if isinstance(part, Chart)] if section else []
    rows = _aimed(making) if kind != "indicator" else making.mine.iloc[:0]
    if len(rows):
        parts.append(
            tabled.indicators(making, rows.head(_ON_ONE_PAGE), making._("Furthest behind"), "aimed")
        )
    return (Section("summary", making._("At a glance"), tuple(parts)),) if parts else ()


_ON_ONE_PAGE: Final = 8


def by_chain(making: Making) -> Section | None:
    """Counts by status, chain by chain."""
    rows = _chains(making)
    if rows.empty:
        return None
    title = making._("Indicators by status, chain by chain")
    table = tabled.by_chain(making, rows, title)
    return Section("by-chain", making._("Overall progress"), (_counts(making, rows, title), table))


def _counts(making: Making, rows: pd.DataFrame, title: str) -> Chart:
    chart = charted.status_counts(rows, making.lookups, title)
    return replace(chart, conclusion=concluded.counts(making))


def _chains(making: Making) -> pd.DataFrame:
    rows = making.chains_at_now
    rows = rows[rows["unit"] == making.scope.unit]
    if making.scope.kind == "chain":
        return rows[rows["chain"] == making.scope.code]
    order = {code: n for n, code in enumerate(making.programme.chains)}
    return rows.sort_values("chain", key=lambda codes: codes.astype("str").map(order))


def _aimed(making: Making) -> pd.DataFrame:
    rows = making.mine
    return progress.worst_first(rows[rows["target"].notna() & (rows["kind"] != "milestone")])


def aimed(making: Making) -> Section | None:
    """The indicators that have a target: bars towards it, and the course of the furthest behind."""
    rows = _aimed(making)
    if rows.empty:
        return None
    _ = making._
    before = {code: float(row["value"]) for code, row in making.earlier.items()}
    drawn = rows[(rows["target"] != 0) & rows["value"].notna()].head(BULLETS)
    parts: list[Part] = []
    if len(drawn):
        title = _("Values as shares of their targets")
        chart = charted.bullets(drawn, before, making.lookups, title)
        parts.append(replace(chart, conclusion=concluded.bullets(making)))
    parts.append(tabled.indicators(making, rows, _("Indicators with a target"), "aimed"))
    parts += [
        part
        for row in rows[rows["value"].notna()].head(COURSES).to_dict("records")
        for part in _course(making, str(row["indicator"]))
    ]
    return Section("aimed", _("Indicators with a target"), tuple(parts))


def _course(making: Making, code: str) -> Iterator[Part]:
    """One indicator's outlook in words, and its course."""
    indicator, unit = making.indicator(code), making.scope.unit
    rows = making.material.series(code, unit, making.quarter)
    ahead = making.outlooks.get(code)
    title = making._(
        "{indicator}: the way to the target", indicator=indicator.name.to(making.language)
    )
    chart = charted.course(rows, indicator, making.lookups, title, ahead)
    due = int(rows.iloc[-1]["due"])
    if ahead is not None and due >= 0:
        told = progress.outlook_said(ahead, due, indicator, making.programme, making.language)
        if told:
            row = making.mine[making.mine["indicator"] == code].to_dict("records")
            name = making._("{indicator}:", indicator=indicator.name.to(making.language))
            yield making.sentence(name, *told, rows=row)
    yield replace(chart, conclusion=concluded.course(making, code))


def each_chain(making: Making) -> Section | None:
    """Every chain with its indicators, one section each."""
    of, programme = making.material.assessment, making.programme
    parts: list[Part] = []
    for code, chain in programme.chains.items():
        rows = making.mine[making.mine["chain"] == code]
        if rows["value"].isna().all() and rows["target"].isna().all():
            continue
        shown = rows[rows["value"].notna() | rows["target"].notna()]
        told = progress.headline_of_chain(
            of, programme, code, making.quarter.index, making.language
        )
        name = chain.name.to(making.language)
        parts.append(
            Section(
                f"chain-{code}",
                name,
                (
                    making.sentence(
                        told, on=[making.index(code, NATION), *said.leading(making, code)]
                    ),
                    tabled.indicators(
                        making,
                        shown,
                        making._("{chain}: indicators", chain=name),
                        f"chain-{code}",
                    ),
                ),
            )
        )
    return Section("chains", making._("Chain by chain"), tuple(parts)) if parts else None


def indicators(making: Making) -> Section | None:
    """All indicators of what it is about that have a value or a target."""
    rows = making.mine
    shown = progress.worst_first(rows[rows["value"].notna() | rows["target"].notna()])
    if shown.empty:
        return None
    title = making._("Indicators")
    return Section("indicators", title, (tabled.indicators(making, shown, title, "indicators"),))


def regions(making: Making) -> Section | None:
    """The regions: tile grid, ranking, and of the nation every chain beside the other."""
    _, language, programme = making._, making.language, making.programme
    if making.scope.kind == "chain":
        rows = making.chains_at_now
        rows = rows[rows["chain"] == making.scope.code]
    else:
        rows = making.material.standings(making.quarter)
    here = rows[rows["unit_kind"] == "region"]
    if not here["index"].notna().any():
        return None
    told = progress.headline_of_comparison(
        making.now[making.now["chain"] == making.scope.code]
        if making.scope.kind == "chain"
        else making.now,
        programme, making.quarter.index, language,
    )  # fmt: skip
    shown = here.assign(
        value=here["index"],
        status=np.select(
            [here["index"].notna(), here["reported"] == 0, here["with_target"] > 0],
            ["", "not_reported", "insufficient"],
            "no_target",
        ),
    )
    of_nation = rows.loc[rows["unit"] == NATION, "index"]
    nation = float(of_nation.iloc[0]) if len(of_nation) else None
    ranked = progress.ranks(here, programme)
    tiles = charted.tiles(shown, making.lookups, _("Index of the regions"))
    ranking = charted.ranking(
        ranked[ranked["index"].notna()], making.lookups, _("Regions ranked"), nation=nation
    )
    parts: list[Part] = [
        making.sentence(told, on=said.leading(making, _chain(making))),
        replace(tiles, conclusion=told),
        replace(ranking, conclusion=told),
    ]
    if making.scope.kind == "nation":
        parts.append(_heat(making, ranked))
    parts.append(tabled.regions(making, ranked, _("The regions")))
    return Section("regions", _("The regions"), tuple(parts))


def _chain(making: Making) -> str:
    return making.scope.code if making.scope.kind == "chain" else ""


def _heat(making: Making, ranked: pd.DataFrame) -> Chart:
    rows = making.chains_at_now
    rows = rows[rows["unit_kind"] == "region"]
    rows = rows.assign(
        status=np.select(
            [rows["index"].notna(), rows["reported"] == 0, rows["with_target"] > 0],
            ["", "not_reported", "insufficient"],
            "no_target",
        )
    )
    return charted.heat(
        rows,
        making.lookups,
        making._("Index by region and chain"),
        order=[str(unit) for unit in ranked["unit"]],
    )


def changes(making: Making) -> Section | None:
    """The statuses that changed since the quarter compared with."""
    sentence = said.changed(making)
    if sentence is None or making.before is None:
        return None
    rows = making.changed
    rows = rows[rows["status"] != rows["status_before"]]
    title = making._("Changed since {quarter}", quarter=making.when(making.before))
    parts: list[Part] = [sentence]
    if len(rows):
        parts.append(tabled.changes(making, rows, title))
    return Section("changes", title, tuple(parts))


def reports(making: Making) -> Section | None:
    """How the reports of the quarter came, what stands out in them, and who owes one."""
    parts: list[Part] = [said.reports(making)]
    parts += [told for told in (said.quality(making), said.stands_out(making)) if told]
    if making.standing_out is not None and len(making.standing_out):
        title = making._("What stands out in the figures that count")
        parts.append(tabled.stands_out(making, making.standing_out, title))
    if making.scope.kind == "nation" and (sentence := said.missing(making)):
        parts.append(sentence)
    if making.material.handed_in:
        rows = making.owing
        open_ = rows[rows["state"].isin(["missing", "returned", "not_due", "waiting"])]
        open_ = open_.sort_values("days", ascending=False, kind="stable")
        if len(open_):
            title = making._("Units whose report is not approved")
            parts.append(tabled.owed(making, open_, title))
    return Section("reports", making._("Reports and their quality"), tuple(parts))


def problems(making: Making) -> Section | None:
    """What the reports name as problems."""
    named = said.named_most(making)
    if not named:
        return None
    title = making._("Problems named most")
    return Section(
        "problems", title, (said.problems(making), tabled.problems(making, named, title))
    )


def the_course(making: Making) -> Section | None:
    """The course of the one indicator a briefing is about."""
    if making.mine["value"].isna().all() and making.mine["target"].isna().all():
        return None
    chart = list(_course(making, making.scope.code))[-1]
    return Section("course", making._("The way to the target"), (chart,))


def values(making: Making) -> Section | None:
    """The one indicator across the regions."""
    code, language = making.scope.code, making.language
    rows = making.now[(making.now["indicator"] == code) & (making.now["unit_kind"] == "region")]
    if rows["value"].isna().all():
        return None
    indicator = making.indicator(code)
    title = making._("{indicator} in the regions", indicator=indicator.name.to(language))
    rows = rows.sort_values(
        "value", ascending=indicator.sign < 0, kind="stable", na_position="last"
    )
    chart = charted.ranking(
        rows.drop(columns=["rank"], errors="ignore"),
        making.lookups,
        title,
        indicator=indicator,
        value="value",
    )
    return Section("values", title, (chart, tabled.values_of_regions(making, rows, title)))
