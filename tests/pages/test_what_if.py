"""What if, in the window of a number: assumed quarters, kept nowhere."""

import json
import re
from pathlib import Path

import pytest

from tests.progress.grown import STOCK, grown_store
from tracking.programme import Programme
from tracking.store import Store


@pytest.fixture(scope="module")
def store(tmp_path_factory, programme: Programme) -> Path:
    return grown_store(tmp_path_factory.mktemp("if") / "tracking.db", programme)


def opened(run, store: Path, language: str = "en", indicator: str = STOCK):
    asked = f"{indicator},320000,2024Q3"
    at = run(store, "overview", language, quarter="2024Q3", explain=asked)
    assert not at.exception
    return at


def words(at) -> str:
    return re.sub(r"<[^>]+>", " ", " ".join(element.proto.body for element in at.get("html")))


def drawn(at) -> list[dict]:
    """The traces of the chart with the assumed quarters."""
    for chart in at.get("plotly_chart"):
        traces = json.loads(chart.proto.spec)["data"]
        if any(trace.get("name") == "Assumed" for trace in traces):
            return traces
    return []


def assumed(at) -> list[float]:
    return next(trace["y"] for trace in drawn(at) if trace.get("name") == "Assumed")


def press(at, label: str):
    next(button for button in at.button if button.label == label).click().run()
    assert not at.exception
    return at


def test_it_begins_at_the_recent_pace_and_says_that_it_is_assumed(run, store):
    at = opened(run, store)
    assert "Assumed. It is not saved" in words(at)
    steps = assumed(at)
    assert len(steps) == 6
    assert steps[2] - steps[1] == pytest.approx(steps[1] - steps[0], abs=0.6)


def test_as_needed_reaches_the_target(run, store):
    at = press(opened(run, store), "As needed")
    assert assumed(at)[-1] == pytest.approx(180.0, abs=0.6)
    assert "The target is reached in 2025 Q4." in words(at)


def test_a_field_moves_value_status_and_index(run, store):
    at = press(opened(run, store), "Nothing more")
    before = words(at)
    fields = [field for field in at.number_input if field.key.startswith("if-")]
    fields[-1].set_value(500.0).run()
    assert not at.exception
    assert assumed(at)[-1] == 500.0
    assert "the index of Innovation chain would be" in words(at)
    assert words(at) != before


def test_nothing_of_it_is_kept(run, store, programme: Programme):
    with Store.open(store, programme, read_only=True) as known:
        before = known.version, known.chain_end()
    at = press(opened(run, store), "As needed")
    assert "500" not in str(at.query_params)
    assert not any(key.startswith("if-") for key in at.query_params)
    with Store.open(store, programme, read_only=True) as known:
        assert known.version == before[0]
    assert assumed(opened(run, store))[-1] != pytest.approx(180.0, abs=0.6)


def test_without_a_target_it_says_why_not(run, store):
    at = opened(run, store, indicator="INN-1-1")
    told = " ".join(caption.value for caption in at.caption)
    assert "Without a target there is nothing to assume." in told
    assert not drawn(at)


def test_it_speaks_chinese(run, store):
    assert "以下为假设，不保存，不进入任何报送和简报。" in words(opened(run, store, "zh"))


def test_a_slider_moves_its_field_and_a_field_its_slider(run, store):
    at = press(opened(run, store), "As needed")
    slider = at.slider[-1]
    slider.set_value(slider.min).run()
    field = [field for field in at.number_input if field.key.startswith("if-")][-1]
    assert assumed(at)[-1] == field.value == slider.min
    field.set_value(slider.min + 20 * slider.step).run()
    assert not at.exception
    assert at.slider[-1].value == pytest.approx(slider.min + 20 * slider.step)


def test_what_is_typed_beyond_the_slider_holds_exactly(run, store):
    at = opened(run, store)
    field = [field for field in at.number_input if field.key.startswith("if-")][-1]
    field.set_value(98765.0).run()
    assert not at.exception
    assert assumed(at)[-1] == 98765.0
    assert at.slider[-1].value == at.slider[-1].max
