"""Letters in the database, with the few questions that a sender asks for every letter: none reads a text."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session

from meetcyclus.domain.letters import Letter, LetterState
from meetcyclus.storage.record_tables import LetterRow
from meetcyclus.storage.repositories import SqlRepository
from meetcyclus.storage.round_tables import RoundRow


class SqlLetters(SqlRepository[Letter]):
    """The outbox."""

    def __init__(self, session: Session) -> None:
        super().__init__(session, LetterRow, Letter)

    def due(self, at: datetime | None, *, is_rehearsal: bool) -> list[str]:
        """Ids of the planned letters of rehearsals, or of real rounds, that may go at that moment; None: all."""
        query = self._planned(is_rehearsal)
        if at is not None:
            query = query.where(or_(LetterRow.next_attempt_at.is_(None), LetterRow.next_attempt_at <= at))
        return list(self._session.scalars(query.order_by(LetterRow.position, LetterRow.id)))

    def passed_since(self, moment: datetime) -> int:
        """How many letters went out after that moment or are going out now."""
        is_sending = LetterRow.state == LetterState.SENDING.value
        query = select(func.count()).select_from(LetterRow).where(or_(LetterRow.sent_at > moment, is_sending))
        return self._session.scalar(query) or 0

    def states(self, round_key: str) -> dict[str, LetterState]:
        """The state of every letter of a round, by id."""
        query = select(LetterRow.id, LetterRow.state).where(LetterRow.round_key == round_key)
        return {id_: LetterState(state) for id_, state in self._session.execute(query)}

    def _planned(self, is_rehearsal: bool) -> Select[Any]:
        rehearsals = select(RoundRow.key).where(RoundRow.is_rehearsal)
        of_rehearsal = LetterRow.round_key.in_(rehearsals)
        return select(LetterRow.id).where(
            LetterRow.state == LetterState.PLANNED.value, of_rehearsal if is_rehearsal else ~of_rehearsal
        )
