"""A browser's own description of itself, in the two words that its owner knows it by."""

from typing import Final

from tracking.words import Language, say

# The first that stands in the description: those that also call themselves by a later one's name
# come before it.
_BROWSERS: Final = {
    "Edg": "Edge",
    "OPR": "Opera",
    "MicroMessenger": "WeChat",
    "QQBrowser": "QQ Browser",
    "Firefox": "Firefox",
    "Chrome": "Chrome",
    "Safari": "Safari",
}
_SYSTEMS: Final = {
    "Windows": "Windows",
    "Android": "Android",
    "HarmonyOS": "HarmonyOS",
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Mac OS": "macOS",
    "Linux": "Linux",
}


def device(language: Language, agent: str) -> str:
    """Browser and system.

    >>> device("en", "Mozilla/5.0 (Windows NT 10.0) Chrome/130 Safari/537 Edg/130")
    'Edge, Windows'
    >>> device("en", "curl/8.1")
    'another program'
    """
    found = [
        next((name for sign, name in table.items() if sign in agent), "")
        for table in (_BROWSERS, _SYSTEMS)
    ]
    told = say(language, ", ").join(name for name in found if name)
    return told or say(language, "another program")
