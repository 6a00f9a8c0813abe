"""The command line: everything the pages can do, for scripts. docs/command-line.md says how."""

from typing import Any

import click

from tracking.cli import (
    accounts,
    aiming,
    backtesting,
    briefing,
    differing,
    explaining,
    exporting,
    keeping,
    ledger,
    moving,
    owing,
    taking,
    targets,
    telling,
)
from tracking.cli.session import PROGRAMME, STORE, one_sentence, session_of
from tracking.cli.speaking import Group, option
from tracking.words import LANGUAGES, N_


class _Commands(Group):
    """The group; whatever goes wrong in a command ends in one sentence."""

    def invoke(self, ctx: click.Context) -> Any:
        with one_sentence(ctx):
            return super().invoke(ctx)


@click.group(
    cls=_Commands,
    help=N_("Reports in, progress out: the dashboard’s work, for scripts."),
    context_settings={"help_option_names": ["-h", "--help"]},
)
@option(
    "--store",
    metavar="PATH",
    envvar="TRACKING_STORE",
    default=str(STORE),
    help=N_("The store; $TRACKING_STORE, or data/tracking.db."),
)
@option(
    "--programme",
    metavar="PATH",
    envvar="TRACKING_PROGRAMME",
    default=str(PROGRAMME),
    help=N_("The programme’s folder; $TRACKING_PROGRAMME, or data/programme."),
)
@option(
    "--lang",
    type=click.Choice(LANGUAGES),
    is_eager=True,
    help=N_("zh or en; the terminal’s language if not given, Chinese if it has none."),
)
@click.pass_context
def main(context: click.Context, store: str, programme: str, lang: str | None) -> None:  # noqa: ARG001
    """Run one command; the language is read where it is needed."""
    context.obj = session_of(context, store, programme)


for _command in (
    taking.init,
    taking.published,
    taking.demo,
    taking.check,
    taking.import_,
    moving.template,
    moving.submit,
    moving.approve,
    moving.return_,
    moving.withdraw,
    moving.history,
    telling.progress,
    explaining.explain_,
    backtesting.backtest_,
    differing.changes,
    exporting.figures,
    briefing.briefing_,
    briefing.briefings,
    ledger.ledger,
    ledger.settle,
    owing.obligations,
    owing.deadline,
    targets.targets,
    accounts.account,
    telling.verify,
    keeping.backup,
    keeping.restore,
):
    main.add_command(_command)

for _command in (aiming.set_, aiming.withdraw, aiming.import_):
    targets.targets.add_command(_command)
