"""Repositories: rows in, domain facts out. One generic repository serves every table that mirrors a domain class."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import fields
from enum import Enum
from functools import cache
from types import UnionType
from typing import Any, Generic, TypeVar, get_args, get_type_hints

from sqlalchemy import Select, and_, case, func, inspect, select
from sqlalchemy.orm import Session

from meetcyclus.domain.credits import Credit
from meetcyclus.storage.base import Base, Ordered
from meetcyclus.storage.record_tables import StoredFileRow
from meetcyclus.storage.round_tables import CreditRow, FinanceUploadRow

D = TypeVar("D")


@cache
def _enums(cls: Any) -> dict[str, type[Enum]]:
    # An enumeration may be absent: `X | None` counts as X.
    given = get_type_hints(cls).items()
    hints = {name: get_args(hint) if isinstance(hint, UnionType) else (hint,) for name, hint in given}
    return {
        name: each
        for name, kinds in hints.items()
        for each in kinds
        if isinstance(each, type) and issubclass(each, Enum)
    }


@cache
def _names(cls: Any) -> tuple[str, ...]:
    return tuple(each.name for each in fields(cls))


def to_domain(row: Any, cls: Callable[..., D]) -> D:
    """A domain object from a row with the same column names."""
    enums = _enums(cls)
    values = {name: getattr(row, name) for name in _names(cls)}
    return cls(
        **{name: enums[name](value) if name in enums and value is not None else value for name, value in values.items()}
    )


def columns_of(row: Any, cls: Any) -> list[Any]:
    """The columns of a domain class, in the order of its fields: reading them is three times as fast as whole rows."""
    return [getattr(row, name) for name in _names(cls)]


def to_values(item: object) -> dict[str, Any]:
    """The column values of a domain object; codes as their plain text."""
    values = {each.name: getattr(item, each.name) for each in fields(item)}  # type: ignore[arg-type]
    return {name: value.value if isinstance(value, Enum) else value for name, value in values.items()}


class SqlRepository(Generic[D]):
    """A table that mirrors a domain class, column by column."""

    def __init__(self, session: Session, row: type[Base], cls: type[D]) -> None:
        self._session, self._row, self._cls = session, row, cls
        facts: Any = cls
        self._has_codes = bool(_enums(facts))

    def get(self, *key: object) -> D | None:
        """The fact with that primary key, or None."""
        row = self._session.get(self._row, key)
        return None if row is None else to_domain(row, self._cls)

    def where(self, **equal: object) -> list[D]:
        """The facts whose fields equal these values, in the order they came in."""
        query = select(*columns_of(self._row, self._cls)).where(
            *(getattr(self._row, name) == value for name, value in equal.items())
        )
        rows = self._session.execute(self._ordered(query))
        if self._has_codes:
            return [to_domain(row, self._cls) for row in rows]
        return [self._cls(*row) for row in rows]

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

    def remove(self, *key: object) -> None:
        """Take the fact with that primary key away; KeyError when it is not there."""
        row = self._session.get(self._row, key)
        if row is None:
            raise KeyError(key)
        self._session.delete(row)
        self._session.flush()

    def _next_position(self) -> int:
        if not issubclass(self._row, Ordered):
            return 0
        return (self._session.scalar(select(func.max(self._row.position))) or 0) + 1

    def _ordered(self, query: Select[Any]) -> Select[Any]:
        keys = inspect(self._row).primary_key
        return query.order_by(self._row.position, *keys) if issubclass(self._row, Ordered) else query.order_by(*keys)


class SqlCredits:
    """Credits per upload; one upload of a round counts."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def in_force(self) -> list[Credit]:
        """The credits of the newest signed upload of every round; of the newest where none is signed."""
        upload = CreditRow.upload_sequence
        signed = case((FinanceUploadRow.signed_off_by.is_not(None), upload))
        chosen = (
            select(CreditRow.round_key, func.coalesce(func.max(signed), func.max(upload)).label("upload"))
            .outerjoin(
                FinanceUploadRow,
                and_(FinanceUploadRow.round_key == CreditRow.round_key, FinanceUploadRow.sequence == upload),
            )
            .group_by(CreditRow.round_key)
            .subquery()
        )
        query = (
            select(CreditRow)
            .join(chosen, and_(CreditRow.round_key == chosen.c.round_key, upload == chosen.c.upload))
            .order_by(CreditRow.round_key, CreditRow.position)
        )
        return [to_domain(row, Credit) for row in self._session.scalars(query)]

    def of_upload(self, round_key: str, sequence: int) -> list[Credit]:
        """The credits of one upload in the order of its file, whatever came after it."""
        query = (
            select(CreditRow)
            .where(CreditRow.round_key == round_key, CreditRow.upload_sequence == sequence)
            .order_by(CreditRow.position)
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
