"""Under which names the dashboard answers, and whether a request comes from where it says."""

import os
import re
from collections.abc import Mapping
from ipaddress import ip_address
from typing import Final
from urllib.parse import urlsplit

from starlette.requests import HTTPConnection

LOOPBACK: Final = frozenset({"localhost", "127.0.0.1", "[::1]"})
SETTING: Final = "TRACKING_HOSTS"
_PORT: Final = re.compile(r":\d+$")
# What a proxy adds, and a browser at this machine does not.
FORWARDED: Final = ("forwarded", "x-forwarded-for", "x-forwarded-proto", "x-real-ip")


def answered(environment: Mapping[str, str] = os.environ) -> frozenset[str]:
    """The names the dashboard answers under: this machine's own and those of the setting.

    >>> sorted(answered({"TRACKING_HOSTS": "Progress.example.cn, progress.local"}) - LOOPBACK)
    ['progress.example.cn', 'progress.local']
    """
    return LOOPBACK | {*named(environment)}


def named(environment: Mapping[str, str] = os.environ) -> list[str]:
    """The names of the setting, in its order; none where the dashboard is for this machine."""
    names = re.split(r"[,\s]+", environment.get(SETTING, "").strip().lower())
    return [name for name in names if name]


def host_of(request: HTTPConnection) -> str:
    """The name a request came under, without its port."""
    return _PORT.sub("", request.headers.get("host", "").lower())


def same_origin(request: HTTPConnection) -> bool:
    """Whether a page of this very host sent the request; browsers say so of all that writes."""
    try:
        origin = urlsplit(request.headers.get("origin", ""))
    except ValueError:
        return False
    host = request.headers.get("host", "").lower()
    # Over TLS, a page that came without it may be anybody's.
    schemes = ("https",) if request.url.scheme in ("https", "wss") else ("http", "https")
    return origin.scheme in schemes and bool(host) and origin.netloc.lower() == host


def at_this_machine(request: HTTPConnection) -> bool:
    """Whether a request comes from this machine, straight, and under its own name.

    A foreign page may point its own name at this machine: then the name is not one of these.
    """
    if request.client is None or any(name in request.headers for name in FORWARDED):
        return False
    try:
        local = ip_address(request.client.host).is_loopback
    except ValueError:
        local = False
    return local and host_of(request) in LOOPBACK
