"""Words on pages: shown as written, in the reader's language."""

from tracking.programme import Quarter
from tracking.web import state
from tracking.web.door import Door, read
from tracking.web.method import RULES, document, statuses
from tracking.web.view import plain
from tracking.words import LANGUAGES


def test_plain_leaves_nothing_for_markdown_to_read():
    wicked = "**a** _b_ `c` [d](http://e) ![f](https://g/h.png) <i>x</i> $y$ :red[z] ~~u~~ # v\n- w"
    shown = plain(wicked)
    for sign in "*_`[]<>$#!~":
        assert all(shown[at - 1] == "\\" for at, one in enumerate(shown) if one == sign), (
            f"{sign} is left in {shown}"
        )
    assert "\n" not in shown


def test_plain_leaves_chinese_alone():
    assert plain("进展顺利，已对接 120 家") == "进展顺利，已对接 120 家"


def test_a_door_is_read_from_an_address_and_back():
    door = Door("IND-3-1", "nation", Quarter.of("2025Q4"))
    assert read(str(door)) == door


def test_what_is_no_door_opens_none():
    for text in ("", "IND-3-1", "IND-3-1,nation", "IND-3-1,nation,2025", "a,b,c,d"):
        assert read(text) is None


def test_every_status_is_explained_on_the_method_page(programme):
    for language in LANGUAGES:
        shown = statuses(programme, language)
        assert shown.count("<tr>") == len(RULES) + 1
        assert "{" not in shown


def test_the_methods_document_is_there_in_both_languages():
    for language in LANGUAGES:
        assert document(language)


def test_state_knows_nothing_outside_a_session():
    assert state.current("quarter") == ""
