"""How an index came about: its indicators with weights and shares, the formula, all statuses.

Method: docs/method.md, “Chains, regions, ministries”.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import partial
from math import floor, isfinite
from typing import Any, Final

import numpy as np
import pandas as pd

from tracking.programme import Programme, Quarter
from tracking.progress.chains import chains, shares_told, standings
from tracking.progress.columns import STATUSES
from tracking.progress.formulas import equals, plain
from tracking.progress.headline import counts_said
from tracking.progress.outlook import LIKELIHOODS
from tracking.progress.outlook_said import outlooks_said
from tracking.progress.provenance import unit_name
from tracking.progress.version import METHOD_VERSION
from tracking.words import N_, Language, numbers, say, say_n

# More terms of a sum are not written out: the table has them all.
_WRITTEN: Final = 12
_FIRST: Final = 3
_NAMES: Final = {
    "index": N_("Index"),
    "expected": N_("Expected"),
    "covered": N_("Weight with current data"),
}


@dataclass(frozen=True, slots=True)
class IndexPart:
    """One indicator: `counted` is its share as the index has it, cut to 0…1; None: not in it.

    `could`: a share could be told with current data. `likelihood` "" where no outlook was given.
    """

    indicator: str
    chain: str
    status: str
    weight: float
    achieved: float | None
    expected: float | None
    counted: float | None
    could: bool
    likelihood: str = ""


@dataclass(frozen=True, slots=True)
class ChainPart:
    """One chain of an index over all: its own index, None where it has none."""

    chain: str
    index: float | None


@dataclass(frozen=True, slots=True)
class IndexExplained:
    """Why an index is what it is: in sentences, as formulas with their numbers, as parts.

    `chains` is empty for one chain's index; `data` holds all of it.
    """

    sentences: tuple[str, ...]
    formulas: tuple[str, ...]
    parts: tuple[IndexPart, ...]
    chains: tuple[ChainPart, ...]
    data: dict[str, Any]


def index_name(chain: str, programme: Programme, language: Language) -> str:
    """What an index is of: a chain, or with "" all of them."""
    return programme.chains[chain].name.to(language) if chain else say(language, "all chains")


def explain_index(
    rows: pd.DataFrame,
    programme: Programme,
    language: Language,
    *,
    chain: str = "",
    outlook: pd.DataFrame | None = None,
) -> IndexExplained | None:
    """One unit's index of a chain, or with "" of all, and its counts of statuses; None for none.

    `rows`: the unit's assessment of one quarter; `outlook`: its outlook as of that quarter.
    """
    mine = rows[rows["chain"] == chain] if chain else rows
    found = (chains if chain else standings)(mine, programme).to_dict("records")
    if not found:
        return None
    of, parts = found[0], _parts(mine, outlook)
    of_chains = () if chain else _chains(mine, programme)
    return IndexExplained(
        sentences=tuple(_sentences(of, mine, parts, programme, language)),
        formulas=tuple(_formulas(of, parts, language)),
        parts=parts,
        chains=of_chains,
        data={
            "unit": str(of["unit"]),
            "chain": chain or None,
            "quarter": str(Quarter(int(of["quarter"]))),
            "index": _known(of["index"]),
            "expected": _known(of["expected"]),
            "weight_share": _known(of["weight_share"]),
            "indicators": [asdict(part) for part in parts],
            "chains": [asdict(part) for part in of_chains],
            "statuses": {s: int(of[f"n_{s}"]) for s in STATUSES if of[f"n_{s}"]},
            "outlooks": _outlooks(parts),
            "method_version": METHOD_VERSION,
        },
    )


def _parts(rows: pd.DataFrame, outlook: pd.DataFrame | None) -> tuple[IndexPart, ...]:
    told, could = shares_told(rows)
    cut = np.where(told, np.clip(rows["achieved"], 0, 1), np.nan)
    ahead: dict[str, str] = {}
    if outlook is not None:
        codes = outlook["indicator"].astype("str"), outlook["likelihood"].astype("str")
        ahead = dict(zip(*codes, strict=True))
    return tuple(
        IndexPart(
            indicator=str(row["indicator"]),
            chain=str(row["chain"]),
            status=str(row["status"]),
            weight=float(row["weight"]),
            achieved=_known(row["achieved"]),
            expected=_known(row["expected"]),
            counted=_known(share),
            could=bool(can),
            likelihood=ahead.get(str(row["indicator"]), ""),
        )
        for row, share, can in zip(rows.to_dict("records"), cut, could, strict=True)
    )


def _chains(rows: pd.DataFrame, programme: Programme) -> tuple[ChainPart, ...]:
    found = chains(rows, programme)
    index = {str(c): _known(i) for c, i in zip(found["chain"], found["index"], strict=True)}
    return tuple(ChainPart(code, index[code]) for code in programme.chains if code in index)


def _known(value: float) -> float | None:
    return float(value) if isfinite(value) else None


def _outlooks(parts: tuple[IndexPart, ...]) -> dict[str, int]:
    said = [part.likelihood for part in parts]
    return {code: said.count(code) for code in LIKELIHOODS if code in said}


def _sentences(
    of: Mapping[Any, Any],
    rows: pd.DataFrame,
    parts: tuple[IndexPart, ...],
    programme: Programme,
    language: Language,
) -> list[str]:
    whose = say(
        language,
        "{unit}, {chain}",
        unit=unit_name(str(of["unit"]), programme, language),
        chain=index_name(str(of["chain"]), programme, language),
    )
    counts = counts_said(rows, int(of["quarter"]), language, whose)
    ahead = outlooks_said([part.likelihood for part in parts if part.likelihood], language)
    told = [counts, *_index_said(of, programme, language), ahead]
    return [sentence for sentence in told if sentence]


def _index_said(of: Mapping[Any, Any], programme: Programme, language: Language) -> list[str]:
    """What the index is and how much of the weight it rests on, or why there is none."""
    _, n = partial(say, language), int(of["in_index"])
    least = numbers.share(language, programme.thresholds.index_weight)
    if not isfinite(of["weight_share"]):
        return [_("No index: an index needs targets with a baseline.")]
    if not isfinite(of["index"]):
        # Rounded down: what is too little never reads as enough.
        share = numbers.share(language, floor(of["weight_share"] * 1000) / 1000, 1)
        return [
            _(
                "No index: current data carry {share} of the weight that could tell a share; an"
                " index needs at least {least}.",
                share=share, least=least,
            )
        ]  # fmt: skip
    return [
        say_n(
            language,
            "The index is {index}: the share achieved by {n} indicator, counted from 0 to 100%;"
            " expected by now: {expected}.",
            "The index is {index}: the weighted mean of the shares achieved by {n} indicators,"
            " each counted from 0 to 100%; expected by now: {expected}.",
            n,
            index=numbers.share(language, of["index"]),
            expected=numbers.share(language, of["expected"]),
        ),
        _(
            "Current data carry {share} of the weight that could tell a share; an index needs at"
            " least {least}.",
            share=numbers.share(language, of["weight_share"]), least=least,
        ),
    ]  # fmt: skip


def _formulas(of: Mapping[Any, Any], parts: tuple[IndexPart, ...], language: Language) -> list[str]:
    """The sums with their numbers; letters as in docs/method.md. The weights stand in the table."""
    told = [part for part in parts if part.counted is not None]
    weight = sum(part.weight for part in told)
    lines: list[tuple[str, str, str, float]] = []
    if isfinite(of["index"]):
        cut = [(part.weight, part.counted or 0.0) for part in told]
        planned = [(part.weight, part.expected or 0.0) for part in told]
        over = plain(weight)
        letters = "Σ w × min(max(A, 0), 1) / Σ w"
        lines.append(("index", letters, _mean(cut, over), of["index"]))
        lines.append(("expected", "Σ w × E / Σ w", _mean(planned, over), of["expected"]))
    if isfinite(of["weight_share"]):
        whole = sum(part.weight for part in parts if part.could)
        letters = say(language, "Σ w with data / Σ w that could tell a share")
        lines.append(("covered", letters, f"{plain(weight)} / {plain(whole)}", of["weight_share"]))
    return [
        f"{say(language, _NAMES[name])} = {letters} = {worked} {equals(result)}"
        for name, letters, worked, result in lines
    ]


def _mean(terms: list[tuple[float, float]], over: str) -> str:
    written = [f"{plain(weight)} × {plain(share)}" for weight, share in terms]
    if len(written) > _WRITTEN:
        written = [*written[:_FIRST], "…", written[-1]]
    total = sum(weight * share for weight, share in terms)
    return f"({' + '.join(written)}) / {over} = {plain(total)} / {over}"
