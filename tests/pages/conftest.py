"""Pages run as in tests/web, on the same stores."""

from tests.web.conftest import copy, empty, published, run

__all__ = ["copy", "empty", "published", "run"]
