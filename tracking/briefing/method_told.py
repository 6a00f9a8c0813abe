"""How progress is measured, in a few lines, for a document that is read without the product.

docs/method.md is the whole of it.
"""

from typing import Final

from tracking.programme import Programme
from tracking.progress import STATUSES, status_meaning, status_name
from tracking.progress.formulas import NAMES
from tracking.words import N_, Language, numbers, say

_FORMULAS: Final = {
    "x": "(q − q0) / (qT − q0)",
    "E": "path(x)",
    "A": "(y − b) / (T − b)",
    "P": "A / E",
    "gap": "d · (y − (b + (T − b) · E))",
    "need": "(T − y) / (qT − q)",
}
_LETTERS: Final = (
    ("y", N_("the value of a quarter")),
    ("T, qT", N_("the target, and the quarter by whose end it is due")),
    ("b, q0", N_("the baseline, and the quarter at whose end it held")),
    ("q", N_("the quarter looked at")),
    ("d", N_("+1 where more is better, −1 where less is")),
)


def method_told(programme: Programme, language: Language) -> tuple[tuple[str, str], ...]:
    """Letters, formulas, index, outlook, statuses: what each is called, and how it is had."""
    outlook = programme.outlook
    return (
        *((letter, say(language, meaning)) for letter, meaning in _LETTERS),
        *((say(language, NAMES[name]), formula) for name, formula in _FORMULAS.items()),
        (say(language, "Index"), "Σ w · min(max(A, 0), 1) / Σ w"),
        (
            say(language, "Outlook"),
            say(
                language,
                "the last value goes on by a damped Theil–Sen slope (damping {damping}), with a"
                " {share} interval; likely from {likely}, unlikely up to {unlikely}",
                damping=f"{outlook.damping:g}",
                share=numbers.share(language, outlook.confidence),
                likely=numbers.share(language, outlook.likely),
                unlikely=numbers.share(language, outlook.unlikely),
            ),
        ),
        *(
            (status_name(language, code), status_meaning(language, code, programme.thresholds))
            for code in STATUSES
        ),
    )
