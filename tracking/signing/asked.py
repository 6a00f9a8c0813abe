"""Asking a provider over HTTP: what it offers, its keys, a code for a token; in short and in time.

Nothing is asked before somebody signs in: a provider that is away keeps nobody from starting.
"""

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Any, Final

from tracking.signing.provider import Provider, safe
from tracking.signing.provider_errors import AnswerRefused, ProviderAway, ProviderRefusesUs
from tracking.words.outside import visible

if TYPE_CHECKING:
    from authlib.integrations.requests_client import OAuth2Session
    from joserfc.jwk import KeySet

LOG: Final = logging.getLogger("tracking.signing")
# What the provider offers, and its keys, are asked anew after so many seconds.
FRESH: Final = 3600.0
_WELL_KNOWN: Final = "/.well-known/openid-configuration"
_CHUNK: Final = 16 * 1024


@dataclass(frozen=True, slots=True)
class Patience:
    """How long the provider may take, and how much it may say."""

    step: float = 5.0  # seconds until it is there, and between two things it says
    whole: float = 10.0  # seconds
    size: int = 512 * 1024  # bytes


@dataclass(frozen=True, slots=True)
class Offered:
    """What the provider offers, as its discovery document says."""

    authorization: str
    token: str
    keys: str
    end_session: str  # "" where one cannot sign out there
    by_post: bool  # the secret in the form, where it takes no other way
    names_issuer: bool  # in the answer to a sign-in, too


class Asked:
    """A provider, and what it has answered lately. Safe for any number of threads."""

    def __init__(self, provider: Provider, patience: Patience | None = None) -> None:
        self.provider = provider
        self._patience = patience or Patience()
        self._offered: tuple[float, Offered] | None = None
        self._keys: tuple[float, KeySet] | None = None

    def offered(self) -> Offered:
        """What it offers. Raises ProviderAway."""
        known = self._offered
        if known is None or time.monotonic() - known[0] > FRESH:
            url = self.provider.issuer.rstrip("/") + _WELL_KNOWN
            known = self._offered = time.monotonic(), self._read_offered(self._got(url))
        return known[1]

    def keys(self, older_than: float = FRESH) -> "KeySet":
        """Its keys, asked anew where they are older than this. Raises ProviderAway."""
        known = self._keys
        if known is None or time.monotonic() - known[0] > older_than:
            known = self._keys = time.monotonic(), self._read_keys(self._got(self.offered().keys))
        return known[1]

    def way_there(self, state: str, nonce: str, verifier: str) -> str:
        """Where somebody goes who signs in. Raises ProviderAway."""
        offered = self.offered()
        with self._session() as session:
            url, _ = session.create_authorization_url(
                offered.authorization, state=state, code_verifier=verifier, nonce=nonce
            )
        return str(url)

    def way_out(self, state: str) -> str:
        """Where somebody goes who signs out; "" where they cannot. Raises ProviderAway."""
        from authlib.common.urls import add_params_to_uri  # noqa: PLC0415

        url = self.offered().end_session
        if not url:
            return ""
        # Whose session it is, the provider knows by its own cookie: no token is kept for this.
        told = {
            "client_id": self.provider.client_id,
            "post_logout_redirect_uri": self.provider.signed_out_uri,
            "state": state,
        }
        return str(add_params_to_uri(url, list(told.items())))

    def id_token(self, code: str, verifier: str) -> str:
        """The identity token for a code; the other tokens are let go.

        Raises ProviderAway, ProviderRefusesUs, AnswerRefused.
        """
        from authlib.integrations.base_client import OAuthError  # noqa: PLC0415

        offered = self.offered()
        with self._in_time(offered.token), self._session(by_post=offered.by_post) as session:
            try:
                answer = session.fetch_token(
                    offered.token,
                    code=code,
                    code_verifier=verifier,
                    grant_type="authorization_code",
                    redirect_uri=self.provider.redirect_uri,
                )
            except OAuthError as error:
                told = visible(str(error.error))
                LOG.warning("the identity provider refused a code: %s", told)
                if told == "invalid_grant":
                    raise AnswerRefused(self.provider.called) from None
                raise ProviderRefusesUs(self.provider.called, told) from None
        found = answer.get("id_token")
        if not isinstance(found, str):
            raise AnswerRefused(self.provider.called)
        return found

    def _got(self, url: str) -> dict[str, Any]:
        with self._in_time(url), self._session() as session:
            answer = session.get(url, withhold_token=True, headers={"accept": "application/json"})
            answer.raise_for_status()
            found = answer.json()
            if not isinstance(found, dict):
                raise ValueError("no JSON object")
        return found

    def _read_offered(self, said: dict[str, Any]) -> Offered:
        if said.get("issuer") != self.provider.issuer:
            raise self._away("its discovery document names another issuer")
        for name in ("authorization_endpoint", "token_endpoint", "jwks_uri"):
            if not safe(str(said.get(name, ""))):
                raise self._away(f"its discovery document has no safe {name}")
        ways = said.get("token_endpoint_auth_methods_supported", ["client_secret_basic"])
        end_session = str(said.get("end_session_endpoint", ""))
        return Offered(
            authorization=said["authorization_endpoint"],
            token=said["token_endpoint"],
            keys=said["jwks_uri"],
            end_session=end_session if safe(end_session) else "",
            by_post=isinstance(ways, list) and "client_secret_basic" not in ways,
            names_issuer=said.get("authorization_response_iss_parameter_supported") is True,
        )

    def _read_keys(self, said: dict[str, Any]) -> "KeySet":
        from joserfc.errors import JoseError  # noqa: PLC0415
        from joserfc.jwk import KeySet, import_key  # noqa: PLC0415

        found = []
        listed = said.get("keys")
        for one in listed if isinstance(listed, list) else []:
            try:
                found.append(import_key(one))
            except (JoseError, ValueError, TypeError, KeyError):
                continue  # of a kind that we do not know
        if not found:
            raise self._away("it publishes no key")
        return KeySet(found)

    def _session(self, *, by_post: bool = False) -> "OAuth2Session":
        from authlib.integrations.requests_client import OAuth2Session  # noqa: PLC0415

        session = OAuth2Session(
            self.provider.client_id,
            self.provider.client_secret,
            token_endpoint_auth_method="client_secret_post" if by_post else "client_secret_basic",
            scope=" ".join(self.provider.scopes),
            redirect_uri=self.provider.redirect_uri,
            code_challenge_method="S256",
        )
        session.headers["accept-encoding"] = "identity"
        for scheme in ("https://", "http://"):
            session.mount(scheme, _adapter(self._patience))
        return session

    @contextmanager
    def _in_time(self, url: str) -> Iterator[None]:
        """Whatever goes wrong on the way is one thing for whoever wants to sign in."""
        from requests import RequestException  # noqa: PLC0415
        from urllib3.exceptions import HTTPError  # noqa: PLC0415

        try:
            yield
        except (RequestException, HTTPError, ValueError, OSError) as error:
            raise self._away(f"{url}: {type(error).__name__}") from None

    def _away(self, what: str) -> ProviderAway:
        LOG.warning("the identity provider is of no use now: %s", what)
        return ProviderAway(self.provider.called)


def _adapter(patience: Patience) -> Any:
    import requests  # noqa: PLC0415
    from requests.adapters import HTTPAdapter  # noqa: PLC0415

    class InTime(HTTPAdapter):
        """Reads so much, so long, and follows nobody elsewhere."""

        def send(self, request: Any, *_args: Any, **how: Any) -> Any:
            until = time.monotonic() + patience.whole
            how |= {"stream": True, "timeout": patience.step}
            answer = super().send(request, **how)
            body = bytearray()
            while chunk := answer.raw.read1(_CHUNK):
                body += chunk
                if len(body) > patience.size or time.monotonic() > until:
                    answer.close()
                    raise requests.Timeout("too long")
            answer.close()
            if answer.is_redirect:
                raise requests.TooManyRedirects("redirected")
            answer.raw = BytesIO(bytes(body))
            return answer

    return InTime()
