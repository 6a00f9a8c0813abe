"""Where a sheet's pages end on paper."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from tracking.briefing.sheet_pages import (
    LEAST,
    Block,
    Layout,
    Printed,
    fits_upright,
    lay_out,
    room,
    rows_between,
)

ROW = 15.0
NARROW = 400.0
# How many rows a page upright has room for.
FULL = int(room(across=False)[1] / ROW)


def table(first: int, rows: int) -> Block:
    """A caption, a head and so many rows."""
    after = first + 2 + rows
    return Block(first, after, tuple(rows_between(first + 2, after)), first + 1)


def laid(*blocks: Block, width: float = NARROW) -> Layout:
    return lay_out(width, [ROW] * blocks[-1].after, blocks)


def edges(layout: Layout, rows: int) -> list[tuple[int, int]]:
    """The first row of each page, and the one after its last."""
    return list(pairwise([0, *layout.breaks, rows]))


def test_what_fits_on_a_page_is_one() -> None:
    assert laid(Block(0, 10), Block(11, 30)) == Layout(across=False, percent=100, breaks=())


def test_a_chart_that_does_not_fit_begins_a_page_with_its_caption() -> None:
    chart = Block(FULL - 10, FULL + 30)
    assert laid(Block(0, FULL - 12), chart).breaks == (chart.first,)


def test_a_heading_a_sentence_and_a_caption_stay_with_the_table_they_lead_to() -> None:
    printed = Printed(8)
    for row in (20, 21, 22):
        printed.lead(row)
    printed.body(22, 40)
    printed.body(41, 43)
    assert [(block.first, block.after) for block in printed.blocks] == [(20, 40), (41, 43)]


def test_a_long_table_goes_on_below_its_head() -> None:
    layout = laid(Block(0, 5), table(6, 2 * FULL))
    assert layout.repeated == 7
    assert len(layout.breaks) == 2


def test_the_head_is_repeated_on_no_page_of_what_follows_the_table() -> None:
    layout = laid(table(0, FULL + 20), Block(FULL + 23, FULL + 40))
    assert layout.breaks
    assert layout.repeated is None


def test_a_short_table_is_not_parted() -> None:
    short = table(FULL - 10, 20)
    layout = laid(Block(0, FULL - 11), short, Block(FULL + 13, FULL + 30))
    assert layout.breaks == (short.first,)


def test_a_table_at_the_end_rather_goes_on_than_leave_half_a_page_empty() -> None:
    last = table(20, FULL - 5)
    (begins,) = laid(Block(0, 19), last).breaks
    assert begins in last.splits


def test_a_table_goes_on_with_some_rows_on_each_side() -> None:
    for rows in range(FULL - 2, FULL + 10):
        one = table(0, rows)
        for begins in laid(one).breaks:
            assert begins - 2 >= 3
            assert one.after - begins >= 3


def test_a_sheet_a_little_longer_than_a_page_is_printed_a_little_smaller() -> None:
    layout = laid(*(Block(n, n + 1) for n in range(FULL + 2)))
    assert layout.breaks == ()
    assert 90 <= layout.percent < 100


def test_two_pages_are_spread_rather_than_one_left_nearly_empty() -> None:
    half, little = FULL * 9 // 20, FULL // 4
    assert 2 * half + little > FULL / 0.9
    blocks = (Block(0, half), Block(half, 2 * half), Block(2 * half, 2 * half + little))
    assert laid(*blocks) == Layout(across=False, percent=100, breaks=(half,))


def test_a_wide_sheet_stands_across_and_a_narrow_one_upright() -> None:
    assert laid(Block(0, 9), width=900.0).across
    assert not laid(Block(0, 9), width=600.0).across


def test_a_wide_sheet_is_as_small_as_its_width_asks() -> None:
    wide = room(across=True)[0] / 0.8
    assert laid(Block(0, 9), width=wide) == Layout(across=True, percent=80, breaks=())


def test_what_is_higher_than_a_page_makes_the_letters_no_smaller_than_can_be_read() -> None:
    assert laid(Block(0, 3 * FULL)).percent == round(100 * LEAST)


def test_a_chart_somewhat_higher_than_a_page_is_made_to_fit() -> None:
    layout = laid(Block(0, FULL + 12))
    assert layout.breaks == ()
    assert (FULL + 12) * ROW * layout.percent / 100 <= room(across=False)[1]


def test_columns_fit_upright_down_to_three_quarters_of_their_size() -> None:
    assert fits_upright([9.0] * 12)
    assert not fits_upright([9.0] * 14)


@st.composite
def sheets(draw: st.DrawFn) -> tuple[list[float], list[Block]]:
    """Charts, sentences and tables below one another, each less than a page but for tables."""
    blocks, row = [], 0
    for kind, rows in draw(
        st.lists(st.tuples(st.sampled_from(["whole", "table"]), st.integers(1, 45)), min_size=1)
    ):
        blocks.append(table(row, 2 * rows) if kind == "table" else Block(row, row + rows))
        row = blocks[-1].after + draw(st.integers(0, 2))
    few = st.sampled_from([ROW, ROW, 31.0]) if draw(st.booleans()) else st.just(ROW)
    return draw(st.lists(few, min_size=row, max_size=row)), blocks


@given(sheets(), st.floats(100, 1500))
def test_no_page_is_too_full_and_none_ends_within_what_belongs_together(
    sheet: tuple[list[float], list[Block]], width: float
) -> None:
    heights, blocks = sheet
    layout = lay_out(width, heights, blocks)
    high = room(across=layout.across)[1] * 100 / layout.percent
    most = max(
        sum(heights[a:b]) for block in blocks
        for a, b in pairwise([block.first, *block.splits, block.after])
    )  # fmt: skip
    for first, after in edges(layout, blocks[-1].after):
        again = heights[layout.repeated] if layout.repeated and first > layout.repeated else 0.0
        # A blank row before the next page's first is not printed over.
        shown = max((block.after for block in blocks if block.first < after), default=after)
        assert sum(heights[first : min(shown, after)]) + again <= max(high, most) + 1e-6
    starts = {block.first for block in blocks} | {n for block in blocks for n in block.splits}
    assert set(layout.breaks) <= starts
