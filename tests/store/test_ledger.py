"""The ledger: what is found, what is current, and which problems are closed."""

import json
import re
from datetime import datetime
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.store.conftest import OFFICE, Q1, Q2, Q3, stated, take
from tracking.programme import Programme, Quarter
from tracking.store import (
    IsClosed,
    IsOpen,
    NeedsWords,
    NoSuchProblem,
    NotAllowed,
    Store,
    UnknownCode,
)

CONSORTIA, SHARING = "INN-1-1", "INN-1-2"
PROBLEM = "中小企业融资难、融资贵"


def told(*rows: tuple[str, str, int, str, str, str], value: float = 1.0) -> pd.DataFrame:
    """Figures with texts from (indicator, unit, quarter, progress, problem, next step)."""
    figures = stated(*((i, u, q, value) for i, u, q, *_ in rows))
    texts = list(zip(*(row[3:] for row in rows), strict=True))
    names = ("progress_note", "problem", "next_step")
    return figures.assign(**{n: list(t) for n, t in zip(names, texts, strict=True)}, source="台账")


def found(store: Store, text: str = "", **how: object) -> list[tuple[str, str]]:
    rows = store.ledger.search(text, **how).rows
    return list(zip(rows["indicator"], rows["unit"], strict=True))


@pytest.fixture
def filled(store: Store) -> Store:
    """Three regions' texts."""
    take(
        store,
        told(
            (CONSORTIA, "110000", Q3, "已建成5G工厂12家", PROBLEM, "加强银企对接"),
            (CONSORTIA, "310000", Q3, "ＡＩ平台上线，进度达100%", "无。", "推广“链主”经验"),
            (SHARING, "320000", Q2, "", "融资渠道窄", 'say "OR" -not* (x) NEAR'),
        ),
    )
    return store


@pytest.mark.parametrize(
    ("text", "units"),
    [
        ("难", ["110000"]),
        ("融资", ["110000", "320000"]),
        ("融资难", ["110000"]),
        ("中小企业融资难、融资贵", ["110000"]),
        ("融资 对接", ["110000"]),
        ("融资　银企对接", ["110000"]),
        ("融资 链主", []),
        ("5g", ["110000"]),
        ("５Ｇ工厂", ["110000"]),
        ("ai平台", ["310000"]),
        ("AI", ["310000"]),
        ("上线,进度", ["310000"]),
        ("00%", ["310000"]),
        ("0_%", []),
        ("%", ["310000"]),
        ('"OR"', ["320000"]),
        ("-not*", ["320000"]),
        ("(x) near", ["320000"]),
        ('"', ["320000"]),
        ("OR 融资难 OR", []),
        ("problem:融资", []),
        ("^融资渠道", []),
        ("融资渠*", []),
        ("融資", []),
    ],
)
def test_a_search_finds_texts_with_every_word_as_plain_text(
    filled: Store, text: str, units: list[str]
) -> None:
    assert [unit for _, unit in found(filled, text)] == units


def test_an_empty_search_finds_every_text(filled: Store) -> None:
    assert len(found(filled, "  　 ")) == 3


def test_a_row_of_figures_alone_is_not_in_the_ledger(store: Store) -> None:
    take(store, told((CONSORTIA, "110000", Q3, "", "", "")))
    assert found(store) == []


SIGNS = "融资难通链主5５gGＧｇaA%_\"'*-^():、，,\\ 　\n"


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory, programme: Programme) -> Store:
    return Store.open(tmp_path_factory.mktemp("ledger") / "tracking.db", programme)


def _spellings(word: str) -> set[str]:
    """A second way to say what terms.py says: a word is written in one way, A–Z like a–z."""
    half = "".join(chr(ord(c) - 0xFEE0) if "！" <= c <= "～" else c for c in word).lower()
    wide = ["".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in w)
            for w in (half, half.upper())]  # fmt: skip
    return {half, *wide, re.sub("[A-Z]", lambda c: c[0].lower(), word)}


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    texts=st.lists(
        st.tuples(*(st.text(SIGNS, max_size=8) for _ in range(3))), min_size=1, max_size=6
    ),
    searches=st.lists(st.text(SIGNS, max_size=6), min_size=1, max_size=6),
)
def test_a_search_finds_what_a_plain_filter_finds(
    shared: Store, texts: list[tuple[str, str, str]], searches: list[str]
) -> None:
    units = ["110000", "120000", "130000", "140000", "150000", "210000"][: len(texts)]
    rows = [(CONSORTIA, u, Q1, *t) for u, t in zip(units, texts, strict=True)]
    take(shared, told(*rows))
    for search in searches:
        wanted = {
            unit
            for unit, three in zip(units, texts, strict=True)
            if any(three)
            and all(
                any(s in re.sub("[A-Z]", lambda c: c[0].lower(), text)
                    for s in _spellings(word) for text in three)
                for word in search.split()
            )
        }  # fmt: skip
        assert {unit for _, unit in found(shared, search, units=units)} == wanted, search


def test_filters_narrow_and_unknown_codes_find_nothing(filled: Store) -> None:
    assert found(filled, units=["110000"]) == [(CONSORTIA, "110000")]
    assert found(filled, indicators=[SHARING]) == [(SHARING, "320000")]
    assert found(filled, quarters=[Quarter(Q2)]) == [(SHARING, "320000")]
    assert found(filled, units=["nowhere"]) == []
    assert found(filled, units=[]) == []


def test_a_page_of_the_found_is_told_with_how_many_there_are(filled: Store) -> None:
    page = filled.ledger.search(limit=1, offset=1)
    assert (page.total, page.rows["unit"].tolist()) == (3, ["310000"])


def test_texts_come_with_their_file_and_row(filled: Store) -> None:
    row = filled.ledger.search("融资渠道").rows.iloc[0]
    assert (row["file_name"], row["row"], row["source"]) == ("report.csv", 4, "台账")


def test_a_submission_that_waits_is_not_in_the_ledger(store: Store) -> None:
    figures = told((CONSORTIA, "110000", Q3, "进展", "", ""))
    store.submit(b"waits", "report.csv", figures, actor="reporter")
    assert found(store) == []


def test_a_correction_takes_the_place_of_the_texts_before(store: Store) -> None:
    take(store, told((CONSORTIA, "110000", Q3, "旧的进展情况", PROBLEM, "")))
    take(store, told((CONSORTIA, "110000", Q3, "新的进展情况", "", "")))
    assert found(store, "旧的进展") == []
    assert found(store, "新的进展") == [(CONSORTIA, "110000")]
    assert store.ledger.problems().empty


def test_what_was_returned_leaves_and_what_stood_before_is_found_again(store: Store) -> None:
    take(store, told((CONSORTIA, "110000", Q3, "旧的进展情况", "", "")))
    wrong = take(store, told((CONSORTIA, "110000", Q3, "新的进展情况", "", "")))
    store.send_back(wrong, actor="reviewer", reason="有误")
    assert found(store, "新的进展") == []
    assert found(store, "旧的进展") == [(CONSORTIA, "110000")]


def test_the_ledger_is_as_it_was_known_on_a_day(store: Store) -> None:
    take(store, told((CONSORTIA, "110000", Q3, "旧的进展情况", "", "")), at=datetime(2024, 10, 8))
    take(store, told((CONSORTIA, "110000", Q3, "新的进展情况", "", "")), at=datetime(2024, 10, 20))
    day = datetime(2024, 10, 10)
    assert found(store, "进展", known_on=day) == [(CONSORTIA, "110000")]
    assert found(store, "旧的进展", known_on=day)
    assert not found(store, "新的进展", known_on=day)
    assert not found(store, known_on=datetime(2024, 10, 1))


def states(store: Store, **how: object) -> dict[str, str]:
    rows = store.ledger.search(**how).rows
    return dict(zip(rows["unit"], rows["state"], strict=True))


def test_a_named_problem_is_open_and_none_is_no_problem(filled: Store) -> None:
    assert states(filled) == {"110000": "open", "310000": "", "320000": "open"}
    assert states(filled, state="open") == {"110000": "open", "320000": "open"}
    assert filled.ledger.problems()["unit"].tolist() == ["110000", "320000"]


def test_a_problem_is_closed_with_a_reason_and_opened_again(filled: Store) -> None:
    ledger = filled.ledger
    ledger.close(CONSORTIA, "110000", Q3, " 已设立专项贷款 ", "reviewer")
    row = ledger.search(state="closed").rows.iloc[0]
    assert (row["unit"], row["reason"], row["changed_by"]) == (
        "110000",
        "已设立专项贷款",
        "reviewer",
    )
    assert row["changed_at"]
    ledger.reopen(CONSORTIA, "110000", Quarter(Q3), "贷款未到位", "reviewer")
    row = ledger.search(units=["110000"]).rows.iloc[0]
    assert (row["state"], row["reason"]) == ("open", "贷款未到位")
    assert ledger.search(state="closed").total == 0


def test_the_state_of_a_problem_is_as_it_was_known_on_a_day(store: Store) -> None:
    take(store, told((CONSORTIA, "110000", Q3, "", PROBLEM, "")), at=datetime(2024, 10, 8))
    store.ledger.close(CONSORTIA, "110000", Q3, "已解决", "reviewer")
    assert states(store) == {"110000": "closed"}
    assert states(store, known_on=datetime(2024, 10, 9)) == {"110000": "open"}
    assert store.ledger.problems(datetime(2024, 10, 9))["state"].tolist() == ["open"]


def test_a_correction_with_other_words_opens_a_closed_problem_again(store: Store) -> None:
    take(store, told((CONSORTIA, "110000", Q3, "", PROBLEM, "")))
    store.ledger.close(CONSORTIA, "110000", Q3, "已解决", "reviewer")
    wrong = take(store, told((CONSORTIA, "110000", Q3, "", "用工短缺", "")))
    row = store.ledger.search().rows.iloc[0]
    assert (row["state"], row["reason"]) == ("open", "")
    assert store.ledger.problems()["state"].tolist() == ["open"]
    store.ledger.close(CONSORTIA, "110000", Q3, "已招满", "reviewer")
    assert store.ledger.search().rows.iloc[0]["reason"] == "已招满"
    store.send_back(wrong, actor="reviewer", reason="有误")
    # What stands again are other words than those that were closed last.
    assert states(store) == {"110000": "open"}


def test_a_correction_that_repeats_the_words_leaves_a_problem_closed(store: Store) -> None:
    take(store, told((CONSORTIA, "110000", Q3, "", PROBLEM, "")))
    store.ledger.close(CONSORTIA, "110000", Q3, "已解决", "reviewer")
    take(store, told((CONSORTIA, "110000", Q3, "补充进展", PROBLEM, ""), value=2.0))
    assert states(store) == {"110000": "closed"}


def test_the_next_quarter_has_a_problem_of_its_own(store: Store) -> None:
    take(store, told((CONSORTIA, "110000", Q2, "", PROBLEM, "")))
    store.ledger.close(CONSORTIA, "110000", Q2, "已解决", "reviewer")
    take(store, told((CONSORTIA, "110000", Q3, "", PROBLEM, "")))
    assert states(store, quarters=[Q2]) == {"110000": "closed"}
    assert states(store, quarters=[Q3]) == {"110000": "open"}


def test_an_office_has_problems_too(store: Store) -> None:
    take(store, told((CONSORTIA, OFFICE, Q3, "", PROBLEM, "")))
    store.ledger.close(CONSORTIA, OFFICE, Q3, "已解决", "reviewer")
    assert states(store) == {OFFICE: "closed"}


def test_what_cannot_be_closed_is_refused_and_nothing_is_written(filled: Store) -> None:
    ledger = filled.ledger
    version = filled.version
    for refusal, unit, reason in (
        (NeedsWords, "110000", " 　"),
        (NoSuchProblem, "310000", "已解决"),
        (NoSuchProblem, "330000", "已解决"),
        (UnknownCode, "nowhere", "已解决"),
    ):
        with pytest.raises(refusal):
            ledger.close(CONSORTIA, unit, Q3, reason, "reviewer")
    with pytest.raises(IsOpen):
        ledger.reopen(CONSORTIA, "110000", Q3, "未解决", "reviewer")
    assert filled.version == version
    ledger.close(CONSORTIA, "110000", Q3, "已解决", "reviewer")
    with pytest.raises(IsClosed) as refused:
        ledger.close(CONSORTIA, "110000", Q3, "已解决", "reviewer")
    assert isinstance(refused.value, NotAllowed)
    assert "closed already" in refused.value.said("en")
    assert filled.version == version + 1


def test_every_change_is_in_the_audit_chain_and_proved(filled: Store) -> None:
    filled.ledger.close(CONSORTIA, "110000", Q3, "已解决", "reviewer")
    entry = filled.audit(1).iloc[0]
    assert (entry["action"], entry["actor"]) == ("problem_state", "reviewer")
    details = json.loads(entry["details"])
    assert (details["indicator"], details["unit"], details["state"], details["reason"]) == (
        CONSORTIA, "110000", "closed", "已解决",
    )  # fmt: skip
    assert filled.verify() == []


def test_a_store_open_for_reading_can_be_searched(filled: Store, programme: Programme) -> None:
    path: Path = filled.path
    with Store.open(path, programme, read_only=True) as reader:
        assert found(reader, "融资难") == [(CONSORTIA, "110000")]
