"""Signing in: passwords, links and a provider's word proved, accounts as those who act."""

from tracking.signing.actors import actor_of
from tracking.signing.asked import Asked
from tracking.signing.by_provider import begin, finish, signed_out_by
from tracking.signing.errors import SignInRefused, UnfitPassword, WrongPassword
from tracking.signing.hashing import SHIPPED, Hasher
from tracking.signing.passwords import LEAST, must_be_fit
from tracking.signing.provider import Provider, ProviderFaults, load_provider
from tracking.signing.provider_errors import AnswerRefused, ProviderAway, ProviderTrouble
from tracking.signing.ways_in import change_password, first_link, link_path, sign_in, use_link
from tracking.store.account_errors import LinkSpent, NotBegun, TooManyTries

__all__ = [
    "LEAST",
    "SHIPPED",
    "AnswerRefused",
    "Asked",
    "Hasher",
    "LinkSpent",
    "NotBegun",
    "Provider",
    "ProviderAway",
    "ProviderFaults",
    "ProviderTrouble",
    "SignInRefused",
    "TooManyTries",
    "UnfitPassword",
    "WrongPassword",
    "actor_of",
    "begin",
    "change_password",
    "finish",
    "first_link",
    "link_path",
    "load_provider",
    "must_be_fit",
    "sign_in",
    "signed_out_by",
    "use_link",
]
