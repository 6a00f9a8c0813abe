"""How outlooks fared: how often what came lay inside the interval, and what chances were worth."""

from functools import partial
from typing import Any

from tracking.charts.style import PALETTES, Figure, Theme, category_axis, figure_of, nothing
from tracking.programme import Programme
from tracking.progress import Backtest, ahead_said
from tracking.words import Language, numbers, say

HEIGHT = 260
# The largest circle's diameter, in pixels; areas are as the counts.
LARGEST = 34
_SHARES = {"tickformat": ".0%", "tickvals": [0, 0.2, 0.4, 0.6, 0.8, 1], "range": [0, 1.06]}


def coverage(found: Backtest, programme: Programme, language: Language, theme: Theme) -> Figure:
    """By quarters ahead: the share of what came that lay inside, against what is promised."""
    _ = partial(say, language)
    rows = found.horizons
    if rows.empty:
        return nothing(language, theme)
    colours, promised = PALETTES[theme], programme.outlook.confidence
    heads = [ahead_said(language, int(horizon)) for horizon in rows["horizon"]]
    shares = [numbers.share(language, share) for share in rows["inside"]]
    told = _(", ").join(
        _("{name}: {value}", name=h, value=s) for h, s in zip(heads, shares, strict=True)
    )
    said = numbers.share(language, promised)
    text = _(
        "Share of the values that came inside the interval: {told}; promised are {promised}.",
        told=told,
        promised=said,
    )
    bars = {
        "type": "bar",
        "x": list(range(len(rows))),
        "y": rows["inside"].tolist(),
        "width": 0.5,
        "marker": {"color": colours.accent},
        "text": shares,
        "textposition": "inside",
        "insidetextanchor": "end",
        "textangle": 0,
        "hovertext": [
            _("{name}: {share} of {n} outlooks", name=h, share=s, n=numbers.number(language, n))
            for h, s, n in zip(heads, shares, rows["n"], strict=True)
        ],
        "hoverinfo": "text",
    }
    return figure_of(
        [bars],
        theme,
        text,
        height=HEIGHT,
        margin={"t": 24},
        xaxis=category_axis([head.replace(" ahead", "<br>ahead") for head in heads]),
        yaxis=_SHARES,
        shapes=[_line(colours.ink, -0.5, len(rows) - 0.5, promised, promised)],
        annotations=[
            _note(_("promised: {share}", share=said), colours.ink, 0, promised, "center", "bottom")
        ],
    )


def calibration(found: Backtest, language: Language, theme: Theme) -> Figure:
    """The share of goals that was reached, by the chance that was told; on the line both agree."""
    _ = partial(say, language)
    rows = found.calibration
    if rows.empty:
        return nothing(language, theme)
    colours = PALETTES[theme]
    told = [
        _(
            "told {said}, reached {came} ({n} goals)",
            said=numbers.share(language, row["said"]),
            came=numbers.share(language, row["came"]),
            n=numbers.number(language, row["n"]),
        )
        for row in rows.to_dict("records")
    ]
    text = _("Chances against what was reached: {told}.", told=_("; ").join(told))
    most = rows["n"].max()
    dots = {
        "type": "scatter",
        "mode": "lines+markers",
        "x": rows["said"].tolist(),
        "y": rows["came"].tolist(),
        "line": {"color": colours.accent, "width": 1.5},
        "marker": {
            "color": colours.accent,
            "opacity": 1,
            "size": [max(7.0, LARGEST * (n / most) ** 0.5) for n in rows["n"]],
            "line": {"width": 1, "color": colours.paper},
        },
        "hovertext": told,
        "hoverinfo": "text",
        "cliponaxis": False,
    }
    return figure_of(
        [dots],
        theme,
        text,
        height=HEIGHT,
        margin={"t": 24},
        xaxis=_SHARES | {"range": [-0.04, 1.06], "title": {"text": _("chance told")}},
        yaxis=_SHARES | {"range": [-0.04, 1.06]},
        shapes=[_line(colours.rule, 0, 1, 0, 1)],
        annotations=[
            _note(_("as told"), colours.quiet, 0.5, 0.5, "left", "top", 10),
            # A title beside the axis would be turned.
            _note(_("share reached"), colours.quiet, 0, 1, "left", "bottom")
            | {"xref": "paper", "yref": "paper"},
        ],
    )


def _line(colour: str, start: float, end: float, low: float, high: float) -> dict[str, Any]:
    return {
        "type": "line",
        "x0": start,
        "x1": end,
        "y0": low,
        "y1": high,
        "line": {"color": colour, "width": 1.5, "dash": "dash"},
    }


def _note(
    text: str, colour: str, x: float, y: float, across: str, down: str, shift: int = 0
) -> dict[str, Any]:
    return {
        "x": x,
        "y": y,
        "text": text,
        "showarrow": False,
        "xanchor": across,
        "xshift": shift,
        "yanchor": down,
        "font": {"size": 12, "color": colour},
    }
