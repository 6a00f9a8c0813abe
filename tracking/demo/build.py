"""The demonstration played into a store of its own, file by file, as the product takes reports."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, time, timedelta
from functools import partial
from pathlib import Path
from typing import Final

import pandas as pd

from tracking.demo.calendar import CHINA, Event
from tracking.demo.narratives import SOURCE
from tracking.demo.story import Report, Story, story_of
from tracking.figures import FIGURE_DTYPES, KEY, no_figures
from tracking.intake import Checked, check, read
from tracking.programme import Programme
from tracking.reporting import kept
from tracking.reporting.reasons import Question, questions
from tracking.store import Store, StoreError
from tracking.words import N_

SEED: Final = 2022
Step = tuple[datetime, Callable[[], object]]
# The current figures by who sends them: asking the store before each file takes twice as long.
Known = dict[str, pd.DataFrame]
REVIEWER: Final = "审核员（演示）"
REASONS: Final = {
    "outlier": "本季新投产项目集中入统（演示）",
    "stands_still": "本季没有新增单位（演示）",
    "unit_mix_up": "并入全部在库单位后统计（演示）",
    "running_total_falls": "剔除上季重复统计部分（演示）",
    "total_differs": "合计含未列出的直属单位（演示）",
    "definition_break_suspected": "退出单位较多，口径未变（演示）",
    "denominator_jump": "分母随年度名录更新（演示）",
}
SENT_BACK: Final = "金额类指标似按“万元”填报，与上季相差上万倍，请按“亿元”核对后重报（演示）"
# Of the late reports one in so many had been given more time.
EXTENDED: Final = 6
SETTER: Final = "目标管理员（演示）"


class NotADemonstration(StoreError):  # noqa: N818 (named for what it is)
    """There is a store at the path that holds something else than demonstration data."""

    message = N_("{path} holds something else than demonstration data. It was not replaced.")


def build(
    path: Path | str,
    programme: Programme,
    *,
    seed: int = SEED,
    progress: Callable[[int, int], None] | None = None,
) -> Store:
    """Build the demonstration store at this path, and open it.

    A demonstration that is there is replaced when the new one is whole. Raises NotADemonstration
    where the path holds anything else. `progress` is told how many steps of how many are done.
    """
    path = Path(path)
    if path.exists():
        _must_be_demonstration(path, programme)
    unfinished = path.with_name(f"{path.name}.unfinished")
    _remove(unfinished)
    try:
        with Store.open(unfinished, replace(programme, targets=())) as store:
            store.mark_demonstration(SETTER)
            _play(store, programme, story_of(programme, seed), progress)
        _remove(path)
        unfinished.rename(path)
    finally:
        _remove(unfinished)
    return Store.open(path, programme)


def _play(
    store: Store,
    programme: Programme,
    story: Story,
    progress: Callable[[int, int], None] | None,
) -> None:
    """Every step at its time: targets are set, files are sent in, and approved or left waiting."""
    steps = sorted(_steps(store, programme, story), key=lambda step: step[0])
    for done, (_, step) in enumerate(steps):
        if progress is not None:
            progress(done, len(steps))
        step()
    if progress is not None:
        progress(len(steps), len(steps))


def _steps(store: Store, programme: Programme, story: Story) -> Iterator[Step]:
    for day, targets in story.targets.items():
        at = datetime.combine(day, time(9), CHINA)
        yield at, partial(store.add_targets, targets, actor=SETTER, at=at)
    for late in extended(story, programme):
        at = datetime.combine(programme.deadline_of(late.quarter), time(10), CHINA)
        due = late.sent_at.date() + timedelta(days=1)
        unit = late.unit
        yield (
            at,
            partial(
                store.deadlines.set, late.quarter, due, REVIEWER, unit, "统计系统切换（演示）", at
            ),
        )
    known: Known = {}
    for report in story.reports:
        desk = _Desk(store, programme, known, report)
        yield report.event.sent_at, desk.receive
        if report.event.decided_at is not None:
            yield report.event.decided_at, desk.decide


def extended(story: Story, programme: Programme) -> list[Event]:
    """The late reports whose unit had asked for more time: one in EXTENDED, and the last one."""
    late = [
        report.event
        for report in story.reports
        if report.event.sort == "report"
        and report.event.sent_at.date() > programme.deadline_of(report.event.quarter)
    ]
    return late[::-EXTENDED]


@dataclass(slots=True)
class _Desk:
    """Where one file is received, and later approved or sent back."""

    store: Store
    programme: Programme
    known: Known
    report: Report
    submission: int | None = None
    figures: pd.DataFrame = field(default_factory=no_figures)

    def receive(self) -> None:
        """Read, check and submit."""
        event = self.report.event
        checked = self.checked()
        self.figures = checked.figures
        self.submission = self.store.submit(
            self.report.data,
            self.report.name,
            checked.figures,
            actor=f"{self.programme.units[event.unit].short.zh}（演示）",
            at=event.sent_at,
            findings=[kept(finding) for finding in checked.findings],
            reasons={q.number: _reason(q) for q in questions(checked.findings)},
            source=SOURCE,
        ).id

    def decide(self) -> None:
        """Approve what was submitted; a file that mixes up units of measure goes back."""
        if self.submission is None:
            return
        at = self.report.event.decided_at
        if self.report.event.sort == "mixed_up":
            self.store.send_back(self.submission, actor=REVIEWER, reason=SENT_BACK, at=at)
            return
        self.store.approve(self.submission, actor=REVIEWER, at=at)
        self.remember()

    def checked(self) -> Checked:
        """The file as the product checks it, against what the unit has reported so far."""
        tables = read(self.report.data, self.report.name)
        known = self.known.get(self.report.event.unit)
        return check(tables, self.programme, self.report.event.sent_at.date(), known)

    def remember(self) -> None:
        """What was approved is known from now on, in place of what it corrects."""
        unit = self.report.event.unit
        both = pd.concat([self.known.get(unit, no_figures()), self.figures[list(FIGURE_DTYPES)]])
        self.known[unit] = both.drop_duplicates(KEY, keep="last", ignore_index=True)


def _reason(question: Question) -> str:
    """Why an unusual value is right, as a reporter of the demonstration says it."""
    return REASONS.get(question.code, REASONS["outlier"])


def _must_be_demonstration(path: Path, programme: Programme) -> None:
    with Store.open(path, programme, read_only=True) as store:
        if not store.demonstration:
            raise NotADemonstration(path=path)


def _remove(path: Path) -> None:
    """The store's file and SQLite's own beside it."""
    for suffix in ("", "-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)
