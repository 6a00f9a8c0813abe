"""What the documents name exists, and what exists is named."""

import re
from pathlib import Path

import pytest

from tracking.web.pages import PAGES

ROOT = Path(__file__).parents[2]
DOCUMENTS = sorted(
    path
    for path in [*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), *ROOT.glob("data/**/*.md")]
    if ".venv" not in path.parts
)
READMES = [ROOT / "README.md", ROOT / "README.zh.md"]
LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")
TARGET = re.compile(r"^([a-z][a-z-]*):(?!=)", re.MULTILINE)


def text_of(path: Path) -> str:
    return path.read_text(encoding="utf-8")


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda p: str(p.relative_to(ROOT)))
def test_every_link_leads_somewhere(document: Path) -> None:
    links = [x for x in LINK.findall(text_of(document)) if not x.startswith(("http", "mailto"))]
    missing = [link for link in links if not (document.parent / link).exists()]
    assert missing == []


@pytest.mark.parametrize("readme", READMES, ids=lambda p: p.name)
def test_every_page_is_in_the_readme(readme: Path) -> None:
    named = re.findall(r"^\| (\S+)(?: \S+)? \| .*[?？] \|$", text_of(readme), re.MULTILINE)
    assert named == [page.title.zh for page in PAGES]


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda p: str(p.relative_to(ROOT)))
def test_every_make_target_named_exists(document: Path) -> None:
    targets = set(TARGET.findall(text_of(ROOT / "Makefile")))
    named = set(re.findall(r"(?:`|^)make ([a-z][a-z-]*)(?:`|\s+#|$)", text_of(document), re.M))
    assert named <= targets


@pytest.mark.parametrize("name", ["operating.md", "operating.zh.md"])
def test_every_setting_of_the_environment_is_documented(name: str) -> None:
    code = "\n".join(text_of(path) for path in (ROOT / "tracking").rglob("*.py"))
    used = set(re.findall(r"[\"'](TRACKING_[A-Z]+)[\"']", code))
    documented = set(re.findall(r"`(TRACKING_[A-Z]+)`", text_of(ROOT / "docs" / name)))
    assert used == documented


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda p: str(p.relative_to(ROOT)))
def test_every_test_named_exists(document: Path) -> None:
    named = re.findall(r"`(tests/[\w./-]+)`", text_of(document))
    assert [name for name in named if not (ROOT / name).exists()] == []


@pytest.mark.parametrize(
    "stem", ["report-format", "method", "operating", "reporting", "deploy", "security"]
)
def test_what_officials_read_is_there_in_both_languages(stem: str) -> None:
    assert (ROOT / "docs" / f"{stem}.md").exists()
    assert (ROOT / "docs" / f"{stem}.zh.md").exists()
