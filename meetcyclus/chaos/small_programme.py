"""A cut of a shipped programme, by lot: eight projects of eight leads, so that a whole round takes a minute."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass, replace

from meetcyclus.demo.material import Material
from meetcyclus.domain.entries import Entry
from meetcyclus.domain.programme import Person, Project
from meetcyclus.domain.snapshot import ProgrammeData

PROJECTS, MANDATES = 8, 3


@dataclass(frozen=True)
class SmallWorld:
    """The cut programme, and what its people will say."""

    data: ProgrammeData
    material: Material


def cut_by_lot(data: ProgrammeData, material: Material, seed: int) -> SmallWorld:
    """Eight running projects under three mandates, one per lead, with all that belongs to them. Same seed, same cut."""
    chosen = _choose(data, material.entries, random.Random(seed))
    numbers = {each.number for each in chosen}
    mandates = {code for each in chosen for code in each.mandate_codes}
    return SmallWorld(
        replace(
            data,
            mandates=tuple(each for each in data.mandates if each.code in mandates),
            persons=tuple(each for each in data.persons if _takes_part(each, chosen, mandates)),
            projects=tuple(chosen),
            milestones=tuple(each for each in data.milestones if each.project_number in numbers),
            indicators=tuple(each for each in data.indicators if each.project_number in numbers),
            entries=tuple(each for each in data.entries if each.project_number in numbers),
            credits=tuple(each for each in data.credits if each.project_number in numbers),
            shifts=tuple(each for each in data.shifts if {each.from_project, each.to_project} <= numbers),
            vr_documents=tuple(
                replace(each, project_numbers=tuple(number for number in each.project_numbers if number in numbers))
                for each in data.vr_documents
                if numbers & set(each.project_numbers)
            ),
        ),
        Material(
            {number: entry for number, entry in material.entries.items() if number in numbers},
            tuple(each for each in material.credits if each.project_number in numbers),
        ),
    )


def _choose(data: ProgrammeData, entries: Mapping[str, Entry], dice: random.Random) -> list[Project]:
    mandates = dice.sample(sorted({each.mandate_codes[0] for each in data.projects}), k=MANDATES)
    by_lead: dict[str, Project] = {}
    for project in dice.sample(data.projects, k=len(data.projects)):
        is_running = entries[project.number].report.status_code == "in_uitvoering"
        if is_running and project.mandate_codes[0] in mandates:
            by_lead.setdefault(project.lead_email, project)
    return sorted(list(by_lead.values())[:PROJECTS], key=lambda each: each.number)


def _takes_part(person: Person, chosen: list[Project], mandates: set[str]) -> bool:
    if person.role == "projectverantwoordelijke":
        return person.email in {each.lead_email for each in chosen}
    if person.role == "spoc":
        return person.email in {each.spoc_email for each in chosen}
    return person.mandate_code is None or person.mandate_code in mandates
