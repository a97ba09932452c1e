"""Rows about projects: the reported status beside dates, documents, milestones and money that must agree with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from meetcyclus.domain.entries import Entry, ProjectReport
from meetcyclus.domain.programme import Project
from meetcyclus.quality.measures import filled
from meetcyclus.quality.milestone_rows import ENDED, MilestoneRow, milestone_rows
from meetcyclus.quality.project_money import ProjectMoney, project_money
from meetcyclus.quality.view import RoundView

STOPPED = "stopgezet"


@dataclass(frozen=True)
class ProjectRow:
    """One project of the population.

    `milestones` and `final_milestones` count those that still stand; the realised and the open ones are counted
    among what is reported.
    """

    project: str
    object_key: str
    has_report: bool
    status: str | None
    motivation: str | None
    funding: str
    starts_on: date
    ends_on: date
    days_since_start: int
    days_since_end: int
    rounds_since_start: int
    vv_documents: int
    documents_since_stop: int
    milestones: int
    final_milestones: int
    milestones_realised: int
    milestones_not_done: int
    milestones_not_done_ids: tuple[str, ...]
    committed_cents: int | None
    has_destination_of_money: bool


def project_rows(view: RoundView) -> list[ProjectRow]:
    """The population of the round."""
    milestones: dict[str, list[MilestoneRow]] = {}
    for row in milestone_rows(view):
        milestones.setdefault(row.project, []).append(row)
    money = project_money(view)
    return [
        _row(view, project, view.entries.get(number), milestones.get(number, []), money[number])
        for number, project in view.projects.items()
    ]


def _row(
    view: RoundView, project: Project, entry: Entry | None, milestones: Sequence[MilestoneRow], money: ProjectMoney
) -> ProjectRow:
    number, today = project.number, view.reference_date
    report = entry.report if entry else ProjectReport("")
    standing = [each for each in milestones if _still_stands(each)]
    reported = [each for each in milestones if each.is_reported]
    not_done = tuple(each.object_key for each in reported if each.status not in ("gerealiseerd", *ENDED))
    return ProjectRow(
        project=number,
        object_key=number,
        has_report=entry is not None,
        status=filled(report.status_code),
        motivation=filled(report.motivation),
        funding=project.funding,
        starts_on=project.starts_on,
        ends_on=project.ends_on,
        days_since_start=(today - project.starts_on).days,
        days_since_end=(today - project.ends_on).days,
        rounds_since_start=_rounds_since(view, project.starts_on),
        vv_documents=view.vv_documents(number),
        documents_since_stop=view.documents_since(number, _last_running_day(view, number)),
        milestones=len(standing),
        final_milestones=sum(1 for each in standing if each.is_final),
        milestones_realised=sum(1 for each in reported if each.status == "gerealiseerd"),
        milestones_not_done=len(not_done),
        milestones_not_done_ids=not_done,
        committed_cents=money.committed_cents,
        has_destination_of_money=money.has_destination,
    )


def _still_stands(milestone: MilestoneRow) -> bool:
    return (milestone.must_be_reported or milestone.is_reported) and milestone.status not in ENDED


def _rounds_since(view: RoundView, day: date) -> int:
    return sum(1 for each in (*view.earlier, view.subject.round) if each.reference_date > day)


def _last_running_day(view: RoundView, number: str) -> date | None:
    """The reference date of the last round in which the project was not stopped."""
    for each in reversed(view.earlier):
        entry = view.history.get(each.key, {}).get(number)
        if entry is not None and entry.report.status_code != STOPPED:
            return each.reference_date
    return None
