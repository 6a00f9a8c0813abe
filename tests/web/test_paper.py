"""Tables as paper has them: whole, as they were written, and with their count."""

import pandas as pd

from tests.web.test_pages import texts
from tracking.web import paper


def test_a_table_is_written_as_text_and_short_columns_are_not_broken():
    told = paper.markup(pd.DataFrame({"单位": ["<b>北京</b>"], "说明": ["长" * 30]}))
    assert '<td data-head="单位" class="short">&lt;b&gt;北京&lt;/b&gt;</td>' in told
    assert f'<td data-head="说明">{"长" * 30}</td>' in told


def test_a_table_says_how_many_rows_it_has(run, published, programme):
    n = len(programme.indicators)
    assert f"共{n}项" in texts(run(published, "method"))
