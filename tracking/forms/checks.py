"""What a template's cells accept: lists to choose from, numbers within limits, days."""

from typing import Any, Final

from tracking.forms.book import Book
from tracking.forms.rows import STATES
from tracking.intake.amounts import WITHDRAWN
from tracking.intake.periods import BASIS_NAMES
from tracking.programme import BASES, Indicator, Programme
from tracking.words import N_, Language, numbers, say

_LISTS: Final = "_lists"
_WITHDRAWN: Final = WITHDRAWN.split()[0]
_TITLE: Final = N_("Please check")


def add_lists(book: Book) -> None:
    """The hidden sheet that the dropdowns choose from, by name."""
    sheet = book.file.add_worksheet(_LISTS)
    for column, (name, texts) in enumerate(_choices(book.language).items()):
        sheet.write_column(0, column, texts)
        letter = chr(ord("A") + column)
        book.file.define_name(name, f"={_LISTS}!${letter}$1:${letter}${len(texts)}")
    sheet.hide()


def check_cell(
    book: Book, sheet: Any, row: int, column: int, code: str, one: Indicator, all_: Programme
) -> None:
    """Have the program that a reporter types in check this cell as it is typed."""
    rule = _rule(code, one, all_, f"{_letters(column)}{row + 1}", book.language)
    if rule:
        message = rule.pop("message")
        sheet.data_validation(
            row,
            column,
            row,
            column,
            {
                "error_title": say(book.language, _TITLE),
                "error_message": message,
                "ignore_blank": True,
                **rule,
            },
        )


def _choices(language: Language) -> dict[str, list[str]]:
    bases = {
        f"basis_{kind}": [BASIS_NAMES[basis].to(language) for basis in allowed]
        for kind, allowed in BASES.items()
        if len(allowed) > 1
    }
    states = list(dict.fromkeys(say(language, state) for state in STATES.values()))
    return bases | {
        "milestone_state": states,
        "yes_or_no": [say(language, "yes"), say(language, "no")],
    }


def _rule(
    code: str, indicator: Indicator, programme: Programme, cell: str, language: Language
) -> dict[str, Any]:
    lists = {"basis": f"basis_{indicator.kind}", "definition_break": "yes_or_no"}
    if indicator.kind == "milestone":
        lists["value"] = "milestone_state"
    if code in lists:
        pick = say(language, "Please choose from the list.")
        return {"validate": "list", "source": f"={lists[code]}", "message": pick}
    if code == "value":
        return _number(indicator, cell, language)
    if code in ("numerator", "denominator"):
        return {
            "validate": "decimal",
            "criteria": ">=",
            "value": 0,
            "message": say(language, "Please type a number that is not below 0."),
        }
    if code == "completed_on":
        return {
            "validate": "date",
            "criteria": "between",
            "minimum": programme.history_from.first_day,
            "maximum": "=TODAY()",
            "message": say(
                language, "Please type a day up to today, like {day}.", day="2024-09-30"
            ),
        }
    return {}


def _number(indicator: Indicator, cell: str, language: Language) -> dict[str, Any]:
    """A number within the indicator's limits, — for none, or the word that withdraws one."""
    low, high = indicator.limits
    asked = [f"ISNUMBER({cell})"]
    asked += [f"{cell}>={low:.15g}"] if low is not None else []
    asked += [f"{cell}<={high:.15g}"] if high is not None else []
    return {
        "validate": "custom",
        "value": f'=OR(AND({",".join(asked)}),{cell}="{numbers.MISSING}",{cell}="{_WITHDRAWN}")',
        "message": say(
            language,
            "Please type a number in {unit}, {limits}. Leave the cell blank if it is not known yet;"
            " type — if there is none, {withdrawn} to withdraw one that was reported.",
            unit=indicator.unit.to(language),
            limits=_limits(low, high, language),
            withdrawn=_WITHDRAWN,
        ),
    }


def _limits(low: float | None, high: float | None, language: Language) -> str:
    if low is not None and high is not None:
        return say(language, "from {low} to {high}", low=f"{low:g}", high=f"{high:g}")
    if low is not None:
        return say(language, "at least {low}", low=f"{low:g}")
    return (
        say(language, "of any size")
        if high is None
        else say(language, "at most {high}", high=f"{high:g}")
    )


def _letters(column: int) -> str:
    from xlsxwriter.utility import xl_col_to_name  # noqa: PLC0415 (as in book)

    return str(xl_col_to_name(column))
