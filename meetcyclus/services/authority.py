"""Who may do what: every change names a person of the programme whose role allows it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime

from meetcyclus.domain.errors import NotAllowed
from meetcyclus.domain.programme import Person, Programme
from meetcyclus.services.unit_of_work import UnitOfWork

# What the flows do by themselves stands in the ledger under this name.
SYSTEM = "meetcyclus"


def programme_of(uow: UnitOfWork) -> Programme:
    """The programme of this database; NotAllowed when none was imported."""
    found = uow.programmes.where()
    if not found:
        raise NotAllowed("no programme yet: run `meetcyclus programme import DIR` first")
    return found[0]


def persons_at(uow: UnitOfWork, moments: Iterable[tuple[str, datetime]]) -> dict[tuple[str, datetime], Person]:
    """People by address and moment as they were then: the ledger keeps who they were before each import."""
    changes = [
        (event.at, each["before"])
        for event in uow.ledger.events(action="programme.import")
        for each in json.loads(event.after).get("changes", ())
        if each["part"] == "persons"
    ]
    now = {each.email: each for each in uow.persons.where()}
    found: dict[tuple[str, datetime], Person] = {}
    for email, moment in moments:
        later = (before for at, before in changes if before["email"] == email and at > moment)
        before = next(later, None)
        if person := Person(**before) if before else now.get(email):
            found[email, moment] = person
    return found


def require_person(uow: UnitOfWork, by: str) -> Person:
    """The person who acts; NotAllowed when the address is not one of the programme's people."""
    if not by:
        raise NotAllowed("say who acts: --by EMAIL (or MEETCYCLUS_BY)")
    person = uow.persons.get(by)
    if person is None:
        raise NotAllowed(f"{by} is not a person of this programme")
    return person


def require_role(uow: UnitOfWork, by: str, *roles: str) -> Person:
    """The person who acts, when the role is one of these; NotAllowed otherwise."""
    person = require_person(uow, by)
    if person.role not in roles:
        raise NotAllowed(f"{by} is {person.role}; this needs {' or '.join(roles)}")
    return person
