"""The round as the rules look at it: this round, the rounds before it, and what the programme uses."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any, TypeVar

from meetcyclus.domain.entries import Entry
from meetcyclus.domain.programme import Milestone, Project, VrDocument
from meetcyclus.domain.rounds import Round
from meetcyclus.domain.snapshot import ProgrammeData
from meetcyclus.quality.wording.lexicon import Lexicon
from meetcyclus.services.ports import CheckSubject

VV_LABEL = " VV "
T = TypeVar("T")


@dataclass(frozen=True)
class RoundView:
    """Look-ups over a check subject. `projects` is the population in order; `earlier` runs from old to new.

    `lexicon` holds the word lists of the rules that are checked.
    """

    subject: CheckSubject
    projects: Mapping[str, Project]
    earlier: tuple[Round, ...]
    history: Mapping[str, Mapping[str, Entry]]
    lexicon: Lexicon = field(default_factory=Lexicon)
    _made: dict[str, Any] = field(default_factory=dict, init=False, repr=False, compare=False)

    def once(self, name: str, make: Callable[[RoundView], T]) -> T:
        """What several tables are built from, made the first time that it is asked for."""
        if name not in self._made:
            self._made[name] = make(self)
        found: T = self._made[name]
        return found

    @property
    def data(self) -> ProgrammeData:
        """The programme with its history."""
        return self.subject.data

    @property
    def reference_date(self) -> date:
        """The day to which everything in the round refers (meetmoment)."""
        return self.subject.round.reference_date

    @property
    def entries(self) -> Mapping[str, Entry]:
        """The newest entry of this round by project number."""
        return self.history.get(self.subject.round.key, {})

    @property
    def previous(self) -> Round | None:
        """The round just before this one; None for the first."""
        return self.earlier[-1] if self.earlier else None

    @property
    def previous_entries(self) -> Mapping[str, Entry]:
        """The entries of the round before."""
        return self.history.get(self.previous.key, {}) if self.previous else {}

    @cached_property
    def own_entries(self) -> tuple[Entry, ...]:
        """Every entry of this round as it came, doubles included."""
        return tuple(each for each in self.data.entries if each.round_key == self.subject.round.key)

    @cached_property
    def round_dates(self) -> Mapping[str, date]:
        """The reference date of every round by key."""
        return {each.key: each.reference_date for each in (*self.data.rounds, self.subject.round)}

    @cached_property
    def milestones_of(self) -> Mapping[str, list[Milestone]]:
        """The milestones of the register by project."""
        found: dict[str, list[Milestone]] = {}
        for milestone in self.data.milestones:
            found.setdefault(milestone.project_number, []).append(milestone)
        return found

    @cached_property
    def critical_milestones(self) -> frozenset[str]:
        """The milestones on which the register says that much depends."""
        return frozenset(each.id for each in self.data.milestones if each.is_critical)

    @cached_property
    def documents(self) -> Mapping[str, list[VrDocument]]:
        """The government documents dated up to the reference date, by project."""
        found: dict[str, list[VrDocument]] = {}
        for document in self.data.vr_documents:
            for number in document.project_numbers if document.dated_on <= self.reference_date else ():
                found.setdefault(number, []).append(document)
        return found

    def documents_since(self, number: str, day: date | None) -> int:
        """How many government documents a project has from after that day up to the reference date."""
        return sum(1 for each in self.documents.get(number, ()) if day is None or each.dated_on > day)

    def vv_documents(self, number: str) -> int:
        """How many government documents with the label VV a project has up to the reference date."""
        return sum(1 for each in self.documents.get(number, ()) if VV_LABEL in each.number)

    @cached_property
    def uses(self) -> frozenset[str]:
        """What this programme works with; a check that needs more is skipped and not counted as run."""
        values = any(each.indicators for each in self.data.entries) or not self.previous_entries
        present = {
            "vr_documents": bool(self.data.vr_documents),
            "shifts": bool(self.data.shifts),
            "projectstatus": any(each.list_name == "projectstatus" for each in self.data.code_values),
            "indicator_reports": values,
            "dutch": self.data.programme.language.lower().split("-")[0] == "nl",
            "indicators": bool(self.data.indicators),
            "evidence": any(each.evidence for entry in self.data.entries for each in entry.milestones),
            "cid": any(each.cid_number for each in self.data.milestones),
            "regular_credits": self._has_regular_credits(),
        }
        return frozenset(name for name, is_used in present.items() if is_used)

    def _has_regular_credits(self) -> bool:
        regular = {each.number for each in self.data.projects if each.funding == "regulier"}
        return any(each.project_number in regular for each in self.data.credits)

    def comparable_status(self, code: str, own: Round, other: Round) -> str:
        """A status code so that two rounds can be compared: mapped to the newest list where their lists differ."""
        if own.code_list_version == other.code_list_version:
            return code
        value = self.data.codes("projectstatus", own.code_list_version).get(code)
        return value.maps_to or code if value else code


def view_of(subject: CheckSubject) -> RoundView:
    """The view over a subject whose population stands in the register."""
    register = {each.number: each for each in subject.data.projects}
    history: dict[str, dict[str, Entry]] = {}
    for entry in sorted(subject.data.entries, key=lambda each: each.version):
        history.setdefault(entry.round_key, {})[entry.project_number] = entry
    rounds = subject.data.rounds_in_order()
    return RoundView(
        subject=subject,
        projects={each.project_number: register[each.project_number] for each in subject.population},
        earlier=tuple(each for each in rounds if each.reference_date < subject.round.reference_date),
        history=history,
    )
