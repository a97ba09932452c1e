"""The ledger in the database: the next line of the chain, written inside the transaction of the change itself."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from meetcyclus.domain.canonical import canonical_json
from meetcyclus.domain.ledger import GENESIS, Event, event_sha256
from meetcyclus.storage.record_tables import EventRow
from meetcyclus.storage.repositories import columns_of, to_values


class SqlLedger:
    """Appends to and reads the chain. Units of work take turns, so the chain never forks."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def append(
        self,
        *,
        action: str,
        object: str,
        by: str,
        at: datetime,
        round_key: str = "",
        project_number: str = "",
        before: object = None,
        after: object = None,
    ) -> None:
        """Write the next line of the chain."""
        last = self._session.scalar(select(EventRow).order_by(EventRow.seq.desc()).limit(1))
        event = Event(
            seq=1 if last is None else last.seq + 1,
            at=at,
            by=by,
            action=action,
            object=object,
            round_key=round_key,
            project_number=project_number,
            before=canonical_json(before),
            after=canonical_json(after),
            previous_sha256=GENESIS if last is None else last.sha256,
            sha256="",
        )
        self._session.add(EventRow(**to_values(replace(event, sha256=event_sha256(event)))))
        self._session.flush()

    def events(
        self, *, round_key: str = "", project_number: str = "", by: str = "", action: str = "", behind: int = 0
    ) -> list[Event]:
        """The lines in order, those behind that number only; an empty filter does not filter."""
        wanted = {"round_key": round_key, "project_number": project_number, "by": by, "action": action}
        filters = (getattr(EventRow, name) == value for name, value in wanted.items() if value)
        query = select(*columns_of(EventRow, Event)).where(EventRow.seq > behind, *filters).order_by(EventRow.seq)
        return [Event(*row) for row in self._session.execute(query)]

    def last_seq(self) -> int:
        """Number of the last line; 0 for an empty ledger."""
        return self._session.scalar(select(func.max(EventRow.seq))) or 0
