"""Click in the reader's language: help, usage and mistakes in Chinese and English."""

import io
import os
import sys
from collections.abc import Callable
from typing import Any, NoReturn, cast

import click

from tracking.words import LANGUAGES, N_, Language, say


def language_of(environment: dict[str, str] | None = None) -> Language:
    """The language a terminal is set to: English where it says so, else Chinese.

    >>> language_of({"LANG": "en_GB.UTF-8"}), language_of({"LC_ALL": "C", "LANG": "en_GB"})
    ('en', 'zh')
    """
    settings = os.environ if environment is None else environment
    spoken = next((settings[n] for n in ("LC_ALL", "LC_MESSAGES", "LANG") if settings.get(n)), "")
    return "en" if spoken.lower().startswith("en") else "zh"


def language_in(context: click.Context) -> Language:
    """The language asked for with --lang, else the terminal's."""
    asked = context.find_root().params.get("lang")
    return cast("Language", asked) if asked in LANGUAGES else language_of()


class Refused(click.ClickException):
    """Something that cannot be done, said in the reader's language; exit code 2."""

    exit_code = 2

    def show(self, file: Any = None) -> None:  # noqa: ARG002 (click's own signature)
        """The sentence, as it is."""
        click.echo(self.format_message(), err=True)


class Option(click.Option):
    """An option whose help is an English message, said in the reader's language."""

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        """The option's names and its help."""
        if self.hidden:
            return None
        said = say(language_in(ctx), self.help) if self.help else ""
        return self.get_help_spec(ctx), said


class _Spoken(click.Command):
    """What commands and groups say alike."""

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The usage line."""
        pieces = " ".join(self.collect_usage_pieces(ctx))
        prefix = say(language_in(ctx), "Usage: ")
        formatter.write_usage(ctx.command_path, pieces, prefix=prefix)

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """What the command does."""
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text(say(language_in(ctx), self.help or ""))

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The options, and for a group its commands."""
        language = language_in(ctx)
        with formatter.section(say(language, "Options")):
            formatter.write_dl(
                [
                    record
                    for option in self.get_params(ctx)
                    if isinstance(option, click.Option) and (record := option.get_help_record(ctx))
                ]
            )
        if isinstance(self, click.Group):
            with formatter.section(say(language, "Commands")):
                formatter.write_dl(
                    [
                        (name, say(language, self.commands[name].help or ""))
                        for name in self.list_commands(ctx)
                    ]
                )

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """The --help option, its help in the reader's language."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = say(language_in(ctx), "Show this help and stop.")
        return option


class Command(_Spoken):
    """A command."""


class Group(_Spoken, click.Group):
    """The commands together; every mistake ends in one sentence and exit code 2."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 (click's own signature)
        """The commands in the order they are written in, which is the order of use."""
        return list(self.commands)

    def main(self, *args: Any, standalone_mode: bool = True, **kwargs: Any) -> Any:
        """Run, and say a mistake in the command line in the reader's language."""
        _write_anything()
        run: Callable[..., Any] = super().main
        if not standalone_mode:
            return run(*args, standalone_mode=False, **kwargs)
        try:
            code = run(*args, standalone_mode=False, **kwargs)
        except click.exceptions.NoArgsIsHelpError as help_wanted:
            help_wanted.show()
            _leave(2)
        except click.UsageError as mistake:
            click.echo(_usage_said(mistake), err=True)
            _leave(2)
        except click.ClickException as refusal:
            refusal.show()
            _leave(refusal.exit_code)
        except click.Abort:
            _leave(2)
        return _leave(code if isinstance(code, int) else 0)


def _write_anything() -> None:
    """Let what the terminal's encoding lacks be written as \\uXXXX, not end in an error."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _leave(code: int) -> NoReturn:
    raise SystemExit(code)


def _usage_said(mistake: click.UsageError) -> str:
    language = language_in(mistake.ctx) if mistake.ctx is not None else language_of()
    lines = [_mistake_said(mistake, language)]
    possible = getattr(mistake, "possibilities", None) if not _misplaced(mistake) else None
    if possible:
        names = ("、" if language == "zh" else ", ").join(possible)
        lines.append(say(language, "Closest known: {names}.", names=names))
    path = mistake.ctx.command_path if mistake.ctx is not None else "python -m tracking"
    lines.append(say(language, "Nothing was done. “{command} --help” says what is possible.",
                     command=path))  # fmt: skip
    return "\n".join(lines)


def _mistake_said(mistake: click.UsageError, language: Language) -> str:
    if isinstance(mistake, click.NoSuchOption):
        return _option_said(mistake, language)
    if isinstance(mistake, click.exceptions.NoSuchCommand):
        return say(language, "There is no command {name}.", name=mistake.command_name)
    parameter = getattr(mistake, "param", None)
    name = parameter.human_readable_name if parameter is not None else ""
    if isinstance(parameter, click.Option):
        name = parameter.opts[0]
    if isinstance(mistake, click.MissingParameter):
        return say(language, "{name} is missing.", name=name)
    if isinstance(mistake, click.BadParameter) and isinstance(parameter, click.Option | None):
        choices = getattr(getattr(parameter, "type", None), "choices", None)
        if choices:
            allowed = " / ".join(choices)
            return say(language, "{name} can be: {allowed}.", name=name, allowed=allowed)
    if isinstance(mistake, click.BadOptionUsage):
        return say(language, "{name} needs a value.", name=mistake.option_name)
    return say(language, "The command line cannot be understood: {reason}", reason=mistake.message)


def _option_said(mistake: click.NoSuchOption, language: Language) -> str:
    if _misplaced(mistake) and mistake.ctx is not None:
        return say(
            language,
            "{name} stands before the command: python -m tracking {name} … {command}",
            name=mistake.option_name,
            command=mistake.ctx.info_name,
        )
    return say(language, "There is no option {name}.", name=mistake.option_name)


def _misplaced(mistake: click.UsageError) -> bool:
    """Whether it is an option of the whole command line that stands behind a command."""
    if not isinstance(mistake, click.NoSuchOption) or mistake.ctx is None:
        return False
    root = mistake.ctx.find_root().command
    return any(mistake.option_name in parameter.opts for parameter in root.params)


def option(*names: str, **settings: Any) -> Callable[[Any], Any]:
    """An option of a command."""
    return click.option(*names, cls=Option, **settings)


AS_JSON = option("--json", "as_json", is_flag=True, help=N_("Print JSON instead of a table."))
