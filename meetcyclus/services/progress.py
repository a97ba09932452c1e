"""Who has handed in, who is late and who is missing, per entity, mandate and speerpunt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from meetcyclus.domain.dutch import rounded, share
from meetcyclus.domain.programme import Project
from meetcyclus.services.entry_windows import EntryWindow, windows_of
from meetcyclus.services.rounds import require_running
from meetcyclus.services.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class ProgressLine:
    """Counts of one group; `late` are submitted after their deadline, `overdue` are missing past it."""

    code: str
    total: int
    submitted: int
    late: int
    missing: int
    overdue: int

    @property
    def on_time(self) -> int:
        """How many were in by their own deadline; on time, late and missing add up to the total."""
        return self.submitted - self.late

    @property
    def on_time_pct(self) -> Decimal:
        """The share of all projects that was in by its own deadline."""
        return rounded(share(self.on_time, self.total), 1)

    @property
    def completeness_pct(self) -> Decimal:
        """The share of all projects that is in, late or not."""
        return rounded(share(self.submitted, self.total), 1)


@dataclass(frozen=True)
class ProjectTime:
    """The time of one project that is out of the ordinary: extended, reopened, or missing past its deadline."""

    project: str
    lead: str
    entity: str
    deadline: datetime | None
    closes_at: datetime | None
    reason: str


@dataclass(frozen=True)
class Progress:
    """The whole and its parts. A shared project counts for its lead mandate, so the parts sum to the whole."""

    whole: ProgressLine
    by_mandate: tuple[ProgressLine, ...]
    by_entity: tuple[ProgressLine, ...]
    by_speerpunt: tuple[ProgressLine, ...]
    missing_projects: tuple[str, ...]
    overdue_projects: tuple[ProjectTime, ...]
    extended_projects: tuple[ProjectTime, ...]


def progress_of(uow: UnitOfWork, *, round_key: str, at: datetime) -> Progress:
    """Progress of entry now."""
    round_ = require_running(uow, round_key)
    members = {each.project_number: each for each in uow.round_projects.where(round_key=round_key)}
    entries = {each.project_number: each for each in uow.entries.latest(round_key)}
    projects = [each for each in uow.projects.where() if each.number in members]
    windows = windows_of(uow, round_)
    speerpunten = {each.code: each.speerpunt_code for each in uow.clusters.where()}

    def line(code: str, group: list[Project]) -> ProgressLine:
        submitted = [each for each in group if each.number in entries]
        missing = [each for each in group if each.number not in entries]
        return ProgressLine(
            code=code,
            total=len(group),
            submitted=len(submitted),
            late=sum(entries[each.number].is_late for each in submitted),
            missing=len(missing),
            overdue=sum(windows[each.number].is_late(at) for each in missing),
        )

    def lines(key: Callable[[Project], str]) -> tuple[ProgressLine, ...]:
        codes = sorted({key(each) for each in projects})
        return tuple(line(code, [each for each in projects if key(each) == code]) for code in codes)

    def times(wanted: Callable[[Project], bool]) -> tuple[ProjectTime, ...]:
        return tuple(
            _time(each, windows[each.number], members[each.number].extension_reason, is_in=each.number in entries)
            for each in projects
            if wanted(each)
        )

    return Progress(
        whole=line("totaal", projects),
        by_mandate=lines(lambda each: each.mandate_codes[0]),
        by_entity=lines(lambda each: each.entity_code),
        by_speerpunt=lines(lambda each: speerpunten[each.cluster_code]),
        missing_projects=tuple(each.number for each in projects if each.number not in entries),
        overdue_projects=times(lambda each: each.number not in entries and windows[each.number].is_late(at)),
        extended_projects=times(lambda each: members[each.number].entry_until is not None),
    )


def _time(project: Project, window: EntryWindow, reason: str, *, is_in: bool) -> ProjectTime:
    deadline = window.deadline if is_in else window.due
    return ProjectTime(project.number, project.lead_email, project.entity_code, deadline, window.closes_at, reason)
