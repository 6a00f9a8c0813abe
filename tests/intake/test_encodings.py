"""Which encoding a file is in, told from the whole of it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracking.intake.encodings import decode

REPORT = "填报单位,报告期,指标,本期值\r\n北京市,2024Q3,专精特新中小企业数,10500\r\n"
CHINESE = st.text(
    st.sampled_from(
        "填报单位北京市上海企业中小创新链条完成率本期值进展情况年季度数据专精特新0123456789,"
    ),
    min_size=8,
)


@pytest.mark.parametrize(
    "encoding", ["gbk", "gb18030", "utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"]
)
def test_each_encoding_is_recognised(encoding: str) -> None:
    assert decode(REPORT.encode(encoding)).text == REPORT


def test_big5_is_recognised_where_it_is_far_more_likely() -> None:
    text = "填報單位,報告期,指標,本期值\n臺北辦事處,2024Q3,專精特新中小企業數,105\n"
    assert decode(text.encode("big5")).encoding == "big5"


def test_a_character_across_a_sample_s_edge_is_no_mistake() -> None:
    for padding in range(4):
        text = "a" * (65_536 - padding) + "链条" * 10
        assert decode(text.encode()).text == text
        assert decode(text.encode("gbk")).text == text


def test_a_lone_0x80_is_the_euro_of_chinese_windows() -> None:
    assert decode("引资".encode("gbk") + b"\x80" + "亿".encode("gbk")).text == "引资€亿"


def test_a_file_cut_inside_a_character_says_so() -> None:
    for encoding in ("utf-8", "gbk", "utf-16"):
        decoded = decode((REPORT + "链").encode(encoding)[:-1])
        assert decoded.cut
        assert decoded.text == REPORT


def test_stray_nul_bytes_are_left_out_and_counted() -> None:
    decoded = decode(REPORT.encode() + b"\0\0")
    assert (decoded.text, decoded.nuls) == (REPORT, 2)


def test_bytes_that_no_encoding_explains_are_counted() -> None:
    assert decode(REPORT.encode("gbk") + b"\xff,\xff\r\n").lost == 2


@given(CHINESE)
def test_chinese_texts_come_back_from_every_encoding(text: str) -> None:
    text = f"单位,值\n{text}\n"
    for encoding in ("utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16"):
        assert decode(text.encode(encoding)).text == text


@given(st.binary(max_size=300))
def test_any_bytes_give_a_text(data: bytes) -> None:
    assert "\0" not in decode(data).text
