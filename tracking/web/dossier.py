"""One submission in full: what happened to it, what was found, asked and answered; its files."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from html import escape
from typing import Any, Final

import streamlit as st

from tracking.figures import KEY
from tracking.intake.told import SYMBOLS
from tracking.reporting import Unexplained
from tracking.store import Submission
from tracking.store.errors import StoreError, state_name
from tracking.web import downloads
from tracking.web.people import moment, person, standing
from tracking.web.view import View, plain
from tracking.words import Language, numbers

# What identifies a figure: indicator, unit, quarter.
Key = tuple[str, str, int]
# So many figures of a submission can be asked about one by one.
ASKED_ABOUT: Final = 500
# Where the sentence about what was just done waits for the next run.
DONE: Final = "dossier-done"
FAILED: Final = "dossier-failed"


def title(view: View, submission: Submission) -> None:
    """Number, file and state, and who handed it in when."""
    _, language = view._, view.language
    units = several(view, submission.units)
    st.html(
        f'<h3 class="file"><bdi>{escape(_("No. {number}", number=submission.id))} · '
        f"{escape(units)} · {escape(quarters(view, submission.quarters))}</bdi></h3>"
    )
    st.text(
        _(
            "{file}, {figures} figures, submitted {when} by {who}; {state}",
            file=submission.name,
            figures=f"{submission.n_figures:,}",
            when=moment(submission.submitted_at),
            who=person(language, submission.submitted_by),
            state=standing(language, submission.submitted_by, submission.state),
        )
    )
    if submission.state == "returned" and submission.reason:
        said = _("Sent back, for this reason: {reason}", reason=plain(submission.reason))
        st.error(said, icon=":material/assignment_return:")
    if submission.entered:
        st.caption(_("Entered by one person; nobody else reviewed it."))
    if submission.source:
        st.text(_("Source: {source}", source=submission.source))


def course(view: View, submission: Submission) -> None:
    """Every move, as known: when, who, to which state, why."""
    _, language = view._, view.language
    moves = [
        move
        for move in view.store.moves([submission.id]).to_dict("records")
        if moment(move["at"])[:10] <= view.as_of.isoformat()
    ]
    rows = [
        (
            moment(m["at"]),
            person(language, str(m["actor"])),
            _step(view, str(m["state"]), str(before)),
            _reason(view, str(m["state"]), str(m["reason"])),
        )
        for m, before in zip(moves, ["", *(m["state"] for m in moves)], strict=False)
    ]
    st.html(table([_("Time"), _("Who"), _("What happened"), _("Reason")], rows))


def findings(view: View, submission: Submission) -> None:
    """What the check found in it, and the reporter's reasons."""
    _, language = view._, view.language
    kept = view.store.findings(submission.id)
    if not kept:
        st.caption(_("The check found nothing to ask about."))
        return
    rows = [
        (
            SYMBOLS.get(str(f["severity"]), "▲"),
            str(f["row"] or ""),
            str(f["column"]),
            str(f["found"]),
            _message(f, language),
            str(f.get("reason", "")) or numbers.MISSING,
        )
        for f in kept
    ]
    heads = ["", _("Row"), _("Column"), _("Found"), _("What looks wrong"), _("The reason given")]
    st.html(table(heads, rows))


def remarks(view: View, submission: Submission, key: str) -> None:
    """What was asked and answered, and the next remark."""
    _ = view._
    said = view.store.remarks(submission.id)
    if len(said):
        rows = [
            (
                moment(r["at"]),
                person(view.language, str(r["actor"])),
                view.indicator_name(str(r["indicator"])) if r["indicator"] else "",
                str(r["text"]),
            )
            for r in said.to_dict("records")
        ]
        st.html(table([_("Time"), _("Who"), _("About"), _("Remark")], rows))
    if not view.may_with("remark", submission):
        return
    figure = st.selectbox(
        _("About"),
        [None, *_figures(view, submission)],
        format_func=lambda key: _figure(view, key) if key else _("the whole report"),
        key=f"{key}-about",
    )
    words = f"{key}-text"
    st.text_area(_("Question or answer"), key=words, max_chars=1000, height=80)
    button(
        view,
        _("Send"),
        f"{key}-send",
        partial(_remark, view, submission.id, words, figure),
        _("The remark is kept."),
        icon=":material/chat:",
    )


def _remark(view: View, submission: int, words: str, figure: Key | None) -> None:
    view.store.remark(submission, typed(words), actor=view.actor.name, figure=figure)
    st.session_state[words] = ""


def files(view: View, submission: Submission, key: str) -> None:
    """The original file, and the evidence of the milestones it claims."""
    if not view.may_with("download", submission):
        return
    label, make = view._("Download the original file"), partial(view.store.file, submission.id)
    downloads.as_it_came(label, make, submission.name, key=f"{key}-original")
    for row in view.store.evidence(submission.id).to_dict("records"):
        number = int(row["id"])
        downloads.as_it_came(
            view._(
                "Evidence: {name} ({indicator})",
                name=row["name"],
                indicator=view.indicator_name(str(row["indicator"])),
            ),
            partial(view.store.evidence_file, number),
            str(row["name"]),
            icon=":material/attach_file:",
            key=f"{key}-evidence-{number}",
        )


def button(
    view: View,
    label: str,
    key: str,
    do: Callable[[], object],
    done: str,
    *,
    say_here: bool = False,
    **more: Any,
) -> None:
    """A button that does something to the store; what came of it is said by `say_done`.

    It acts before the page is drawn anew, so that also who pressed it too late is told. What stands
    in a field `do` reads with `typed`: the field may be newer than the page. With `say_here` why it
    failed is said below the button, too, which on a long page is where the reader is.
    """
    here = f"{FAILED}-{key}" if say_here else ""
    st.button(label, key=key, on_click=_done, args=(view.language, do, done, here), **more)
    if here and here in st.session_state:
        st.error(st.session_state.pop(here), icon=":material/error:")


def _done(language: Language, do: Callable[[], object], done: str, here: str) -> None:
    try:
        do()
    except (Unexplained, StoreError) as error:
        st.session_state[FAILED] = error.said(language)
        if here:
            st.session_state[here] = error.said(language)
    else:
        st.session_state[DONE] = done


def typed(key: str) -> str:
    """What stands in a field now."""
    return str(st.session_state.get(key, ""))


def say_done() -> None:
    """What was just done, or why it was not."""
    failed, done = (st.session_state.pop(key, None) for key in (FAILED, DONE))
    if failed:
        st.error(failed, icon=":material/error:")
    if done:
        st.success(done, icon=":material/check_circle:")


def listed(submissions: Sequence[Submission]) -> str:
    """What tells one list of submissions from another, so that a tick stays with its row."""
    return f"{hash(tuple(one.id for one in submissions)):x}"


def table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Heads and rows as a table whose texts wrap, each cell naming its head for narrow screens."""
    top = "".join(f'<th scope="col">{escape(head)}</th>' for head in heads)
    named = [f' data-head="{escape(head)}"' if head else "" for head in heads]
    body = "".join(
        "<tr>"
        + "".join(
            f"<td{name}><bdi>{escape(cell)}</bdi></td>"
            for name, cell in zip(named, row, strict=True)
        )
        + "</tr>"
        for row in rows
    )
    return (
        '<div class="wide told"><table class="plain-table"><thead><tr>'
        f"{top}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def several(view: View, units: Sequence[str], most: int = 3) -> str:
    """The first units by name, and how many more."""
    names = view._(", ").join(view.unit_name(unit) for unit in units[:most])
    if len(units) <= most:
        return names
    return view._("{names} and {n} more", names=names, n=len(units) - most)


def quarters(view: View, of: Sequence[int]) -> str:
    """From the first quarter to the last."""
    if not of:
        return numbers.MISSING
    first, last = (numbers.quarter(view.language, q, short=True) for q in (min(of), max(of)))
    return first if first == last else f"{first}–{last}"


def _figures(view: View, submission: Submission) -> list[tuple[str, str, int]]:
    """The first figures of a submission, to be asked about one by one."""
    stated = view.store.stated(submission.id).head(ASKED_ABOUT)
    return [(str(i), str(u), int(q)) for i, u, q in stated[KEY].itertuples(index=False, name=None)]


def _figure(view: View, key: tuple[str, str, int]) -> str:
    indicator, unit, quarter = key
    name = view.indicator_name(indicator)
    return f"{name} · {view.unit_name(unit)} · {numbers.quarter(view.language, quarter)}"


def _step(view: View, state: str, before: str) -> str:
    """A move in words: what follows an approval, or being superseded, is no second approval."""
    if state == "approved" and before in ("approved", "superseded"):
        return view._("milestones verified") if before == "approved" else view._("stands again")
    return state_name(view.language, state)


def _reason(view: View, state: str, reason: str) -> str:
    if reason.isdigit() and state == "superseded":
        return view._("by no. {number}", number=reason)
    if reason.isdigit() and state == "approved":
        return view._("since no. {number} was sent back", number=reason)
    return reason


def _message(finding: Mapping[str, Any], language: str) -> str:
    message = finding["message"]
    return str(message[language] if isinstance(message, Mapping) else message)
