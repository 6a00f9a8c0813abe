"""Text files off the beaten path: the same answer as on it, within a gigabyte."""

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracking.intake import UnreadableFile, delimited, limits, read

HEADS = "填报单位,报告期,指标,本期值"
ROW = "北京市,2024Q3,INN-1-1,7"


def outcome(content: str) -> tuple[object, ...]:
    """What reading a file comes to: its table as plain lists, or the finding."""
    try:
        (table,) = read(content.encode(), "a.csv")
    except UnreadableFile as error:
        return error.finding.code, error.finding.row
    found = [(f.code, f.row) for f in table.findings]
    return table.header, table.cells.astype("str").to_numpy().tolist(), table.rows.tolist(), found


def refused(content: str) -> tuple[str, int | None]:
    with pytest.raises(UnreadableFile) as caught:
        read(content.encode(), "a.csv")
    return caught.value.finding.code, caught.value.finding.row


PIECE = st.sampled_from(
    ["北京", "7", '"', '""', '"a"', 'a"b', '"a"b', '"x,y"', '"l\nm"', " ", "\u3000z", "", ",", "\n"]
)


@settings(max_examples=300, deadline=None)
@given(
    st.lists(st.lists(PIECE, min_size=4, max_size=4).map(",".join), min_size=1, max_size=6),
    st.sampled_from(["", "情况表\n", '"情况表\n第一页",,,\n', "\n"]),
)
def test_the_ways_for_big_files_say_what_the_ordinary_one_says(rows: list[str], above: str) -> None:
    content = above + "\n".join([HEADS, ROW, *rows, ROW]) + "\n"
    ordinary = outcome(content)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(delimited, "BIG", 0)
        assert outcome(content) == ordinary
        patch.setattr(delimited, "CELLS_AT_ONCE", 8)
        patch.setattr(delimited, "big_grid", lambda *_: None)
        assert outcome(content) == ordinary


def test_a_million_rows_off_the_fast_way_take_less_than_a_gigabyte(tmp_path: Path) -> None:
    rows = [ROW] * 1_000_000
    rows[10:12] = [ROW + "," * 9_000, "", ROW]
    file = tmp_path / "a.csv"
    file.write_text("\n".join([HEADS, *rows]).replace(",", "，"), encoding="utf-8")
    said = subprocess.run(
        [sys.executable, "-c", _READ, str(file)],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[2],
    ).stdout.split()
    assert int(said[0]) == 1_000_000
    assert int(said[1]) < 1_000_000


_READ = """
import sys
from pathlib import Path
from tracking.intake import read
(table,) = read(Path(sys.argv[1]).read_bytes(), "a.csv")
# Of this process alone: what getrusage tells starts at the size of whoever started it.
status = Path("/proc/self/status").read_text().split("VmHWM:")[1]
print(len(table.rows), status.split()[0])
"""


def test_a_line_of_a_million_separators_is_refused_before_it_is_taken_apart() -> None:
    content = f"{HEADS}\n{ROW}\n" + "," * 1_000_000 + "\n"
    assert refused(content) == ("too_many_columns", 3)


def test_a_quotation_mark_that_swallows_a_long_rest_is_named_where_it_opens() -> None:
    content = f'{HEADS}\n{ROW}\n"北京市,2024Q3\n' + f"{ROW}\n" * 200_000
    assert refused(content) == ("unclosed_quote", 3)


def test_a_huge_cell_in_quotation_marks_is_named() -> None:
    content = f'{HEADS}\n{ROW}\n"{"长" * 2_000_000}",2024Q3,INN-1-1,7\n'
    assert refused(content) == ("cell_too_long", 3)


def test_many_rows_of_many_columns_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "TEXT_CELLS", 1000)
    monkeypatch.setattr(delimited, "TEXT_CELLS", 1000)
    content = f"{HEADS}\n" + f"{ROW}\n" * 50 + f"{ROW}{',' * 90}备\n"
    assert refused(content)[0] == "too_many_cells"


def test_a_separator_that_does_not_occur_is_not_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    tried: list[str] = []
    fit = delimited._fit
    monkeypatch.setattr(delimited, "_fit", lambda s, d: tried.append(d) or fit(s, d))
    assert delimited.delimiter_of(f"{HEADS}\n{ROW}\n") == ","
    assert not tried
    assert delimited.delimiter_of("单位;说明,长\n北京;2024Q3\n") == ";"
    assert sorted(tried) == [",", ";"]
