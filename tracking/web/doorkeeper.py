"""How whoever starts the dashboard comes in: by a one-time link, which a desktop opens itself."""

import os
import sys
import threading
import webbrowser
from dataclasses import dataclass
from typing import Final

from tracking import signing
from tracking.web import hosts
from tracking.web.house import house
from tracking.words import N_

# Seconds until the server answers.
SOON: Final = 1.0


@dataclass(frozen=True, slots=True)
class WayIn:
    """A one-time link, and the message that says what it is."""

    address: str
    message: str


def way_in(address: str) -> WayIn | None:
    """The link to print: it signs in at this machine; elsewhere the first administrator sets up."""
    names = hosts.named()
    token = signing.first_link(house().store, loopback=not names)
    if not token:
        return None
    if names:
        message = N_("The administrator sets a password by this link, once: {address}")
        return WayIn(f"https://{names[0]}{signing.link_path(token)}", message)
    return WayIn(
        f"{address}{signing.link_path(token)}",
        N_("Sign in at this machine by this link, once: {address}"),
    )


def show(way: WayIn | None) -> None:
    """Open the link in the browser of a desktop, where somebody sits at the terminal."""
    if way and not hosts.named() and sys.stderr.isatty() and _has_display():
        opening = threading.Timer(SOON, webbrowser.open, [way.address])
        opening.daemon = True
        opening.start()


def _has_display() -> bool:
    if sys.platform in ("darwin", "win32"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
