"""Tokens that nobody guesses, and what is kept of them and of other secrets: hashes."""

import secrets
from hashlib import sha256
from typing import Final

from tracking.store.audit import canonical

_TOKEN_BYTES: Final = 32


def new_token() -> tuple[str, str]:
    """A token that nobody guesses, and the hash of it, which is all that is kept."""
    token = secrets.token_urlsafe(_TOKEN_BYTES)
    return token, hash_of_token(token)


def hash_of_token(token: str) -> str:
    """What is kept of a token: as it is random, a plain SHA-256 tells nothing of it."""
    return sha256(token.encode()).hexdigest()


def sealed(*values: object) -> str:
    """The SHA-256 of some values, by which the audit chain holds them without telling them."""
    return sha256(canonical(values).encode()).hexdigest()
