"""Who stands where in a round: the one way of counting that the figures and the documents share.

Rules of counting, as the documents state them:
- projects: the population of the snapshot; a project without a report counts as not reported, so that rows close;
- an earlier round: every report of that round, as published, with its codes translated to the code list of this round;
- milestones: all milestones of projects of the population of a round, brought in not later than it, not dropped before;
- money: all credits of this round for projects of the population.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from meetcyclus.domain.credits import Credit
from meetcyclus.domain.entries import Entry, MilestoneReport
from meetcyclus.domain.forecasts import frozen_forecasts
from meetcyclus.domain.programme import CodeValue, Milestone, Project, shifted_cents
from meetcyclus.domain.rounds import Round
from meetcyclus.domain.snapshot import Snapshot

PROJECT_STATUS = "projectstatus"
MILESTONE_STATUS = "mijlpaalstatus"
REALISED = "gerealiseerd"
STOPPED = "stopgezet"
ON_SCHEDULE = ("opgestart", "in_uitvoering")
NEEDS_ATTENTION = ("aandacht", "actie")
MILESTONE_REALISED = ("gerealiseerd", "gerealiseerd_laat")
MILESTONE_FINE = ("op_schema", *MILESTONE_REALISED)
MILESTONE_LATE = "vertraagd"
MILESTONE_CLOSED = (*MILESTONE_REALISED, "geschrapt", "vervangen")


@dataclass(frozen=True)
class Standing:
    """A project of the population: what was reported now and before. A status is empty when nothing was reported."""

    project: Project
    entry: Entry | None
    previous: Entry | None
    status: str
    previous_status: str

    @property
    def is_newly_realised(self) -> bool:
        """Whether the project is realised now and was reported with another status in the previous round."""
        return self.status == REALISED and self.previous is not None and self.previous_status != REALISED

    @property
    def has_moved(self) -> bool:
        """Whether both rounds have a status and they differ."""
        return bool(self.status and self.previous_status) and self.status != self.previous_status


@dataclass(frozen=True)
class MilestoneStanding:
    """A counted milestone with its report of this round, if there is one."""

    milestone: Milestone
    report: MilestoneReport | None

    @property
    def status(self) -> str:
        """The reported status; empty when nothing was reported."""
        return self.report.status_code if self.report else ""

    @property
    def current_on(self) -> date:
        """The date that holds now: realised, else expected, else the original date."""
        if self.report is None:
            return self.milestone.original_on
        return self.report.realised_on or self.report.expected_on or self.milestone.original_on

    @property
    def is_open(self) -> bool:
        """Whether it still has to be realised."""
        return self.status not in MILESTONE_CLOSED

    def is_late(self, day: date) -> bool:
        """Whether it is open and reported as delayed, or should have been realised by that day."""
        return self.is_open and (self.status == MILESTONE_LATE or self.milestone.original_on <= day)


@dataclass(frozen=True)
class RoundView:
    """A snapshot seen as one round beside the rounds before it."""

    snapshot: Snapshot

    @cached_property
    def round(self) -> Round:
        """The round of the snapshot."""
        return self.snapshot.data.round(self.snapshot.round_key)

    @cached_property
    def previous(self) -> Round | None:
        """The round before it."""
        return self.snapshot.data.previous_round(self.snapshot.round_key)

    @cached_property
    def rounds(self) -> tuple[Round, ...]:
        """All rounds up to and with this one, oldest first."""
        last = self.round.reference_date
        return tuple(each for each in self.snapshot.data.rounds_in_order() if each.reference_date <= last)

    @cached_property
    def status_codes(self) -> dict[str, CodeValue]:
        """Project statuses of this round, in their order."""
        return self.snapshot.data.codes(PROJECT_STATUS, self.round.code_list_version)

    @cached_property
    def milestone_codes(self) -> dict[str, CodeValue]:
        """Milestone statuses of this round, in their order."""
        return self.snapshot.data.codes(MILESTONE_STATUS, self.round.code_list_version)

    @cached_property
    def _old_codes(self) -> dict[tuple[str, str], str]:
        values = self.snapshot.data.code_values
        return {(each.version, each.code): each.maps_to for each in values if each.list_name == PROJECT_STATUS}

    def knows(self, code: str, measured: Round) -> bool:
        """Whether a status of this round's list could be reported in that round: its own list has it or leads to it."""
        old = self.snapshot.data.codes(PROJECT_STATUS, measured.code_list_version)
        return any(code == self.translated(each.code, each.version) for each in old.values())

    def translated(self, code: str, version: str) -> str:
        """A project status of an older code list as a code of this round's list; itself where it has no successor."""
        if version == self.round.code_list_version:
            return code
        return self._old_codes.get((version, code)) or code

    @cached_property
    def standings(self) -> tuple[Standing, ...]:
        """Every project of the population, by number."""
        known = {each.number: each for each in self.snapshot.data.projects}
        now = self.snapshot.data.entries_of(self.round.key)
        before = self.snapshot.data.entries_of(self.previous.key) if self.previous else {}
        return tuple(
            self._standing(known[number], now.get(number), before.get(number))
            for number in sorted(set(self.snapshot.population))
        )

    def _standing(self, project: Project, entry: Entry | None, previous: Entry | None) -> Standing:
        status = entry.report.status_code if entry else ""
        old = ""
        if previous and self.previous:
            old = self.translated(previous.report.status_code, self.previous.code_list_version)
        return Standing(project, entry, previous, status, old)

    def statuses_in(self, measured: Round) -> dict[str, str]:
        """Status per project in a round, in the codes of this round; empty when that round has no reports at all."""
        if measured.key == self.round.key:
            return {each.project.number: each.status for each in self.standings}
        entries = self.snapshot.data.entries_of(measured.key)
        version = measured.code_list_version
        return {number: self.translated(each.report.status_code, version) for number, each in entries.items()}

    @cached_property
    def milestones(self) -> tuple[MilestoneStanding, ...]:
        """The milestones that count in this round, by project and date."""
        return self._counted(self.round, self._population, self._entries)

    def milestones_in(self, measured: Round) -> tuple[MilestoneStanding, ...]:
        """The milestones of an earlier round, counted in the same way: of silent projects too, where its list is kept.

        Of a round whose population was never frozen only the projects that reported are known.
        """
        entries = self.snapshot.data.entries_of(measured.key)
        population = self.snapshot.populations.get(measured.key) or entries
        return self._counted(measured, frozenset(population), entries.values())

    @cached_property
    def late_milestones(self) -> tuple[MilestoneStanding, ...]:
        """The milestones of this round that are late, by project and date."""
        return tuple(each for each in self.milestones if each.is_late(self.round.reference_date))

    def _counted(
        self, measured: Round, numbers: frozenset[str], entries: Iterable[Entry]
    ) -> tuple[MilestoneStanding, ...]:
        reports = {each.milestone_id: each for entry in entries for each in entry.milestones}
        own = [each for each in self.snapshot.data.milestones if each.project_number in numbers]
        counted = [each for each in own if self._counts(each, measured.reference_date)]
        counted.sort(key=lambda each: (each.project_number, each.original_on, each.id))
        return tuple(MilestoneStanding(each, reports.get(each.id)) for each in counted)

    @cached_property
    def milestones_by_project(self) -> dict[str, list[MilestoneStanding]]:
        """The counted milestones per project number."""
        grouped: dict[str, list[MilestoneStanding]] = {}
        for each in self.milestones:
            grouped.setdefault(each.milestone.project_number, []).append(each)
        return grouped

    @cached_property
    def _entries(self) -> tuple[Entry, ...]:
        return tuple(each.entry for each in self.standings if each.entry)

    @cached_property
    def _population(self) -> frozenset[str]:
        return frozenset(self.snapshot.population)

    @cached_property
    def _dates(self) -> dict[str, date]:
        return {each.key: each.reference_date for each in self.snapshot.data.rounds}

    def _counts(self, milestone: Milestone, day: date) -> bool:
        # A snapshot holds no later rounds, so a round that it does not know is a later one.
        introduced = self._dates.get(milestone.introduced_in, date.max) <= day
        dropped = self._dates.get(milestone.dropped_in or "", date.max) < day
        return introduced and not dropped

    @cached_property
    def forecasts(self) -> frozenset[str]:
        """Projects whose report is a forecast that nobody confirmed after the reference date."""
        return frozen_forecasts(self.snapshot, self.round.key)

    def credits_in(self, measured: Round) -> tuple[Credit, ...]:
        """Credits of a round: of the population for this round, all that was published for an earlier one."""
        found = self.snapshot.data.credits_of(measured.key)
        if measured.key != self.round.key:
            return found
        return tuple(each for each in found if each.project_number in self._population)

    def means_of(self, project: Project) -> int:
        """Cents of a project at the reference date: its budget plus shifts received, minus shifts given."""
        return project.budget_cents + self._shifted.get(project.number, 0)

    def means_rows(self, projects: Iterable[Project]) -> tuple[str, ...]:
        """Keys of the source rows of the means: the projects with their budgets, and the shifts that touch them."""
        numbers = [each.number for each in projects]
        day, shifts = self.round.reference_date, self.snapshot.data.shifts
        moved = [
            each for each in shifts if each.shifted_on <= day and {each.from_project, each.to_project} & {*numbers}
        ]
        return (
            *(f"projecten:{each}" for each in numbers),
            *(f"verschuivingen:{each.shifted_on}:{each.from_project}:{each.to_project}" for each in moved),
        )

    @cached_property
    def _shifted(self) -> Counter[str]:
        """Cents received minus cents given up to the reference date, by project."""
        return shifted_cents(self.snapshot.data.shifts, self.round.reference_date)

    def report_row(self, number: str, round_key: str = "") -> str:
        """Key of the source row of a project's report."""
        return f"projectrapporten:{round_key or self.round.key}:{number}"

    def project_row(self, standing: Standing) -> str:
        """Key of the source row of a project: its report, or the project itself where nothing was reported."""
        number = standing.project.number
        return self.report_row(number) if standing.entry else f"projecten:{number}"

    def project_rows(self, standings: Iterable[Standing]) -> tuple[str, ...]:
        """Keys of the source rows of these projects."""
        return tuple(self.project_row(each) for each in standings)

    def milestone_row(self, standing: MilestoneStanding, round_key: str = "") -> str:
        """Key of the source row of a milestone: its report, or the milestone itself where nothing was reported."""
        if standing.report is None:
            return f"mijlpalen:{standing.milestone.id}"
        return f"mijlpaalrapporten:{round_key or self.round.key}:{standing.milestone.id}"

    def milestone_rows(self, standings: Iterable[MilestoneStanding], round_key: str = "") -> tuple[str, ...]:
        """Keys of the source rows of these milestones."""
        return tuple(self.milestone_row(each, round_key) for each in standings)


def credit_rows(credits: Iterable[Credit]) -> tuple[str, ...]:
    """Keys of the source rows of credits."""
    return tuple(
        f"financien:{each.round_key}:{each.project_number}:{each.budget_year}:{each.budget_article}" for each in credits
    )
