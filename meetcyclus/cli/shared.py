"""What all commands share: --home, --by and --json anywhere on the line, JSON or tables out, and the exit codes."""

from __future__ import annotations

import inspect
import json
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from meetcyclus.bootstrap import Application, application
from meetcyclus.domain.canonical import plain
from meetcyclus.domain.errors import MeetcyclusError, Problem
from meetcyclus.services.authority import require_person
from meetcyclus.settings import read_settings

FOUND_SOMETHING, WAITING = 1, 3
_WIDTH = 100
_PROBLEMS_SHOWN = 30


@dataclass
class Choices:
    """What --json was given as, wherever it stood; --home and --by go to the environment."""

    is_json: bool = False


def _choices(context: click.Context) -> Choices:
    return context.find_root().ensure_object(Choices)


def _set_home(context: click.Context, _parameter: click.Parameter, value: str | None) -> None:
    if value:
        os.environ["MEETCYCLUS_HOME"] = value


def _set_by(context: click.Context, _parameter: click.Parameter, value: str | None) -> None:
    if value:
        os.environ["MEETCYCLUS_BY"] = value


def _set_json(context: click.Context, _parameter: click.Parameter, value: bool) -> None:
    if value:
        _choices(context).is_json = True


def _common_options() -> list[click.Option]:
    return [
        click.Option(
            ["--home"], metavar="DIR", callback=_set_home, expose_value=False, is_eager=True,
            help="Folder with database, mail sink, documents.",
        ),
        click.Option(
            ["--by"], metavar="EMAIL", callback=_set_by, expose_value=False, is_eager=True, help="Who acts."
        ),
        click.Option(
            ["--json"], is_flag=True, callback=_set_json, expose_value=False, is_eager=True,
            help="One JSON document on standard output.",
        ),
    ]  # fmt: skip


class CommonCommand(click.Command):
    """A command that knows the common options and shows its examples as they are typed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.params += _common_options()

    def format_help_text(self, context: click.Context, formatter: click.HelpFormatter) -> None:
        """Keep the line breaks of the docstring."""
        formatter.write_paragraph()
        for line in inspect.cleandoc(self.help or "").splitlines():
            formatter.write(f"  {line}\n")


class CommonGroup(CommonCommand, click.Group):
    """A group whose commands all know the common options."""

    command_class = CommonCommand


@dataclass(frozen=True)
class Shown:
    """A table for people: title, column heads and rows."""

    title: str
    heads: Sequence[str]
    rows: Iterable[Sequence[object]]
    right: frozenset[str] = field(default_factory=frozenset)


class _Page(Console):
    """Leaves a reader that went away to `main`, which does not count it as an error."""

    def on_broken_pipe(self) -> None:
        raise BrokenPipeError


def is_json() -> bool:
    """Whether this command must print JSON."""
    return _choices(click.get_current_context()).is_json


def emit(payload: Mapping[str, object], *tables: Shown, lines: Sequence[str] = ()) -> None:
    """Print the payload as JSON, or the tables and lines for people."""
    if is_json():
        print_json(payload)
        return
    console = _Page(width=_WIDTH, highlight=False, soft_wrap=False)
    for table in tables:
        console.print(_rich(table))
    for line in lines:
        console.print(line, markup=False, soft_wrap=True)


def actor() -> str:
    """Who acts: --by or MEETCYCLUS_BY; a service checks that it is a person with the right role."""
    return read_settings().by


def app_for_change() -> Application:
    """The application, once it is known that a person of the programme acts."""
    app = application()
    with app.work() as uow:
        require_person(uow, actor())
    return app


def app_for_walk() -> Application:
    """The application for what runs by itself as well: nobody needs to be named, but a name must be a person's."""
    return app_for_change() if actor() else application()


def report_error(error: MeetcyclusError, *, as_json: bool) -> None:
    """Say what went wrong: JSON on standard output where asked for, words on standard error always."""
    problems: Sequence[Problem] = getattr(error, "problems", ())
    if as_json:
        print_json({"error": str(error), "errors": [problem_facts(each) for each in problems]})
    say_problems(str(error), problems)


def say_problems(message: str, problems: Sequence[Problem]) -> None:
    """What went wrong, in words on standard error."""
    click.echo(f"error: {message}", err=True)
    for problem in problems[:_PROBLEMS_SHOWN]:
        click.echo(f"  {problem}", err=True)
    if len(problems) > _PROBLEMS_SHOWN:
        click.echo(f"  ... and {len(problems) - _PROBLEMS_SHOWN} more (all of them with --json)", err=True)


def print_json(payload: Mapping[str, object]) -> None:
    """The one JSON document of a command."""
    click.echo(json.dumps(plain(dict(payload)), ensure_ascii=False, indent=2))


def problem_facts(problem: Problem) -> dict[str, object]:
    """A problem under the names that programs rely on."""
    return {
        "file": problem.file,
        "sheet": problem.sheet,
        "line": problem.line,
        "row": problem.line,
        "column": problem.column,
        "cell": problem.cell,
        "value": problem.value,
        "expected": problem.expected,
    }


def _rich(shown: Shown) -> Table:
    table = Table(title=shown.title, title_justify="left", box=None, header_style="bold", pad_edge=False)
    for head in shown.heads:
        table.add_column(head, overflow="fold", justify="right" if head in shown.right else "left")
    for row in shown.rows:
        # Entered text may hold brackets; they are text, not colours.
        table.add_row(*(Text("" if cell is None else str(cell)) for cell in row))
    return table
