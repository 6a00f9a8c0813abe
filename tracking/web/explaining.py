"""Asking why a value that looks wrong is right: one field for each thing that was found."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import streamlit as st

from tracking.intake.told import spans
from tracking.reporting.reasons import (
    Question,
    cells_of,
    questions_by_reason,
    weak_reasons,
    weakness_said,
)
from tracking.web.view import View, plain

# With more than these each kind is explained once for all its rows.
FIELDS: Final = 30


@dataclass(frozen=True, slots=True)
class Field:
    """One field, and the findings it answers for."""

    label: str
    numbers: tuple[int, ...]


def ask(view: View, asked: Sequence[Question], key: str) -> dict[int, str]:
    """Ask for the reasons; those given so far, by the number of their finding.

    After a vain attempt each field says what is wrong with what stands in it.
    """
    if not asked:
        return {}
    st.markdown(
        view.n_(
            "**{n} value looks unusual.** Say why it is right; the reviewer reads it beside the"
            " value. If it is wrong, mend it in the file.",
            "**{n} values look unusual.** Say why they are right; the reviewer reads it beside the"
            " value. What is wrong, mend in the file.",
            cells_of(asked),
        )
    )
    fields = fields_of(view, asked)
    stated = given(view, asked, key)
    weak = weak_reasons(asked, stated) if st.session_state.get(tried(key)) else {}
    for n, one in enumerate(fields):
        st.text_input(one.label, key=_name(key, n), max_chars=500)
        why = weak.get(one.numbers[0])
        if why:
            said = weakness_said(view.language, why, stated[one.numbers[0]])
            st.error(plain(said), icon=":material/edit_note:")
    return stated


def given(view: View, asked: Sequence[Question], key: str) -> dict[int, str]:
    """What stands in the fields now, by the number of the finding."""
    return {
        number: str(st.session_state.get(_name(key, n), ""))
        for n, one in enumerate(fields_of(view, asked))
        for number in one.numbers
    }


def _name(key: str, place: int) -> str:
    return f"{key}-reason-{place}"


def tried(key: str) -> str:
    """Where it stands that the reasons were found wanting once."""
    return f"{key}-reasons-tried"


def fields_of(view: View, asked: Sequence[Question]) -> list[Field]:
    """The findings by what one reason answers, or where there are many, all of a kind."""
    some = questions_by_reason(asked)
    many = len(some) > FIELDS
    if many:
        kinds: dict[str, list[Question]] = {}
        for question in asked:
            kinds.setdefault(question.code, []).append(question)
        some = list(kinds.values())
    return [Field(_label(view, one, many=many), tuple(q.number for q in one)) for one in some]


def _label(view: View, some: Sequence[Question], *, many: bool) -> str:
    _ = view._
    rows = sorted({q.row for q in some if q.row is not None})
    place = _("the whole file")
    if rows:
        told, cut = spans(rows, _(", "))
        place = _("row {row}", row=told + ("…" if cut else ""))
    said = list(dict.fromkeys(q.said.to(view.language) for q in (some[:1] if many else some)))
    sentences = ("" if view.language == "zh" else " ").join(said)
    message = _("{place}: {said}", place=place, said=sentences)
    return plain(_("{message} (and others of this kind)", message=message) if many else message)
