"""The pages of signing in and of one's account, as HTML that needs no script."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from html import escape
from urllib.parse import urlencode

from tracking.programme import Programme
from tracking.web.language import OWN_NAMES
from tracking.web.posting import FIELD
from tracking.web.shell import whole
from tracking.words import LANGUAGES, Language, say


@dataclass(frozen=True, slots=True)
class Told:
    """A sentence above a form: what was wrong, or that it is done."""

    text: str
    good: bool = False

    @property
    def html(self) -> str:
        """It, as HTML."""
        return f'<p class="{"good" if self.good else "bad"}" role="alert">{escape(self.text)}</p>'


@dataclass(frozen=True, slots=True)
class Opened:
    """One session as its own page lists it."""

    id: int
    opened: str
    seen: str
    address: str
    device: str
    this: bool


@dataclass(frozen=True, slots=True)
class Frame:
    """What every such page has: its language, the programme, the form's token, the address."""

    language: Language
    programme: Programme
    token: str
    path: str
    at_home: bool = False  # for whoever sits at the machine it runs on
    has_password: bool = True  # whoever starts the product at their own machine has none
    provider: str = ""  # what the identity provider is called by which they come, or came

    def sign_in(self, back: str, name: str = "", told: Told | None = None) -> str:
        """Sign in with account and password, and go back to where one came from."""
        _ = partial(say, self.language)
        fields = (
            self._hidden("to", back),
            _field("name", _("Account"), name, autocomplete="username",
                   first=not (name or self.provider)),
            _field("password", _("Password"), kind="password", autocomplete="current-password",
                   first=bool(name)),
        )  # fmt: skip
        foot = [_("No account, or password forgotten? The administrator gives you a link.")]
        if self.at_home:
            foot.insert(0, _("Did you start it yourself? Open the link that its window shows."))
        return self._page(
            _("Sign in"),
            told,
            self._by_provider(back),
            self._form(fields, _("Sign in"), "/sign-in", "second" if self.provider else ""),
            *(f'<p class="quiet">{escape(line)}</p>' for line in foot),
            self._languages(urlencode({"to": back}) if back != "/" else ""),
        )

    def led_on(self, where: str) -> str:
        """On to the identity provider: at once, or by the link."""
        _ = partial(say, self.language)
        return self._page(
            _("On to {provider}", provider=self.provider),
            None,
            f'<p><a href="{escape(where)}">{escape(_("Go on"))}</a></p>',
            head=f'<meta http-equiv="refresh" content="0;url={escape(where)}">',
        )

    def not_in(self, said: str, back: str, *, away: bool = False) -> str:
        """Nobody came in by the provider: why, and the way back to the sign-in page."""
        _ = partial(say, self.language)
        title = _("Not signed in")
        if away:
            title = _("{provider} does not answer", provider=self.provider)
        to = f"/sign-in?{urlencode({'to': back})}" if back != "/" else "/sign-in"
        return self._page(
            title,
            None,
            f"<p>{escape(said)}</p>",
            f'<p><a href="{escape(to)}">{escape(_("To the sign-in page"))}</a></p>',
        )

    def signed_out_here_alone(self) -> str:
        """Out here, but not at the provider."""
        _ = partial(say, self.language)
        said = _(
            "You are signed out here. At {provider} you may still be signed in: at a computer that"
            " others use, sign out there, too, or close the browser.",
            provider=self.provider,
        )
        return self._page(
            _("Signed out here"),
            None,
            f"<p>{escape(said)}</p>",
            f'<p><a href="/sign-in">{escape(_("To the sign-in page"))}</a></p>',
        )

    def no_password(self) -> str:
        """Whose account the provider keeps has no password here."""
        _ = partial(say, self.language)
        said = _(
            "Your account comes from {provider}, which keeps your password. Change it there.",
            provider=self.provider,
        )
        return self._page(_("Change password"), None, f"<p>{escape(said)}</p>", self._back())

    def set_up(self, name: str, told: Told | None = None) -> str:
        """Choose the password of an account, by a link."""
        _ = partial(say, self.language)
        fields = (
            f'<input type="hidden" autocomplete="username" value="{escape(name)}">',
            *self._new_password(first=True),
        )
        said = _("Account {name}: choose your password.", name=name)
        return self._page(
            _("Set your password"),
            told,
            f"<p>{escape(said)}</p>",
            self._form(fields, _("Save and sign in"), self.path),
            self._languages(),
        )

    def dead_link(self) -> str:
        """A link that opens nothing any more."""
        _ = partial(say, self.language)
        said = _("It was used already, or its time is over. Ask the administrator for a new one.")
        return self._page(
            _("This link is no longer valid"),
            None,
            f"<p>{escape(said)}</p>",
            f'<p><a href="/sign-in">{escape(_("Sign in"))}</a></p>',
            self._languages(),
        )

    def password(self, name: str, told: Told | None = None) -> str:
        """Change one's password."""
        _ = partial(say, self.language)
        fields = (
            f'<input type="hidden" autocomplete="username" value="{escape(name)}">',
            _field("old", _("Present password"), kind="password", autocomplete="current-password",
                   first=True),
            *self._new_password(first=False),
        )  # fmt: skip
        return self._page(
            _("Change password"),
            told,
            self._form(fields, _("Change password"), self.path),
            self._back(),
        )

    def sessions(self, all_: Sequence[Opened], told: Told | None = None) -> str:
        """Where one is signed in, and the way to end it."""
        _ = partial(say, self.language)
        heads = (_("Signed in"), _("Last seen"), _("IP address"), _("Device"))
        head = "".join(f"<th>{escape(name)}</th>" for name in heads)
        rows = "".join(self._session(one, heads) for one in all_)
        others = ""
        if any(not one.this for one in all_):
            others = self._form(
                (self._hidden("session", "others"),), _("Sign out everywhere else"), self.path
            )
        return self._page(
            _("My sessions"),
            told,
            f"<table><thead><tr>{head}<th></th></tr></thead><tbody>{rows}</tbody></table>",
            others,
            self._back(),
            broad=True,
        )

    def sign_out(self) -> str:
        """Ask whether to sign out; a link alone must not do it."""
        _ = partial(say, self.language)
        there = _("This ends your session at {provider}, too.", provider=self.provider)
        return self._page(
            _("Sign out"),
            None,
            f"<p>{escape(there)}</p>" if self.provider else "",
            self._form((), _("Sign out"), "/sign-out"),
            self._back(),
        )

    def _by_provider(self, back: str) -> str:
        """The button that leads to the provider, above the form for local accounts."""
        if not self.provider:
            return ""
        _ = partial(say, self.language)
        button = _("Sign in with {provider}", provider=self.provider)
        form = self._form((self._hidden("to", back),), button, "/sign-in/provider")
        return f'{form}<p class="or">{escape(_("or with a local account"))}</p>'

    def _session(self, one: Opened, heads: Sequence[str]) -> str:
        _ = partial(say, self.language)
        cells = "".join(
            f'<td data-head="{escape(head)}">{escape(text)}</td>'
            for head, text in zip(
                heads, (one.opened, one.seen, one.address, one.device), strict=True
            )
        )
        if one.this:
            return f"<tr>{cells}<td><b>{escape(_('This one'))}</b></td></tr>"
        end = self._form(
            (self._hidden("session", str(one.id)),), _("Sign out"), self.path, "second"
        )
        return f"<tr>{cells}<td>{end}</td></tr>"

    def _new_password(self, *, first: bool) -> tuple[str, ...]:
        _ = partial(say, self.language)
        rule = _("At least 10 characters; no common password, nor the account’s name.")
        kind = "password"
        return (
            _field("new", _("New password"), kind=kind, autocomplete="new-password", first=first),
            _field("again", _("New password, again"), kind=kind, autocomplete="new-password"),
            f'<p class="rule">{escape(rule)}</p>',
        )

    def _hidden(self, name: str, value: str) -> str:
        return f'<input type="hidden" name="{name}" value="{escape(value)}">'

    def _form(self, fields: Sequence[str], button: str, to: str, kind: str = "") -> str:
        token = self._hidden(FIELD, self.token)
        return (
            f'<form method="post" action="{escape(to)}"{"" if kind else " class=alone"}>'
            f"{token}{''.join(fields)}"
            f'<button type="submit" class="{kind}">{escape(button)}</button></form>'
        )

    def _back(self) -> str:
        _ = partial(say, self.language)
        others = {"/account/sessions": _("My sessions")}
        if self.has_password:
            others["/account/password"] = _("Change password")
        links = "".join(
            f'<a href="{path}">{escape(name)}</a>'
            for path, name in others.items()
            if path != self.path
        )
        return f'<p class="quiet bar"><a href="/">{escape(_("To the overview"))}</a>{links}</p>'

    def _languages(self, query: str = "") -> str:
        links = "".join(
            f'<a href="{escape(self.path)}?{escape(f"{query}&" if query else "")}lang={other}"'
            f' lang="{other}" hreflang="{other}">{OWN_NAMES[other]}</a>'
            for other in LANGUAGES
            if other != self.language
        )
        return f'<p class="quiet">{links}</p>'

    def _page(
        self, title: str, told: Told | None, *parts: str, broad: bool = False, head: str = ""
    ) -> str:
        name = self.programme.short.to(self.language)
        body = (
            f"<main{' class=broad' if broad else ''}>"
            f'<p class="programme">{escape(name)} · '
            f"{escape(say(self.language, 'Implementation progress'))}</p>"
            f"<h1>{escape(title)}</h1>{told.html if told else ''}{''.join(parts)}</main>"
        )
        return whole(self.language, title, body, head)


def _field(
    name: str,
    label: str,
    value: str = "",
    *,
    kind: str = "text",
    autocomplete: str,
    first: bool = False,
) -> str:
    return (
        f'<label for="{name}">{escape(label)}</label>'
        f'<input id="{name}" name="{name}" type="{kind}" value="{escape(value)}"'
        f' autocomplete="{autocomplete}" autocapitalize="off" spellcheck="false"'
        f' required maxlength="256"{" autofocus" if first else ""}>'
    )
