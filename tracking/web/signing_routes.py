"""Signing in and out, one-time links, one's password and one's sessions, over plain HTTP."""

from functools import partial
from typing import Final

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from tracking import signing
from tracking.people import moment
from tracking.store import StoreError
from tracking.store.accounts import Link
from tracking.web import answering, hosts, posting, provider_routes
from tracking.web.browsers import device
from tracking.web.gate import visitor_of
from tracking.web.headers import language_of
from tracking.web.hosts import at_this_machine
from tracking.web.house import house
from tracking.web.posting import NotOurForm, posted
from tracking.web.signing_pages import Frame, Opened, Told
from tracking.web.visitor import Visitor
from tracking.words import N_, Language

STALE: Final = N_("This page was open for too long. Please fill it in once more.")
DIFFERENT: Final = N_("The two new passwords differ.")


async def sign_in(request: Request) -> Response:
    """Account and password, and then back to where one came from."""
    if request.method != "POST":
        back = answering.way_back(request.query_params.get("to", ""))
        if visitor_of(request):
            return answering.gone_to(back)
        told = provider_routes.signed_out_there(request)
        return answering.page(request, partial(Frame.sign_in, back=back, told=told))
    try:
        fields = await posted(request)
    except NotOurForm:
        return answering.page(
            request, partial(Frame.sign_in, back="/", told=answering.told(request, STALE)), 403
        )
    back, name = answering.way_back(fields.get("to", "")), fields.get("name", "")
    try:
        token = await run_in_threadpool(
            signing.sign_in,
            house().store,
            name,
            fields.get("password", ""),
            *answering.who(request),
            answering.now(),
        )
    except StoreError as error:
        wrong = Told(error.said(language_of(request.scope)))
        return answering.page(
            request, partial(Frame.sign_in, back=back, name=name, told=wrong), 403
        )
    return answering.signed_in(request, token, back)


async def link(request: Request) -> Response:
    """A one-time link: it signs in at this machine, or lets a password be set."""
    token = request.path_params["token"]
    try:
        found = await run_in_threadpool(house().store.accounts.linked, token, answering.now())
        if found.purpose == "sign-in":
            return await _sign_in_by(request, token)
        if request.method == "POST":
            return await _set_up(request, token, found)
    except signing.LinkSpent:
        return answering.page(request, Frame.dead_link, 410)
    return answering.page(request, partial(Frame.set_up, name=found.account.name))


async def password(request: Request) -> Response:
    """Change one's password; one's other sessions end."""
    account = answering.signed_in_as(request).session.account
    if account.issuer:
        return answering.page(request, Frame.no_password)
    if not account.password:
        return answering.gone_to("/account/sessions")
    page = partial(Frame.password, name=account.name)
    if request.method != "POST":
        return answering.page(request, page)
    try:
        fields = await posted(request)
        told = await _changed(request, fields)
    except NotOurForm:
        return answering.page(request, partial(page, told=answering.told(request, STALE)), 403)
    except StoreError as error:
        told = Told(error.said(language_of(request.scope)))
    return answering.page(request, partial(page, told=told), 200 if told.good else 403)


async def sessions(request: Request) -> Response:
    """Where one is signed in; each can be ended."""
    visitor = answering.signed_in_as(request)
    told = None
    if request.method == "POST":
        try:
            told = await run_in_threadpool(_end, request, visitor, await posted(request))
        except NotOurForm:
            told = answering.told(request, STALE)
    listed = await run_in_threadpool(_listed, visitor, language_of(request.scope))
    return answering.page(
        request,
        partial(Frame.sessions, all_=listed, told=told),
        200 if told is None or told.good else 403,
    )


async def sign_out(request: Request) -> Response:
    """End this session at once, in every open tab."""
    if request.method != "POST":
        return answering.page(request, Frame.sign_out)
    try:
        await posted(request)
    except NotOurForm:
        return answering.page(request, Frame.sign_out, 403)
    visitor = answering.signed_in_as(request)
    await run_in_threadpool(
        house().store.sessions.revoke, visitor.session.id, visitor.session.account.name
    )
    answer = await provider_routes.way_out(request, visitor) or answering.gone_to("/sign-in")
    posting.signed_out(answer)
    return answer


ROUTES: Final = [
    Route("/sign-in", sign_in, methods=["GET", "POST"]),
    *provider_routes.ROUTES,
    Route("/link/{token}", link, methods=["GET", "POST"]),
    Route("/account/password", password, methods=["GET", "POST"]),
    Route("/account/sessions", sessions, methods=["GET", "POST"]),
    Route("/sign-out", sign_out, methods=["GET", "POST"]),
]


async def _sign_in_by(request: Request, token: str) -> Response:
    # It needs no password, so it holds only where whoever started the product sits. Asking for its
    # head uses nothing up.
    if not at_this_machine(request) or hosts.named() or request.method != "GET":
        return PlainTextResponse("Forbidden", status_code=403)
    session = await run_in_threadpool(
        signing.use_link, house().store, token, *answering.who(request), answering.now()
    )
    return answering.signed_in(request, session, "/")


async def _set_up(request: Request, token: str, found: Link) -> Response:
    page = partial(Frame.set_up, name=found.account.name)
    try:
        fields = await posted(request)
        if fields.get("new") != fields.get("again"):
            return answering.page(
                request, partial(page, told=answering.told(request, DIFFERENT)), 403
            )
        session = await run_in_threadpool(
            signing.use_link,
            house().store,
            token,
            *answering.who(request),
            answering.now(),
            fields.get("new", ""),
        )
    except NotOurForm:
        return answering.page(request, partial(page, told=answering.told(request, STALE)), 403)
    except signing.LinkSpent:
        raise
    except StoreError as error:
        told = Told(error.said(language_of(request.scope)))
        return answering.page(request, partial(page, told=told), 403)
    return answering.signed_in(request, session, "/")


async def _changed(request: Request, fields: dict[str, str]) -> Told:
    if fields.get("new") != fields.get("again"):
        return answering.told(request, DIFFERENT)
    visitor = answering.signed_in_as(request)
    await run_in_threadpool(
        signing.change_password,
        house().store,
        visitor.session.account,
        fields.get("old", ""),
        fields.get("new", ""),
        answering.now(),
        keep=visitor.session.id,
    )
    return answering.told(
        request, N_("Your password is changed. You were signed out everywhere else."), good=True
    )


def _end(request: Request, visitor: Visitor, fields: dict[str, str]) -> Told:
    store, account = house().store, visitor.session.account
    asked = fields.get("session", "")
    if asked == "others":
        store.sessions.revoke_all(account, account.name, but=visitor.session.id)
    elif asked in {str(number) for number in store.sessions.of(account)["id"]}:
        store.sessions.revoke(int(asked), account.name)
    else:
        return answering.told(request, N_("There is no such session of yours."))
    return answering.told(request, N_("Signed out there."), good=True)


def _listed(visitor: Visitor, language: Language) -> list[Opened]:
    frame = house().store.sessions.of(visitor.session.account)
    return [
        Opened(
            id=int(row["id"]),
            opened=moment(str(row["opened"])),
            seen=moment(str(row["seen"])),
            address=str(row["address"]),
            device=device(language, str(row["agent"])),
            this=int(row["id"]) == visitor.session.id,
        )
        for row in frame.to_dict("records")
    ]
