"""References lead to one figure, and back."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.briefing.small import PROGRAMME
from tracking.briefing import Reference
from tracking.programme import Programme, Quarter


@given(st.data())
def test_what_is_written_is_read_again(data: st.DataObject) -> None:
    programme = PROGRAMME
    units = ["nation", *(f"group:{code}" for code in programme.groups), *programme.units]
    of = Reference(
        data.draw(st.sampled_from(list(programme.indicators))),
        data.draw(st.sampled_from(units)),
        Quarter(data.draw(st.integers(8080, 8120))),
        data.draw(st.dates(date(2020, 1, 1), date(2099, 12, 31))),
    )
    assert Reference.of(str(of), programme) == of


@given(st.data())
def test_the_reference_of_an_index_is_read_again(data: st.DataObject) -> None:
    units = ["nation", *(f"group:{code}" for code in PROGRAMME.groups), *PROGRAMME.units]
    chain = data.draw(st.sampled_from(["all", *PROGRAMME.chains]))
    of = Reference(
        "",
        data.draw(st.sampled_from(units)),
        Quarter(data.draw(st.integers(8080, 8120))),
        data.draw(st.dates(date(2020, 1, 1), date(2099, 12, 31))),
        chain=chain,
    )
    assert Reference.of(str(of).upper(), PROGRAMME) == of
    assert of.within == ("" if chain == "all" else chain)


@given(st.data())
def test_the_reference_of_reports_is_read_again(data: st.DataObject) -> None:
    of = Reference(
        "",
        data.draw(st.sampled_from(["nation", *PROGRAMME.units])),
        Quarter(data.draw(st.integers(8080, 8120))),
        data.draw(st.dates(date(2020, 1, 1), date(2099, 12, 31))),
        reports=True,
    )
    assert Reference.of(str(of).upper(), PROGRAMME) == of
    assert str(of).startswith("reports.")


def test_no_indicator_is_called_as_a_chain_or_as_all_or_reports_is(programme: Programme) -> None:
    codes = {code.casefold() for code in programme.indicators}
    chains = {code.casefold() for code in programme.chains}
    assert not codes & (chains | {"all", "reports"})
    assert not chains & {"all", "reports"}


@pytest.mark.parametrize(
    "text",
    ["[INN-1-1.320000.24Q3.241231]", " inn-1-1.320000.24Q3.241231 ", "INN-1-1.320000.24Q3.241231"],
)
def test_brackets_blanks_and_small_letters_do_not_matter(programme: Programme, text: str) -> None:
    of = Reference("INN-1-1", "320000", Quarter.of("2024Q3"), date(2024, 12, 31))
    assert Reference.of(text, programme) == of


@pytest.mark.parametrize(
    "text",
    [
        "", "INN-1-1", "INN-9-9.320000.24Q3.241231", "INN-1-1.999999.24Q3.241231",
        "INN-1-1.320000.24Q5.241231", "INN-1-1.320000.24Q3.241332",
        "INN-1-1.group:moon.24Q3.241231", "moon.320000.24Q3.241231", "all.999999.24Q3.241231",
        "supply.320000", ".320000.24Q3.241231",
        "INN-1-1.320000.24Q3.２４1231",
    ],
)  # fmt: skip
def test_what_names_nothing_known_is_refused(programme: Programme, text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        Reference.of(text, programme)
