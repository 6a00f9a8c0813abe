"""Units and indicators are found by any of their names, or the closest are offered."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracking.intake.matching import bare, indicator_names, unit_names
from tracking.programme import Programme


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("110000", "110000"), ("北京市", "110000"), ("北京", "110000"), ("北京 市", "110000"),
        ("　北京市 ", "110000"),
        ("Beijing", "110000"), ("BEIJING", "110000"), ("兵团", "XPCC"), ("xpcc", "XPCC"),
        ("１１００００", "110000"),
        ("工信部", "miit"), ("工业和信息化部", "miit"), ("MIIT", "miit"), ("国家发改委", "ndrc"),
        ("NFRA", "cbirc"),
        ("People’s Bank of China", "pboc"), ("全国", "nation"), ("合肥", "340100"),
    ],
)  # fmt: skip
def test_a_unit_goes_by_many_names(programme: Programme, text: str, code: str) -> None:
    names = unit_names(programme)
    assert [names.codes[n] for n in names.find(text)] == [code]


def test_every_unit_and_indicator_is_found_by_code_and_name(programme: Programme) -> None:
    units, indicators = unit_names(programme), indicator_names(programme)
    for unit in programme.units.values():
        for text in (unit.code, unit.name.zh, unit.name.en):
            assert unit.code in [units.codes[n] for n in units.find(text)], text
    for indicator in programme.indicators.values():
        for text in (indicator.code, indicator.name.zh, indicator.name.en):
            assert [indicators.codes[n] for n in indicators.find(text)] == [indicator.code]


def test_quotation_marks_do_not_part_an_indicator_from_its_name(programme: Programme) -> None:
    names = indicator_names(programme)
    for text in ("'揭榜'成功项目数", "揭榜成功项目数", "「揭榜」成功项目数"):
        assert [names.codes[n] for n in names.find(text)] == ["INN-1-2"]


def test_near_same_names_stay_apart(programme: Programme) -> None:
    names = indicator_names(programme)
    found = {names.codes[names.find(t)[0]] for t in ("普惠小微贷款余额", "普惠型小微企业贷款余额")}
    assert found == {"CAP-1-1", "CAP-1-4"}
    assert names.find("普惠金融领域贷款余额") == ()


@pytest.mark.parametrize(
    ("text", "closest"),
    [("内蒙", "内蒙古自治区"), ("广西省", "广西壮族自治区"), ("Gunagdong", "广东省")],
)
def test_the_closest_names_are_offered(programme: Programme, text: str, closest: str) -> None:
    assert closest in [name.zh for name in unit_names(programme).nearest(text)]


def test_nothing_is_close_to_nonsense(programme: Programme) -> None:
    assert unit_names(programme).nearest("@@@@") == ()


@given(st.text(max_size=20), st.text(alphabet=' \u3000\t\u201c\u201d"', max_size=4))
def test_blanks_and_quotation_marks_around_a_name_mean_nothing(text: str, around: str) -> None:
    assert bare(around + text + around) == bare(text)
