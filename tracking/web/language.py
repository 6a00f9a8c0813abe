"""Which language a reader is answered in: the address's `lang`, else their cookie, else Chinese."""

from collections.abc import Mapping
from typing import Final
from urllib.parse import parse_qsl, urlencode, urlsplit

import streamlit as st
from starlette.responses import Response

from tracking.words import LANGUAGES, Language

COOKIE: Final = "tracking_language"
PARAMETER: Final = "lang"
A_YEAR: Final = 365 * 24 * 3600
DEFAULT: Final[Language] = "zh"
# A language is offered in itself.
OWN_NAMES: Final[Mapping[Language, str]] = {"zh": "中文", "en": "English"}
# <html lang> of each.
TAGS: Final[Mapping[Language, str]] = {"zh": "zh-CN", "en": "en"}


def preferred(*wishes: str | None) -> Language:
    """The first wish that is a language of ours.

    >>> preferred(None, "fr", "en")
    'en'
    >>> preferred("")
    'zh'
    """
    for wish in wishes:
        for language in LANGUAGES:
            if wish == language:
                return language
    return DEFAULT


def way_back(referer: str) -> str:
    """The local address a language switch returns to: the referring page without its language.

    Only path and query are kept, so nobody is sent to another host.

    >>> way_back("http://localhost:8501/chains?chain=data&lang=en")
    '/chains?chain=data'
    >>> way_back("http://localhost:8501//elsewhere.example/x")
    '/elsewhere.example/x'
    """
    try:
        parts = urlsplit(referer)
    except ValueError:
        return "/"
    # A browser reads "//host" and "/\host" as another host.
    path = "/" + parts.path.replace("\\", "/").lstrip("/")
    pairs = [(k, v) for k, v in parse_qsl(parts.query) if k != PARAMETER]
    return f"{path}?{urlencode(pairs)}" if pairs else path


def keep(answer: Response, language: Language) -> None:
    """Keep the reader's language in a cookie."""
    answer.set_cookie(COOKIE, language, A_YEAR, httponly=True, samesite="lax")


def of_session() -> Language:
    """The language of this browser session; it changes with a new page load only, as the shell."""
    if "language" not in st.session_state:
        wish = st.query_params.get(PARAMETER)
        st.session_state["language"] = preferred(wish, st.context.cookies.get(COOKIE))
    language: Language = st.session_state["language"]
    return language
