"""What stands in an entry workbook when it leaves: register, last round's values and the prefilled ones."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from meetcyclus.domain.entries import Entry, IndicatorReport, MilestoneReport, ProjectReport
from meetcyclus.domain.programme import Indicator, Milestone, Project
from meetcyclus.domain.rounds import Round
from meetcyclus.domain.snapshot import ProgrammeData
from meetcyclus.exchange.workbook_layout import (
    NO,
    PREVIOUS,
    YES,
    Column,
    Kind,
    SheetLayout,
    code_labels,
    round_before,
    sheet_layouts,
)
from meetcyclus.services.ports import WorkbookSubject

Report = ProjectReport | MilestoneReport | IndicatorReport
CellValue = str | date | Decimal | None
Row = Mapping[str, CellValue]


@dataclass(frozen=True)
class Table:
    """A sheet with the rows it gets; `choices` holds the labels by code of each code list, valid in the round."""

    layout: SheetLayout
    rows: tuple[Row, ...]
    choices: Mapping[str, Mapping[str, str]]

    def row_ids(self) -> tuple[str, ...]:
        """The identifying value of each row, in order."""
        return tuple(str(each[self.layout.columns[0].key]) for each in self.rows)


def tables_of(subject: WorkbookSubject) -> tuple[Table, ...]:
    """The sheets with rows of one lead."""
    maker = _RowMaker(subject)
    makers: dict[str, Callable[[SheetLayout], Iterator[Row]]] = {
        "projecten": maker.project_rows,
        "mijlpalen": maker.milestone_rows,
        "indicatoren": maker.indicator_rows,
    }
    return tuple(
        Table(layout, tuple(makers[layout.key](layout)), _choices(layout, subject.data, subject.round))
        for layout in sheet_layouts(subject.data, subject.round)
    )


def milestones_in_force(data: ProgrammeData, at: Round) -> tuple[Milestone, ...]:
    """The milestones brought in not later than that round and not dropped before it."""
    day_of = {each.key: each.reference_date for each in data.rounds}
    return tuple(
        each
        for each in data.milestones
        if day_of[each.introduced_in] <= at.reference_date
        and (each.dropped_in is None or day_of[each.dropped_in] >= at.reference_date)
    )


def _choices(layout: SheetLayout, data: ProgrammeData, at: Round) -> dict[str, dict[str, str]]:
    lists = {each.code_list for each in layout.columns if each.is_white and each.code_list}
    return {name: code_labels(data, name, at.code_list_version) for name in sorted(lists)}


class _RowMaker:
    """Joins the register of one lead with the entries of this round and of the one before."""

    def __init__(self, subject: WorkbookSubject) -> None:
        self._data = subject.data
        self._round = subject.round
        self._numbers = subject.project_numbers
        self._previous_round = round_before(subject.data, subject.round)
        self._now = subject.data.entries_of(subject.round.key)
        self._before = subject.data.entries_of(self._previous_round.key) if self._previous_round else {}

    def project_rows(self, layout: SheetLayout) -> Iterator[Row]:
        """One row per own project."""
        projects: dict[str, Project] = {each.number: each for each in self._data.projects}
        for number in self._numbers:
            now, before = self._now.get(number), self._before.get(number)
            previous = before.report if before else None
            current = now.report if now else previous
            yield self._row(layout, projects[number], current, previous)

    def milestone_rows(self, layout: SheetLayout) -> Iterator[Row]:
        """One row per milestone in force of the own projects."""
        in_force = milestones_in_force(self._data, self._round)
        for number in self._numbers:
            now, before = _milestones(self._now.get(number)), _milestones(self._before.get(number))
            for milestone in (each for each in in_force if each.project_number == number):
                previous = before.get(milestone.id)
                yield self._row(layout, milestone, now.get(milestone.id, previous), previous, milestone_id=milestone.id)

    def indicator_rows(self, layout: SheetLayout) -> Iterator[Row]:
        """One row per indicator of the own projects. A value is measured anew, so last round's is never prefilled."""
        for number in self._numbers:
            now, before = _indicators(self._now.get(number)), _indicators(self._before.get(number))
            for indicator in (each for each in self._data.indicators if each.project_number == number):
                previous = before.get(indicator.id)
                yield self._row(layout, indicator, now.get(indicator.id), previous, indicator_id=indicator.id)

    def _row(
        self,
        layout: SheetLayout,
        registered: Project | Milestone | Indicator,
        current: Report | None,
        previous: Report | None,
        **ids: str,
    ) -> Row:
        def value(column: Column) -> CellValue:
            if column.is_previous:
                return self._previous_value(column, previous)
            if column.is_white:
                return self._current_value(column, current)
            return _plain(ids.get(column.key, getattr(registered, column.key, None)))

        return {column.key: value(column) for column in layout.columns}

    def _previous_value(self, column: Column, report: Report | None) -> CellValue:
        said = getattr(report, column.key.removeprefix(PREVIOUS), None)
        if not column.code_list or not said or self._previous_round is None:
            return _plain(said)
        labels = code_labels(self._data, column.code_list, self._previous_round.code_list_version)
        return labels.get(str(said), str(said))

    def _current_value(self, column: Column, report: Report | None) -> CellValue:
        said = getattr(report, column.key, None)
        if column.kind is Kind.CODE and said:
            return self._label_now(column.code_list, said)
        return _plain(said)

    def _label_now(self, list_name: str, code: str) -> str | None:
        """The label of a code in this round; an old code counts as the one it maps to; None where neither is valid."""
        labels = code_labels(self._data, list_name, self._round.code_list_version)
        mapped = (each.maps_to for each in self._data.code_values if (each.list_name, each.code) == (list_name, code))
        return next((labels[each] for each in (code, *mapped) if each in labels), None)


def _milestones(entry: Entry | None) -> dict[str, MilestoneReport]:
    return {each.milestone_id: each for each in entry.milestones} if entry else {}


def _indicators(entry: Entry | None) -> dict[str, IndicatorReport]:
    return {each.indicator_id: each for each in entry.indicators} if entry else {}


def _plain(value: object) -> CellValue:
    if isinstance(value, bool):
        return YES if value else NO
    if isinstance(value, (date, Decimal)):
        return value
    return str(value) if value else None
