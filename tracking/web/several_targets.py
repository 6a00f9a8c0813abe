"""Several targets at once: a template with what is known, and a file or pasted rows taken whole."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Final

import streamlit as st

from tracking import targets as aims
from tracking.programme import NATION
from tracking.targets import BY_CODE, Imported, Series, told
from tracking.targets.typed import LONGEST
from tracking.web import days, downloads, paper, setting_targets, targets, turning_targets
from tracking.web.targets import Asked
from tracking.web.view import View, plain

_COMMON: Final = ("basis_zh", "effective", "reason")
_PASTED: Final = 200_000


@dataclass(frozen=True, slots=True)
class _Given:
    """A file, or rows that were pasted."""

    name: str
    data: bytes


def show(view: View, of: Asked, code: str) -> None:
    """Hand out templates, take a file or rows, say what they would do, and save them."""
    _ = view._
    if not setting_targets.may_set(view, NATION):
        return
    with st.expander(_("Set several targets at once"), icon=":material/table:"):
        st.caption(
            _("Download a template, fill it in with Excel or WPS, and give it back as a file or by"
              " pasting its rows with their heads. It is taken whole or not at all; rows without a"
              " value are passed over, and targets that stand already stay as they are.")
        )  # fmt: skip
        _templates(view, of, code)
        given = _asked(view)
        common = _for_all(view)
        if given is None:
            return
        found = aims.read_file(
            given.data, given.name, view.programme, targets.known(view).versions, view.today, common
        )
        _judge(view, found)


def _templates(view: View, of: Asked, code: str) -> None:
    _ = view._
    chain = None if of.chain == targets.EVERY else of.chain
    ways: list[tuple[str, str, Callable[[], bytes]]] = [
        ("list", _("Template: {unit}", unit=view.unit_name(of.unit)),
         partial(_template, view, chain, [of.unit], None)),
        ("one", _("Template: all units, {indicator}", indicator=view.indicator_name(code)),
         partial(_template, view, None, None, code)),
    ]  # fmt: skip
    if _drafted(view, code):
        ways.append(("draft", _("Draft of a proportional split"),
                     partial(_template, view, None, None, code, draft=True)))  # fmt: skip
    with st.container(key="target-templates", horizontal=True):
        for name, words, made in ways:
            file = f"{_('Targets')}-{name}.csv"
            downloads.export(view, "targets", words, made, file, key=f"target-template-{name}")
    if len(ways) > 2:
        st.caption(
            _("The draft splits the nation’s target by what each unit has reached in {quarter};"
              " nothing of it holds before somebody has edited it, named its basis and saved it.",
              quarter=view.quarter_name(view.quarter))
        )  # fmt: skip


def _drafted(view: View, code: str) -> dict[Series, float]:
    found = view.measured.once(
        ("drafted", view.quarter, view.today, code),
        lambda: aims.drafted(
            targets.known(view).in_force, view.measured.at(view.quarter), view.programme, [code]
        ),
    )
    return {Series(indicator, unit): value for (indicator, unit), value in found.items()}


def _template(
    view: View, chain: str | None, units: list[str] | None, code: str | None, *, draft: bool = False
) -> bytes:
    series = aims.every_series(
        view.programme, chain=chain, units=units, indicators=None if code is None else [code]
    )
    return aims.template(
        series, targets.known(view).in_force, view.programme, view.language,
        _drafted(view, code) if draft and code else None,
    )  # fmt: skip


def _asked(view: View) -> _Given | None:
    _ = view._
    left, right = st.columns(2)
    upload = left.file_uploader(_("A filled-in file"), type=["csv", "xlsx", "xls", "txt"],
                                key="targets-file")  # fmt: skip
    pasted = right.text_area(_("Or rows with their heads, pasted from a spreadsheet"),
                             key="targets-pasted", max_chars=_PASTED, height=132)  # fmt: skip
    if upload is not None:
        return _Given(upload.name, upload.getvalue())
    return _Given(_("pasted rows"), pasted.encode()) if pasted.strip() else None


def _for_all(view: View) -> dict[str, str]:
    """What holds for every row that does not say it itself."""
    columns = st.columns([3, 1, 3])
    return {
        field: column.text_input(
            view._("{field}, where a row states none", field=BY_CODE[field].name.to(view.language)),
            key=f"targets-all-{field}", max_chars=LONGEST,
            placeholder=days.EXAMPLE if field == "effective" else "",
        )
        for column, field in zip(columns, _COMMON, strict=True)
    }  # fmt: skip


def _judge(view: View, found: Imported) -> None:
    _ = view._
    if found.faults:
        st.error(
            view.n_("{n} fault stands in the way; nothing was saved.",
                    "{n} faults stand in the way; nothing was saved.", len(found.faults)),
            icon=":material/block:",
        )  # fmt: skip
        setting_targets.faults(view, found.faults)
        return
    if found.unchanged:
        st.caption(view.n_("{n} row changes nothing.", "{n} rows change nothing.",
                           found.unchanged))  # fmt: skip
    if not found.targets:
        st.info(_("There is nothing to set in it."), icon=":material/info:")
        return
    new = list(found.targets)
    frame = aims.frame_of(new)
    series = [Series(target.indicator, target.unit) for target in new]
    lines = told.composed(series, frame, view.programme, view.language)
    names = ["indicator", "unit", "target", "due", "baseline", "path", "basis", "effective",
             "reason"]  # fmt: skip
    lines = lines[[n for n in names if lines[n].any()]]
    lines = lines.rename(columns={c: _(told.HEADS[c]) for c in lines.columns})
    paper.listed(view, lines, key="targets-new", alt=_("Targets to be set"), most=8)
    turning_targets.show(view, targets.known(view).versions, new, "several")
    words = view.n_("Save {n} target", "Save {n} targets", len(new))
    if st.button(plain(words), key="targets-save", type="primary", icon=":material/save:"):
        setting_targets.save(view, new)
