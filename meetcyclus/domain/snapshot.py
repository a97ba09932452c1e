"""The programme as one whole, and a round frozen with it. Documents and open data come from these alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from meetcyclus.domain.credits import Credit, FinanceUpload
from meetcyclus.domain.entries import Entry, EntryConfirmation
from meetcyclus.domain.findings import Finding
from meetcyclus.domain.meetings import Meeting
from meetcyclus.domain.programme import (
    Cluster,
    CodeValue,
    Entity,
    Indicator,
    Mandate,
    Milestone,
    Person,
    Programme,
    Project,
    Shift,
    Speerpunt,
    VrDocument,
    version_order,
)
from meetcyclus.domain.rounds import Round, Step
from meetcyclus.domain.scores import RoundScore
from meetcyclus.domain.verdicts import Verdict


@dataclass(frozen=True)
class ProgrammeData:
    """Everything the exchange format holds. `entries` has the newest version per round and project only."""

    programme: Programme
    speerpunten: tuple[Speerpunt, ...] = ()
    clusters: tuple[Cluster, ...] = ()
    entities: tuple[Entity, ...] = ()
    mandates: tuple[Mandate, ...] = ()
    persons: tuple[Person, ...] = ()
    projects: tuple[Project, ...] = ()
    milestones: tuple[Milestone, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    rounds: tuple[Round, ...] = ()
    entries: tuple[Entry, ...] = ()
    credits: tuple[Credit, ...] = ()
    vr_documents: tuple[VrDocument, ...] = ()
    shifts: tuple[Shift, ...] = ()
    code_values: tuple[CodeValue, ...] = ()

    def round(self, key: str) -> Round:
        """The round with that key; KeyError when the programme has none."""
        return {each.key: each for each in self.rounds}[key]

    def rounds_in_order(self) -> tuple[Round, ...]:
        """The rounds by reference date."""
        return tuple(sorted(self.rounds, key=lambda each: each.reference_date))

    def previous_round(self, key: str) -> Round | None:
        """The round just before, by reference date; None for the first."""
        earlier = [each for each in self.rounds_in_order() if each.reference_date < self.round(key).reference_date]
        return earlier[-1] if earlier else None

    def entries_of(self, round_key: str) -> dict[str, Entry]:
        """The entries of one round by project number."""
        return {each.project_number: each for each in self.entries if each.round_key == round_key}

    def credits_of(self, round_key: str) -> tuple[Credit, ...]:
        """The credits of one round."""
        return tuple(each for each in self.credits if each.round_key == round_key)

    def codes(self, list_name: str, version: str) -> dict[str, CodeValue]:
        """The codes of one version of a code list, in their order; the newest version where that one is absent."""
        versions = sorted({each.version for each in self.code_values if each.list_name == list_name}, key=version_order)
        wanted = version if version in versions or not versions else versions[-1]
        chosen = [each for each in self.code_values if each.list_name == list_name and each.version == wanted]
        return {each.code: each for each in sorted(chosen, key=lambda each: each.sort_order)}


@dataclass(frozen=True)
class Snapshot:
    """A round frozen at an instant: the programme with its history up to this round, and the decisions taken.

    `is_draft` is True while the validation is not closed or nobody signed for the money: documents made from it
    carry the word CONCEPT.
    `population` holds the project numbers in scope of the round. `confirming_rounds` are the rounds whose path asks
    the leads to confirm after the reference date; `confirmations` is what they said in these rounds. `scores` are those
    of this round and of the rounds before it on the criteria of the Rekenhof. `uploads` are the finance extracts of the
    round up to the one in force, oldest first: who signed which file. `populations` are the projects in scope of the
    rounds before it, where they were frozen when the round opened. `plan` is the path of the round with its planned
    days, without how far each step is; a freeze of an older program has none.
    """

    round_key: str
    sequence: int
    taken_at: datetime
    taken_by: str
    is_draft: bool
    population: tuple[str, ...]
    data: ProgrammeData
    verdicts: tuple[Verdict, ...] = ()
    findings: tuple[Finding, ...] = ()
    meetings: tuple[Meeting, ...] = ()
    confirmations: tuple[EntryConfirmation, ...] = ()
    confirming_rounds: tuple[str, ...] = ()
    scores: tuple[RoundScore, ...] = ()
    uploads: tuple[FinanceUpload, ...] = ()
    populations: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    plan: tuple[Step, ...] = ()
