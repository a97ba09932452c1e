"""How an entry workbook is laid out: its sheets, their columns and which of them are white. No values, no Excel.

The key of a white column is the name of the field of the report that it fills. The key of a column with last round's
value is that name after `previous_`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from meetcyclus.domain.programme import Programme
from meetcyclus.domain.rounds import Round
from meetcyclus.domain.snapshot import ProgrammeData

TEMPLATE_VERSION = "1"
GUIDE_SHEET = "Lees mij"
META_SHEET = "_meta"
PREVIOUS = "previous_"
PROJECT_STATUS = "projectstatus"
MILESTONE_STATUS = "mijlpaalstatus"
CAUSE = "oorzaak"
YES, NO = "ja", "nee"


class Kind(StrEnum):
    """What a cell holds; the values are the keys of the help texts."""

    TEXT = "tekst"
    DATE = "datum"
    NUMBER = "getal"
    CODE = "code"
    YES_NO = "ja_nee"


@dataclass(frozen=True)
class Column:
    """One column: `width` is in characters; a column without `is_white` is grey and locked."""

    key: str
    width: int
    kind: Kind = Kind.TEXT
    is_white: bool = False
    code_list: str = ""
    is_required: bool = False

    @property
    def is_previous(self) -> bool:
        """Whether the column shows what was said in the round before."""
        return self.key.startswith(PREVIOUS)


@dataclass(frozen=True)
class SheetLayout:
    """One sheet with rows: `key` is its section in the texts; the first column identifies a row.

    `lines` is the room, in lines of text, that a row has at least. `is_wide` sheets print on A3.
    """

    key: str
    name: str
    columns: tuple[Column, ...]
    lines: int
    is_wide: bool = False

    def position(self, key: str) -> int:
        """Column number in the sheet, from 1."""
        return [each.key for each in self.columns].index(key) + 1


def _white(key: str, width: int, kind: Kind = Kind.TEXT) -> Column:
    return Column(key, width, kind, is_white=True)


def _choice(key: str, width: int, code_list: str, is_required: bool = False) -> Column:
    return Column(key, width, Kind.CODE, True, code_list, is_required)


# Widths are chosen so that the whole sheet stays readable on one A3 page wide; a lead may widen columns on the screen.
_PROJECT_COLUMNS = (
    Column("number", 10),
    Column("title", 18),
    Column("previous_status_code", 14, code_list=PROJECT_STATUS),
    _choice("status_code", 15, PROJECT_STATUS, is_required=True),
    Column("previous_cause_code", 12, code_list=CAUSE),
    _choice("cause_code", 13, CAUSE),
    _white("motivation", 22),
    Column("previous_state_of_play", 24),
    _white("state_of_play", 30),
    Column("previous_achievements", 22),
    _white("achievements", 28),
    Column("previous_issues", 18),
    _white("issues", 22),
    Column("previous_corrective_measure", 18),
    _white("corrective_measure", 22),
    _white("corrective_owner", 14),
    _white("corrective_due_on", 12, Kind.DATE),
    Column("previous_outlook", 22),
    _white("outlook", 28),
)
_MILESTONE_COLUMNS = (
    Column("milestone_id", 18),
    Column("project_number", 12),
    Column("description", 46),
    Column("original_on", 16, Kind.DATE),
    Column("previous_status_code", 15, code_list=MILESTONE_STATUS),
    _choice("status_code", 16, MILESTONE_STATUS, is_required=True),
    Column("previous_expected_on", 15, Kind.DATE),
    _white("expected_on", 13, Kind.DATE),
    _white("realised_on", 13, Kind.DATE),
    _white("explanation", 42),
    _white("evidence", 32),
)
_INDICATOR_COLUMNS = (
    Column("indicator_id", 18),
    Column("project_number", 12),
    Column("name", 42),
    Column("unit", 16),
    Column("target", 16, Kind.NUMBER),
    Column("target_on", 13, Kind.DATE),
    Column("previous_value", 16, Kind.NUMBER),
    Column("previous_value_on", 15, Kind.DATE),
    _white("value", 18, Kind.NUMBER),
    _white("value_on", 13, Kind.DATE),
    _white("is_estimate", 10, Kind.YES_NO),
    _white("explanation", 46),
)


def sheet_layouts(data: ProgrammeData, at: Round) -> tuple[SheetLayout, ...]:
    """The sheets with rows for that round: last round's columns and code columns only where they can hold something."""
    has_previous = round_before(data, at) is not None
    whole = (
        SheetLayout("projecten", "Projecten", _PROJECT_COLUMNS, lines=6, is_wide=True),
        SheetLayout("mijlpalen", "Mijlpalen", _MILESTONE_COLUMNS, lines=2),
        SheetLayout("indicatoren", "Indicatoren", _INDICATOR_COLUMNS, lines=2),
    )
    return tuple(replace(each, columns=_useful(each.columns, data, at, has_previous)) for each in whole)


def round_before(data: ProgrammeData, at: Round) -> Round | None:
    """The round just before that one by reference date, whether or not that one is in the register already."""
    earlier = [each for each in data.rounds if each.reference_date < at.reference_date]
    return max(earlier, key=lambda each: each.reference_date, default=None)


def code_labels(data: ProgrammeData, list_name: str, version: str) -> dict[str, str]:
    """The labels of a code list by code, in their order."""
    return {code: value.label for code, value in data.codes(list_name, version).items()}


def workbook_title(programme: Programme, at: Round) -> str:
    """Short name of the workbook for properties and footer."""
    return f"{programme.name}, meting {at.number}"


def _useful(columns: tuple[Column, ...], data: ProgrammeData, at: Round, has_previous: bool) -> tuple[Column, ...]:
    return tuple(
        each
        for each in columns
        if (has_previous or not each.is_previous)
        and (not each.code_list or data.codes(each.code_list, at.code_list_version))
    )
