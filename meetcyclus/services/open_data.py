"""What of a programme may be published: everything but its people, in a form that can be imported again.

A person gives way to a mailbox that says a role and a place (the lead of VV001, the contact of an entity). These
addresses follow from published facts alone, so nobody can be followed from project to project, and they lie in a
domain that never receives mail.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

from meetcyclus.domain.entries import Entry
from meetcyclus.domain.programme import ROLES, Mandate, Person, Project
from meetcyclus.domain.snapshot import ProgrammeData

PUBLIC_DOMAIN = "invalid.example.org"
EMAIL = re.compile(r"[\w.+'-]+@[\w-]+(?:\.[\w-]+)+")
_LEAD, _SPOC, _KABINET = "projectverantwoordelijke", "spoc", "kabinet"
_PLACED_ROLES = (_LEAD, _SPOC, _KABINET)
# Words with which the name of a mailbox begins: such a name points at no human being.
_MAILBOX_WORDS = {*ROLES, "aanspreekpunt", "leiding"}


def public_data(data: ProgrammeData) -> ProgrammeData:
    """The programme without names and addresses of people, still satisfying the exchange format."""
    named = _names_and_addresses(data.persons)
    return replace(
        data,
        programme=replace(
            data.programme,
            sender_email=_address("meetcyclus"),
            settings_text=EMAIL.sub(_address("meetcyclus"), data.programme.settings_text),
        ),
        mandates=tuple(replace(each, kabinet_email=_kabinet_address(each.code)) for each in data.mandates),
        persons=_public_persons(data),
        projects=tuple(_public_project(each) for each in data.projects),
        entries=tuple(_public_entry(each, named) for each in data.entries),
    )


def personal_traces(files: Mapping[str, bytes], persons: Iterable[Person]) -> tuple[str, ...]:
    """Every line of the files that holds the address or the full name of one of these people."""
    wanted = _names_and_addresses(persons)
    found: list[str] = []
    for name in sorted(files):
        text = files[name].decode("utf-8", errors="replace").casefold()
        hits = [each for each in wanted if each in text]
        found += [
            f"{name}, line {number}: holds {hit!r}"
            for number, line in enumerate(text.split("\n"), start=1)
            for hit in hits
            if hit in line
        ]
    return tuple(found)


def is_public_address(email: str) -> bool:
    """Whether an address is one of the mailboxes of the published set."""
    return email.endswith(f"@{PUBLIC_DOMAIN}")


def _names_and_addresses(persons: Iterable[Person]) -> tuple[str, ...]:
    people = [each for each in persons if not is_public_address(each.email)]
    names = {each.name.casefold() for each in people if _is_a_human_name(each.name)}
    return tuple(sorted(names | {each.email.casefold() for each in people}))


def _is_a_human_name(name: str) -> bool:
    words = name.casefold().split()
    return len(words) > 1 and words[0] not in _MAILBOX_WORDS


def _address(*parts: str) -> str:
    local = "-".join(re.sub(r"[^a-z0-9]+", "-", part.lower()).strip("-") for part in parts)
    return f"{local}@{PUBLIC_DOMAIN}"


def _kabinet_address(mandate_code: str) -> str:
    return _address(_KABINET, mandate_code)


def _public_project(project: Project) -> Project:
    spoc = _address(_SPOC, project.entity_code) if project.spoc_email else None
    return replace(project, lead_email=_address(_LEAD, project.number), spoc_email=spoc)


def _public_entry(entry: Entry, named: tuple[str, ...]) -> Entry:
    owner = entry.report.corrective_owner
    folded = owner.casefold()
    if folded and (EMAIL.search(owner) or any(each in folded for each in named)):
        owner = _LEAD
    return replace(entry, submitted_by=None, report=replace(entry.report, corrective_owner=owner))


def _public_persons(data: ProgrammeData) -> tuple[Person, ...]:
    persons = [
        *_role_mailboxes(data.persons),
        *(_lead_of(each) for each in data.projects),
        *(_spoc_of(each) for each in data.projects if each.spoc_email),
        *_kabinet_mailboxes(data.mandates, data.persons),
    ]
    # The first of an address stands for all: two projects of one entity share its contact.
    unique = {each.email: each for each in reversed(persons)}
    return tuple(sorted(unique.values(), key=lambda each: each.email))


def _role_mailboxes(persons: Iterable[Person]) -> list[Person]:
    roles = sorted({each.role for each in persons} - set(_PLACED_ROLES))
    return [Person(email=_address(role), name=role.capitalize().replace("_", " "), role=role) for role in roles]


def _lead_of(project: Project) -> Person:
    name = f"Projectverantwoordelijke {project.number}"
    return Person(_address(_LEAD, project.number), name, _LEAD, entity_code=project.entity_code)


def _spoc_of(project: Project) -> Person:
    name = f"Aanspreekpunt {project.entity_code}"
    return Person(_address(_SPOC, project.entity_code), name, _SPOC, entity_code=project.entity_code)


def _kabinet_mailboxes(mandates: Iterable[Mandate], persons: Iterable[Person]) -> list[Person]:
    staffed = {each.mandate_code for each in persons if each.role == _KABINET}
    return [
        Person(_kabinet_address(each.code), f"Kabinet {each.code}", _KABINET, mandate_code=each.code)
        for each in mandates
        if each.code in staffed
    ]
