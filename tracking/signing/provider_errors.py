"""What goes wrong with an identity provider, each able to say itself and named for the record."""

from tracking.store import NotAllowed
from tracking.words import N_, Language, Text, say
from tracking.words.outside import visible


class ProviderTrouble(NotAllowed):
    """A sign-in by the identity provider that came to nothing; `provider` is what it is called."""

    # How the record calls it; "" where nobody was refused.
    why = ""

    def __init__(self, provider: Text, **values: object) -> None:
        self.provider = provider
        super().__init__(**values)

    def said(self, language: Language) -> str:
        """What happened, and what to do."""
        return say(language, self.message, provider=self.provider.to(language), **self.values)


class ProviderAway(ProviderTrouble):
    """It does not answer, or not with what the standard asks for."""

    message = N_(
        "{provider} does not answer just now. Please try again in a few minutes. Local accounts can"
        " sign in as ever."
    )


class ProviderRefusesUs(ProviderTrouble):
    """It does not take the dashboard for who it says it is."""

    message = N_(
        "{provider} does not accept this dashboard as it is set up ({error}). Please tell whoever"
        " operates it."
    )

    def __init__(self, provider: Text, error: str) -> None:
        super().__init__(provider, error=visible(error))


class AnswerRefused(ProviderTrouble):
    """A code or a token that is not good for this sign-in."""

    why = "not_valid"
    message = N_(
        "What {provider} answered does not belong to this sign-in, or is not valid. You are not"
        " signed in. Please begin anew; if it happens again, tell the administrator."
    )


class SaidNo(ProviderTrouble):
    """The provider, or the person themselves there, let nobody in."""

    why = "denied"
    message = N_("{provider} did not let you in. It says: {error}")

    def __init__(self, provider: Text, error: str, description: str = "") -> None:
        said = visible(error)
        super().__init__(
            provider, error=f"{said} ({visible(description)})" if description else said
        )


class NoName(ProviderTrouble):
    """The claim that names the account is missing."""

    why = "no_name"
    message = N_(
        "{provider} does not say what your account is to be called. Please tell the administrator."
    )


class NoRole(ProviderTrouble):
    """Nothing of what the provider says gives them a role here."""

    why = "no_role"
    message = N_(
        "{provider} knows you as “{name}”, but nothing it says gives you access here. If you should"
        " have it, ask whoever keeps the accounts there to add you to the right group or unit."
    )

    def __init__(self, provider: Text, name: str) -> None:
        super().__init__(provider, name=visible(name))
