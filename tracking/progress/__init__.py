"""Figures and targets become progress: the method of docs/method.md, and nothing else."""

from tracking.progress.absent import absent, headline_of_absent
from tracking.progress.alone import Alone, alone, value_alone
from tracking.progress.apart import (
    REASONS,
    difference_said,
    headline_of_two_quarters,
    quarter_by_quarter,
    two_quarters,
)
from tracking.progress.assess import assess
from tracking.progress.backtest import CASE_DTYPES, Backtest, backtest
from tracking.progress.backtest_said import (
    ahead_said,
    backtest_data,
    trust_by_chance,
    trust_by_horizon,
    trust_by_way,
    trust_lead,
    trust_said,
)
from tracking.progress.chains import CHAIN_DTYPES, chains, ranks, standings
from tracking.progress.changes import CAUSES, changes, learned, turn
from tracking.progress.columns import (
    ASSESSMENT_DTYPES,
    MARKS,
    STATUSES,
    TARGET_DTYPES,
    targets_of,
)
from tracking.progress.explain import Explanation, explain
from tracking.progress.growth_ratio import GROWTH_DTYPES, growth_readings
from tracking.progress.growth_said import (
    growth_data,
    growth_formulas,
    growth_said,
    reading_name,
    refusal_said,
)
from tracking.progress.headline import (
    headline_of_chain,
    headline_of_comparison,
    headline_of_ministries,
    headline_of_nation,
    headline_of_region,
    slowest_said,
    worst_first,
)
from tracking.progress.index_said import (
    ChainPart,
    IndexExplained,
    IndexPart,
    explain_index,
    index_name,
)
from tracking.progress.milestones import MilestoneShares, milestone_shares, milestones
from tracking.progress.names import (
    cause_name,
    mark_name,
    marks_said,
    milestone_said,
    status_meaning,
    status_name,
    value_said,
)
from tracking.progress.outlook import OUTLOOK_DTYPES, outlook
from tracking.progress.outlook_said import (
    chance_said,
    likelihood_name,
    outlook_brief,
    outlook_data,
    outlook_said,
    outlooks_said,
)
from tracking.progress.per_size import (
    can_be_read_per_size,
    indicator_per_size,
    per_size,
    sizes,
)
from tracking.progress.per_size_said import per_size_data, per_size_said
from tracking.progress.provenance import unit_name
from tracking.progress.provisional import provisional, provisional_note
from tracking.progress.standing import (
    HISTORY_DTYPES,
    STATUS_HISTORY_DTYPES,
    history,
    status_history,
)
from tracking.progress.standing_said import (
    changed_since_said,
    known_value,
    standing_said,
    turned_said,
)
from tracking.progress.version import METHOD_VERSION
from tracking.progress.what_if import (
    ADDING,
    Index,
    Reach,
    as_needed,
    at_recent_pace,
    coming,
    index_if,
    nothing_more,
    reach,
    refusal,
    what_if,
)

__all__ = [
    "ADDING",
    "ASSESSMENT_DTYPES",
    "CASE_DTYPES",
    "CAUSES",
    "CHAIN_DTYPES",
    "GROWTH_DTYPES",
    "HISTORY_DTYPES",
    "MARKS",
    "METHOD_VERSION",
    "OUTLOOK_DTYPES",
    "REASONS",
    "STATUSES",
    "STATUS_HISTORY_DTYPES",
    "TARGET_DTYPES",
    "Alone",
    "Backtest",
    "ChainPart",
    "Explanation",
    "Index",
    "IndexExplained",
    "IndexPart",
    "MilestoneShares",
    "Reach",
    "absent",
    "ahead_said",
    "alone",
    "as_needed",
    "assess",
    "at_recent_pace",
    "backtest",
    "backtest_data",
    "can_be_read_per_size",
    "cause_name",
    "chains",
    "chance_said",
    "changed_since_said",
    "changes",
    "coming",
    "difference_said",
    "explain",
    "explain_index",
    "growth_data",
    "growth_formulas",
    "growth_readings",
    "growth_said",
    "headline_of_absent",
    "headline_of_chain",
    "headline_of_comparison",
    "headline_of_ministries",
    "headline_of_nation",
    "headline_of_region",
    "headline_of_two_quarters",
    "history",
    "index_if",
    "index_name",
    "indicator_per_size",
    "known_value",
    "learned",
    "likelihood_name",
    "mark_name",
    "marks_said",
    "milestone_said",
    "milestone_shares",
    "milestones",
    "nothing_more",
    "outlook",
    "outlook_brief",
    "outlook_data",
    "outlook_said",
    "outlooks_said",
    "per_size",
    "per_size_data",
    "per_size_said",
    "provisional",
    "provisional_note",
    "quarter_by_quarter",
    "ranks",
    "reach",
    "reading_name",
    "refusal",
    "refusal_said",
    "sizes",
    "slowest_said",
    "standing_said",
    "standings",
    "status_history",
    "status_meaning",
    "status_name",
    "targets_of",
    "trust_by_chance",
    "trust_by_horizon",
    "trust_by_way",
    "trust_lead",
    "trust_said",
    "turn",
    "turned_said",
    "two_quarters",
    "unit_name",
    "value_alone",
    "value_said",
    "what_if",
    "worst_first",
]
