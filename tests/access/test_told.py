"""The table of rules in words."""

import pytest

from tests.conftest import ROOT
from tracking.access import table


@pytest.mark.parametrize(("language", "name"), [("en", "access.md"), ("zh", "access.zh.md")])
def test_the_document_has_the_table_as_it_is_in_force(language, name) -> None:
    document = (ROOT / "docs" / name).read_text(encoding="utf-8")
    told = table(language)
    assert told in document, f"docs/{name} has another table than this:\n\n{told}"
