"""目标: what is promised by which document, for everybody; set by the administrator alone."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from tests.pages.reporting import CONSORTIA, reported, texts
from tracking.programme import Programme
from tracking.store import Store
from tracking.targets import Versions
from tracking.web.house import house

BASIS = "工信部企业〔2024〕8号"
PASTED = f"指标\t单位\t目标值\t完成期限\t依据\n组建融通创新联合体数\t河北\t70\t2025Q4\t{BASIS}\n"


@pytest.fixture
def small(tmp_path: Path, programme: Programme) -> Path:
    return reported(tmp_path / "small.db", programme)


@pytest.fixture
def opened(run, small) -> Callable[..., object]:
    def opening(language: str = "en", acting: str = "administrator", **state: str):
        state = {"unit": "110000", "indicator": CONSORTIA} | state
        return run(small, "targets", language, acting, **state)

    return opening


def standing(unit: str = "110000") -> dict | None:
    versions = Versions(house().store.target_versions())
    return versions.on(CONSORTIA, unit, date(2099, 1, 1))


def field(at, name: str):
    """The form's field of this code, whatever version the form started from."""
    every = [*at.text_input, *at.selectbox, *at.text_area]
    return next(e for e in every if e.key.startswith("aim-") and e.key.endswith(f"-{name}"))


def change(at, **fields: str):
    for name, text in fields.items():
        field(at, name).set_value(text)
    return at.run()


def errors(at) -> str:
    return "\n".join(e.value for e in at.error).replace("\\", "")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_it_says_for_how_many_indicators_a_document_states_a_target(run, published, language):
    at = run(published, "targets", language)
    assert not at.exception
    said = texts(at)
    wanted = {
        "zh": "48项指标中，5项有全国目标，43项尚无文件规定目标",
        "en": "Of 48 indicators 5 have a national target; for 43 no document states one.",
    }
    assert wanted[language] in said
    told = at.dataframe[0].value
    assert len(told) == 48
    assert ("尚无文件规定" if language == "zh" else "No document states one") in told.to_string()


def test_a_store_without_any_target_says_so(run, tmp_path, programme):
    path = tmp_path / "none.db"
    with Store.open(path, replace(programme, targets=())) as store:
        store.mark_demonstration("tester")
    at = run(path, "targets", "en")
    assert not at.exception
    assert "No target is set: no document states one for any of the 48 indicators." in texts(at)
    assert set(at.dataframe[0].value["Basis"]) == {"No document states one"}


@pytest.mark.parametrize("who", ["viewer", "110000", "reviewer"])
def test_others_read_everything_and_are_offered_no_change(opened, who):
    at = opened(acting=who)
    assert not at.exception
    assert "Demonstration" not in texts(at)
    assert any("100" in str(table.value) for table in at.dataframe)
    assert not [b for b in at.button if b.key in ("target-save", "targets-save")]
    assert not [e for e in at.text_input if (e.key or "").startswith("aim-")]


def test_the_administrator_sees_what_would_turn_before_saving(opened):
    at = change(opened(), value="500", basis_zh=BASIS, reason="通知第三条上调")
    assert not at.exception
    assert not at.error
    said = texts(at).replace("\\", "")
    assert "Before saving" in said
    assert "1 status would turn" in said or "statuses would turn" in said
    assert standing()["value"] == 100
    effect = next(t.value for t in at.dataframe if "Status after" in t.value.columns)
    assert effect["Target after"].iloc[0].startswith("500")


def test_what_was_seen_is_saved_and_can_be_undone(opened):
    at = change(opened(), value="500", basis_zh=BASIS, reason="通知第三条上调")
    at.button(key="target-save").click().run()
    assert not at.exception
    assert "1 target is set." in "\n".join(s.value for s in at.success).replace("\\", "")
    assert standing()["value"] == 500
    assert standing()["reason"] == "通知第三条上调"
    at.button(key="target-undo").click().run()
    assert standing()["value"] == 100


def test_a_target_without_a_basis_cannot_be_saved(opened):
    at = change(opened(), value="500", basis_zh="有关文件", reason="通知第三条上调")
    assert "names no basis" in errors(at)
    assert at.button(key="target-save").disabled
    assert standing()["value"] == 100


def test_a_change_without_a_reason_cannot_be_saved(opened):
    at = change(opened(), value="500", basis_zh=BASIS)
    assert "Say why the target that stands is changed." in errors(at)
    assert at.button(key="target-save").disabled


def test_each_mistyped_field_is_told_beside_the_form(opened):
    at = change(opened(), value="很多", effective="明天")
    assert "“很多” is no number" in errors(at)
    assert "“明天” is no day" in errors(at)
    assert not [b for b in at.button if b.key == "target-save"]


def test_an_untouched_form_offers_nothing_to_save(opened):
    at = opened()
    assert not at.error
    assert not [b for b in at.button if b.key == "target-save"]


def test_a_planned_path_asks_for_its_steps(opened):
    at = opened()
    assert not [e for e in at.text_input if e.key.endswith("-interim")]
    at = change(at, path="plan")
    at = change(at, interim="2023Q4=80", reason="按阶段推进", basis_zh=BASIS)
    assert not at.error
    at.button(key="target-save").click().run()
    assert standing()["interim"] == "2023Q4=80"


def test_a_target_is_withdrawn_with_a_reason(opened):
    at = opened()
    way = next(g for g in at.get("button_group") if g.key.endswith("-way"))
    way.set_value("withdraw").run()
    assert at.button(key="target-save").disabled
    at = change(at, why="文件废止，不再考核")
    assert not at.error
    at.button(key="target-save").click().run()
    assert standing() is None
    assert "no document states one" in "\n".join(i.value for i in at.info).replace("\\", "")


def test_a_former_version_is_set_again(opened):
    at = change(opened(), value="500", basis_zh=BASIS, reason="通知第三条上调")
    at.button(key="target-save").click().run()
    first = min(int(r["id"]) for r in Versions(
        house().store.target_versions()).of(CONSORTIA, "110000"))  # fmt: skip
    at = change(at, former=first)
    assert field(at, "value").value == "100"
    at = change(at, reason="恢复原目标值")
    at.button(key="target-save").click().run()
    assert standing()["value"] == 100
    assert len(Versions(house().store.target_versions()).of(CONSORTIA, "110000")) == 3


def test_in_the_past_targets_are_read_and_not_set(opened):
    at = opened(known_on="2024-11-01")
    assert not [e for e in at.text_input if (e.key or "").startswith("aim-")]
    assert "empty “as known on” first" in texts(at)


def test_before_a_target_was_known_there_is_none(opened):
    at = opened(known_on="2022-05-01")
    assert "no document states one" in "\n".join(i.value for i in at.info).replace("\\", "")


def test_pasted_rows_are_judged_and_saved_together(opened):
    at = opened()
    at.text_area(key="targets-pasted").set_value(PASTED).run()
    assert not at.exception
    assert not at.error
    assert standing("130000") is None
    at.button(key="targets-save").click().run()
    assert standing("130000")["value"] == 70


def test_a_fault_in_pasted_rows_names_its_place_and_keeps_all_out(opened):
    at = opened()
    at.text_area(key="targets-pasted").set_value(PASTED + PASTED.split("\n")[1] + "\n").run()
    assert "row 3" in errors(at)
    assert not [b for b in at.button if b.key == "targets-save"]
    assert standing("130000") is None


def test_shares_that_do_not_add_up_say_by_how_much(opened):
    at = opened(unit="nation")
    assert "The targets of 5 of 37 units come to 500" in texts(at).replace("\\", "")


def test_the_cities_are_counted_in_their_provinces_once(opened):
    at = opened(unit="nation", cities="1")
    table = next(t.value for t in at.dataframe if "Share" in t.value.columns).set_index("Unit")
    assert table.loc["Liaoning", "Target value"].startswith("200")
    assert "Dalian (counted in Liaoning)" in table.index
    assert "come to 500" in texts(at).replace("\\", "")


def test_the_list_is_filtered_and_the_filters_stand_in_the_address(opened):
    at = opened()
    at.selectbox(key="state-stated").select("stated").run()
    assert at.query_params["stated"] == "stated"
    assert len(at.dataframe[0].value) == 1
    at.selectbox(key="state-chain").select("capital").run()
    assert "Nothing is found with these filters." in texts(at)
    assert not at.exception


def test_the_history_says_who_changed_what_and_why(opened):
    at = change(opened(), value="500", basis_zh=BASIS, reason="通知第三条上调")
    at.button(key="target-save").click().run()
    history = next(t for t in texts(at).split("<table") if ">Changed<" in t)
    assert history.count("<tr>") == 3
    assert "Target value: 100 consortia → 500 consortia" in history
    assert "通知第三条上调" in history
    assert "set for the first time" in history


@pytest.mark.parametrize("unit", ["nation", "110000", "miit"])
def test_every_kind_of_indicator_has_its_form(run, small, programme, unit):
    kinds = {
        (i.kind, i.direction): i.code
        for i in programme.indicators.values()
        if unit == "nation" or programme.owes(programme.units[unit], i)
    }
    for code in kinds.values():
        at = run(small, "targets", "en", unit=unit, indicator=code)
        assert not at.exception, code
        milestone = programme.indicators[code].kind == "milestone"
        values = [e for e in at.text_input if (e.key or "").endswith("-value")]
        assert len(values) == (0 if milestone else 1)
        if not milestone:
            at = change(at, value="60", basis_zh=BASIS, reason="通知第三条上调")
            assert not at.exception, code
            assert at.button(key="target-save").label == "Save this target"
