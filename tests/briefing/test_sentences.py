"""Every number in a briefing's sentences is the assessment's, worked out again by hand.

Each sentence is read by its wording; what is read is compared with `ByHand`, and no digit may be
left over that no wording accounts for.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from math import isfinite
from typing import Final

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.briefing.alone_by_hand import Alone
from tests.briefing.by_hand import ByHand, percent
from tests.briefing.clauses import hold
from tests.briefing.small import AT, BEFORE, PROGRAMME, asked, at_random
from tests.briefing.test_compose import sentences
from tracking.briefing import Material
from tracking.progress import status_name
from tracking.words import LANGUAGES, Language

SEEDS: Final = st.integers(0, 10_000)
MINISTRY: Final = "miit"
P = r"([\d.,]+)%"
N = r"(\d[\d,]*)"
Q = r"(\d{4} Q\d)"
MORE_EN, MORE_ZH = rf"[^(]*?(?:and {N} more)?", rf"[^（，]*?(?:等（另有{N}个）)?"
NAME_EN = NAME_ZH = "“.*?”"
Read = Callable[[ByHand, tuple[str | None, ...]], tuple[object, ...]]


def told(*values: object) -> tuple[object, ...]:
    """Numbers as they are read: texts; None for what is not said."""
    return tuple(None if value is None else str(value) for value in values)


def _more(n: int) -> int | None:
    return n - 3 if n > 3 else None


def _regions(hand: ByHand) -> tuple[object, ...]:
    values = hand.of_regions()
    first, last = hand.ends(values)
    return len(values), _more(first), percent(values[0]), _more(last), percent(values[-1])


def _close(values: list[float]) -> tuple[object, ...]:
    low, high = sorted((values[0], values[-1]))
    return len(values), percent(low), percent(high)


def _shares(hand: ByHand, quarter: object = AT) -> tuple[str, str]:
    due, came, in_time = hand.came(quarter)
    return percent(came / due, 1), percent(in_time / due, 1)


def _quality_en(hand: ByHand) -> tuple[object, ...]:
    due, came, in_time = hand.came()
    completeness, timeliness = _shares(hand)
    return completeness, came, due, timeliness, in_time, due


def _quality_zh(hand: ByHand) -> tuple[object, ...]:
    due, came, in_time = hand.came()
    completeness, timeliness = _shares(hand)
    return due, came, completeness, in_time, timeliness


def _states(hand: ByHand) -> Counter[str]:
    return Counter(str(row["state"]) for row in hand.owed())


def _days(hand: ByHand) -> int:
    (row,) = hand.owed()
    return int((np.datetime64(row["received"]) - np.datetime64(row["due"])).astype(int))


def _outlooks(hand: ByHand) -> tuple[object, ...]:
    found = hand.outlooks()
    return found.total(), found["likely"], found["uncertain"], found["unlikely"]


# By wording: English, Chinese, and what is to be read there, in English and Chinese order.
WORDINGS: Final[list[tuple[str, str, Callable[[ByHand], tuple[object, ...]]]]] = [
    (rf"Slowest is {NAME_EN}, at {P} of its planned pace\.",
     rf"进度最慢的是{NAME_ZH}，为序时进度的{P}。", lambda h: h.slowest()[:1]),
    (rf"“{NAME_EN[1:-1]}” (?:and {N} more )?have moved away from their targets\.",
     rf"{NAME_ZH}等指标（另有{N}项）出现倒退。", lambda h: (h.away() - 1,)),
    (rf"Only one chain has an index: [^(]*\({P}\)\.", rf"仅[^，]*链可计算指数，为{P}。",
     lambda h: (percent(*h.of_chains()),)),
    (rf"The {N} chains with an index lie too close to be ranked, from {P} to {P}\.",
     rf"{N}条可计算指数的链差距过小，不分先后（{P}—{P}）。", lambda h: _close(h.of_chains())),
    (rf"Lowest of {N} chains with an index: [^(]*\({P}\)\.",
     rf"{N}条可计算指数的链中，[^（]*指数最低（{P}）。",
     lambda h: (len(h.of_chains()), percent(h.of_chains()[0]))),
    (rf"[Tt]he {N} regions with an index lie too close to be ranked, from {P} to {P}\.",
     rf"{N}个可计算指数的地区差距过小，不分先后（{P}—{P}）。", lambda h: _close(h.of_regions())),
    (rf"[Oo]f {N} regions with an index, it is highest in {MORE_EN} \({P}\) and lowest in"
     rf" {MORE_EN} \({P}\)\.",
     rf"{N}个可计算指数的地区中，{MORE_ZH}领先（{P}），{MORE_ZH}靠后（{P}）。", _regions),
    (rf"[Oo]nly [^(:]* has an index: {P}\.", rf"仅[^，]*可计算指数，为{P}。",
     lambda h: (percent(*h.of_regions()),)),
    (rf"{N} of {N} indicators? (?:is|are) reported for this quarter\.",
     rf"{N}项指标中本季度已报{N}项。", lambda h: (h.reported(), len(h.rows()))),
    (rf"If recent pace partly continues, of {N} indicators? with an outlook {N} (?:is|are) likely"
     rf" to reach (?:its|their) target, {N} uncertain, {N} unlikely\.",
     rf"如近期速度部分延续，可作展望的{N}项指标中，{N}项较有把握达标，{N}项尚不确定，{N}项难以达标。",
     _outlooks),
    (rf"Completeness is {P} \({N} of {N} reports? due\), timeliness {P} \({N} of {N}\)\.",
     rf"应报送{N}份，已报送{N}份，报送率{P}；其中按时报送{N}份，及时率{P}。", _quality_en),
    (rf"In {Q} these were {P} and {P}\.", rf"{Q}分别为{P}、{P}。",
     lambda h: (name(BEFORE), *_shares(h, BEFORE))),
    (rf"It came {N} days? after the deadline\.", rf"逾期{N}天报送。", lambda h: (_days(h),)),
    (rf"That of {Q} [a-z ]+\.", rf"{Q}(?:按时报送|逾期报送|报送件已退回|未报送)。",
     lambda h: (name(BEFORE),)),
    (rf"{N} figures? of this quarter stands? out\.", rf"本季度有{N}个数据存在异常。",
     lambda h: (h.standing_out(),)),
    (rf"{N} national sums? lacks? reports of the quarter",
     rf"本季度有{N}项全国合计数缺报", lambda h: (h.lacking(),)),
    (rf"Most named for problems is {NAME_EN}, by {N} units?\.",
     rf"反映问题最多的是{NAME_ZH}，涉及{N}个单位。", lambda h: (h.problems(),)),
    (rf"(?:The|All) {N} reports? of this quarter (?:is|are) approved\.",
     rf"本季度应报{N}家，均已报送并审核通过。", lambda h: (_states(h)["approved"],)),
    (rf"Slowest are {NAME_EN} and {N} more, at {P} of their planned pace\.",
     rf"进度最慢的是{NAME_ZH}等指标（另有{N}项），均为序时进度的{P}。",
     lambda h: h.slowest()[::-1]),
    (rf"; {N} status(?:es)? depends? on them", rf"，其中{N}项的状态取决于未报数据",
     lambda h: (h.depending(),)),
    (rf"Since {Q} no status got better or worse\.", rf"与{Q}相比，没有指标状态好转或变差。",
     lambda h: (name(BEFORE), *([] if h.turns() == (0, 0) else ["some turned"]))),
    (rf"[Aa]s of {Q}, nothing has been reported\.", rf"截至{Q}，[^，]*尚无数据。",
     lambda h: (name(AT), *(["some have"] if h.with_value() else []))),
]  # fmt: skip
# Read in another order in Chinese.
OTHERWISE: Final[dict[int, Callable[[ByHand], tuple[object, ...]]]] = {
    8: lambda h: (len(h.rows()), h.reported()),
    10: _quality_zh,
}


def name(quarter: object) -> str:
    """A quarter as both languages are read here."""
    return str(quarter).replace("Q", " Q")


def plain(text: str) -> str:
    """A text with its quarters written the same way in both languages."""

    def said(found: re.Match[str]) -> str:
        return f"{found[1]} Q{'一二三四'.index(found[2]) + 1}"

    return re.sub(r"(\d{4})年([一二三四])季度", said, text)


def unread(text: str, hand: ByHand, language: Language) -> str:
    """What is left of a text when all wordings known are read, each with the numbers expected."""
    text = _counts(
        _states_read(_turns(plain(text), hand, language), hand, language), hand, language
    )
    for n, (english, chinese, usual) in enumerate(WORDINGS):
        expected = OTHERWISE.get(n, usual) if language == "zh" else usual

        def check(found: re.Match[str], expected=expected) -> str:
            assert found.groups() == told(*expected(hand)), found[0]
            return ""

        text = re.sub(english if language == "en" else chinese, check, text)
    return text


def _counts(text: str, hand: ByHand, language: Language) -> str:
    """“As of …, 3 of 5 indicators have a target: 1 achieved, 2 delayed.”"""
    aimed = (rf"[Aa]s of {Q}, {N} of {N} indicators? (?:has|have) a target: (.*?)\.",
             rf"截至{Q}，[^，0-9]*{N}项指标中有目标的{N}项：(.*?)。")  # fmt: skip
    valued = (rf"[Aa]s of {Q}, {N} of {N} indicators? (?:has|have) a value, none has a target\.",
              rf"截至{Q}，[^，0-9]*{N}项指标中{N}项有数据，均未设目标。")  # fmt: skip
    at, zh = (0, False) if language == "en" else (1, True)

    def check(found: re.Match[str]) -> str:
        with_target, every, by_status = hand.counts()
        pair = (every, with_target) if zh else (with_target, every)
        assert found.groups()[:3] == told(name(AT), *pair), found[0]
        parts = re.split("、" if zh else ", ", found[4])
        names = {s: status_name(language, s) for s in by_status}
        assert sorted(parts) == sorted(
            f"{n}项{names[s]}" if zh else f"{n} {names[s].lower()}" for s, n in by_status.items()
        )
        return ""

    def check_valued(found: re.Match[str]) -> str:
        pair = (hand.with_value(), len(hand.rows()))
        assert found.groups() == told(name(AT), *(pair[::-1] if zh else pair)), found[0]
        assert not hand.counts()[0]
        return ""

    return re.sub(valued[at], check_valued, re.sub(aimed[at], check, text))


def _turns(text: str, hand: ByHand, language: Language) -> str:
    """“Since 2024 Q2: 1 status got better, 2 statuses got worse.”"""
    if language == "en":
        whole, each = rf"Since {Q}: ([^.]*)\.", rf"{N} status(?:es)? got (better|worse)"
        ways = ("better", "worse")
    else:
        whole, each = rf"与{Q}相比，(\d[^。]*)。", rf"{N}项指标状态(好转|变差)"
        ways = ("好转", "变差")

    def check(found: re.Match[str]) -> str:
        assert found[1] == name(BEFORE)
        said = {way: int(n) for n, way in re.findall(each, found[2])}
        counts = dict(zip(ways, hand.turns(), strict=True))
        assert said == {way: n for way, n in counts.items() if n}, found[0]
        return re.sub(each, "", found[2])

    return re.sub(whole, check, text)


def _states_read(text: str, hand: ByHand, language: Language) -> str:
    """“Of 48 reports of this quarter: 5 approved, 43 not received.”"""
    if language == "en":
        whole = rf"Of {N} reports? of this quarter: ([^.]*)\."
        words = {"approved": "approved", "waiting": "waiting for review", "returned": "returned",
                 "missing": "not received"}  # fmt: skip
    else:
        whole = rf"本季度应报{N}家：([^。]*)。"
        words = {"approved": "家已审核通过", "waiting": "家待审核", "returned": "家已退回",
                 "missing": "家未报送"}  # fmt: skip
    gap = " " if language == "en" else ""

    def check(found: re.Match[str]) -> str:
        states = _states(hand)
        assert found[1] == str(states.total()), found[0]
        parts = [f"{states[s]}{gap}{word}" for s, word in words.items() if states[s]]
        assert re.split(", |、", found[2]) == parts, found[0]
        return ""

    return re.sub(whole, check, text)


def hands(of: Material, seed: int) -> Iterator[tuple[str, ByHand]]:
    """The nation, each chain, some regions and a ministry, with what is to be told of them."""
    rng = np.random.default_rng(seed)
    regions = rng.choice([unit.code for unit in PROGRAMME.regions], 2, replace=False)
    yield "nation", ByHand(of, "nation", "nation")
    for chain in PROGRAMME.chains:
        yield f"chain:{chain}", ByHand(of, "chain", chain)
    for unit in map(str, regions):
        yield f"region:{unit}", ByHand(of, "region", unit)
    yield f"ministry:{MINISTRY}", ByHand(of, "ministry", MINISTRY)


def without_outlook(text: str, hand: ByHand, language: Language) -> str:
    """What is left of a text when it is one indicator's outlook, and that is right."""
    unit = hand.code if hand.kind in ("region", "ministry") else "nation"
    for indicator in PROGRAMME.indicators.values():
        name = indicator.name.to(language) + ("：" if language == "zh" else ": ")
        if text.startswith(name):
            told = Alone(hand.of, indicator, language, unit).of_outlook()
            hold(text.removeprefix(name), list(told), language)
            return ""
    return text


@pytest.mark.parametrize("language", LANGUAGES)
@settings(max_examples=2)
@given(SEEDS)
def test_every_number_in_every_sentence_is_the_assessments(language: Language, seed: int) -> None:
    of = at_random(seed, reporting=True)
    for scope, hand in hands(of, seed):
        for full in (True, False):
            briefing = asked(of, scope, language, full=full)
            of_each = [] if scope != "nation" or not full else _of_each_chain(briefing.sections)
            for sentence in sentences(briefing):
                whose = hand
                for chain, text in of_each:
                    if sentence.text == text:
                        whose = ByHand(of, "chain", chain)
                rest = unread(without_outlook(sentence.text, whose, language), whose, language)
                assert not re.search(r"\d", rest), (scope, sentence.text, rest)


def _of_each_chain(sections: tuple) -> list[tuple[str, str]]:
    """Of the nation each chain's code and its sentence."""
    (chains,) = [one for one in sections if one.code == "chains"] or [None]
    if chains is None:
        return []
    return [(one.code.removeprefix("chain-"), one.parts[0].text) for one in chains.parts]


@pytest.mark.parametrize("language", LANGUAGES)
@settings(max_examples=3)
@given(SEEDS)
def test_an_outlooks_numbers_are_its_rows(language: Language, seed: int) -> None:
    of = at_random(seed)
    rows = of.outlook(AT)
    rows = rows[rows["unit"] == "nation"].set_index("indicator")
    names = {one.name.to(language): code for code, one in PROGRAMME.indicators.items()}
    head, middle, low = (
        (
            ": If recent pace",
            "about {}.*? by the end of {}, with {}% confidence between {}.*?and {}",
            "If recent pace continued in full, it would be {}",
        )
        if language == "en"
        else ("：如近期速度", "到{1}末约为{0}.*?（{2}%区间为{3}.*?至{4}", "全部延续，则为{}")
    )
    number = r"(−?[\d,.]*\d)"
    pattern = re.compile(
        middle.format(number, Q, number, number, number) + ".*?" + low.format(number)
    )
    for sentence in sentences(asked(of, "nation", language)):
        if head not in sentence.text:
            continue
        code = names[sentence.text.split(head)[0]]
        row, unit = rows.loc[code], PROGRAMME.indicators[code].unit.to(language)
        (found,) = pattern.finditer(plain(sentence.text))
        said = [one for one in found.groups() if not re.fullmatch(r"\d{4} Q\d", one)]
        centre, sure, least, most, full = (float(one.replace(",", "").replace("−", "-"))
                                           for one in said)  # fmt: skip
        assert sure == 100 * PROGRAMME.outlook.confidence
        lead = int(re.match(r"\d*", unit)[0] or 1)
        for shown, column in (
            (centre, "centre"), (least, "low"), (most, "high"), (full, "full_pace")
        ):  # fmt: skip
            places = PROGRAMME.indicators[code].decimals
            assert isfinite(row[column])
            assert abs(shown - row[column] * lead) <= lead * 0.5 * 10**-places + 1e-9


CHANCES: Final = {
    "en": {"likely": "likely", "uncertain": "uncertain", "unlikely": "unlikely"},
    "zh": {"likely": "较有把握", "uncertain": "尚不确定", "unlikely": "难以达标"},
}


@pytest.mark.parametrize("language", LANGUAGES)
@settings(max_examples=3)
@given(SEEDS)
def test_an_outlook_and_its_chance_are_worked_out_again(language: Language, seed: int) -> None:
    of = at_random(seed)
    briefing = asked(of, "nation", language)
    for sentence in sentences(briefing):
        without_outlook(sentence.text, ByHand(of, "nation", "nation"), language)
    en = language == "en"
    colon, chance = (": ", "chance to reach the target") if en else ("：", "达标可能性")
    names = {one.name.to(language): one for one in PROGRAMME.indicators.values()}
    for chart in briefing.charts():
        indicator = names.get(chart.conclusion.split(colon)[0])
        if indicator is not None:
            alone = Alone(of, indicator, language)
            assert bool(alone.ahead.why) == (chance not in chart.conclusion)
            if not alone.ahead.why:
                said = CHANCES[language][alone.likelihood()]
                assert re.search(rf"{chance} ?{alone.chance()} ?[(（]{said}", chart.conclusion)
