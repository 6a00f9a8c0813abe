"""The store as its keeper looks after it: what it holds, its backups, and proving it."""

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import pandas as pd
import streamlit as st

from tracking.people import moment
from tracking.progress import METHOD_VERSION
from tracking.store import StoreError
from tracking.store.backup import Backup, folder_of
from tracking.store.schema import SCHEMA_VERSION
from tracking.store.verify import Difference
from tracking.web import paper
from tracking.web.view import View
from tracking.words import numbers
from tracking.words.outside import visible

# Where backups go, if not into the folder beside the store; the command line goes by it, too.
SETTING: Final = "TRACKING_BACKUPS"
_DONE: Final = "tracking-store-done"
# What a backup may be late before it is said.
_DAYS: Final = 2


def show(view: View) -> None:
    """What the store holds, its backups with a button for one more, and a button to prove it."""
    _ = view._
    _say_done(view)
    st.subheader(_("The store"), anchor=False)
    paper.dataframe(view, _facts(view), key="store-facts", alt=_("The store"))
    if st.button(_("Prove the store"), icon=":material/verified:", key="store-prove"):
        with _working(_("Proving")) as advance:
            found = view.store.verify(advance)
        _done(view, _("The store is sound: nothing was found."), found)
    st.subheader(_("Backups"), anchor=False)
    kept = view.store.backups(_folder())
    _last(view, kept)
    if st.button(_("Back up now"), icon=":material/backup:", key="store-backup", type="primary"):
        _back_up(view)
    if kept:
        paper.dataframe(view, _listed(view, kept), key="backups", alt=_("Backups"))
    view.hint(_("A backup is put back at the machine: “restore”, with the dashboard stopped."))


def _facts(view: View) -> pd.DataFrame:
    _, store = view._, view.store
    size = sum(
        path.stat().st_size
        for end in ("", "-wal")
        if (path := store.path.with_name(store.path.name + end)).exists()
    )
    told = {
        _("File"): visible(str(store.path)),
        _("Size"): _megabytes(view, size),
        _("Store version"): str(store.version),
        _("Schema version"): str(SCHEMA_VERSION),
        _("Method version"): METHOD_VERSION,
        _("End of the audit trail"): "{}:{}".format(*store.chain_end()),
        _("Reports handed in"): numbers.number(view.language, len(store.submissions())),
        _("Kind of data"): _("Demonstration data") if store.demonstration else _("Real"),
    }
    return pd.DataFrame({_("What"): list(told), _("Value"): list(told.values())})


def _last(view: View, kept: Sequence[Backup]) -> None:
    """How old the last sound backup is, as a warning where there is none of late."""
    _ = view._
    sound = [one for one in kept if one.sound]
    if not sound:
        st.warning(_("There is no backup yet."), icon=":material/warning:")
        return
    at = sound[0].at
    old = (pd.Timestamp.now("UTC") - at).days
    said = _("The last backup is of {at}.", at=moment(at))
    if old < _DAYS:
        st.caption(said)
    else:
        told = view.n_("It is {n} day old.", "It is {n} days old.", old)
        st.warning(f"{said} {told}", icon=":material/warning:")


def _back_up(view: View) -> None:
    _ = view._
    try:
        with _working(_("Backing up")) as advance:
            made = view.store.back_up(view.programme, _folder(), advance)
    except StoreError as error:
        st.error(error.said(view.language))
        return
    except OSError as error:
        where, why = str(_folder() or folder_of(view.store.path)), error.strerror or str(error)
        st.error(_("{where} cannot be used: {reason}. Nothing was saved.", where=where, reason=why))
        return
    name, size = made.backup.path.name, _megabytes(view, made.backup.size)
    _done(
        view,
        _("Backed up and proved sound: {name} ({size})", name=name, size=size),
        made.differences,
    )


def _listed(view: View, kept: Sequence[Backup]) -> pd.DataFrame:
    _ = view._
    return pd.DataFrame(
        {
            _("Time"): [moment(one.at) for one in kept],
            _("Size"): [_megabytes(view, one.size) for one in kept],
            _("Proved"): [_("sound") if one.sound else _("damaged") for one in kept],
            _("File"): [visible(one.path.name) for one in kept],
        }
    )


@contextmanager
def _working(label: str) -> Iterator[Callable[[int, int], None]]:
    """A bar that shows how far the work is."""
    bar = st.progress(0.0, label)

    def advance(done: int, total: int) -> None:
        bar.progress(min(done / max(total, 1), 1.0), label)

    try:
        yield advance
    finally:
        bar.empty()


def _done(view: View, good: str, differences: Sequence[Difference]) -> None:
    """Keep what came of it for the run that shows the page as it is now."""
    st.session_state[_DONE] = (good, [one.said(view.language) for one in differences])
    st.rerun()


def _say_done(view: View) -> None:
    if (done := st.session_state.pop(_DONE, None)) is None:
        return
    good, differences = done
    if not differences:
        st.success(good, icon=":material/verified:")
        return
    st.error(
        view._(
            "The store is not as it ought to be. No backup was removed; whoever operates the"
            " system must look at it today."
        ),
        icon=":material/error:",
    )
    for said in differences:
        st.text(said)


def _folder() -> Path | None:
    named = os.environ.get(SETTING)
    return Path(named) if named else None


def _megabytes(view: View, size: int) -> str:
    return f"{numbers.number(view.language, size / 1_000_000, 1)} MB"
