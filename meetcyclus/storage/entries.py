"""Entries in the database, in all their versions, with their milestone and indicator reports."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import fields
from datetime import datetime, timedelta, timezone
from typing import Any

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from meetcyclus.domain.entries import Author, Entry, IndicatorReport, MilestoneReport, ProjectReport
from meetcyclus.storage.base import Base
from meetcyclus.storage.repositories import to_values
from meetcyclus.storage.round_tables import EntryRow, IndicatorReportRow, MilestoneReportRow

_REPORT_FIELDS = tuple(each.name for each in fields(ProjectReport))

_FACTS = ("submitted_by", "submitted_at", "source", "is_late", "is_forecast")


class SqlEntries:
    """Entries with their milestone and indicator reports, in all versions."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def latest(self, *round_keys: str, projects: Collection[str] | None = None) -> list[Entry]:
        """The newest version per round and project, in the order they first came in."""
        newest = (
            select(EntryRow.round_key, EntryRow.project_number, func.max(EntryRow.version).label("version"))
            .group_by(EntryRow.round_key, EntryRow.project_number)
            .subquery()
        )

        def only_newest(row: Any) -> Any:
            is_newest = and_(
                row.round_key == newest.c.round_key,
                row.project_number == newest.c.project_number,
                row.version == newest.c.version,
            )
            query = select(*row.__table__.columns).join(newest, is_newest)
            if round_keys:
                query = query.where(row.round_key.in_(round_keys))
            return query if projects is None else query.where(row.project_number.in_(projects))

        return self._assemble(*(only_newest(row) for row in (EntryRow, MilestoneReportRow, IndicatorReportRow)))

    def versions(self, round_key: str, project_number: str) -> list[Entry]:
        """Every version of one entry, oldest first."""
        found = self._assemble(
            *(
                select(*row.__table__.columns).where(row.round_key == round_key, row.project_number == project_number)
                for row in (EntryRow, MilestoneReportRow, IndicatorReportRow)
            )
        )
        return sorted(found, key=lambda each: each.version)

    def authors(self, round_key: str) -> list[Author]:
        """Who entered which version of which project in a round."""
        query = select(EntryRow.project_number, EntryRow.version, EntryRow.submitted_by)
        ordered = query.where(EntryRow.round_key == round_key).order_by(EntryRow.project_number, EntryRow.version)
        return [Author(*row) for row in self._session.execute(ordered)]

    def add(self, items: Iterable[Entry]) -> None:
        """Insert new versions with their reports."""
        rows: list[Base] = []
        for position, entry in enumerate(items):
            key = {"round_key": entry.round_key, "project_number": entry.project_number, "version": entry.version}
            facts = {name: getattr(entry, name) for name in _FACTS}
            rows.append(
                EntryRow(
                    **key,
                    **facts,
                    **to_values(entry.report),
                    submitted_offset=_offset_minutes(entry.submitted_at),
                    content_sha256=entry.content_sha256,
                    position=position,
                )
            )
            rows += [
                MilestoneReportRow(**key, **to_values(each), position=at) for at, each in enumerate(entry.milestones)
            ]
            rows += [
                IndicatorReportRow(**key, **to_values(each), position=at) for at, each in enumerate(entry.indicators)
            ]
        self._session.add_all(rows)
        self._session.flush()

    def _assemble(self, entry_query: Any, milestone_query: Any, indicator_query: Any) -> list[Entry]:
        milestones, indicators = defaultdict(list), defaultdict(list)
        for row in self._session.execute(milestone_query.order_by(MilestoneReportRow.position)):
            milestones[_key(row)].append(_milestone_report(row))
        for row in self._session.execute(indicator_query.order_by(IndicatorReportRow.position)):
            indicators[_key(row)].append(_indicator_report(row))
        rows = self._session.execute(
            entry_query.order_by(EntryRow.round_key, EntryRow.position, EntryRow.project_number)
        )
        return [_entry(row, tuple(milestones[_key(row)]), tuple(indicators[_key(row)])) for row in rows]


def _key(row: Any) -> tuple[str, str, int]:
    return (row.round_key, row.project_number, row.version)


# Written out by hand: tens of thousands of these are read for one report.
def _milestone_report(row: Any) -> MilestoneReport:
    return MilestoneReport(
        row.milestone_id, row.status_code, row.expected_on, row.realised_on, row.explanation, row.evidence
    )


def _indicator_report(row: Any) -> IndicatorReport:
    return IndicatorReport(row.indicator_id, row.value, row.value_on, row.is_estimate, row.explanation)


def _entry(row: Any, milestones: tuple[MilestoneReport, ...], indicators: tuple[IndicatorReport, ...]) -> Entry:
    return Entry(
        round_key=row.round_key,
        project_number=row.project_number,
        version=row.version,
        report=ProjectReport(**{name: getattr(row, name) for name in _REPORT_FIELDS}),
        milestones=milestones,
        indicators=indicators,
        submitted_by=row.submitted_by,
        submitted_at=_with_offset(row.submitted_at, row.submitted_offset),
        source=row.source,
        is_late=row.is_late,
        is_forecast=row.is_forecast,
    )


def _offset_minutes(moment: datetime | None) -> int | None:
    offset = None if moment is None else moment.utcoffset()
    return None if offset is None else int(offset.total_seconds()) // 60


def _with_offset(moment: datetime | None, minutes: int | None) -> datetime | None:
    if moment is None or minutes is None:
        return moment
    return moment.astimezone(timezone(timedelta(minutes=minutes)))
