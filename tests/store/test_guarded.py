"""The store as pages get it: every method, by every role, on one's own and on another unit."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from inspect import getmembers
from typing import Any

import pytest

from tests.conftest import ROOT
from tests.store.conftest import BRIEFING, stated, take
from tracking.access import ROLES, Actor, Role, local_administrator
from tracking.programme import Programme, Quarter, Target, load
from tracking.store import GuardedStore, NotAllowed, NotEntitled, Store
from tracking.store.accounts import Accounts
from tracking.store.asking import Asks
from tracking.store.briefings import Briefings
from tracking.store.deadlines import Deadlines
from tracking.store.identities import Granted, Identities, Person
from tracking.store.ledger import Ledger
from tracking.store.reports import Reports
from tracking.store.sessions import Sessions
from tracking.store.sign_ins import SignIns
from tracking.words import Language, Text

OWN, OTHER = "110000", "310000"
COUNT, DONE = "INN-1-1", "SUP-1-4"
NOW = datetime(2024, 10, 1, tzinfo=UTC)
QUARTER, DAY, LATE = Quarter.of("2024Q3"), date(2024, 1, 1), date(2025, 3, 1)
FOUND = {"code": "outlier", "severity": "warning", "row": 2, "message": "x"}


@dataclass(frozen=True)
class Kept:
    """What one unit has in the store: the number of each sort of submission, of its evidence."""

    unit: str
    draft: int
    waiting: int
    counted: int
    claim: int
    evidence: int


@dataclass(frozen=True)
class Filled:
    """A store in which two units have the same things."""

    store: Store
    of: dict[str, Kept]

    def seen_by(self, role: Role) -> GuardedStore:
        """The store for somebody of this role; reporters and reviewers have the first unit."""
        units = frozenset({OWN}) if role in ("reporter", "reviewer") else frozenset()
        return GuardedStore(self.store, Actor("wang", role, "", units))


@pytest.fixture
def filled(store: Store) -> Filled:
    of = {}
    for unit in (OWN, OTHER):
        draft, waiting, counted = (
            stated((COUNT, unit, QUARTER.index - n, 1.0 + n), problem=["经费不足"])
            for n in range(3)
        )
        claim = stated((DONE, unit, QUARTER.index, float("nan")), state=["claimed"])
        how: dict[str, Any] = {"actor": "a", "findings": [FOUND]}
        first = store.submit(f"{unit} 1".encode(), "d.csv", draft, draft=True, **how).id
        second = store.submit(f"{unit} 2".encode(), "w.csv", waiting, **how).id
        third = take(store, counted, f"{unit} 3".encode(), findings=[FOUND])
        fourth = store.submit(f"{unit} 4".encode(), "m.csv", claim, **how).id
        store.approve(fourth, actor="b", milestones=[])
        proof = store.attach(fourth, (DONE, unit, QUARTER.index), b"%PDF", "p.pdf", actor="a")
        of[unit] = Kept(unit, first, second, third, fourth, proof)
    store.accounts.add("zhou", "viewer", actor="a")
    store.briefings.save("省报", **(BRIEFING | {"scope": "region:110000"}), actor="a")
    for name, owner in (("月报", "wang"), ("旬报", "a")):
        store.briefings.save(name, **BRIEFING, actor=owner)
        store.briefings.remove(name, "b")
    return Filled(store, of)


Call = Callable[[GuardedStore, Kept, str], object]


def new(unit: str) -> Any:
    """Figures that are not there yet."""
    return stated((COUNT, unit, QUARTER.index + 1, 9.0))


def target(unit: str) -> Target:
    """A target that is not there yet."""
    return Target(COUNT, unit, 5.0, QUARTER, None, None, "linear", Text("依据", "By"), DAY)


def shipped() -> Programme:
    """The programme that ships."""
    return load(ROOT / "data" / "programme")


# Each method: who may, in the order of ROLES (- nobody, o of the own units, a of all), and a call.
# What is said in brackets tells several calls of one method apart.
CALLS: dict[str, tuple[str, Call]] = {
    "path": ("aaaa", lambda s, _k, _by: s.path),
    "version": ("aaaa", lambda s, _k, _by: s.version),
    "demonstration": ("aaaa", lambda s, _k, _by: s.demonstration),
    "figures": ("aaaa", lambda s, _k, _by: s.figures()),
    "current": ("aaaa", lambda s, k, _by: s.current(units=[k.unit])),
    "changed": ("aaaa", lambda s, _k, _by: s.changed(DAY, None)),
    "contributions": ("aaaa", lambda s, k, _by: s.contributions(COUNT, k.unit, QUARTER)),
    "narratives": ("aaaa", lambda s, k, _by: s.narratives(units=[k.unit])),
    "targets": ("aaaa", lambda s, _k, _by: s.targets()),
    "versions": ("aaaa", lambda s, k, _by: s.versions(COUNT, k.unit, QUARTER)),
    "submissions": ("aaaa", lambda s, _k, _by: s.submissions()),
    "submitted": ("aaaa", lambda s, _k, _by: s.submitted("0")),
    "submission (counts)": ("aaaa", lambda s, k, _by: s.submission(k.counted)),
    "submission": ("-ooa", lambda s, k, _by: s.submission(k.waiting)),
    "submission (draft)": ("-o--", lambda s, k, _by: s.submission(k.draft)),
    "stated": ("-ooa", lambda s, k, _by: s.stated(k.counted)),
    "stated (draft)": ("-o--", lambda s, k, _by: s.stated(k.draft)),
    "texts": ("-ooa", lambda s, k, _by: s.texts(k.waiting)),
    "findings": ("-ooa", lambda s, k, _by: s.findings(k.counted)),
    "findings (draft)": ("-o--", lambda s, k, _by: s.findings(k.draft)),
    "remarks": ("-ooa", lambda s, k, _by: s.remarks(k.waiting)),
    "moves": ("-ooa", lambda s, k, _by: s.moves([k.waiting, k.counted])),
    "moves (draft)": ("-o--", lambda s, k, _by: s.moves([k.waiting, k.draft])),
    "evidence": ("-ooa", lambda s, k, _by: s.evidence(k.claim)),
    "evidence_of": ("-ooa", lambda s, k, _by: s.evidence_of(k.evidence)),
    "evidence_file": ("-ooa", lambda s, k, _by: s.evidence_file(k.evidence)),
    "file": ("-ooa", lambda s, k, _by: s.file(k.counted)),
    "file (draft)": ("-o--", lambda s, k, _by: s.file(k.draft)),
    "audit": ("---a", lambda s, _k, _by: s.audit()),
    "submit": ("-o-a", lambda s, k, by: s.submit(b"n", "n", new(k.unit), actor=by)),
    "submit (draft)": (
        "-o--", lambda s, k, by: s.submit(b"n", "n", new(k.unit), actor=by, draft=True)
    ),
    "submit (enter)": (
        "---a", lambda s, k, by: s.submit(b"n", "n", new(k.unit), actor=by, entered=True)
    ),
    "submit (approve)": (
        "---a", lambda s, k, by: s.submit(b"n", "n", new(k.unit), actor=by, approve=True)
    ),
    "hand_in": ("-o--", lambda s, k, by: s.hand_in(k.draft, actor=by)),
    "withdraw": ("-o-a", lambda s, k, by: s.withdraw(k.waiting, actor=by)),
    "withdraw (draft)": ("-o--", lambda s, k, by: s.withdraw(k.draft, actor=by)),
    "approve": ("--oa", lambda s, k, by: s.approve(k.waiting, actor=by)),
    "verify_milestones": (
        "--oa",
        lambda s, k, by: s.verify_milestones(k.claim, [(DONE, k.unit, QUARTER.index)], actor=by),
    ),
    "send_back": ("--oa", lambda s, k, by: s.send_back(k.counted, actor=by, reason="错")),
    "remark": ("-ooa", lambda s, k, by: s.remark(k.waiting, "?", actor=by)),
    "remark (draft)": ("----", lambda s, k, by: s.remark(k.draft, "?", actor=by)),
    "attach": (
        "-o-a",
        lambda s, k, by: s.attach(k.claim, (DONE, k.unit, QUARTER.index), b"1", "n", actor=by),
    ),
    "target_versions": ("aaaa", lambda s, _k, _by: s.target_versions()),
    "add_targets": ("---a", lambda s, k, by: s.add_targets([target(k.unit)], by)),
    "close": ("----", lambda s, _k, _by: s.close()),
    "mark_demonstration": ("----", lambda s, _k, by: s.mark_demonstration(by)),
    "verify": ("---a", lambda s, _k, _by: s.verify()),
    "chain_end": ("---a", lambda s, _k, _by: s.chain_end()),
    "goes_on_from": ("---a", lambda s, _k, _by: s.goes_on_from(1, "")),
    "back_up": ("---a", lambda s, _k, _by: s.back_up(shipped(), None)),
    "backups": ("---a", lambda s, _k, _by: s.backups(None)),
    "note_download": ("----", lambda s, k, by: s.note_download(k.counted, by)),
    "note_export": ("aaaa", lambda s, _k, by: s.note_export("ledger", by, file="l.csv")),
    "deadlines.all": ("aaaa", lambda s, _k, _by: s.deadlines.all()),
    "deadlines.history": ("aaaa", lambda s, _k, _by: s.deadlines.history()),
    "deadlines.set": ("--oa", lambda s, k, by: s.deadlines.set(QUARTER, LATE, by, k.unit, "灾")),
    "deadlines.set (all)": ("---a", lambda s, _k, by: s.deadlines.set(QUARTER, LATE, by)),
    "briefings.all": ("aaaa", lambda s, _k, _by: s.briefings.all()),
    "briefings.owner": ("aaaa", lambda s, _k, _by: s.briefings.owner("季报")),
    "briefings.save": ("aaaa", lambda s, _k, by: s.briefings.save("季报", **BRIEFING, actor=by)),
    "briefings.save (others')": (
        "---a", lambda s, _k, by: s.briefings.save("省报", **BRIEFING, actor=by)
    ),
    "briefings.remove": ("---a", lambda s, _k, by: s.briefings.remove("省报", by)),
    "briefings.restore": ("aaaa", lambda s, _k, by: s.briefings.restore("月报", by)),
    "briefings.restore (others')": ("---a", lambda s, _k, by: s.briefings.restore("旬报", by)),
    "briefings.note_made": (
        "aaaa", lambda s, _k, by: s.briefings.note_made("省报", QUARTER, DAY, by)
    ),
    "reports.known": ("aaaa", lambda s, _k, _by: s.reports.known()),
    "reports.several": ("aaaa", lambda s, _k, _by: s.reports.several()),
    "reports.found": ("aaaa", lambda s, _k, _by: s.reports.found(["outlier"], QUARTER)),
    "ledger.search": ("aaaa", lambda s, _k, _by: s.ledger.search("经费")),
    "ledger.problems": ("aaaa", lambda s, _k, _by: s.ledger.problems()),
    "ledger.close": (
        "-ooa", lambda s, k, by: s.ledger.close(COUNT, k.unit, QUARTER.index - 2, "已办", by)
    ),
    "ledger.reopen": (
        "-ooa", lambda s, k, by: s.ledger.reopen(COUNT, k.unit, QUARTER.index - 2, "未办", by)
    ),
    "accounts.all": ("---a", lambda s, _k, _by: s.accounts.all()),
    "accounts.named": ("---a", lambda s, _k, _by: s.accounts.named("zhou")),
    "accounts.add": ("---a", lambda s, _k, by: s.accounts.add("li", "viewer", actor=by)),
    "accounts.change": ("---a", lambda s, _k, by: s.accounts.change("zhou", "reviewer", actor=by)),
    "accounts.close": ("---a", lambda s, _k, by: s.accounts.close("zhou", by)),
    "accounts.link": ("---a", lambda s, _k, by: s.accounts.link("zhou", actor=by)),
    "accounts.linked": ("----", lambda s, _k, _by: s.accounts.linked("x", NOW)),
    "accounts.rights": ("----", lambda s, _k, _by: s.accounts.rights("viewer", "", ())),
    "identities.begin": ("----", lambda s, _k, _by: s.identities.begin("x", "y", "/", "", NOW)),
    "identities.take": ("----", lambda s, _k, _by: s.identities.take("x", "y", NOW)),
    "identities.sign_in": ("----", lambda s, _k, _by: s.identities.sign_in(
        Person("https://id", "1", "li"), Granted("administrator"), "", "", "", NOW)),
    "identities.refuse": ("----", lambda s, _k, _by: s.identities.refuse("denied", "", NOW)),
    "identities.end": ("----", lambda s, _k, _by: s.identities.end("x", "y", "", NOW, NOW)),
    "sessions.of": ("---a", lambda s, _k, _by: s.sessions.of()),
    "sessions.revoke": ("---a", lambda s, _k, by: s.sessions.revoke(1, by)),
    "sessions.revoke_all": (
        "---a", lambda s, _k, by: s.sessions.revoke_all(s.accounts.named("zhou"), by)
    ),
    "sessions.find": ("----", lambda s, _k, _by: s.sessions.find("x", NOW)),
    "sessions.open": ("----", lambda s, _k, _by: s.sessions.open(None, "", NOW)),
    "sessions.open_by_link": ("----", lambda s, _k, _by: s.sessions.open_by_link("x", "", "", NOW)),
    "sessions.change_password": (
        "----", lambda s, _k, _by: s.sessions.change_password(None, "", NOW, None)
    ),
    "sign_ins.all": ("---a", lambda s, _k, _by: s.sign_ins.all()),
    "sign_ins.begin": ("----", lambda s, _k, _by: s.sign_ins.begin("zhou", "", NOW)),
    "sign_ins.refuse": ("----", lambda s, _k, _by: s.sign_ins.refuse(None, NOW)),
}  # fmt: skip
# The parts of a store; and what opens one, which is no method of one that is open.
PARTS = {
    "deadlines": Deadlines,
    "briefings": Briefings,
    "reports": Reports,
    "ledger": Ledger,
    "accounts": Accounts,
    "identities": Identities,
    "sessions": Sessions,
    "sign_ins": SignIns,
}
OPENING = {"open"}


def public(of: type) -> set[str]:
    """The names of all that a class offers."""
    return {name for name, _value in getmembers(of) if not name.startswith("_")}


def test_every_method_of_the_store_has_its_rule() -> None:
    """A method that is new in the store fails here until it has one."""
    assert public(Store) <= public(GuardedStore)
    offered = public(GuardedStore) - public(Asks) - {"ledger"} - OPENING
    offered |= {f"{part}.{name}" for part, of in PARTS.items() for name in public(of)}
    assert {name.partition(" ")[0] for name in CALLS} == offered


def test_every_part_of_the_store_is_guarded(filled: Filled) -> None:
    """What a store keeps in an attribute is offered, too."""
    kept = {name for name in vars(filled.store) if not name.startswith("_")} | {"ledger"}
    assert kept == set(PARTS)
    guarded = filled.seen_by("viewer")
    assert {name for name in vars(guarded) if not name.startswith("_")} <= {*PARTS, "actor"}


@pytest.mark.parametrize("name", CALLS)
def test_every_method_stands_in_the_guarded_store_itself(name: str) -> None:
    method, part = name.partition(" ")[0], ""
    if "." in method:
        part, method = method.split(".")
    guarded = f"Guarded{part.title().replace('_', '') or 'Store'}"
    of: Any = getattr(__import__("tracking.store.guarded", fromlist=[guarded]), guarded)
    assert method in vars(of)


@pytest.mark.parametrize("unit", [OWN, OTHER])
@pytest.mark.parametrize("role", ROLES)
def test_every_method_answers_who_may_and_nobody_else(
    filled: Filled, role: Role, unit: str
) -> None:
    guarded, kept = filled.seen_by(role), filled.of[unit]
    told = {}
    for name, (who, call) in CALLS.items():
        how = who[ROLES.index(role)]
        if how == "a" or (how == "o" and unit == OWN):
            continue
        before = filled.store.version
        with pytest.raises(NotEntitled):
            told[name] = call(guarded, kept, "wang")
        assert filled.store.version == before, name
    assert told == {}


@pytest.mark.parametrize(
    ("name", "role"),
    [(n, r) for n, (who, _c) in CALLS.items() for r, how in zip(ROLES, who, strict=True)
     if how != "-" and who != "aaaa"],
)  # fmt: skip
def test_who_may_is_answered(filled: Filled, name: str, role: Role) -> None:
    if name == "ledger.reopen":
        filled.store.ledger.close(COUNT, OWN, QUARTER.index - 2, "已办", "li")
    CALLS[name][1](filled.seen_by(role), filled.of[OWN], "wang")


def test_what_is_for_all_is_answered_to_a_viewer_of_any_unit(filled: Filled) -> None:
    for who, call in CALLS.values():
        if who == "aaaa":
            call(filled.seen_by("viewer"), filled.of[OTHER], "wang")


WRITES = (
    "submit", "hand_in", "withdraw", "approve", "verify_milestones", "send_back", "remark",
    "attach", "add_targets", "deadlines.set", "ledger.close", "ledger.reopen", "accounts.add",
    "accounts.change", "accounts.close", "accounts.link", "sessions.revoke", "note_export",
    "briefings.save", "briefings.remove", "briefings.restore", "briefings.note_made",
)  # fmt: skip


@pytest.mark.parametrize("name", WRITES)
def test_nobody_writes_under_another_name(filled: Filled, name: str) -> None:
    who, call = CALLS[name]
    role = next(role for role, how in zip(ROLES, who, strict=True) if how != "-")
    before = filled.store.chain_end()
    with pytest.raises(NotEntitled):
        call(filled.seen_by(role), filled.of[OWN], "somebody else")
    assert filled.store.chain_end() == before


def test_who_takes_an_original_or_evidence_stands_in_the_audit_trail(filled: Filled) -> None:
    guarded, own = filled.seen_by("reviewer"), filled.of[OWN]
    assert guarded.file(own.counted) == f"{OWN} 3".encode()
    assert guarded.evidence_file(own.evidence) == b"%PDF"
    trail = filled.store.audit(2)
    assert list(trail["action"]) == ["download", "download"]
    assert list(trail["actor"]) == ["wang", "wang"]
    assert [json.loads(said) for said in trail["details"]] == [
        {"submission": own.claim, "evidence": own.evidence},
        {"submission": own.counted},
    ]


def test_a_file_that_is_refused_leaves_no_entry(filled: Filled) -> None:
    before = len(filled.store.audit())
    with pytest.raises(NotEntitled):
        filled.seen_by("reviewer").file(filled.of[OTHER].counted)
    assert len(filled.store.audit()) == before


def test_taking_copies_makes_nobody_compute_anew(filled: Filled) -> None:
    before = filled.store.version
    filled.seen_by("administrator").file(filled.of[OWN].counted)
    filled.seen_by("viewer").note_export("ledger", "wang", file="l.csv")
    assert filled.store.version == before


def test_nobody_writes_under_another_day(filled: Filled) -> None:
    at = datetime(2024, 1, 1, tzinfo=UTC)
    keeper = filled.seen_by("administrator")
    with pytest.raises(NotEntitled):
        keeper.submit(b"n", "n", new(OWN), actor="wang", at=at)
    with pytest.raises(NotEntitled):
        keeper.approve(filled.of[OWN].waiting, actor="wang", at=at)


def test_a_list_leaves_out_what_the_reader_may_not_see(filled: Filled) -> None:
    own, other = filled.of[OWN], filled.of[OTHER]
    counted = {own.counted, own.claim, other.counted, other.claim}
    seen = {role: {s.id for s in filled.seen_by(role).submissions()} for role in ROLES}
    assert seen == {
        "viewer": counted,
        "reporter": counted | {own.draft, own.waiting},
        "reviewer": counted | {own.waiting},
        "administrator": counted | {own.waiting, other.waiting},
    }


def test_a_list_is_as_long_as_asked_for_after_leaving_out(filled: Filled) -> None:
    assert len(filled.seen_by("viewer").submissions(limit=3)) == 3


def test_a_draft_thrown_away_stays_its_reporters(filled: Filled) -> None:
    own = filled.of[OWN]
    filled.store.withdraw(own.draft, actor="a")
    assert filled.seen_by("reporter").submission(own.draft).state == "withdrawn"
    for role in ("viewer", "reviewer", "administrator"):
        with pytest.raises(NotEntitled):
            filled.seen_by(role).submission(own.draft)


def test_a_submission_that_counted_once_is_known_to_all_when_it_goes_back(filled: Filled) -> None:
    filled.store.send_back(filled.of[OTHER].counted, actor="li", reason="错")
    viewer = filled.seen_by("viewer")
    assert viewer.submission(filled.of[OTHER].counted).state == "returned"
    with pytest.raises(NotEntitled):
        viewer.findings(filled.of[OTHER].counted)


def test_a_report_of_several_units_is_open_to_who_may_see_each(filled: Filled) -> None:
    both = stated((COUNT, OWN, QUARTER.index + 2, 1.0), (COUNT, OTHER, QUARTER.index + 2, 1.0))
    number = filled.store.submit(b"both", "both.csv", both, actor="a").id
    for role in ("reporter", "reviewer"):
        with pytest.raises(NotEntitled):
            filled.seen_by(role).findings(number)
    assert filled.seen_by("administrator").findings(number) == []
    with pytest.raises(NotEntitled):
        filled.seen_by("reporter").submit(b"new", "new.csv", both, actor="wang")


def test_versions_of_others_leave_out_what_does_not_count(filled: Filled) -> None:
    quarter = QUARTER.index - 1
    reporter = filled.seen_by("reporter")
    assert list(reporter.versions(COUNT, OWN, quarter)["state"]) == ["submitted"]
    assert reporter.versions(COUNT, OTHER, quarter).empty
    assert list(reporter.versions(COUNT, OTHER, quarter - 1)["state"]) == ["approved"]


def test_findings_are_listed_of_the_own_units(filled: Filled) -> None:
    of = {
        role: set(filled.seen_by(role).reports.found(["outlier"], QUARTER + -2)["unit"])
        for role in ROLES
    }
    own = {OWN}
    assert of == {
        "viewer": set(), "reporter": own, "reviewer": own, "administrator": {OWN, OTHER},
    }  # fmt: skip


def test_why_another_unit_s_report_went_back_is_not_said(filled: Filled) -> None:
    for unit in (OWN, OTHER):
        filled.store.send_back(filled.of[unit].waiting, actor="li", reason="数字有误")
    known = filled.seen_by("reporter").reports.known()
    known = known[known["state"] == "returned"].set_index("unit")
    assert known["reason"].to_dict() == {OWN: "数字有误", OTHER: ""}
    assert known["file_name"].to_dict() == {OWN: "w.csv", OTHER: ""}


def test_the_file_of_another_s_draft_is_not_told_of(filled: Filled) -> None:
    digest = filled.store.submission(filled.of[OTHER].draft).sha256
    assert filled.seen_by("reporter").submitted(digest) is None
    assert filled.store.submitted(digest) is not None


def test_who_may_still_decides_on_nothing_of_their_own(filled: Filled) -> None:
    keeper = GuardedStore(filled.store, local_administrator())
    number = keeper.submit(b"mine", "m.csv", new(OWN), actor="local").id
    with pytest.raises(NotAllowed, match="handed in by you"):
        keeper.approve(number, actor="local")


def test_evidence_that_is_not_there_is_refused(filled: Filled) -> None:
    with pytest.raises(NotAllowed):
        filled.seen_by("administrator").evidence_file(999)


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("zh", "您没有此项权限。未作任何更改。"),
        ("en", "You are not entitled to this. Nothing was changed."),
    ],
)
def test_a_refusal_says_so(filled: Filled, language: Language, said: str) -> None:
    with pytest.raises(NotEntitled) as refused:
        filled.seen_by("viewer").audit()
    assert refused.value.said(language) == said
