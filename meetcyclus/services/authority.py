"""Who may do what: every change names a person of the programme whose role allows it."""

from __future__ import annotations

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
