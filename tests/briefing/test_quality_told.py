"""A briefing tells how good the reporting is: shares, what stands out, and that nothing does."""

from dataclasses import replace

import pytest

from tests.briefing.small import BEFORE, asked, at_random, material, nothing_of
from tests.progress.small import figures, targets
from tests.progress.test_obligations import report
from tracking.briefing import Briefing, Section, Sentence, Table
from tracking.programme import Programme
from tracking.progress.obligations import OBLIGATION_DTYPES
from tracking.store.reports import REPORT_DTYPES

QUARTERS = [f"{year}Q{n}" for year in (2022, 2023, 2024) for n in (1, 2, 3, 4)][2:11]
SMOOTH = [100.0 + 10 * n + n % 2 for n in range(9)]
JUMP = [*SMOOTH[:-1], 900.0]


def reporting(briefing: Briefing) -> Section | None:
    """The section on the reports."""
    return next((s for s in briefing.sections if s.code == "reports"), None)


def told(briefing: Briefing) -> str:
    """Its sentences."""
    section = reporting(briefing)
    assert section is not None
    return " ".join(part.text for part in section.parts if isinstance(part, Sentence))


def standing_out(briefing: Briefing) -> list[list[str]] | None:
    """The cells of its table of what stands out; None without one."""
    section = reporting(briefing)
    assert section is not None
    for part in section.parts:
        if isinstance(part, Table) and part.code == "stands-out":
            return [[cell.said for cell in row] for row in part.rows]
    return None


def small(programme: Programme, values: list[float]):
    """Beijing's figures of nine quarters, and its report of the last one."""
    rows = figures(*(("INN-2-1", "110000", at, v) for at, v in zip(QUARTERS, values, strict=True)))
    reports = nothing_of(REPORT_DTYPES)
    reports.loc[0] = report("2024-10-28T08:00:00.000Z")
    return material(programme, rows, targets(), reports=reports.astype(REPORT_DTYPES))


@pytest.mark.parametrize("scope", ["nation", "region:110000"])
def test_what_stands_out_is_a_table_of_checks_with_formula_and_limit(programme, scope):
    briefing = asked(small(programme, JUMP), scope, "en")
    assert "1 figure of this quarter stands out." in told(briefing)
    assert standing_out(briefing) == [
        ["Outliers", "1", "M = (step − median of the steps) / their spread", "|M| ≤ 3.5"],
        ["Consistency", "1", "value / mean of the three quarters before", "0.67 … 1.33"],
    ]
    chinese = asked(small(programme, JUMP), scope, "zh")
    assert "本季度有1个数据存在异常。" in told(chinese)


@pytest.mark.parametrize("scope", ["nation", "region:110000"])
def test_that_nothing_stands_out_is_said_and_has_no_table(programme, scope):
    briefing = asked(small(programme, SMOOTH), scope, "en")
    assert "Nothing stands out in the figures of this quarter." in told(briefing)
    assert standing_out(briefing) is None


def test_what_stands_out_elsewhere_is_not_told_of_a_region(programme):
    briefing = asked(small(programme, JUMP), "region:120000", "en")
    assert "stand" not in told(briefing)
    assert standing_out(briefing) is None


def test_the_nation_has_shares_and_a_region_how_its_report_came(programme):
    of = small(programme, SMOOTH)
    assert "Completeness is 2.1% (1 of 48 reports due), timeliness 2.1% (1 of 48)." in told(
        asked(of, "nation", "en")
    )
    assert "It came in time. That of 2024 Q2 has not come." in told(
        asked(of, "region:110000", "en")
    )


@pytest.mark.parametrize("scope", ["nation", "region:110000", "ministry:miit"])
def test_where_nobody_reports_no_share_is_told(scope):
    text = told(asked(at_random(4), scope, "en"))
    assert "Completeness" not in text
    assert "came" not in text


def test_a_quarter_before_the_programme_is_no_comparison(programme):
    of, before = small(programme, SMOOTH), programme.start + -1
    owed = of.obligations.replace({"quarter": {BEFORE.index: before.index}})
    owed = owed.astype(OBLIGATION_DTYPES)
    text = told(asked(replace(of, obligations=owed), "region:110000", "en", before=before))
    assert "It came in time." in text
    assert "That of" not in text
