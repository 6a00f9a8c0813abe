"""Every finding a report file can get: its code, how grave it is, what it says and wants."""

from dataclasses import dataclass
from typing import Final, Literal

from tracking.words import N_

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Rule:
    """One kind of finding; {placeholders} are filled from the finding's values.

    {found}, {column}, {row} and {sheet} are always there. `wanted` is what an error wants to have,
    and what is asked of the reporter by a warning; "" where nothing is to do.
    What must be explained goes in only with a reason.
    """

    severity: Severity
    sentence: str
    wanted: str = ""
    explain: bool = False


# A file that cannot be read at all.
_FILE: Final = {
    "empty_file": Rule("error", N_("The file is empty.")),
    "too_large": Rule(
        "error", N_("The file has {size} MB."), N_("at most {limit} MB; split the report")
    ),
    "unknown_format": Rule("error", N_("This is not a table."), N_("a CSV, XLSX, XLS or ODS file")),
    "wrong_extension": Rule(
        "error",
        N_("The file’s name ends in {extension}, but it holds {content}; it may be damaged."),
        N_("the file saved anew with Excel or WPS"),
    ),
    "encrypted": Rule(
        "error", N_("The file is protected by a password."), N_("the file without a password")
    ),
    "macros": Rule("error", N_("The file contains macros."), N_("the file saved as .xlsx")),
    "external_links": Rule(
        "error", N_("The file refers to other files."), N_("the file with values, without links")
    ),
    "unpacks_too_large": Rule(
        "error", N_("Unpacked, the file takes more than {limit} MB."), N_("the table alone")
    ),
    "forbidden_xml": Rule(
        "error",
        N_("The file contains XML declarations that no spreadsheet program writes."),
        N_("the file saved anew with Excel or WPS"),
    ),
    "too_many_parts": Rule(
        "error", N_("The file is an archive of more than {limit} parts."), N_("the table alone")
    ),
    "too_many_cells": Rule(
        "error",
        N_("The sheet reaches to cell {found}: too far out to be a report."),
        N_("the table in a new, empty sheet"),
    ),
    "damaged": Rule(
        "error", N_("The file is damaged and cannot be opened."), N_("the file saved anew")
    ),
    "took_too_much": Rule(
        "error",
        N_("Reading the file took more memory or time than is allowed."),
        N_("the table alone, in a new file"),
    ),
    "unknown_encoding": Rule(
        "error", N_("The file’s characters cannot be read."), N_("the file saved as CSV UTF-8")
    ),
    "characters_lost": Rule(
        "error",
        N_("{n} characters of the file cannot be read, the first in this row."),
        N_("the file saved as CSV UTF-8 or XLSX"),
    ),
    "cut_off": Rule(
        "error",
        N_("The file breaks off in the middle of a character: its end is missing."),
        N_("the whole file, copied or saved anew"),
    ),
    "unclosed_quote": Rule(
        "error",
        N_("A quotation mark opened in this row is never closed."),
        N_("quotation marks in pairs"),
    ),
    "too_many_rows": Rule(
        "error", N_("The table has more than {limit} rows."), N_("the report in several files")
    ),
    "too_many_columns": Rule(
        "error", N_("The table has more than {limit} columns."), N_("the table alone")
    ),
    "cell_too_long": Rule(
        "error",
        N_("A cell has {n} characters."),
        N_("at most {limit} characters, as in Excel"),
    ),
    "too_many_fields": Rule(
        "error",
        N_("The row has more cells than there are heads; “{found}” stands beyond the last."),
        N_("a text or number that contains the separator put in quotation marks"),
    ),
    "read_as_found": Rule(
        "warning",
        N_("The file’s name ends in {extension}, but it is {content}; it was read as that."),
    ),
    "nul_bytes": Rule(
        "warning", N_("The file contains {n} NUL bytes, which mean nothing; they were left out.")
    ),
    "hidden_sheet": Rule(
        "warning",
        N_("The hidden sheet was not read."),
        N_("show the sheet if it belongs to the report"),
    ),
    "hidden_rows": Rule(
        "warning",
        N_("{n} hidden rows were read like all others, the first is row {row}."),
        N_("look at them"),
    ),
    "sheet_not_read": Rule(
        "warning",
        N_("The sheet has no heads of a report; it was not read."),
        N_("write heads like {heads} in one row if it belongs to the report"),
    ),
    "no_table": Rule(
        "error",
        N_("No table with the heads of a report was found."),
        N_("heads like {heads} in one row"),
    ),
    "error_cell": Rule(
        "error", N_("The cell shows {found} instead of a value."), N_("the value itself")
    ),
    "formula_without_value": Rule(
        "error",
        N_("The formula in this cell was saved without its result."),
        N_("the file opened and saved once with Excel or WPS, or the value itself"),
    ),
    "no_rows": Rule("error", N_("There is no row below the heads."), N_("at least one row")),
    "nothing_filled_in": Rule(
        "error", N_("Nothing in the template is filled in."), N_("a value or a text in a row")
    ),
    "template_newer": Rule(
        "error",
        N_("The template is of version {version}; this system reads up to version {newest}."),
        N_("the figures in a template downloaded here"),
    ),
    "template_outdated": Rule(
        "error",
        N_("The template is of version {version}; it is read from version {oldest} on."),
        N_("the figures in a template downloaded here"),
    ),
    "template_other_programme": Rule(
        "error",
        N_("The template belongs to another programme, {found}."),
        N_("the template of {programme}"),
    ),
    "template_of_another": Rule(
        "warning",
        N_(
            "The template was handed out for {unit}, {quarter}; {n} rows are of another unit or"
            " quarter, the first is row {row}."
        ),
        N_("check that no other report was sent by mistake"),
    ),
    "template_changed": Rule(
        "warning",
        N_("Heads or rows of the template were changed; they were read as they are now."),
        N_("check that no indicator is missing"),
    ),
}

# The table's heads.
_HEADS: Final = {
    "missing_column": Rule(
        "error", N_("The column {name} is missing."), N_("a column headed {name} or {code}")
    ),
    "duplicate_column": Rule(
        "error", N_("Two columns are both {name}: “{other}” and “{found}”."), N_("one of them")
    ),
    "unknown_column": Rule(
        "warning",
        N_("The column “{found}” is not part of a report; it was not taken."),
    ),
}

# Who reports what, for when.
_KEY: Final = {
    "blank_cell": Rule("error", N_("{name} is not filled in."), N_("a value in every row")),
    "unknown_unit": Rule(
        "error", N_("No reporting unit is called “{found}”."), N_("a unit’s code or name")
    ),
    "unknown_indicator": Rule(
        "error", N_("No indicator is called “{found}”."), N_("an indicator’s code or name")
    ),
    "ambiguous_name": Rule("error", N_("“{found}” is the name of more than one."), N_("the code")),
    "names_disagree": Rule(
        "error",
        N_("“{found}” and “{other}” in the same row are not one and the same."),
        N_("the code and the name of one and the same"),
    ),
    "unknown_period": Rule(
        "error", N_("“{found}” is not a quarter."), N_("a quarter like 2024Q3 or 2024年三季度")
    ),
    "inside_quarter": Rule(
        "error",
        N_("“{found}” ends inside a quarter."),
        N_("a period that ends with March, June, September or December"),
    ),
    "not_quarter_end": Rule(
        "warning",
        N_("“{found}” is not the end of a quarter; the level is kept for {quarter}."),
        N_("give the level at the quarter’s end"),
    ),
    "future_quarter": Rule(
        "error",
        N_("{quarter} has not ended yet."),
        N_("a quarter whose last day has passed, at the latest {latest}"),
    ),
    "before_history": Rule(
        "error", N_("{quarter} is before the figures this programme keeps."), N_("{first} or later")
    ),
    "wrong_reporter": Rule(
        "error", N_("{unit} does not report “{indicator}”."), N_("a report by {reporters}")
    ),
    "ambiguous_basis": Rule(
        "error",
        N_("“{found}” may be the total of the year or since the start."),
        N_("year to date (本年累计) or since start (自启动以来累计)"),
    ),
    "unknown_basis": Rule(
        "error",
        N_("“{found}” does not say what the value covers."),
        N_("quarter, year to date, since start or period end"),
    ),
    "wrong_basis": Rule(
        "error",
        N_("“{indicator}” cannot be reported as “{found}”."),
        N_("{bases}, or nothing"),
    ),
    "basis_against_period": Rule(
        "error",
        N_("The basis “{found}” does not fit the period “{period}”."),
        N_("the quarter alone as the period, or the basis that the period says"),
    ),
    "duplicate_key": Rule(
        "error",
        N_("{unit}, {quarter}, “{indicator}” already stands in row {first}."),
        N_("one row for each unit, quarter and indicator"),
    ),
}

# What is reported.
_VALUE: Final = {
    "not_a_number": Rule("error", N_("“{found}” is not a number."), N_("a number like 1234.5")),
    "value_without_figures": Rule(
        "warning",
        N_("“{found}” names no figure; no value was taken, the wording is kept."),
        N_("give a number like 1234.5"),
    ),
    "known_value_without_figures": Rule(
        "error",
        N_("“{found}” names no figure, while {value} is known of “{indicator}”."),
        N_("a number; left blank, the known value stands, 撤销 withdraws it"),
    ),
    "value_kept": Rule(
        "warning",
        N_("“{found}” takes nothing away: the value known of “{indicator}”, {value}, stands."),
        N_("check; 撤销 in its place withdraws the value"),
    ),
    "value_withdrawn": Rule(
        "warning",
        N_("The value known of “{indicator}”, {value}, is withdrawn."),
        N_("check that it is to count no longer"),
        explain=True,
    ),
    "nothing_to_withdraw": Rule(
        "error",
        N_("No value is known of “{indicator}” in {quarter} that could be withdrawn."),
        N_("the unit, quarter and indicator of the value to withdraw"),
    ),
    "withdrawal_with_value": Rule(
        "error",
        N_("“{found}” withdraws the value, but numerator or denominator are filled in."),
        N_("the withdrawal or the numbers alone"),
    ),
    "qualified_value": Rule(
        "warning",
        N_("“{found}” is not an exact figure; it is kept as {value} with its wording."),
        N_("give the exact figure where it is known"),
    ),
    "stated_unit_applied": Rule(
        "warning",
        N_(
            "The line above the table says {stated}: “{found}” was taken as {value} {measured_in},"
            " and so on."
        ),
        N_("check the unit stated above the table"),
    ),
    "percent_mark": Rule(
        "error",
        N_("“{found}” has a sign that does not fit: “{indicator}” is measured in {measured_in}."),
        N_("a number in {measured_in}"),
    ),
    "outside_limits": Rule(
        "error", N_("“{found}” is impossible for “{indicator}”."), N_("a value {limits}")
    ),
    "half_a_ratio": Rule(
        "error",
        N_("Numerator and denominator are not both filled in."),
        N_("both of them, or the value alone"),
    ),
    "not_a_ratio": Rule(
        "error",
        N_("“{indicator}” is no ratio and has no numerator or denominator."),
        N_("the value alone"),
    ),
    "denominator_zero": Rule("error", N_("The denominator is 0."), N_("a denominator above 0")),
    "numerator_outside": Rule(
        "error",
        N_("The numerator {numerator} does not lie between 0 and the denominator {denominator}."),
        N_("a part and the whole it belongs to"),
    ),
    "value_disagrees": Rule(
        "error",
        N_("The value {found} is not numerator / denominator, which gives {computed}."),
        N_("the three numbers in agreement, or no value"),
    ),
    "unreadable_date": Rule("error", N_("“{found}” is not a day."), N_("a day like 2024-09-30")),
    "future_date": Rule(
        "error", N_("The day {found} is still to come."), N_("the day it was completed, or none")
    ),
    "unknown_state": Rule(
        "error",
        N_("“{found}” is no state of a milestone."),
        N_("not started, under way or done"),
    ),
    "state_against_date": Rule(
        "error",
        N_("The state “{found}” does not fit the day of completion {day}."),
        N_("done and the day, or another state and no day"),
    ),
    "no_state": Rule(
        "error",
        N_("Nothing says how far “{indicator}” has come."),
        N_("not started, under way or done, or the day it was completed"),
    ),
    "date_without_milestone": Rule(
        "warning",
        N_("“{indicator}” is no milestone; the day {found} was not taken."),
    ),
    "unclear_mark": Rule(
        "error",
        N_("“{found}” does not say whether the definition changed."),
        N_("yes, no, or nothing"),
    ),
    "nothing_reported": Rule(
        "error",
        N_("The row has no value and no text."),
        N_("a value, a text, or no such row"),
    ),
}

# What is possible, but looks wrong.
_PLAUSIBLE: Final = {
    "running_total_falls": Rule(
        "warning",
        N_("The running total of “{indicator}” fell: {value} after {before} in {before_quarter}."),
        N_("check; correct the earlier figure if it was too high"),
        explain=True,
    ),
    "less_than_parts": Rule(
        "warning",
        N_("“{indicator}”: {value} is less than its quarters known so far add up to, {before}."),
        N_("check the value, its basis and the quarters before"),
        explain=True,
    ),
    "correction_mix_up": Rule(
        "warning",
        N_("“{indicator}”: {value} is {times} the value it replaces, {before}."),
        N_("check whether the value is in {measured_in}"),
        explain=True,
    ),
    "large_correction": Rule(
        "warning",
        N_("“{indicator}”: {value} replaces {before}, a change of {change}."),
        N_("check the value and the one it replaces"),
        explain=True,
    ),
    "unit_mix_up": Rule(
        "warning",
        N_("“{indicator}”: {value} is {times} the figure before, {before} in {before_quarter}."),
        N_("check whether the value is in {measured_in}"),
        explain=True,
    ),
    "outlier": Rule(
        "warning",
        N_(
            "“{indicator}”: the step from {before} in {before_quarter} to {value} is out of line"
            " with the past."
        ),
        N_("check the value"),
        explain=True,
    ),
    "stands_still": Rule(
        "warning",
        N_("“{indicator}” is {value} as in {before_quarter}, though it usually moves."),
        N_("check the value"),
        explain=True,
    ),
    "definition_break_suspected": Rule(
        "warning",
        N_(
            "“{indicator}”: {value} after {before} in {before_quarter}: has the definition changed?"
        ),
        N_("mark it in the column {name} if it has"),
        explain=True,
    ),
    "denominator_jump": Rule(
        "warning",
        N_("The denominator of “{indicator}” went from {before} in {before_quarter} to {value}."),
        N_("check, and mark it in the column {name} if the definition changed"),
        explain=True,
    ),
    "fraction_suspected": Rule(
        "warning",
        N_("{found} looks like a fraction, but “{indicator}” is measured in {measured_in}."),
        N_("write 45.9 for 45.9 %, not 0.459"),
        explain=True,
    ),
    "total_differs": Rule(
        "warning",
        N_("The total row says {found}, the rows above add up to {computed}."),
        N_("check the rows and the total"),
        explain=True,
    ),
}

# The rest of a kind of which there are very many.
_MORE: Final = {
    "more_errors": Rule("error", N_("{n} more errors of this kind: {kind}.")),
    "more_warnings": Rule("warning", N_("{n} more warnings of this kind: {kind}.")),
}

# Where reading could not make out a row's cells, nothing more is said about that row.
SPOILS_ROW: Final = frozenset({"error_cell", "formula_without_value", "too_many_fields"})

CODES: Final[dict[str, Rule]] = _FILE | _HEADS | _KEY | _VALUE | _PLAUSIBLE | _MORE
