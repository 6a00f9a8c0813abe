"""Names and texts from outside are shown and kept fit to be read."""

import unicodedata

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.hostile.names import NAMES
from tracking.words.outside import NAME_BYTES, UNNAMED, file_name, visible

UNSEEN = ("Cc", "Cf", "Cs", "Zl", "Zp")


def test_a_name_is_known_without_its_folders_whatever_system_wrote_it() -> None:
    given = ("C:\\x\\y.csv", "../../etc/passwd", "/a/b.csv", "\\\\host\\share\\c.csv", "d/")
    assert [file_name(name) for name in given] == ["y.csv", "passwd", "b.csv", "c.csv", "d"]


def test_a_name_of_nothing_or_of_dots_is_called_unnamed() -> None:
    assert {file_name(name) for name in ("", ".", "..", "a/..", "/", " . ", "\u202e", "\0")} == {
        UNNAMED
    }


def test_an_endless_name_keeps_its_beginning_and_its_extension() -> None:
    short = file_name("长" * 5_000 + ".csv")
    assert len(short.encode()) <= NAME_BYTES
    assert short.startswith("长长")
    assert short.endswith("….csv")


def test_a_name_in_the_bytes_of_chinese_windows_is_read() -> None:
    assert file_name("江苏.csv".encode("gbk").decode("utf-8", "surrogateescape")) == "江苏.csv"


@settings(deadline=None)
@given(st.sampled_from(NAMES) | st.text(st.characters(exclude_categories=())))
def test_any_name_can_be_kept_and_read(name: str) -> None:
    known = file_name(name)
    assert 0 < len(known.encode()) <= NAME_BYTES
    assert not set(known) & set("/\\")
    assert not any(unicodedata.category(c) in UNSEEN for c in known)
    assert file_name(known) == known


def test_what_nobody_sees_is_named_and_what_is_endless_is_cut() -> None:
    assert visible("12\u202e34\u200b") == "12⟨U+202E⟩34⟨U+200B⟩"
    assert visible("\ud800") == "⟨U+D800⟩"
    assert visible("北京\r\n市") == "北京 市"
    assert visible("进" * 200) == "进" * 120 + "…"
    assert visible("😀≥１２") == "😀≥１２"
