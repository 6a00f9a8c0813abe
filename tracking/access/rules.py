"""The table of actions and roles; what it does not name is refused."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

from tracking.access.actor import Actor, Role
from tracking.words import N_

Action = Literal[
    "open",
    "see",
    "read",
    "download",
    "submit",
    "enter",
    "attach",
    "withdraw",
    "remark",
    "approve",
    "settle_problem",
    "set_deadline",
    "set_target",
    "save_briefing",
    "keep_briefings",
    "read_audit",
    "keep_store",
    "keep_accounts",
]
# What a resource is: “page:<stem>”, or a kind and a unit's code as in “submission:110000”. A draft
# is no submission before it is handed in; “counted” is what was approved at some time.
Kind = Literal["page", "counted", "draft", "submission", "unit", "briefing", "store", "account"]
# “own” holds for the actor's units, “all” for each.
Scope = Literal["no", "own", "all"]


@dataclass(frozen=True, slots=True)
class Rule:
    """One row of the table: who may do these things to what, and how that is said."""

    actions: tuple[Action, ...]
    on: str  # a kind, or a page that is named one by one
    said: str
    viewer: Scope = "no"
    reporter: Scope = "no"
    reviewer: Scope = "no"
    administrator: Scope = "no"

    @property
    def kind(self) -> str:
        """The kind of what it is about."""
        return self.on.partition(":")[0]

    def scope(self, role: Role) -> Scope:
        """How far a role goes; a role that is not known goes nowhere."""
        of: dict[Role, Scope] = {
            "viewer": self.viewer,
            "reporter": self.reporter,
            "reviewer": self.reviewer,
            "administrator": self.administrator,
        }
        return of.get(role, "no")


RULES: Final = (
    Rule(("open",), "page", N_("Open the pages that show figures"),
         viewer="all", reporter="all", reviewer="all", administrator="all"),
    Rule(("open",), "page:submit", N_("Open the page “Submit”"),
         reporter="all", administrator="all"),
    Rule(("open",), "page:review", N_("Open the page “Review”"),
         reviewer="all", administrator="all"),
    Rule(("open",), "page:admin", N_("Open the page “Administration”"),
         administrator="all"),
    Rule(("see",), "counted",
         N_("See which report a figure that counts comes from, who handed it in, who decided"),
         viewer="all", reporter="all", reviewer="all", administrator="all"),
    Rule(("read", "download"), "submission",
         N_("Read a report that was handed in: its rows, findings, questions and answers, its"
            " course and why it went back; download its original file and its evidence"),
         reporter="own", reviewer="own", administrator="all"),
    Rule(("submit",), "unit", N_("Hand in reports"),
         reporter="own", administrator="all"),
    Rule(("submit", "read", "download", "attach", "withdraw"), "draft",
         N_("Keep a draft, read it, attach evidence, hand it in, throw it away"),
         reporter="own"),
    Rule(("enter",), "unit",
         N_("Enter what came some other way, and let it count without a second person"),
         administrator="all"),
    Rule(("attach",), "submission", N_("Attach evidence of a milestone"),
         reporter="own", administrator="all"),
    Rule(("withdraw",), "submission", N_("Withdraw a report nobody decided on"),
         reporter="own", administrator="all"),
    Rule(("remark",), "submission", N_("Ask and answer about a report"),
         reporter="own", reviewer="own", administrator="all"),
    Rule(("approve",), "submission",
         N_("Approve a report or send it back, verify milestones; never what one handed in"),
         reviewer="own", administrator="all"),
    Rule(("settle_problem",), "unit", N_("Close a problem of the ledger, or open it again"),
         reporter="own", reviewer="own", administrator="all"),
    Rule(("set_deadline",), "unit",
         N_("Extend a unit's deadline; the one for all only who has all units"),
         reviewer="own", administrator="all"),
    Rule(("set_target",), "unit", N_("Set targets"), administrator="all"),
    Rule(("save_briefing",), "briefing",
         N_("Save a briefing to make it again each quarter; change or take out one's own"),
         viewer="all", reporter="all", reviewer="all", administrator="all"),
    Rule(("keep_briefings",), "briefing", N_("Change or take out a briefing that others saved"),
         administrator="all"),
    Rule(("read_audit",), "store", N_("Read the audit trail"), administrator="all"),
    Rule(("keep_store",), "store", N_("Back the store up, and prove it"), administrator="all"),
    Rule(("keep_accounts",), "account", N_("Keep accounts and end their sessions"),
         administrator="all"),
)  # fmt: skip
_BY_NAME: Final[Mapping[tuple[str, str], Rule]] = {
    (action, rule.on): rule for rule in RULES for action in rule.actions
}


def may(actor: Actor, action: Action, resource: str) -> bool:
    """Whether this actor may do this to that; “*” in place of a unit asks for all units.

    >>> wang = Actor("wang", "reporter", "110000", frozenset({"110000"}))
    >>> may(wang, "submit", "unit:110000"), may(wang, "submit", "unit:310000")
    (True, False)
    >>> may(Actor("li", "reviewer"), "approve", "submission:110000")
    True
    """
    kind, _, which = resource.partition(":")
    rule = _BY_NAME.get((action, resource)) or _BY_NAME.get((action, kind))
    if rule is None or not which:
        return False
    scope = rule.scope(actor.role)
    return scope == "all" or (scope == "own" and actor.speaks_for(which))
