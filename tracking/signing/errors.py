"""What signing in refuses, each able to say itself."""

from tracking.store import NotAllowed
from tracking.words import N_


class SignInRefused(NotAllowed):
    """Name and password do not belong together; which of them is wrong is not told."""

    message = N_("The name or the password is wrong.")


class WrongPassword(NotAllowed):
    """The present password, mistyped by who wants to change it."""

    message = N_("The present password is wrong. Nothing was changed.")


class UnfitPassword(NotAllowed):
    """A new password that is too easily guessed."""


class TooShort(UnfitPassword):
    """Fewer characters than take long to guess."""

    message = N_("A password takes at least {least} characters.")


class TooLong(UnfitPassword):
    """More characters than anybody types."""

    message = N_("A password takes at most {most} characters.")


class OnlyDigits(UnfitPassword):
    """A telephone number, a birthday."""

    message = N_("Digits alone are easily guessed. Add letters or other characters.")


class TooCommon(UnfitPassword):
    """One that many have, or a common word with digits around it."""

    message = N_(
        "This password is one of the first that are guessed: a common one, a common word with"
        " digits around it, or few different characters. Choose several words that belong together"
        " for you alone."
    )


class SaysTheName(UnfitPassword):
    """Little more than the name of the account."""

    message = N_("The password is little more than the name of the account. Choose another one.")
