"""Progress bars, on standard error of a terminal only: nothing of them reaches a file, a pipe or JSON."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TypeVar

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from meetcyclus.cli.shared import is_json

T = TypeVar("T")


@contextmanager
def working(what: str) -> Iterator[None]:
    """A moving bar while something runs whose length nobody knows."""
    with _bar(TimeElapsedColumn()) as bar:
        bar.add_task(what, total=None)
        yield


def one_by_one(items: Sequence[T], what: str) -> Iterator[T]:
    """The items, with a bar that says how many are done."""
    with _bar(MofNCompleteColumn()) as bar:
        yield from bar.track(items, description=what)


def _bar(*columns: TimeElapsedColumn | MofNCompleteColumn) -> Progress:
    console = Console(stderr=True)
    hidden = is_json() or not console.is_terminal
    return Progress(
        TextColumn("{task.description}"), BarColumn(), *columns, console=console, transient=True, disable=hidden
    )
