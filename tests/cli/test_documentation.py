"""docs/command-line.md and the command line say the same."""

import re
from pathlib import Path

import click
import pytest

from tracking.cli import main

PAGE = (Path(__file__).parents[2] / "docs" / "command-line.md").read_text(encoding="utf-8")
GROUPS = {name: group for name, group in main.commands.items() if isinstance(group, click.Group)}
# Each by what is typed to run it; a group runs nothing by itself.
COMMANDS = {
    f"{outer} {inner}".strip(): command
    for outer, one in main.commands.items()
    for inner, command in (GROUPS[outer].commands.items() if outer in GROUPS else [("", one)])
}


def name_in(words: list[str]) -> str:
    """The command that these words begin with."""
    return " ".join(words[: 2 if words[0] in GROUPS else 1])


SECTIONS = {name_in(part.split()): part for part in re.split(r"^## ", PAGE, flags=re.MULTILINE)[1:]}
BEFORE = PAGE.split("\n## ", maxsplit=1)[0]


def documented(text: str) -> set[str]:
    rows = re.findall(r"^\| (`--?\w.*?) \|", text, re.MULTILINE)
    return {name for row in rows for name in re.findall(r"`(--?[\w-]+)", row)}


def options(command: click.Command) -> set[str]:
    return {
        name
        for option in command.params
        if isinstance(option, click.Option)
        for name in option.opts
    }


def test_each_command_has_a_section_and_each_section_a_command() -> None:
    assert list(SECTIONS) == list(COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_each_option_of_a_command_is_documented_and_no_other(name: str) -> None:
    assert documented(SECTIONS[name]) == options(COMMANDS[name])


def test_the_options_before_the_command_are_documented() -> None:
    assert documented(BEFORE) == options(main) | {"-h", "--help"}


def test_the_arguments_stand_in_the_head_of_a_section() -> None:
    for name, command in COMMANDS.items():
        arguments = [p.metavar for p in command.params if isinstance(p, click.Argument)]
        assert SECTIONS[name].splitlines()[0].removeprefix(name).split() == arguments


def test_each_example_is_a_command_line_that_exists() -> None:
    for line in re.findall(r"^    (python -m tracking .+)$", PAGE, re.MULTILINE):
        words = line.split()[3:]
        if "COMMAND" in words:
            continue
        name = name_in(words[next(n for n, word in enumerate(words) if word in main.commands) :])
        used = {word for word in words if word.startswith("--")}
        assert used <= options(COMMANDS[name]) | options(main), line


def test_each_command_and_option_has_help() -> None:
    for command in (main, *main.commands.values(), *COMMANDS.values()):
        assert command.help
        assert all(o.help for o in command.params if isinstance(o, click.Option))
