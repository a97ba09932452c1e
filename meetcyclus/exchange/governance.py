"""The governance paths of programma.toml: which steps a round has, who does them, when, and what comes first."""

from __future__ import annotations

from graphlib import CycleError, TopologicalSorter

from meetcyclus.domain.programme import ROLES, STEP_KINDS, StepTemplate
from meetcyclus.exchange import settings_values as values
from meetcyclus.exchange.settings_reader import SettingsReader
from meetcyclus.exchange.toml_lines import KeyPath

_SETTINGS = (
    "code",
    "soort",
    "eigenaar",
    "dag",
    "dag_tot",
    "herinneringen",
    "escalatie",
    "respijt_uren",
    "forum",
    "na",
    "nalezen",
    "uur",
    "plaats",
    "genodigden",
)
_DAYS = "whole days from the reference date, from -730 to 730"


def read_governance(reader: SettingsReader) -> dict[str, tuple[StepTemplate, ...]]:
    """Every path with its steps; at least one path with at least one step must be there."""
    names = reader.names(("governance",))
    if not names:
        reader.report(("governance",), "", "at least one governance path, such as [governance.A_2021]")
    return {name: _read_path(reader, name) for name in names}


def _read_path(reader: SettingsReader, name: str) -> tuple[StepTemplate, ...]:
    path: KeyPath = ("governance", name)
    reader.table(path, ("stap",))
    count = reader.length((*path, "stap"))
    if not count:
        reader.report((*path, "stap"), "", f"at least one step, as [[governance.{name}.stap]]")
    steps = tuple(_read_step(reader, (*path, "stap", position)) for position in range(count))
    _check_codes(reader, path, steps)
    return steps


def _read_step(reader: SettingsReader, path: KeyPath) -> StepTemplate:
    reader.table(path, _SETTINGS)
    first = reader.value((*path, "dag"), values.day, _DAYS, 0)
    return StepTemplate(
        code=reader.value((*path, "code"), values.slug, "a code of letters, digits, _ and -", ""),
        kind=reader.value((*path, "soort"), _kind, "one of: " + ", ".join(STEP_KINDS), ""),
        owner=reader.value((*path, "eigenaar"), _role, "one of: " + ", ".join(ROLES), ""),
        day_from=first,
        day_until=_last_day(reader, path, first),
        reminder_days=reader.optional(
            (*path, "herinneringen"), values.reminders, "days before dag_tot, each once, such as [10, 3, 1]", ()
        ),
        forum=reader.optional((*path, "forum"), values.words, "the name of a forum", ""),
        after=reader.optional((*path, "na"), values.slugs, "codes of steps of this path, each once", ()),
        escalation_days=reader.optional(
            (*path, "escalatie"), values.reminders, "working days after dag_tot, each once, such as [1, 3]", ()
        ),
        grace_hours=reader.optional((*path, "respijt_uren"), values.hours, "whole hours, from 0 to 240", 0),
        is_reviewed=reader.optional((*path, "nalezen"), values.truth, "true or false", False),
        starts_at=reader.optional((*path, "uur"), values.clock, 'an hour such as "14:30"', ""),
        place=reader.optional((*path, "plaats"), values.words, "a place on one line", ""),
        invited_roles=reader.optional(
            (*path, "genodigden"), _roles, "roles, each once, one of: " + ", ".join(ROLES), ()
        ),
    )


def _last_day(reader: SettingsReader, path: KeyPath, first: int) -> int:
    last = reader.optional((*path, "dag_tot"), values.day, _DAYS, first)
    if last < first:
        reader.report((*path, "dag_tot"), last, f"the same as dag ({first}) or later")
    return last


def _kind(value: object) -> str:
    if value not in STEP_KINDS:
        raise ValueError(value)
    return str(value)


def _role(value: object) -> str:
    if value not in ROLES:
        raise ValueError(value)
    return str(value)


def _roles(value: object) -> tuple[str, ...]:
    return tuple(_role(each) for each in values.slugs(value))


def _check_codes(reader: SettingsReader, path: KeyPath, steps: tuple[StepTemplate, ...]) -> None:
    codes = [each.code for each in steps]
    for position, step in enumerate(steps):
        if step.code and step.code in codes[:position]:
            reader.report((*path, "stap", position, "code"), step.code, "a code that no earlier step of this path has")
        _check_after(reader, (*path, "stap", position, "na"), step, codes)
    try:
        TopologicalSorter({each.code: each.after for each in steps}).prepare()
    except CycleError as bad:
        circle = " -> ".join(bad.args[1])
        position = codes.index(bad.args[1][0])
        reader.report((*path, "stap", position, "na"), circle, "steps that do not wait for each other in a circle")


def _check_after(reader: SettingsReader, path: KeyPath, step: StepTemplate, codes: list[str]) -> None:
    # A step without a readable code was named already; what points at it is not its fault.
    if "" in codes:
        return
    for code in step.after:
        if code not in codes:
            reader.report(path, code, "codes of steps of this path: " + ", ".join(codes))
