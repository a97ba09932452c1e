"""Until when a project of a round may be entered: the deadline that holds for it, and the grace behind that."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from meetcyclus.domain.deadlines import is_past
from meetcyclus.domain.rounds import Round, RoundProject
from meetcyclus.services.unit_of_work import UnitOfWork

# What an extension is called in the ledger.
EXTEND = "round.extend"


@dataclass(frozen=True)
class EntryWindow:
    """Handed in until `deadline`, and taken until `closes_at`; all empty in a round without entry.

    The first entry of a project is late after `due`: the deadline of the round or of an extension, never the end of a
    correction window, which asks for what should have been there.
    """

    deadline: datetime | None
    closes_at: datetime | None
    due: datetime | None

    def is_late(self, at: datetime) -> bool:
        """Whether a first entry is late; the deadline itself is the last moment that counts."""
        return self.due is not None and is_past(self.due, at)

    def is_closed(self, at: datetime) -> bool:
        """Whether leads are refused."""
        return self.closes_at is not None and is_past(self.closes_at, at)


def window_of(round_: Round, member: RoundProject, extended_until: datetime | None = None) -> EntryWindow:
    """The window of one project. An extension replaces the deadline of the round and has the same grace behind it.

    What feedback or a return asks has an end of its own and no grace. It overwrites the extension that the project had,
    which `extended_until` then tells.
    """
    deadline = member.entry_until or round_.entry_until
    if deadline is None:
        return EntryWindow(None, None, None)
    if member.is_reopened:
        return EntryWindow(deadline, deadline, extended_until or round_.entry_until)
    return EntryWindow(deadline, deadline.astimezone(UTC) + grace_of(round_), deadline)


def grace_of(round_: Round) -> timedelta:
    """How long after a deadline entry is still taken."""
    if round_.entry_until is None or round_.grace_until is None:
        return timedelta(0)
    return round_.grace_until - round_.entry_until


def windows_of(uow: UnitOfWork, round_: Round) -> dict[str, EntryWindow]:
    """The window of every project of the population."""
    members = uow.round_projects.where(round_key=round_.key)
    missing = set(missing_projects(uow, round_.key))
    return {
        each.project_number: window_of(
            round_,
            each,
            _extended_until(uow, each) if each.is_reopened and each.project_number in missing else None,
        )
        for each in members
    }


def awaited_projects(uow: UnitOfWork, round_: Round, at: datetime) -> set[str]:
    """Projects without an entry whose first time to hand it in still runs, grace included."""
    members = {each.project_number: each for each in uow.round_projects.where(round_key=round_.key)}
    return {
        number
        for number in missing_projects(uow, round_.key)
        if not members[number].is_reopened and not window_of(round_, members[number]).is_closed(at)
    }


def _extended_until(uow: UnitOfWork, member: RoundProject) -> datetime | None:
    """The last extension that somebody gave the project; feedback wrote its own end over it."""
    given = [
        json.loads(each.after)["entry_until"]
        for each in uow.ledger.events(round_key=member.round_key, project_number=member.project_number)
        if each.action == EXTEND
    ]
    return datetime.fromisoformat(given[-1]) if given else None


def missing_projects(uow: UnitOfWork, round_key: str) -> list[str]:
    """Numbers of the population for which nothing was entered."""
    submitted = {each.project_number for each in uow.entries.latest(round_key)}
    population = [each.project_number for each in uow.round_projects.where(round_key=round_key)]
    return [number for number in population if number not in submitted]
