"""A picture of a chart stands in the audit trail before the browser saves it.

The browser makes the picture itself; picture.js asks here first, and saves nothing unless it is
answered that the entry is made.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final, Self

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from tracking.access import may
from tracking.charts import FORMATS, file_name
from tracking.reporting import today_in_china
from tracking.store import GuardedStore, StoreError
from tracking.web import posting
from tracking.web.answering import signed_in_as
from tracking.web.house import house
from tracking.web.pages import PAGES
from tracking.web.posting import NotOurForm, posted

PATH: Final = "/picture"
# The longest name a chart of ours has is well below.
LONGEST: Final = 300
FIELDS: Final = frozenset({posting.FIELD, "name", "format", "page", "known_on"})
_STEMS: Final = frozenset(page.stem for page in PAGES)
_NOT_KEPT: Final = {"cache-control": "no-store"}


@dataclass(frozen=True, slots=True)
class Picture:
    """What a browser says it is about to save: a file, from which page, as known on which day."""

    file: str
    page: str
    known_on: date

    @classmethod
    def of(cls, fields: Mapping[str, str]) -> Self:
        """The picture a form tells of. Raises ValueError where no page of ours would say so."""
        if fields.keys() != FIELDS:
            raise ValueError
        name, page, known_on = (
            fields["name"],
            fields["page"],
            date.fromisoformat(fields["known_on"]),
        )
        if not 0 < len(name) <= LONGEST or not name.isprintable() or name != file_name([name]):
            raise ValueError
        if fields["format"] not in FORMATS or page not in _STEMS or known_on > today_in_china():
            raise ValueError
        return cls(f"{name}.{fields['format']}", page, known_on)


async def note(request: Request) -> Response:
    """Write down who takes which picture; 204 where it is written."""
    try:
        picture = Picture.of(await posted(request))
    except NotOurForm:
        return _refused("Forbidden", 403)
    except ValueError:
        return _refused("Bad Request", 400)
    actor = signed_in_as(request).actor
    if not may(actor, "open", f"page:{picture.page}"):
        return _refused("Forbidden", 403)
    store = GuardedStore(house().store, actor)
    about = {
        "file_name": picture.file, "known_on": picture.known_on.isoformat(), "page": picture.page,
    }  # fmt: skip
    try:
        await run_in_threadpool(store.note_export, "picture", actor.name, **about)
    except StoreError:
        return _refused("Service Unavailable", 503)
    return Response(status_code=204, headers=_NOT_KEPT)


ROUTES: Final = [Route(PATH, note, methods=["POST"])]


def _refused(why: str, status: int) -> Response:
    return PlainTextResponse(why, status_code=status, headers=_NOT_KEPT)
