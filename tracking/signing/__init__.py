"""Signing in: passwords and links proved, sessions opened, accounts as those who act."""

from tracking.signing.actors import actor_of
from tracking.signing.errors import SignInRefused, UnfitPassword, WrongPassword
from tracking.signing.hashing import SHIPPED, Hasher
from tracking.signing.passwords import LEAST, must_be_fit
from tracking.signing.ways_in import change_password, first_link, link_path, sign_in, use_link
from tracking.store.account_errors import LinkSpent, TooManyTries

__all__ = [
    "LEAST",
    "SHIPPED",
    "Hasher",
    "LinkSpent",
    "SignInRefused",
    "TooManyTries",
    "UnfitPassword",
    "WrongPassword",
    "actor_of",
    "change_password",
    "first_link",
    "link_path",
    "must_be_fit",
    "sign_in",
    "use_link",
]
