"""The tables of the method page: thresholds in force, statuses, definitions, sources."""

from functools import partial
from html import escape
from pathlib import Path
from typing import Final

import pandas as pd

from tracking import charts
from tracking.programme import Indicator, Programme
from tracking.published import FOLDER, source_of
from tracking.web.house import ROOT
from tracking.words import N_, Language, numbers, say

# What each threshold decides; the names are programme.toml's.
THRESHOLDS: Final = {
    "too_early": N_("Expected share below which no pace is judged"),
    "on_track": N_("Pace from which an indicator is on track"),
    "delayed": N_("Pace from which an indicator is delayed; below it is off track"),
    "near": N_("Distance to a pace threshold that is marked as near"),
    "narrowly_missed": N_("Achieved share from which a target is narrowly missed at the deadline"),
    "partly": N_("Achieved share from which a target is partly achieved at the deadline"),
    "coverage": N_("Share of the target weight that must be reported for a sum to be judged"),
    "index_weight": N_("Share of a chain’s weight with data for its index to be shown"),
    "tie": N_("Difference of indices below which ranks are shared"),
}

# The rule behind each status, in the order in which they are shown.
RULES: Final = {
    "achieved": N_("the value has reached the target"),
    "on_track": N_("pace ≥ {on_track}"),
    "narrowly_missed": N_("at the deadline: achieved share ≥ {narrowly_missed}"),
    "delayed": N_("{delayed} ≤ pace < {on_track}"),
    "partly": N_("at the deadline: {partly} ≤ achieved share < {narrowly_missed}"),
    "off_track": N_("0 ≤ pace < {delayed}"),
    "missed": N_("at the deadline: 0 ≤ achieved share < {partly}"),
    "moving_away": N_("the value moves away from the target"),
    "moved_away": N_("at the deadline: further from the target than at the start"),
    "too_early": N_("less than {too_early} is expected by now"),
    "no_target": N_("no target with a basis; the value is shown, nothing is judged"),
    "insufficient": N_("less than {coverage} of what a sum needs was reported"),
    "stale": N_("the latest value is older than {stale_quarters} quarters"),
    "not_reported": N_("no value was reported; never counted as 0"),
}

KINDS: Final = {
    "flow": N_("happens in the quarter"),
    "cumulative": N_("total since the start"),
    "stock": N_("level at the quarter’s end"),
    "ratio": N_("numerator over denominator"),
    "milestone": N_("verified or not"),
}
DIRECTIONS: Final = {
    "up": N_("more is better"),
    "down": N_("less is better"),
    "at_least": N_("at least, every quarter"),
    "at_most": N_("at most, every quarter"),
}
ROLLUPS: Final = {
    "sum": N_("sum"),
    "ratio": N_("sum of numerators over sum of denominators"),
    "weighted_mean": N_("weighted mean"),
    "none": N_("not added up"),
}


def document(language: Language) -> list[tuple[str, str]]:
    """The method's document by chapter: (title, Markdown text); empty where it is not shipped."""
    path = ROOT / "docs" / ("method.zh.md" if language == "zh" else "method.md")
    if not path.exists():
        return []
    chapters = path.read_text(encoding="utf-8").split("\n## ")[1:]
    return [(title.strip(), text) for title, _, text in (c.partition("\n") for c in chapters)]


def thresholds(programme: Programme, language: Language) -> pd.DataFrame:
    """The thresholds in force, as data/programme/programme.toml states them."""
    _ = partial(say, language)
    settings = programme.thresholds
    rows = [
        (_(meaning), numbers.share(language, getattr(settings, name)))
        for name, meaning in THRESHOLDS.items()
    ]
    age = say(language, N_("{n} quarters"), n=settings.stale_quarters)
    rows.append((_("Age from which a value is out of date"), age))
    return pd.DataFrame(rows, columns=[_("Threshold"), _("In force")])


def statuses(programme: Programme, language: Language) -> str:
    """The statuses with symbol, colour, word and rule, as an HTML table."""
    _ = partial(say, language)
    settings = programme.thresholds
    shares = {name: numbers.share(language, getattr(settings, name)) for name in THRESHOLDS}
    values: dict[str, object] = {**shares, "stale_quarters": settings.stale_quarters}
    rows = "".join(
        f"<tr><td>{label(status, language)}</td><td>{escape(_(rule, **values))}</td></tr>"
        for status, rule in RULES.items()
    )
    return (
        f'<table class="plain-table"><thead><tr><th>{escape(_("Status"))}</th>'
        f"<th>{escape(_('When'))}</th></tr></thead><tbody>{rows}</tbody></table>"
    )


def as_html(frame: pd.DataFrame) -> str:
    """A small frame of texts as an HTML table, long texts whole."""
    heads = "".join(f"<th>{escape(str(head))}</th>" for head in frame.columns)
    rows = "".join(
        f"<tr>{''.join(f'<td>{escape(str(cell))}</td>' for cell in row)}</tr>"
        for row in frame.itertuples(index=False)
    )
    return (
        f'<table class="plain-table"><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>'
    )


def label(status: str, language: Language) -> str:
    """A status as an HTML label: colour, symbol and word."""
    style = charts.STATUS_STYLE[status]
    return (
        f'<span class="status" style="background:{style.colour};color:{style.text}">'
        f"{escape(charts.mark(language, status))}</span>"
    )


def definitions(programme: Programme, language: Language) -> pd.DataFrame:
    """Every indicator: what it counts, who reports it, and how it is added up."""
    _ = partial(say, language)
    return pd.DataFrame(
        {
            _("Code"): [i.code for i in programme.indicators.values()],
            _("Indicator"): [i.name.to(language) for i in programme.indicators.values()],
            _("Chain"): [
                programme.chains[i.chain].name.to(language) for i in programme.indicators.values()
            ],
            _("Counted in"): [i.unit.to(language) for i in programme.indicators.values()],
            _("Kind"): [_(KINDS[i.kind]) for i in programme.indicators.values()],
            _("Direction"): [_(DIRECTIONS[i.direction]) for i in programme.indicators.values()],
            _("Reported by"): [
                _reporters(i, programme, language) for i in programme.indicators.values()
            ],
            _("Added up"): [_(ROLLUPS[i.rollup]) for i in programme.indicators.values()],
            _("Note"): [i.note.to(language) for i in programme.indicators.values()],
        }
    )


def targets(programme: Programme, frame: pd.DataFrame, language: Language) -> pd.DataFrame:
    """The nation's targets in force with their basis, from the store's targets."""
    _ = partial(say, language)
    nation = frame[frame["unit"] == "nation"]
    of = [programme.indicators[code] for code in nation["indicator"]]
    return pd.DataFrame(
        {
            _("Indicator"): [i.name.to(language) for i in of],
            _("Target"): [
                numbers.quantity(language, value, i)
                for value, i in zip(nation["value"], of, strict=True)
            ],
            _("By the end of"): [numbers.quarter(language, int(q)) for q in nation["due"]],
            _("Basis"): list(nation["basis_zh" if language == "zh" else "basis_en"]),
        }
    )


def sources(language: Language) -> pd.DataFrame:
    """The published figures that ship with the product, and who published them."""
    _ = partial(say, language)
    files = sorted(FOLDER.glob("*.csv"))
    return pd.DataFrame(
        {
            _("File"): [file.name for file in files],
            _("Published by"): [source_of(Path(file)) for file in files],
        }
    )


def _reporters(indicator: Indicator, programme: Programme, language: Language) -> str:
    names = [
        say(language, N_("regions"))
        if reporter == "region"
        else programme.units[reporter].short.to(language)
        for reporter in indicator.reporters
    ]
    return ("、" if language == "zh" else ", ").join(names)
