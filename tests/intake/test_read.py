"""Bytes become tables by what they are, with the rows' numbers as a spreadsheet counts them."""

import random
import sys
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracking.intake import Table, UnreadableFile, delimited, limits, read

FILES = Path(__file__).parents[1] / "files"
HEADS = "填报单位,报告期,指标,本期值"


def table(content: str, encoding: str = "utf-8", name: str = "a.csv") -> Table:
    (only,) = read(content.encode(encoding), name)
    return only


def code_of(data: bytes, name: str = "a.csv") -> str:
    with pytest.raises(UnreadableFile) as caught:
        read(data, name)
    return caught.value.finding.code


def big(lines: int, quoted: bool = False) -> str:
    row = '北京市,"2024Q3",INN-1-1,{n}' if quoted else "北京市,2024Q3,INN-1-1,{n}"
    return "\n".join([HEADS, *(row.format(n=n) for n in range(lines))]) + "\n"


@pytest.mark.parametrize("quoted", [False, True])
def test_the_fast_way_says_the_same_as_the_ordinary_one(
    quoted: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = "情况表,,,\n" + big(50_000, quoted)
    fast = table(content)
    monkeypatch.setattr(delimited, "BIG", 1 << 40)
    ordinary = table(content)
    assert fast.header == ordinary.header
    assert fast.rows.tolist() == ordinary.rows.tolist()
    assert fast.rows[0] == 3
    assert fast.cells.astype("str").equals(ordinary.cells.astype("str"))


@pytest.mark.parametrize(
    ("old", "new"),
    [("2024Q3,INN-1-1,7\n", "2024Q3,INN-1-1,7\n\n"), ("INN-1-1,7\n", 'INN-1-1,"7\n"\n')],
)
def test_row_numbers_of_a_big_file_hold_across_blank_lines_and_quoted_line_breaks(
    old: str, new: str
) -> None:
    content = big(50_000).replace(old, new, 1)
    read_table = table(content)
    last = read_table.cells[3].tolist().index("49999")
    assert read_table.rows[last] == 50_001 + new.count("\n\n")


def test_total_rows_and_notes_of_a_big_file_are_kept_out() -> None:
    read_table = table(big(50_000) + "合计,,,99\n注：初步数,,,\n")
    assert len(read_table.cells) == 50_000
    assert read_table.total_rows.tolist() == [50_002]


def test_a_big_gbk_file_is_read() -> None:
    read_table = table(big(50_000), "gbk")
    assert (len(read_table.cells), read_table.encoding) == (50_000, "gb18030")


def test_a_million_rows_are_read_quickly() -> None:
    """0.4 s on two idle cores; the bound here allows for a busy machine."""
    data = big(1_000_000).encode()
    before = time.process_time()
    (only,) = read(data, "a.csv")
    assert len(only.cells) == 1_000_000
    assert time.process_time() - before < 3


def test_a_file_beyond_the_limits_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delimited, "TEXT_ROWS", 5)
    assert code_of(big(10).encode()) == "too_many_rows"
    wide = ",".join(f"列{n}" for n in range(limits.COLUMNS + 1))
    assert code_of(f"{HEADS},{wide}\n".encode()) == "too_many_columns"
    monkeypatch.setattr(sys.modules["tracking.intake.read"], "TEXT_BYTES", 100)
    assert code_of(big(10).encode()) == "too_large"


def test_a_name_with_folders_is_shown_without_them() -> None:
    assert read(big(1).encode(), "C:\\报表\\a.csv")[0].file == "a.csv"
    assert read(big(1).encode(), "../../a.csv")[0].file == "a.csv"


def test_a_head_row_is_chosen_by_the_contract_s_heads_and_not_by_its_place() -> None:
    read_table = table(f"单位：家,,,\n联系人,张三,电话,0\n{HEADS}\n北京市,2024Q3,INN-1-1,12\n")
    assert (read_table.header_row, read_table.rows.tolist()) == (3, [4])
    assert read_table.stated_unit == "家"


def test_blank_cells_stay_blank_and_words_like_na_stay_words() -> None:
    read_table = table(f"{HEADS}\n北京市,NA,null,\n北京市,nan,N/A,NULL\n")
    assert read_table.cells.to_numpy().tolist() == [
        ["北京市", "NA", "null", ""],
        ["北京市", "nan", "N/A", "NULL"],
    ]


@settings(deadline=None)
@given(
    st.lists(
        st.lists(
            st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=8),
            min_size=1,
            max_size=6,
        ),
        max_size=8,
    )
)
def test_any_rows_below_the_heads_give_a_table_or_one_finding(rows: list[list[str]]) -> None:
    lines = [",".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows]
    try:
        read("\n".join([HEADS, *lines]).encode(), "a.csv")
    except UnreadableFile as unreadable:
        assert unreadable.finding.said("zh")


def test_mutated_files_end_in_tables_or_findings() -> None:
    """Some hundred files with bytes changed, cut out or put in; none may raise anything else."""
    chance = random.Random(2024)
    texts = [p for p in sorted(FILES.iterdir()) if p.suffix in (".csv", ".txt", ".tsv")]
    books = [p for p in sorted(FILES.iterdir()) if p.suffix in (".xlsx", ".xls", ".ods")]
    for path in chance.choices(texts, k=250) + chance.choices(books, k=60):
        data = _mutated(path.read_bytes(), chance)
        try:
            tables = read(data, path.name)
        except UnreadableFile as unreadable:
            assert unreadable.finding.said("zh")
        else:
            assert all(len(t.rows) == len(t.cells) for t in tables)


def _mutated(data: bytes, chance: random.Random) -> bytes:
    changed = bytearray(data or b" ")
    kind = chance.randrange(4)
    if kind == 0:
        return bytes(changed[: chance.randrange(len(changed))])
    for _ in range(chance.choice((1, 3, 20))):
        at = chance.randrange(len(changed))
        if kind == 1:
            changed[at] ^= 1 << chance.randrange(8)
        elif kind == 2:
            changed[at:at] = chance.randbytes(chance.randrange(1, 9))
        else:
            changed[at] = chance.choice(b'"\n\r,;\t\0\xff\x80')
    return bytes(changed)
