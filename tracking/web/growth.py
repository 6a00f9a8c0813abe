"""The growth-ratio reading of one number, beside its status."""

from html import escape

from tracking import progress
from tracking.programme import Quarter
from tracking.web.view import View


def beside(view: View, code: str, unit: str, quarter: Quarter) -> str:
    """The reading of one number as HTML, for its window; "" where there is nothing to read."""
    of = view.measured.growth(code, unit, quarter)
    if of is None:
        return ""
    indicator = view.programme.indicators[code]
    said = progress.growth_said(of, indicator, view.language)
    if not said:
        return ""
    space = "" if view.language == "zh" else " "
    lines = "".join(
        f"<li>{escape(line)}</li>"
        for line in progress.growth_formulas(of, indicator, view.language)
    )
    title = escape(view._("The same figures read by growth ratio"))
    return (
        f'<div class="door"><p><b>{title}</b></p><p>{escape(space.join(said))}</p></div>'
        f'<ul class="formulas">{lines}</ul>'
    )
