"""What everybody must be able to see: contrast, colours apart for every eye, one look a status."""

from itertools import combinations, pairwise

import numpy as np
import pytest

from tracking.charts import STATUS_STYLE, THEMES, Theme, mark
from tracking.charts.calendar import RECORD_STYLE
from tracking.charts.style import PALETTES, SHARE_BINS, contrast, plain, text_on
from tracking.progress import STATUSES
from tracking.words import LANGUAGES, Language

# Dichromatic vision in linear RGB: Machado, Oliveira and Fernandes 2009, severity 1.
VISION = {
    "trichromat": np.eye(3),
    "protan": np.array(
        [
            [0.152286, 1.052583, -0.204868],
            [0.114503, 0.786281, 0.099216],
            [-0.003882, -0.048116, 1.051998],
        ]
    ),
    "deutan": np.array(
        [
            [0.367322, 0.860646, -0.227968],
            [0.280085, 0.672501, 0.047413],
            [-0.011820, 0.042940, 0.968881],
        ]
    ),
    "tritan": np.array(
        [
            [1.255528, -0.076749, -0.178779],
            [-0.078411, 0.930809, 0.147602],
            [0.004733, 0.691367, 0.303900],
        ]
    ),
}
TO_XYZ = np.array(
    [
        [0.4124564, 0.3575761, 0.1804375],
        [0.2126729, 0.7151522, 0.0721750],
        [0.0193339, 0.1191920, 0.9503041],
    ]
)
WHITE_POINT = TO_XYZ.sum(axis=1)


def linear(colour: str) -> np.ndarray:
    parts = np.array([int(colour[n : n + 2], 16) for n in (1, 3, 5)]) / 255
    return np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)


def lab(colour: str, vision: str) -> np.ndarray:
    seen = np.clip(VISION[vision] @ linear(colour), 0, 1)
    x, y, z = (TO_XYZ @ seen) / WHITE_POINT
    f = [v ** (1 / 3) if v > 216 / 24389 else (24389 / 27 * v + 16) / 116 for v in (x, y, z)]
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


@pytest.mark.parametrize("vision", VISION)
def test_no_two_status_colours_are_close_for_any_eye(vision: str) -> None:
    colours = sorted({style.colour for style in STATUS_STYLE.values()})
    apart = {
        (one, other): float(np.linalg.norm(lab(one, vision) - lab(other, vision)))
        for one, other in combinations(colours, 2)
    }
    assert len(colours) == 9
    # In whole units: protans see the two greys 15.98 apart, and one of them is hatched besides.
    assert round(min(apart.values())) >= 16


@pytest.mark.parametrize("vision", VISION)
def test_no_two_signs_of_the_calendar_are_close_for_any_eye(vision: str) -> None:
    colours = [sign.colour for sign in RECORD_STYLE.values() if sign.colour]
    seen = [lab(colour, vision) for colour in colours]
    assert round(min(float(np.linalg.norm(a - b)) for a, b in combinations(seen, 2))) >= 16


def test_the_signs_of_the_calendar_differ_without_colour() -> None:
    assert len({(sign.symbol, sign.pattern) for sign in RECORD_STYLE.values()}) == len(RECORD_STYLE)


@pytest.mark.parametrize("status", STATUS_STYLE)
def test_text_on_a_status_is_readable(status: str) -> None:
    style = STATUS_STYLE[status]
    assert style.text in ("#111827", "#FFFFFF")
    assert contrast(style.text, style.colour) >= 4.5


def test_text_on_a_share_and_on_the_calendar_is_readable() -> None:
    colours = [colour for _bound, colour in SHARE_BINS]
    colours += [sign.colour for sign in RECORD_STYLE.values() if sign.colour]
    assert all(contrast(text_on(colour), colour) >= 4.5 for colour in colours)


@pytest.mark.parametrize("theme", THEMES)
def test_text_is_readable_on_the_page(theme: Theme) -> None:
    palette = PALETTES[theme]
    assert all(contrast(ink, palette.paper) >= 4.5 for ink in (palette.ink, palette.quiet))
    assert contrast(palette.quiet, palette.fill) >= 4.5
    assert all(contrast(line, palette.paper) >= 3 for line in (palette.rule, palette.accent))


def test_every_status_has_a_look_in_the_order_of_the_method() -> None:
    assert list(STATUS_STYLE) == list(STATUSES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_status_is_never_colour_alone(language: Language) -> None:
    for status, style in STATUS_STYLE.items():
        symbol, word = mark(language, status).split(" ", 1)
        assert symbol == style.symbol
        assert word


def test_looks_that_share_a_colour_share_its_symbol() -> None:
    looks = {(style.colour, style.symbol, style.pattern) for style in STATUS_STYLE.values()}
    assert len(looks) == 11


APART = ("too_early", "not_yet", "no_target")


def test_what_is_not_reached_yet_has_no_target_or_is_too_early_look_apart() -> None:
    styles = [STATUS_STYLE[status] for status in APART]
    assert len({style.symbol for style in styles}) == len({style.colour for style in styles}) == 3
    # In grey print what is left of a colour is its lightness.
    greys = sorted(float(lab(style.colour, "trichromat")[0]) for style in styles)
    assert min(b - a for a, b in pairwise(greys)) >= 10


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("status", ["not_yet", "no_target"])
def test_what_has_no_target_and_what_is_not_reached_yet_stand_off_the_page(
    status: str, theme: Theme
) -> None:
    assert contrast(STATUS_STYLE[status].colour, PALETTES[theme].paper) >= 3


def test_looks_that_share_a_dash_differ_in_their_hatching() -> None:
    hatchings = [style.pattern for style in STATUS_STYLE.values() if style.symbol == "–"]
    assert len(hatchings) == len(set(hatchings)) == 3


def test_text_from_data_is_never_markup() -> None:
    assert plain('<a href="x">A & B</a>') == '&lt;a href="x"&gt;A &amp; B&lt;/a&gt;'
