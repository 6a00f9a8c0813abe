"""Setting, changing and withdrawing one target; what it would do stands there before."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any, Final

import streamlit as st

from tracking import targets as aims
from tracking.programme import PATHS, Quarter, Target
from tracking.progress.explain import PATH_NAMES
from tracking.store import StoreError
from tracking.targets import BY_CODE, NotSettable, Versions, told
from tracking.targets.typed import LONGEST
from tracking.web import days, targets, turning_targets
from tracking.web.view import View, plain
from tracking.words import numbers

_DONE: Final = "tracking-targets-set"
_AS_IT_IS: Final = 0


def may_set(view: View, unit: str) -> bool:
    """Whether this reader may set a unit's target, in the present."""
    return view.known_on is None and view.may("set_target", f"unit:{unit}")


def say_done(view: View) -> None:
    """What was just set, with the way back."""
    done: tuple[list[int], str] | None = st.session_state.get(_DONE)
    if done is None:
        return
    numbers_, said = done
    with st.container(key="target-done", horizontal=True, vertical_alignment="center"):
        st.success(plain(said), icon=":material/task_alt:")
        if numbers_ and st.button(view._("Undo"), key="target-undo", icon=":material/undo:"):
            _undo(view, numbers_)
        if st.button(view._("Close"), key="target-told", type="tertiary"):
            st.session_state.pop(_DONE, None)
            st.rerun()


def show(view: View, code: str, unit: str) -> None:
    """The form for one series, filled in with what holds now or with a former version."""
    _ = view._
    if not view.may("set_target", f"unit:{unit}"):
        return
    st.subheader(_("Set this target"), anchor=False)
    if view.known_on is not None:
        st.caption(_("Targets are set in the present view: empty “as known on” first."))
        return
    versions = targets.known(view).versions
    rows = versions.of(code, unit)
    # Once something was saved, the form begins anew.
    key = f"aim-{code}-{unit}-{max((int(r['id']) for r in rows), default=0)}"
    ways = {"set": _("Set or change"), "withdraw": _("Withdraw this target")}
    holding = versions.on(code, unit, view.today)
    way = "set"
    if holding is not None:
        way = st.segmented_control(_("What to do"), list(ways), default="set", key=f"{key}-way",
                                   format_func=ways.__getitem__, required=True,
                                   label_visibility="collapsed")  # fmt: skip
    if way == "withdraw":
        _withdraw(view, versions, code, unit, key)
    else:
        _set(view, versions, code, unit, key)


def save(view: View, new: Sequence[Target]) -> None:
    """Set targets, and say so; a click that comes twice changes nothing twice."""
    try:
        added = aims.set_targets(view.store, view.programme, new, view.actor.name)
    except NotSettable as error:
        faults(view, error.faults)
        return
    except StoreError as error:
        st.error(plain(error.said(view.language)), icon=":material/error:")
        return
    said = (
        view.n_("{n} target is set.", "{n} targets are set.", len(added))
        if added
        else view._("This is in force already; nothing was changed.")
    )
    st.session_state[_DONE] = (added, said)
    st.rerun()


def faults(view: View, found: Sequence[Any], most: int = 30) -> None:
    """Why something cannot be set, each in a sentence."""
    for one in found[:most]:
        st.error(plain(one.said(view.language)), icon=":material/error:")
    if len(found) > most:
        st.caption(view._("and {n} more", n=len(found) - most))


def _set(view: View, versions: Versions, code: str, unit: str, key: str) -> None:
    start, former = _start(view, versions, code, unit, key)
    typed = _form(view, code, start, f"{key}-{former}")
    read = aims.Reader(view.programme, view.today).read(
        start | typed | {"indicator": code, "unit": unit}
    )
    if read.target is None or not versions.turns_on(read.target):
        if typed == {name: start.get(name, "") for name in typed}:
            view.hint(view._("Change a field, and what it would do stands here before it is"
                             " saved."))  # fmt: skip
        elif read.target is None:
            faults(view, read.faults)
        else:
            st.info(view._("This is in force already; nothing was changed."),
                    icon=":material/info:")  # fmt: skip
        return
    _judge(view, versions, read.target, key)


def _judge(view: View, versions: Versions, target: Target, key: str) -> None:
    """Faults, or the effect and the button."""
    found = aims.judged(target, view.programme, versions)
    faults(view, found)
    turning_targets.show(view, versions, [target], key)
    words = view._("Withdraw this target") if target.withdrawn else view._("Save this target")
    if st.button(words, key="target-save", type="primary", disabled=bool(found),
                 icon=":material/save:"):  # fmt: skip
        save(view, [target])


def _withdraw(view: View, versions: Versions, code: str, unit: str, key: str) -> None:
    _ = view._
    left, right = st.columns([1, 3])
    typed = left.text_input(_("Holds no more from"), value=view.today.isoformat(),
                            placeholder=days.EXAMPLE, key=f"{key}-until")  # fmt: skip
    reason = right.text_input(_("Why it is withdrawn"), max_chars=LONGEST, key=f"{key}-why")
    day = days.read(typed)
    if isinstance(day, days.Fault):
        st.error(plain(day.said(view.language)), icon=":material/event_busy:")
        return
    target = aims.withdrawal(versions, code, unit, day or view.today, reason.strip())
    if target is None:
        st.info(_("There is no target to withdraw on that day. Nothing was changed."),
                icon=":material/info:")  # fmt: skip
        return
    _judge(view, versions, target, key)


def _start(
    view: View, versions: Versions, code: str, unit: str, key: str
) -> tuple[dict[str, str], int]:
    """What the form starts with: what holds, or a former version that the reader chooses."""
    _ = view._
    holding = versions.on(code, unit, view.today)
    rows = {int(r["id"]): r for r in versions.of(code, unit) if not r["withdrawn"]}
    former = [n for n in sorted(rows, reverse=True) if holding is None or n != holding["id"]]
    chosen = _AS_IT_IS
    if former:
        chosen = st.selectbox(
            _("Start from"), [_AS_IT_IS, *former], key=f"{key}-former", width=440,
            format_func=partial(_version_said, view, rows, holding is not None),
        )  # fmt: skip
    row = rows[chosen] if chosen else holding
    start = {"indicator": code, "unit": unit, "due": str(view.programme.end), "path": "linear"}
    if row is not None:
        start |= aims.typed_of(aims.target_of(row, view.today))
    return start | {"effective": view.today.isoformat(), "reason": ""}, chosen


def _version_said(view: View, rows: Mapping[int, dict[Any, Any]], holds: bool, number: int) -> str:
    if number == _AS_IT_IS:
        return view._("What holds now") if holds else view._("An empty form")
    line = told.aim(rows[number], view.programme, view.language)
    return view._("Version of {day}: {target} by {due}", day=line["set_at"],
                  target=line["target"], due=line["due"])  # fmt: skip


def _form(view: View, code: str, start: Mapping[str, str], key: str) -> dict[str, str]:
    """The fields, and what stands in them."""
    _, programme = view._, view.programme
    indicator = programme.indicators[code]
    milestone = indicator.kind == "milestone"
    steady = indicator.direction in ("at_least", "at_most")
    typed: dict[str, str] = {}
    unit = indicator.unit.to(view.language)
    with st.container(key="target-form", border=True):
        first = st.columns(4)
        if milestone:
            typed["value"] = "1"
        else:
            label = f"{_name(view, 'value')} ({unit})" if unit else _name(view, "value")
            typed["value"] = first[0].text_input(label, start.get("value", ""), key=f"{key}-value")
        typed["due"] = _quarter(view, first[1], "due", start, programme.quarters, key)
        if not milestone:
            typed["baseline"] = first[2].text_input(
                _name(view, "baseline"), start.get("baseline", ""), key=f"{key}-baseline"
            )
            known = tuple(
                programme.history_from + n for n in range(programme.end - programme.history_from)
            )
            typed["baseline_quarter"] = _quarter(
                view, first[3], "baseline_quarter", start, known, key, empty=True
            )
        if not (milestone or steady):
            typed |= _path(view, start, key)
        typed |= _basis(view, start, key)
        third = st.columns([1, 3])
        typed["effective"] = third[0].text_input(
            _name(view, "effective"), start["effective"], placeholder=days.EXAMPLE,
            key=f"{key}-effective",
        )  # fmt: skip
        typed["reason"] = third[1].text_input(
            _name(view, "reason"), max_chars=LONGEST, key=f"{key}-reason",
            help=BY_CODE["reason"].about.to(view.language),
        )  # fmt: skip
    return typed


def _basis(view: View, start: Mapping[str, str], key: str) -> dict[str, str]:
    left, right = st.columns([2, 1])
    zh = left.text_input(
        _name(view, "basis_zh"), start.get("basis_zh", ""), max_chars=LONGEST,
        key=f"{key}-basis_zh", help=BY_CODE["basis_zh"].about.to(view.language),
    )  # fmt: skip
    # Another document has another name in English, too.
    same = zh.strip() == start.get("basis_zh", "")
    en = right.text_input(
        _name(view, "basis_en"), start.get("basis_en", "") if same else "", max_chars=LONGEST,
        key=f"{key}-basis_en-{same}", help=BY_CODE["basis_en"].about.to(view.language),
    )  # fmt: skip
    return {"basis_zh": zh, "basis_en": en}


def _path(view: View, start: Mapping[str, str], key: str) -> dict[str, str]:
    _ = view._
    left, right = st.columns([1, 3])
    path = left.selectbox(
        _name(view, "path"), PATHS, index=PATHS.index(_known_path(start)), key=f"{key}-path",
        format_func=lambda code: _(PATH_NAMES[code]),
    )  # fmt: skip
    if path != "plan":
        return {"path": path, "interim": ""}
    interim = right.text_input(
        _name(view, "interim"), start.get("interim", ""), key=f"{key}-interim",
        placeholder="2023Q4=500;2024Q4=900", max_chars=LONGEST,
        help=BY_CODE["interim"].about.to(view.language),
    )  # fmt: skip
    return {"path": path, "interim": interim}


def _known_path(start: Mapping[str, str]) -> Any:
    path = start.get("path", "")
    return path if path in PATHS else PATHS[0]


def _quarter(
    view: View,
    place: Any,
    field: str,
    start: Mapping[str, str],
    quarters: Sequence[Quarter],
    key: str,
    *,
    empty: bool = False,
) -> str:
    labels = [*([""] if empty else []), *(str(q) for q in quarters)]
    now = start.get(field, "")
    chosen: str = place.selectbox(
        _name(view, field), labels, index=labels.index(now) if now in labels else 0,
        format_func=lambda one: numbers.quarter(view.language, Quarter.of(one)) if one
        else view._("none"),
        key=f"{key}-{field}",
    )  # fmt: skip
    return chosen


def _name(view: View, field: str) -> str:
    return BY_CODE[field].name.to(view.language)


def _undo(view: View, added: Sequence[int]) -> None:
    versions = Versions(view.store.target_versions())
    reason = view._("Set by mistake")
    save(view, [aims.undoing(versions, number, reason) for number in added])
