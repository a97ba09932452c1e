"""The shipped programme with its open round, once or cloned: the same projects again under new numbers."""

from __future__ import annotations

import pickle
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from meetcyclus.domain.credits import Credit
from meetcyclus.domain.entries import Entry
from meetcyclus.domain.rounds import Round
from meetcyclus.domain.snapshot import ProgrammeData
from tests.documents.shipped import KEY, vlaamse_veerkracht

_KEY = re.compile(r"^VV(\d{3})")
_OWN_ROLES = ("projectverantwoordelijke", "spoc")
Rename = Callable[[str], str]


@dataclass(frozen=True)
class Material:
    """The register with its history, and what is entered and paid in the open round."""

    data: ProgrammeData
    round: Round
    entries: tuple[Entry, ...]
    credits: tuple[Credit, ...]

    def with_round(self) -> ProgrammeData:
        """The register with the round and everything that was entered in it."""
        return replace(
            self.data,
            rounds=(*self.data.rounds, self.round),
            entries=(*self.data.entries, *self.entries),
            credits=(*self.data.credits, *self.credits),
        )


def read_material() -> Material:
    """The programme as it is shipped."""
    whole = vlaamse_veerkracht().data
    history = replace(
        whole,
        rounds=tuple(each for each in whole.rounds if each.key != KEY),
        entries=tuple(each for each in whole.entries if each.round_key != KEY),
        credits=tuple(each for each in whole.credits if each.round_key != KEY),
    )
    return Material(history, whole.round(KEY), tuple(whole.entries_of(KEY).values()), whole.credits_of(KEY))


def cloned(material: Material, times: int) -> Material:
    """The programme that many times: every project, lead, milestone, indicator, report and amount under new keys."""
    if times == 1:
        return material
    copies = [_copy(material, copy, len(material.data.projects)) for copy in range(times)]
    merged = {
        name: tuple(each for one in copies for each in getattr(one.data, name))
        for name in ("projects", "milestones", "indicators", "entries", "credits", "shifts")
    }
    persons = {(each.email, each.role): each for one in copies for each in one.data.persons}
    documents = [
        replace(first, project_numbers=tuple(number for each in again for number in each.project_numbers))
        for first, *rest in zip(*(one.data.vr_documents for one in copies), strict=True)
        for again in [(first, *rest)]
    ]
    data = replace(
        material.data,
        programme=_programme(material.data, times),
        persons=tuple(persons.values()),
        vr_documents=tuple(documents),
        **merged,
    )
    return Material(
        data,
        material.round,
        tuple(each for one in copies for each in one.entries),
        tuple(each for one in copies for each in one.credits),
    )


def _programme(data: ProgrammeData, times: int) -> object:
    settings = data.programme.settings_text.replace(r"VV\d{3}", r"VV\d{4}")
    old = f"{data.programme.budget_cents / 100:.2f}"
    budget = data.programme.budget_cents * times
    return replace(
        data.programme,
        budget_cents=budget,
        project_number_pattern=data.programme.project_number_pattern.replace("{3}", "{4}"),
        settings_text=settings.replace(old, f"{budget / 100:.2f}"),
    )


def _copy(material: Material, copy: int, size: int) -> Material:
    def key(text: str) -> str:
        return _KEY.sub(lambda found: f"VV{copy * size + int(found[1]):04d}", text)

    def address(email: str | None) -> str | None:
        return email and f"kopie{copy}.{email}"

    data = material.data
    renamed = replace(
        data,
        persons=tuple(
            replace(each, email=address(each.email)) if each.role in _OWN_ROLES else each for each in data.persons
        ),
        projects=tuple(
            replace(
                each, number=key(each.number), lead_email=address(each.lead_email), spoc_email=address(each.spoc_email)
            )
            for each in data.projects
        ),
        milestones=tuple(
            replace(
                each,
                id=key(each.id),
                project_number=key(each.project_number),
                replaced_by=each.replaced_by and key(each.replaced_by),
            )
            for each in data.milestones
        ),
        indicators=tuple(
            replace(each, id=key(each.id), project_number=key(each.project_number)) for each in data.indicators
        ),
        entries=tuple(_entry(each, key, address) for each in data.entries),
        credits=tuple(replace(each, project_number=key(each.project_number)) for each in data.credits),
        vr_documents=tuple(
            replace(each, project_numbers=tuple(map(key, each.project_numbers))) for each in data.vr_documents
        ),
        shifts=tuple(
            replace(each, from_project=key(each.from_project), to_project=key(each.to_project)) for each in data.shifts
        ),
    )
    return Material(
        renamed,
        material.round,
        tuple(_entry(each, key, address) for each in material.entries),
        tuple(replace(each, project_number=key(each.project_number)) for each in material.credits),
    )


def _entry(entry: Entry, key: Rename, address: Callable[[str | None], str | None]) -> Entry:
    return replace(
        entry,
        project_number=key(entry.project_number),
        submitted_by=address(entry.submitted_by),
        milestones=tuple(replace(each, milestone_id=key(each.milestone_id)) for each in entry.milestones),
        indicators=tuple(replace(each, indicator_id=key(each.indicator_id)) for each in entry.indicators),
    )


def store(material: Material, path: Path) -> None:
    """Keep the material for the processes that measure."""
    path.write_bytes(pickle.dumps(material, protocol=pickle.HIGHEST_PROTOCOL))


def load(folder: Path) -> Material:
    """The material that was kept in a folder of the bench."""
    found: Material = pickle.loads((folder / "material.pickle").read_bytes())
    return found
