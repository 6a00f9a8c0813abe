"""Passwords as they are kept: argon2id, as RFC 9106 recommends it where memory is scarce."""

import secrets
import unicodedata
from dataclasses import dataclass
from functools import cached_property
from threading import BoundedSemaphore
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from argon2 import PasswordHasher

# So many at once, however many ask: each takes the memory that makes guessing dear.
_AT_ONCE: Final = BoundedSemaphore(2)


@dataclass(frozen=True)
class Hasher:
    """Hashes passwords, and proves them against what is kept."""

    memory_kib: int = 65_536
    passes: int = 3
    lanes: int = 4

    def hash(self, password: str) -> str:
        """What is kept of a password: hash, salt and parameters in one text."""
        with _AT_ONCE:
            return self._argon2.hash(_typed(password))

    def matches(self, kept: str, password: str) -> bool:
        """Whether it is the password of which this is kept."""
        from argon2.exceptions import InvalidHashError, VerificationError  # noqa: PLC0415

        try:
            with _AT_ONCE:
                return self._argon2.verify(kept, _typed(password))
        except (VerificationError, InvalidHashError, UnicodeError):
            return False

    def outdated(self, kept: str) -> bool:
        """Whether it was hashed with other parameters than these."""
        return self._argon2.check_needs_rehash(kept)

    @cached_property
    def nobodys(self) -> str:
        """The hash of a password that nobody has, to take as long over it as over a real one."""
        return self.hash(secrets.token_urlsafe())

    @cached_property
    def _argon2(self) -> "PasswordHasher":
        from argon2 import PasswordHasher  # noqa: PLC0415

        return PasswordHasher(
            time_cost=self.passes, memory_cost=self.memory_kib, parallelism=self.lanes
        )


SHIPPED: Final = Hasher()


def _typed(password: str) -> str:
    """The same characters, however the keyboard composed them."""
    return unicodedata.normalize("NFKC", password)
