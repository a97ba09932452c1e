"""Repositories: rows in, domain facts out. One generic repository serves every table that mirrors a domain class."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import fields
from datetime import datetime, timedelta, timezone
from enum import Enum
from functools import cache
from typing import Any, Generic, TypeVar, get_type_hints

from sqlalchemy import Select, and_, func, inspect, select
from sqlalchemy.orm import Session

from meetcyclus.domain.credits import Credit
from meetcyclus.domain.entries import Entry, IndicatorReport, MilestoneReport, ProjectReport
from meetcyclus.storage.base import Base, Ordered
from meetcyclus.storage.record_tables import StoredFileRow
from meetcyclus.storage.round_tables import CreditRow, EntryRow, IndicatorReportRow, MilestoneReportRow

D = TypeVar("D")


@cache
def _enums(cls: Any) -> dict[str, type[Enum]]:
    hints = get_type_hints(cls)
    return {name: hint for name, hint in hints.items() if isinstance(hint, type) and issubclass(hint, Enum)}


@cache
def _names(cls: Any) -> tuple[str, ...]:
    return tuple(each.name for each in fields(cls))


def to_domain(row: Any, cls: Callable[..., D]) -> D:
    """A domain object from a row with the same column names."""
    enums = _enums(cls)
    values = {name: getattr(row, name) for name in _names(cls)}
    return cls(**{name: enums[name](value) if name in enums else value for name, value in values.items()})


def to_values(item: object) -> dict[str, Any]:
    """The column values of a domain object; codes as their plain text."""
    values = {each.name: getattr(item, each.name) for each in fields(item)}  # type: ignore[arg-type]
    return {name: value.value if isinstance(value, Enum) else value for name, value in values.items()}


class SqlRepository(Generic[D]):
    """A table that mirrors a domain class, column by column."""

    def __init__(self, session: Session, row: type[Base], cls: type[D]) -> None:
        self._session, self._row, self._cls = session, row, cls

    def get(self, *key: object) -> D | None:
        """The fact with that primary key, or None."""
        row = self._session.get(self._row, key)
        return None if row is None else to_domain(row, self._cls)

    def where(self, **equal: object) -> list[D]:
        """The facts whose fields equal these values, in the order they came in."""
        rows = self._session.scalars(self._ordered(select(self._row).filter_by(**equal)))
        return [to_domain(row, self._cls) for row in rows]

    def add(self, items: Iterable[D]) -> None:
        """Insert new facts behind those that are there."""
        start = self._next_position()
        rows = [self._row(**to_values(item)) for item in items]
        for offset, row in enumerate(rows):
            if isinstance(row, Ordered):
                row.position = start + offset
        self._session.add_all(rows)
        self._session.flush()

    def put(self, item: D) -> None:
        """Insert the fact or replace the one with its key, which keeps its place."""
        values = to_values(item)
        key = tuple(values[column.name] for column in inspect(self._row).primary_key)
        row = self._session.get(self._row, key)
        if row is None:
            self.add([item])
            return
        for name, value in values.items():
            setattr(row, name, value)
        self._session.flush()

    def _next_position(self) -> int:
        if not issubclass(self._row, Ordered):
            return 0
        return (self._session.scalar(select(func.max(self._row.position))) or 0) + 1

    def _ordered(self, query: Select[Any]) -> Select[Any]:
        keys = inspect(self._row).primary_key
        return query.order_by(self._row.position, *keys) if issubclass(self._row, Ordered) else query.order_by(*keys)


_REPORT_FIELDS = _names(ProjectReport)


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
            query = select(row).join(newest, is_newest)
            if round_keys:
                query = query.where(row.round_key.in_(round_keys))
            return query if projects is None else query.where(row.project_number.in_(projects))

        return self._assemble(*(only_newest(row) for row in (EntryRow, MilestoneReportRow, IndicatorReportRow)))

    def versions(self, round_key: str, project_number: str) -> list[Entry]:
        """Every version of one entry, oldest first."""
        found = self._assemble(
            *(
                select(row).filter_by(round_key=round_key, project_number=project_number)
                for row in (EntryRow, MilestoneReportRow, IndicatorReportRow)
            )
        )
        return sorted(found, key=lambda each: each.version)

    def add(self, items: Iterable[Entry]) -> None:
        """Insert new versions with their reports."""
        rows: list[Base] = []
        for position, entry in enumerate(items):
            key = {"round_key": entry.round_key, "project_number": entry.project_number, "version": entry.version}
            facts = {name: getattr(entry, name) for name in ("submitted_by", "submitted_at", "source", "is_late")}
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
        for row in self._session.scalars(milestone_query.order_by(MilestoneReportRow.position)):
            milestones[_key(row)].append(to_domain(row, MilestoneReport))
        for row in self._session.scalars(indicator_query.order_by(IndicatorReportRow.position)):
            indicators[_key(row)].append(to_domain(row, IndicatorReport))
        rows = self._session.scalars(
            entry_query.order_by(EntryRow.round_key, EntryRow.position, EntryRow.project_number)
        )
        return [_entry(row, tuple(milestones[_key(row)]), tuple(indicators[_key(row)])) for row in rows]


def _key(row: Any) -> tuple[str, str, int]:
    return (row.round_key, row.project_number, row.version)


def _entry(row: EntryRow, milestones: tuple[MilestoneReport, ...], indicators: tuple[IndicatorReport, ...]) -> Entry:
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
    )


def _offset_minutes(moment: datetime | None) -> int | None:
    offset = None if moment is None else moment.utcoffset()
    return None if offset is None else int(offset.total_seconds()) // 60


def _with_offset(moment: datetime | None, minutes: int | None) -> datetime | None:
    if moment is None or minutes is None:
        return moment
    return moment.astimezone(timezone(timedelta(minutes=minutes)))


class SqlCredits:
    """Credits per upload; only the newest upload of a round counts."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def in_force(self) -> list[Credit]:
        """The credits of the newest upload of every round."""
        newest = (
            select(CreditRow.round_key, func.max(CreditRow.upload_sequence).label("upload"))
            .group_by(CreditRow.round_key)
            .subquery()
        )
        query = (
            select(CreditRow)
            .join(
                newest,
                and_(CreditRow.round_key == newest.c.round_key, CreditRow.upload_sequence == newest.c.upload),
            )
            .order_by(CreditRow.round_key, CreditRow.position)
        )
        return [to_domain(row, Credit) for row in self._session.scalars(query)]

    def add(self, round_key: str, upload_sequence: int, items: Sequence[Credit]) -> None:
        """Insert the rows of an upload in the order of the file."""
        self._session.add_all(
            CreditRow(**to_values(item), upload_sequence=upload_sequence, position=at) for at, item in enumerate(items)
        )
        self._session.flush()


class SqlFiles:
    """Bytes by their hash; the same bytes are kept once."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def put(self, content: bytes) -> str:
        """Keep the bytes; gives their SHA-256."""
        sha256 = hashlib.sha256(content).hexdigest()
        if self._session.get(StoredFileRow, sha256) is None:
            self._session.add(StoredFileRow(sha256=sha256, content=content))
            self._session.flush()
        return sha256

    def get(self, sha256: str) -> bytes:
        """The bytes with that hash; KeyError when there are none."""
        row = self._session.get(StoredFileRow, sha256)
        if row is None:
            raise KeyError(sha256)
        return row.content
