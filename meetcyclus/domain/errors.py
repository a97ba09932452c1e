"""Errors that a person can act upon. Each kind has one exit code on the command line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Problem:
    """One thing wrong with one value of an input: where it stands, what it is and what is expected.

    `line` counts from 1 with the header as line 1 (text files and sheets alike); 0 means the whole file. `cell` is the
    address where it is known, such as D2.
    """

    file: str
    line: int
    column: str
    value: str
    expected: str
    sheet: str = ""
    cell: str = ""

    def __str__(self) -> str:
        place = f"{self.file}, sheet {self.sheet}" if self.sheet else self.file
        address = f", cell {self.cell}" if self.cell else ""
        where = f"{place}, line {self.line}, column {self.column}{address}"
        return f"{where}: {self.value!r} found, expected {self.expected}"


class MeetcyclusError(Exception):
    """Base of every error that is shown to a person without a traceback."""

    exit_code = 2


class NotAllowed(MeetcyclusError):
    """The request breaks a rule of the round or is made by somebody without the role. Nothing was changed."""


class NotFound(NotAllowed):
    """Something was named that does not exist."""


class BadInput(MeetcyclusError):
    """A file or value cannot be accepted. `problems` names every bad place; nothing was stored."""

    def __init__(self, message: str, problems: Sequence[Problem] = ()) -> None:
        super().__init__(message)
        self.problems = tuple(problems)


class NotNow(MeetcyclusError):
    """The request is right but too early: it waits for a person or a date."""

    exit_code = 3


class OutsideFailure(MeetcyclusError):
    """Something outside the product failed (mail server, database, Prefect). Safe to run again."""

    exit_code = 4
