"""Every chart: valid for Plotly, in both languages and themes, quick, and with its text."""

import time
from collections.abc import Callable
from datetime import date

import pandas as pd
import plotly.graph_objects as go
import pytest

from tests.charts.frames import NAN, START, counts, course
from tracking import charts
from tracking.charts import THEMES, Figure, Theme, alt
from tracking.programme import Programme
from tracking.progress import CASE_DTYPES, Backtest
from tracking.words import LANGUAGES, Language

Draw = Callable[[Programme, Language, Theme], Figure]


def _chains(programme: Programme, units: list[str]) -> pd.DataFrame:
    cells = [(u, c, 0.3 + 0.08 * n) for u in units for n, c in enumerate(programme.chains)]
    frame = pd.DataFrame(cells, columns=["unit", "chain", "index"])
    frame["expected"] = 0.6
    frame.loc[1, "index"] = NAN
    return frame


def _units(programme: Programme) -> pd.DataFrame:
    codes = [unit.code for unit in programme.regions]
    values = [NAN, -0.2, 1.3, *(0.02 * n for n in range(len(codes) - 3))]
    return pd.DataFrame(
        {"unit": codes, "value": values, "before": 0.5, "now": values, "target": 1.0, "rank": 1}
    ).assign(status="delayed")


def _record(programme: Programme) -> pd.DataFrame:
    states = ["in_time", "late", "missing", "not_due", "returned", "published"]
    return pd.DataFrame(
        [(unit.code, START + n, states[n % 6], 3) for unit in programme.regions for n in range(15)],
        columns=["unit", "quarter", "came", "days"],
    )


def _milestones() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "indicator": ["SUP-1-4"] * 4,
            "unit": ["miit", "ndrc", "most", "mof"],
            "state": ["verified", "claimed", "under_way", "not_started"],
            "completed_on": ["2023-03-20", "2024-08-20", "", ""],
            "due": [START + 3, START + 8, START + 8, -1],
        }
    )


def _multiples(programme: Programme) -> pd.DataFrame:
    cells = [(u.code, START + n, 0.1 * n) for u in programme.regions for n in range(12)]
    return pd.DataFrame(cells, columns=["unit", "quarter", "achieved"])


def _firms(programme: Programme) -> pd.DataFrame:
    return course(programme.indicators["IND-3-1"], [200.0, NAN, 300.0, 420.0])


def _backtest(n: int = 40) -> Backtest:
    each = pd.DataFrame({name: [1.0] * n for name in CASE_DTYPES})
    cases = each.assign(
        horizon=[1 + k % 4 for k in range(n)],
        inside=[k % 3 > 0 for k in range(n)],
        hit=[k / n for k in range(n)],
        came=[float(k % 2) for k in range(n)],
    )
    return Backtest(cases, series=n, needed=30, known_then=True)


DRAWN: dict[str, Draw] = {
    "status_counts": lambda p, *a: charts.status_counts(counts(missed=[1], stale=[2]), p, *a),
    "profile": lambda p, *a: charts.profile(
        _chains(p, ["110000", "nation", "group:east"]), "110000", p, *a
    ),
    "bullet": lambda p, *a: charts.bullet(_firms(p).iloc[-1], p.indicators["IND-3-1"], *a),
    "sparkline": lambda p, *a: charts.sparkline(_firms(p), p.indicators["IND-3-1"], *a),
    "path": lambda p, *a: charts.path(_firms(p), p.indicators["IND-3-1"], p, *a),
    "tiles": lambda p, *a: charts.tiles(_units(p), p, *a),
    "ranking": lambda p, *a: charts.ranking(_units(p), p, *a, value="value", nation=0.5),
    "dots": lambda p, *a: charts.dots(_units(p), None, p, *a, lines=[charts.Line("Nation", 0.5)]),
    "two_quarters": lambda p, *a: charts.two_quarters(_units(p), (START, START + 4), p, *a),
    "heat": lambda p, *a: charts.heat(_chains(p, [u.code for u in p.regions]), p, *a),
    "record": lambda p, *a: charts.record(_record(p), p, *a),
    "timeline": lambda p, *a: charts.timeline(_milestones(), p, *a, date(2024, 11, 5)),
    "courses": lambda p, *a: charts.courses(_multiples(p), None, p, *a, value="achieved"),
    "multiples": lambda p, *a: charts.multiples(_multiples(p), p, *a),
    "coverage": lambda p, *a: charts.coverage(_backtest(), p, *a),
    "calibration": lambda _p, *a: charts.calibration(_backtest(), *a),
}


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", DRAWN)
def test_plotly_takes_every_chart(
    name: str, language: Language, theme: Theme, programme: Programme
) -> None:
    figure = DRAWN[name](programme, language, theme)
    assert go.Figure(figure).layout.height == figure["layout"]["height"]
    assert alt(figure)


@pytest.mark.parametrize("name", DRAWN)
def test_a_chart_is_told_in_the_readers_language(name: str, programme: Programme) -> None:
    chinese = alt(DRAWN[name](programme, "zh", "light"))
    english = alt(DRAWN[name](programme, "en", "light"))
    assert any("\u4e00" <= letter <= "\u9fff" for letter in chinese)
    assert not any("\u4e00" <= letter <= "\u9fff" for letter in english)


@pytest.mark.parametrize("name", DRAWN)
def test_a_chart_draws_what_it_draws_whatever_the_theme(name: str, programme: Programme) -> None:
    light, dark = (DRAWN[name](programme, "zh", theme) for theme in THEMES)
    assert alt(light) == alt(dark)
    assert [trace.get("customdata") for trace in light["data"]] == [
        trace.get("customdata") for trace in dark["data"]
    ]


@pytest.mark.parametrize("name", DRAWN)
def test_nothing_drawn_is_turned_or_fetched(name: str, programme: Programme) -> None:
    figure = DRAWN[name](programme, "zh", "light")
    assert {trace["type"] for trace in figure["data"]} <= {"bar", "scatter"}
    assert not any(note.get("textangle") for note in figure["layout"].get("annotations", ()))
    assert figure["layout"]["template"]["layout"]["xaxis"]["tickangle"] == 0


@pytest.mark.parametrize("name", DRAWN)
def test_a_chart_costs_milliseconds(name: str, programme: Programme) -> None:
    DRAWN[name](programme, "zh", "light")
    times = []
    for _ in range(5):
        start = time.perf_counter()
        DRAWN[name](programme, "zh", "light")
        times.append(time.perf_counter() - start)
    # A generous bound, so that a busy machine does not fail it; usual is 0.1 to 3 ms.
    assert min(times) < 0.03


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_empty_frame_says_that_there_is_nothing(
    language: Language, programme: Programme
) -> None:
    firms = programme.indicators["IND-3-1"]
    args = (programme, language, THEMES[0])
    empty = pd.DataFrame(columns=["unit", "chain", "indicator", "quarter", "value", "now"])
    figures = [
        charts.status_counts(empty, *args),
        charts.profile(empty, "110000", *args),
        charts.heat(empty, *args),
        charts.record(empty, *args),
        charts.ranking(empty, *args, value="value"),
        charts.dots(empty, firms, *args),
        charts.two_quarters(empty, (START, START + 1), *args),
        charts.path(course(firms, []), firms, *args),
        charts.sparkline(course(firms, []), firms, language, THEMES[0]),
        charts.timeline(empty, *args, date(2024, 1, 1)),
        charts.multiples(empty, *args, value="value"),
        charts.coverage(_backtest(0), *args),
        charts.calibration(_backtest(0), language, THEMES[0]),
    ]
    said = {"zh": "所选范围暂无可显示的数据", "en": "Nothing to show for this selection"}
    assert {alt(figure) for figure in figures} == {said[language]}
    assert all(go.Figure(figure) for figure in figures)


def test_names_from_data_do_not_become_markup(programme: Programme) -> None:
    rows = pd.DataFrame({"unit": ["<b>北京</b>&"], "value": [0.4]})
    figure = charts.ranking(rows, programme, "zh", "light", value="value")
    assert figure["layout"]["yaxis"]["ticktext"][0].startswith("&lt;b&gt;北京&lt;/b&gt;&amp;")
    assert "<b>" not in figure["data"][0]["hovertext"][0]


@pytest.mark.parametrize("picture", ["svg", "png"])
def test_a_chart_downloads_under_its_chinese_name_and_calls_no_cloud(picture: str) -> None:
    settings = charts.config("zh", "指标进展", picture)  # type: ignore[arg-type]
    assert settings["toImageButtonOptions"]["filename"] == "指标进展"
    assert settings["toImageButtonOptions"]["format"] == picture
    # The second is hidden by dashboard.css and pressed by paper.js.
    assert settings["modeBarButtons"] == [["toImage", "hoverClosestCartesian"]]
    assert not settings["displaylogo"]
    assert not settings["showSendToCloud"]
    assert settings["locales"]["zh-CN"]["dictionary"]["Download plot"] == "下载图片"
    assert "locale" not in charts.config("en", "progress")
