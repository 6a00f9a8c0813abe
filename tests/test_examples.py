"""The examples in docstrings are true."""

import doctest
import importlib
import pkgutil

import pytest

import tracking

# A __main__ acts when it is imported.
MODULES = [
    name
    for _finder, name, _package in pkgutil.walk_packages(tracking.__path__, "tracking.")
    if not name.endswith("__main__") and name != "tracking.web.main"
]


@pytest.mark.parametrize("name", MODULES)
def test_examples_in_docstrings_hold(name: str) -> None:
    assert doctest.testmod(importlib.import_module(name)).failed == 0
