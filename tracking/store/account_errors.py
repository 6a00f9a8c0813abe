"""What is refused of accounts, links and tries to sign in, each able to say itself."""

from tracking.store.errors import NotAllowed
from tracking.words import N_, Language, say, say_n


class UnfitName(NotAllowed):
    """A name that no account can have."""

    message = N_(
        "“{name}” cannot be the name of an account. It takes 2 to 40 letters, digits and the signs"
        " . _ - @, and begins with a letter or a digit. Nothing was changed."
    )


class ReservedName(NotAllowed):
    """A name by which the record knows the product itself."""

    message = N_("The name “{name}” is kept for the system itself. Nothing was changed.")


class NameTaken(NotAllowed):
    """A name that an account has, or had until it was closed."""

    message = N_(
        "There is, or was, an account “{name}”. A name is never given twice. Nothing was changed."
    )


class UnknownAccount(NotAllowed):
    """There is no account of this name."""

    message = N_("There is no account “{name}”. Nothing was changed.")


class AccountClosed(NotAllowed):
    """An account that is closed, for which something was to be done."""

    message = N_("The account “{name}” is closed. Nothing was changed.")


class AccountElsewhere(NotAllowed):
    """A password or a role for an account that the identity provider keeps."""

    message = N_(
        "“{name}” comes from the identity provider, which keeps its password and says its role."
        " Change it there. Nothing was changed."
    )


class NotBegun(NotAllowed):
    """An answer of the identity provider to a sign-in that nobody waits for."""

    message = N_(
        "This sign-in was not begun in this browser, was used already, or took longer than ten"
        " minutes. Please begin anew."
    )


class NeedsUnit(NotAllowed):
    """A reporter without the unit they report for."""

    message = N_("Say which unit the reporter reports for. Nothing was changed.")


class OnlyReviewersHaveUnits(NotAllowed):
    """Units to review for somebody who does not review."""

    message = N_("Only a reviewer can be given units to review. Nothing was changed.")


class LastAdministrator(NotAllowed):
    """The last administrator closed, or given another role."""

    message = N_(
        "“{name}” is the last administrator. Make somebody else administrator first. Nothing was"
        " changed."
    )


class LinkSpent(NotAllowed):
    """A one-time link that was used, replaced, has expired or never was."""

    message = N_(
        "This link no longer holds: it was used, replaced by a newer one, or has expired. Ask the"
        " administrator for a new one."
    )


class TooManyTries(NotAllowed):
    """A try to sign in before the delay after the failures before it is over."""

    def __init__(self, wait: int) -> None:
        self.wait = wait
        super().__init__(wait=wait)

    def said(self, language: Language) -> str:
        """How long to wait, in seconds or, when it is long, in minutes."""
        wait = (
            say_n(language, "{n} second", "{n} seconds", self.wait)
            if self.wait <= 60
            else say_n(language, "{n} minute", "{n} minutes", -(-self.wait // 60))
        )
        return say(language, "Too many failed tries. Try again in {wait}.", wait=wait)
