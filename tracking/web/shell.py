"""The HTML around Streamlit: its language and title, and what stands there without JavaScript."""

import html
import re
from functools import partial
from typing import Final

from tracking.web.language import TAGS
from tracking.words import N_, Language, say

# Seconds until a full dashboard is asked again.
RETRY: Final = 30

_TITLE: Final = re.compile(r"<title>.*?</title>", re.S)
_NOSCRIPT: Final = re.compile(r"<noscript>.*?</noscript>", re.S)
# Streamlit's pointer to the agent API, which is closed here.
_AGENT_LINK: Final = re.compile(
    r"<!--[^>]*?agent API.*?-->\s*<link rel=\"service-desc\"[^>]*>", re.S
)
_OURS: Final = (
    '<link rel="stylesheet" href="./app/static/dashboard.css">'
    '<link rel="stylesheet" media="print" href="./app/static/print.css">'
    '<script src="./app/static/ui.js" defer></script>'
    '<script src="./app/static/paper.js" defer></script>'
)


_NOT_SAVED: Final = {
    "out": N_("The picture was not saved: you are signed out. Sign in again to go on."),
    "refused": N_(
        "The picture was not saved: it could not be entered in the audit trail. Please reload the"
        " page."
    ),
    "away": N_(
        "The picture was not saved: just now it cannot be entered in the audit trail. Please try"
        " again in a moment."
    ),
}
_ICON: Final = re.compile(r'<link rel="shortcut icon"[^>]*>')


def patched(shell: str, language: Language, token: str) -> str:
    """Streamlit's index.html in this language, with our style sheets and our own scripts.

    `token` is that of the forms of whoever it is for.
    """
    _ = partial(say, language)
    ours = _OURS + _pictures(language, token)
    title = f"<title>{html.escape(_('Implementation progress'))}</title>{ours}"
    message = _("This dashboard needs JavaScript. Please switch it on in the browser and reload.")
    shell = shell.replace('<html lang="en">', f'<html lang="{TAGS[language]}">', 1)
    shell = _TITLE.sub(lambda _found: title, shell, count=1)
    shell = _ICON.sub(
        '<link rel="icon" type="image/svg+xml" href="./app/static/icon.svg">', shell, count=1
    )
    shell = _AGENT_LINK.sub("", shell, count=1)
    return _NOSCRIPT.sub(
        lambda _found: f"<noscript><p>{html.escape(message)}</p></noscript>", shell, count=1
    )


def _pictures(language: Language, token: str) -> str:
    """picture.js with the token it sends, and what it says where a picture is not saved."""
    told = {key: say(language, message) for key, message in _NOT_SAVED.items()}
    data = {"token": token} | told
    marks = "".join(f' data-{key}="{html.escape(text)}"' for key, text in data.items())
    return f'<script src="./app/static/picture.js" defer{marks}></script>'


def not_found(language: Language) -> str:
    """The whole page for an address that does not exist, with the way out."""
    _ = partial(say, language)
    return _told(
        language,
        _("Page not found"),
        _("There is no page at this address. It may have been renamed or mistyped."),
        f'<p><a href="/">{html.escape(_("To the overview"))}</a></p>',
    )


def busy(language: Language) -> str:
    """The whole page while too many readers are in; it tries again by itself."""
    _ = partial(say, language)
    return _told(
        language,
        _("Many are reading just now"),
        _("The dashboard is full. This page tries again every {n} seconds.", n=RETRY),
        head=f'<meta http-equiv="refresh" content="{RETRY}">',
    )


def refused(language: Language) -> str:
    """The whole page under a name that is not the dashboard's."""
    _ = partial(say, language)
    return _told(
        language,
        _("Not under this name"),
        _("The dashboard does not answer under this address. Please use the one you were given."),
    )


def whole(language: Language, title: str, body: str, head: str = "") -> str:
    """A whole page around some HTML; its style sheet is open to everybody."""
    return f"""<!DOCTYPE html>
<html lang="{TAGS[language]}"><head><meta charset="utf-8">{head}
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{html.escape(title)}</title>
<link rel="icon" type="image/svg+xml" href="/app/static/icon.svg">
<link rel="stylesheet" href="/app/static/plain.css"></head>
<body>{body}</body></html>
"""


def _told(language: Language, title: str, text: str, more: str = "", head: str = "") -> str:
    body = f"<main><h1>{html.escape(title)}</h1><p>{html.escape(text)}</p>{more}</main>"
    return whole(language, title, body, head)
