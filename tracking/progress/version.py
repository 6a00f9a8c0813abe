"""The method's version; it rises when docs/method.md changes what any figure comes out as."""

from typing import Final

METHOD_VERSION: Final = "1.1"
