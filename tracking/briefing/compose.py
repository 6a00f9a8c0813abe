"""Progress becomes one briefing: plain data that every writer says the same way."""

from tracking import charts
from tracking.briefing import sections
from tracking.briefing.briefing import Briefing, Stamp, Words
from tracking.briefing.data import data_of
from tracking.briefing.making import Making
from tracking.briefing.material import Material
from tracking.briefing.method_told import method_told
from tracking.briefing.origins import Origins
from tracking.briefing.request import Request
from tracking.progress import METHOD_VERSION, STATUSES, status_meaning, status_name
from tracking.words import Language, numbers, say


def compose(material: Material, request: Request) -> Briefing:
    """The briefing that is asked for; equal requests on equal material give equal ones."""
    making = Making(material, request, Origins(material, request.language))
    _, programme, language = making._, material.programme, request.language
    name = request.scope.name(programme).to(language)
    key = sections.key(making)
    told = sections.of_scope(making) if request.full else sections.of_one_page(making)
    quarter = making.when(request.quarter)
    compared = request.compared_with
    subtitle = [name, quarter]
    if compared is not None:
        subtitle.append(_("compared with {quarter}", quarter=making.when(compared)))
    return Briefing(
        title=_("{programme}: progress briefing", programme=programme.short.to(language)),
        subtitle=" · ".join(subtitle),
        language=language,
        scope=str(request.scope),
        quarter=request.quarter,
        compared_with=compared,
        full=request.full,
        key=key,
        sections=told,
        origins=making.origins.told,
        notes=_notes(making),
        method=method_told(programme, language),
        stamp=_stamp(material, language),
        file_stem=charts.file_name(
            [programme.short.to(language), _("briefing"), name, quarter]
            + ([] if request.full else [_("one page")])
            + ([_("Demonstration data")] if material.demonstration else [])
        ),
        words=_words(language),
        data=data_of(material, request),
    )


def _notes(making: Making) -> tuple[str, ...]:
    """How to read it: what the statuses that occur mean, and what a reference is."""
    _, language = making._, making.language
    present = set(making.now["status"].astype("str"))
    meanings = [
        _("{status}: {meaning}", status=status_name(language, code),
          meaning=status_meaning(language, code, making.programme.thresholds))
        for code in STATUSES
        if code in present
    ]  # fmt: skip
    return (
        _("Statuses: {meanings}.", meanings=_("; ").join(meanings)),
        _("A value is shown with its unit first; shares are of the way from baseline to target."),
        _(
            "A number in brackets leads to the list of origins; “python -m tracking explain --ref”"
            " with the reference there tells how the figure came about."
        ),
    )


def _stamp(material: Material, language: Language) -> Stamp:
    latest = numbers.quarter(language, material.latest) if material.latest else numbers.MISSING
    demonstration = say(language, "Demonstration data") if material.demonstration else ""
    name = material.programme.short.to(language)
    told = [
        say(language, "data up to {quarter}", quarter=latest),
        say(language, "as known on {day}", day=numbers.day(language, material.as_of)),
        say(language, "data version {version}", version=material.version),
        say(language, "method version {version}", version=METHOD_VERSION),
    ]
    return Stamp(
        programme=name,
        data_up_to=latest,
        known_on=material.as_of,
        data_version=material.version,
        method_version=METHOD_VERSION,
        demonstration=demonstration,
        short=" · ".join([*([demonstration] if demonstration else []), name, *told]),
        lines=(*([demonstration] if demonstration else []), name, *told),
    )


def _words(language: Language) -> Words:
    return Words(
        contents=say(language, "Contents"),
        key=say(language, "Key points"),
        figure=say(language, "Figure {n}", n="{n}"),
        table=say(language, "Table {n}", n="{n}"),
        origins=say(language, "Origins of the figures"),
        origin_number=say(language, "No."),
        origin_said=say(language, "Figure of"),
        origin_value=say(language, "Value"),
        origin_stands_in=say(language, "Stands in"),
        origin_reference=say(language, "Reference"),
        notes=say(language, "Notes"),
        stamp=say(language, "What this rests on"),
        target=say(language, "Target"),
        planned=say(language, "Planned by now"),
        page=say(language, "— {n} —", n="{n}"),
        no_value=say(language, "no value"),
    )
