"""An explained index as rows of words: what stands in it, each with its own reference."""

from collections.abc import Iterator
from typing import Any

from tracking import charts
from tracking.briefing.refs import Reference
from tracking.programme import Programme
from tracking.progress import IndexExplained, index_name, likelihood_name
from tracking.progress.formulas import plain
from tracking.words import Language, numbers, say

Rows = list[tuple[str, ...]]


def indicator_heads(of: IndexExplained, language: Language) -> tuple[str, ...]:
    """What the columns of `indicator_rows` are called; an outlook only where there is any."""
    return (
        say(language, "Indicator"),
        say(language, "Weight"),
        say(language, "Share counted"),
        say(language, "Status"),
        *([say(language, "Outlook")] if _has_outlook(of) else []),
        say(language, "Reference"),
    )


def indicator_rows(
    of: IndexExplained, reference: Reference, programme: Programme, language: Language
) -> Rows:
    """Each indicator's weight, its share as the index has it, status, outlook and reference."""
    ahead = _has_outlook(of)
    return [
        (
            programme.indicators[part.indicator].name.to(language),
            plain(part.weight),
            numbers.MISSING
            if part.counted is None
            else numbers.share(language, part.counted, 1 if 0 < part.counted < 1 else 0),
            charts.mark(language, part.status),
            *([likelihood_name(language, part.likelihood)] if ahead else []),
            str(reference.of_indicator(part.indicator)),
        )
        for part in of.parts
    ]


def _has_outlook(of: IndexExplained) -> bool:
    """Whether any is judged; else a column would say nothing."""
    return any(part.likelihood not in ("", "not_assessed") for part in of.parts)


def chain_heads(language: Language) -> tuple[str, ...]:
    """What the columns of `chain_rows` are called."""
    return say(language, "Chain"), say(language, "Index"), say(language, "Reference")


def chain_rows(
    of: IndexExplained, reference: Reference, programme: Programme, language: Language
) -> Rows:
    """Of an index over all: each chain's own index and its reference."""
    return [
        (
            index_name(part.chain, programme, language),
            say(language, "no index")
            if part.index is None
            else numbers.share(language, part.index),
            str(reference.of_chain(part.chain)),
        )
        for part in of.chains
    ]


def data(of: IndexExplained, reference: Reference) -> dict[str, Any]:
    """All of it as plain data, with the reference of each part."""
    return of.data | {
        "known_on": reference.known_on.isoformat(),
        "reference": str(reference),
        "indicators": list(
            _referred(
                of.data["indicators"], [reference.of_indicator(p.indicator) for p in of.parts]
            )
        ),
        "chains": list(
            _referred(of.data["chains"], [reference.of_chain(p.chain) for p in of.chains])
        ),
        "sentences": list(of.sentences),
        "formulas": list(of.formulas),
    }


def _referred(parts: list[dict[str, Any]], references: list[Reference]) -> Iterator[dict[str, Any]]:
    for part, reference in zip(parts, references, strict=True):
        yield part | {"reference": str(reference)}
