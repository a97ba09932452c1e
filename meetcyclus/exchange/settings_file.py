"""programma.toml: from text to a Programme with every wrong setting named, and from a Programme to text."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator

from meetcyclus.domain.errors import Problem
from meetcyclus.domain.programme import Programme, StepTemplate
from meetcyclus.exchange import settings_values as values
from meetcyclus.exchange.cells import print_money
from meetcyclus.exchange.document_settings import document_lines, read_document_words
from meetcyclus.exchange.finance_layout import FinanceLayout, read_layout
from meetcyclus.exchange.governance import read_governance
from meetcyclus.exchange.settings_reader import SETTINGS_FILE, SettingsReader
from meetcyclus.exchange.toml_lines import line_of_syntax_error

_TABLES = ("programma", "termen", "governance", "emoe", "documenten")
_SETTINGS = ("code", "naam", "taal", "tijdzone", "middelen_eur", "horizon", "projectnummer", "afzender")
_TERMS = ("speerpunt", "cluster", "project", "mijlpaal")


def read_settings(text: str, problems: list[Problem]) -> Programme | None:
    """The programme of a settings text; None with problems when anything in it is wrong."""
    try:
        tree = tomllib.loads(text)
    except tomllib.TOMLDecodeError as bad:
        line = line_of_syntax_error(str(bad), text)
        problems.append(Problem(SETTINGS_FILE, line, "", "", f"text in TOML ({bad})"))
        return None
    found: list[Problem] = []
    reader = SettingsReader(tree, text, found)
    reader.table((), _TABLES)
    reader.table(("programma",), _SETTINGS)
    programme = _read_programme(reader, text)
    problems += found
    return None if found else programme


def _read_programme(reader: SettingsReader, text: str) -> Programme:
    first, last = reader.value(
        ("programma", "horizon"), values.horizon, "a first and a last year, such as [2020, 2030]", (0, 0)
    )
    number = "a regular expression for project numbers, such as '^VV\\d{3}$'"
    return Programme(
        code=reader.value(("programma", "code"), values.slug, "a code of letters, digits, _ and -", ""),
        name=reader.value(("programma", "naam"), values.words, "the name of the programme on one line", ""),
        language=reader.value(("programma", "taal"), values.language, "a language such as nl-BE", ""),
        time_zone=reader.value(("programma", "tijdzone"), values.time_zone, "a time zone such as Europe/Brussels", ""),
        budget_cents=reader.value(
            ("programma", "middelen_eur"), values.budget, 'an amount above zero as text, such as "4300000000.00"', 0
        ),
        horizon_from=first,
        horizon_until=last,
        project_number_pattern=reader.value(("programma", "projectnummer"), values.pattern, number, ""),
        sender_email=reader.value(("programma", "afzender"), values.email, "a mail address", ""),
        terms=_read_terms(reader),
        governance=read_governance(reader),
        finance_mapping=read_layout(reader).as_settings(),
        document_words=read_document_words(reader),
        settings_text=text,
    )


def _read_terms(reader: SettingsReader) -> dict[str, str]:
    reader.table(("termen",), _TERMS)
    names = (each for each in reader.names(("termen",)) if each in _TERMS)
    return {each: reader.value(("termen", each), values.words, "a word or words on one line", "") for each in names}


def settings_text_of(programme: Programme) -> str:
    """The settings of a programme as text: as they came in, else written from its facts."""
    return programme.settings_text or "\n".join(_lines_of(programme)) + "\n"


def _lines_of(programme: Programme) -> Iterator[str]:
    yield "[programma]"
    yield f"code = {_quoted(programme.code)}"
    yield f"naam = {_quoted(programme.name)}"
    yield f"taal = {_quoted(programme.language)}"
    yield f"tijdzone = {_quoted(programme.time_zone)}"
    yield f"middelen_eur = {_quoted(print_money(programme.budget_cents))}"
    yield f"horizon = [{programme.horizon_from}, {programme.horizon_until}]"
    yield f"projectnummer = {_quoted(programme.project_number_pattern)}"
    yield f"afzender = {_quoted(programme.sender_email)}"
    yield "\n[termen]"
    yield from (f"{name} = {_quoted(term)}" for name, term in programme.terms.items())
    for name, steps in programme.governance.items():
        yield f"\n[governance.{_quoted(name)}]"
        for step in steps:
            yield from _step_lines(name, step)
    layout = FinanceLayout.of(programme)
    yield f"\n[emoe]\nscheidingsteken = {_quoted(layout.delimiter)}\ntotaal = {_quoted(layout.total)}"
    yield "\n[emoe.kolommen]"
    yield from (f"{name} = {_quoted(header)}" for name, header in layout.columns.items())
    yield from document_lines(programme)


def _step_lines(path: str, step: StepTemplate) -> Iterator[str]:
    yield f"\n[[governance.{_quoted(path)}.stap]]"
    yield f"code = {_quoted(step.code)}"
    yield f"soort = {_quoted(step.kind)}"
    yield f"eigenaar = {_quoted(step.owner)}"
    yield f"dag = {step.day_from}"
    yield f"dag_tot = {step.day_until}"
    optional: dict[str, object] = {
        "herinneringen": list(step.reminder_days),
        "escalatie": list(step.escalation_days),
        "respijt_uren": step.grace_hours,
        "nalezen": step.is_reviewed,
        "uur": step.starts_at,
        "plaats": step.place,
        "genodigden": list(step.invited_roles),
        "forum": step.forum,
        "na": list(step.after),
    }
    yield from (f"{name} = {_quoted(value)}" for name, value in optional.items() if value)


def _quoted(value: object) -> str:
    # JSON strings, numbers, truths and lists of them are written the same in TOML.
    return json.dumps(value, ensure_ascii=False)
