"""Buttons that hand a file out: made when it is asked for, and told in the audit trail."""

from collections.abc import Callable, Mapping
from pathlib import PurePath
from typing import Any, Final

import streamlit as st

from tracking.forms.book import XLSX
from tracking.web.view import View

_MIME: Final[Mapping[str, str]] = {
    ".xlsx": XLSX,
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ".pdf": "application/pdf",
    ".html": "text/html",
    ".zip": "application/zip",
    ".csv": "text/csv",
    ".txt": "text/plain",
}
_ICON: Final = ":material/download:"


def button(
    label: str, make: Callable[[], bytes], name: str, *, key: str, icon: str = _ICON, **more: Any
) -> None:
    """Hand out what needs no entry: an empty form, findings about the reader's own file.

    `more` is st.download_button's.
    """
    st.download_button(
        label,
        make,
        file_name=name,
        mime=_MIME.get(PurePath(name).suffix, "application/octet-stream"),
        icon=icon,
        key=key,
        on_click="ignore",
        **more,
    )


def export(
    view: View, what: str, label: str, make: Callable[[], bytes], name: str, **how: Any
) -> None:
    """Hand out a file made of what the store holds; the trail calls it `what`.

    `how` is that of button.
    """

    def made() -> bytes:
        data = make()
        # Nothing leaves that could not be written down.
        known_on = view.as_of.isoformat()
        view.store.note_export(what, view.actor.name, file_name=name, known_on=known_on)
        return data

    button(label, made, name, **how)


def as_it_came(
    label: str, make: Callable[[], bytes], name: str, *, key: str, icon: str = _ICON
) -> None:
    """Hand out somebody's file byte for byte; the store writes down that it gave it.

    Whatever it calls itself, no browser is to open it as anything.
    """
    st.download_button(
        label,
        make,
        file_name=name,
        mime="application/octet-stream",
        icon=icon,
        key=key,
        on_click="ignore",
    )
