"""Rows about projects: the report beside the register, the round before, the documents and the milestones."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from meetcyclus.domain.entries import Entry, ProjectReport
from meetcyclus.domain.programme import Project, VrDocument
from meetcyclus.quality.measures import filled, says_the_same
from meetcyclus.quality.milestone_rows import ENDED, MilestoneRow, milestone_rows
from meetcyclus.quality.places import PlaceFacts, place_facts
from meetcyclus.quality.project_money import ProjectMoney, project_money
from meetcyclus.quality.view import VV_LABEL, RoundView

STOPPED = "stopgezet"


@dataclass(frozen=True)
class ProjectRow:
    """One project of the population. Counts of milestones are of what is reported; `milestones` is of the register.

    `transition` reads "old>new" and is empty when the status stayed. `rounds_alike` counts the rounds in a row, this
    one included, that say exactly the same.
    """

    project: str
    object_key: str
    has_report: bool
    status: str | None
    status_label: str | None
    previous_status: str | None
    transition: str | None
    status_words: str | None
    previous_status_words: str | None
    transition_words: str
    rounds_alike: int
    motivation: str | None
    cause: str | None
    measure: str | None
    measure_owner: str | None
    measure_due_on: date | None
    starts_on: date
    ends_on: date
    funding: str
    days_since_start: int
    days_since_end: int
    rounds_since_start: int
    vv_documents: int
    documents_since_previous: int
    documents_since_stop: int
    milestones: int
    final_milestones: int
    milestones_realised: int
    milestones_not_done: int
    milestones_not_done_ids: tuple[str, ...]
    committed_cents: int | None
    has_destination_of_money: bool
    lead_email: str | None
    spoc_email: str | None
    lead_is_known: bool
    spoc_is_known: bool
    mandates: tuple[str, ...]
    valid_mandates: int
    cluster: str
    speerpunt: str | None
    entity: str
    cluster_is_known: bool
    speerpunt_is_known: bool
    entity_is_known: bool


@dataclass(frozen=True)
class _Sources:
    """What is looked up once for all projects."""

    view: RoundView
    milestones: Mapping[str, list[MilestoneRow]]
    places: Mapping[str, PlaceFacts]
    money: Mapping[str, ProjectMoney]
    labels: Mapping[str, str]


def project_rows(view: RoundView) -> list[ProjectRow]:
    """The population of the round."""
    milestones: dict[str, list[MilestoneRow]] = {}
    for row in milestone_rows(view):
        milestones.setdefault(row.project, []).append(row)
    codes = view.data.codes("projectstatus", view.subject.round.code_list_version)
    labels = {code: value.label for code, value in codes.items()}
    sources = _Sources(view, milestones, place_facts(view), project_money(view), labels)
    return [_row(sources, project, view.entries.get(number)) for number, project in view.projects.items()]


def _row(sources: _Sources, project: Project, entry: Entry | None) -> ProjectRow:
    view, number = sources.view, project.number
    report = entry.report if entry else ProjectReport("")
    before = view.previous_entries.get(number)
    documents = view.documents.get(number, [])
    rows = [each for each in sources.milestones.get(number, []) if each.is_reported]
    lasting = [each for each in sources.milestones.get(number, []) if _still_counts(each)]
    not_done = tuple(each.object_key for each in rows if each.status not in ("gerealiseerd", *ENDED))
    now_words = _words(sources.labels, report)
    before_words = _words(sources.labels, before.report) if before else None
    place, money = sources.places[number], sources.money[number]
    return ProjectRow(
        project=number,
        object_key=number,
        has_report=entry is not None,
        status=filled(report.status_code),
        status_label=sources.labels.get(report.status_code),
        previous_status=before.report.status_code if before else None,
        transition=_transition(sources, entry, before),
        status_words=now_words,
        previous_status_words=before_words,
        transition_words=f"van ‘{before_words}’ naar ‘{now_words}’",
        rounds_alike=_rounds_alike(view, entry),
        motivation=filled(report.motivation),
        cause=filled(report.cause_code),
        measure=filled(report.corrective_measure),
        measure_owner=filled(report.corrective_owner),
        measure_due_on=report.corrective_due_on,
        starts_on=project.starts_on,
        ends_on=project.ends_on,
        funding=project.funding,
        days_since_start=(view.reference_date - project.starts_on).days,
        days_since_end=(view.reference_date - project.ends_on).days,
        rounds_since_start=_rounds_since(view, project.starts_on),
        vv_documents=sum(1 for each in documents if VV_LABEL in each.number),
        documents_since_previous=_documents_since(documents, view.previous.reference_date if view.previous else None),
        documents_since_stop=_documents_since(documents, _last_running_day(view, number)),
        milestones=len(lasting),
        final_milestones=sum(1 for each in lasting if each.is_final),
        milestones_realised=sum(1 for each in rows if each.status == "gerealiseerd"),
        milestones_not_done=len(not_done),
        milestones_not_done_ids=not_done,
        committed_cents=money.committed_cents,
        has_destination_of_money=money.has_destination,
        lead_email=filled(project.lead_email),
        spoc_email=filled(project.spoc_email),
        lead_is_known=place.lead_is_known,
        spoc_is_known=place.spoc_is_known,
        mandates=project.mandate_codes,
        valid_mandates=place.valid_mandates,
        cluster=project.cluster_code,
        speerpunt=place.speerpunt,
        entity=project.entity_code,
        cluster_is_known=place.cluster_is_known,
        speerpunt_is_known=place.speerpunt_is_known,
        entity_is_known=place.entity_is_known,
    )


def _words(labels: Mapping[str, str], report: ProjectReport) -> str | None:
    return filled(labels.get(report.status_code, report.status_code))


def _still_counts(milestone: MilestoneRow) -> bool:
    return (milestone.must_be_reported or milestone.is_reported) and milestone.status not in ENDED


def _transition(sources: _Sources, entry: Entry | None, before: Entry | None) -> str | None:
    """A status outside the code list is for KC-020; it moves from nowhere to nowhere."""
    view = sources.view
    if entry is None or before is None or view.previous is None:
        return None
    if not entry.report.status_code or (sources.labels and entry.report.status_code not in sources.labels):
        return None
    old = view.comparable_status(before.report.status_code, view.previous, view.subject.round)
    new = view.comparable_status(entry.report.status_code, view.subject.round, view.previous)
    return f"{old}>{new}" if old != new else None


def _rounds_alike(view: RoundView, entry: Entry | None) -> int:
    count = 1
    for each in reversed(view.earlier):
        before = view.history.get(each.key, {}).get(entry.project_number) if entry else None
        if entry is None or before is None or not says_the_same(before, entry):
            break
        count += 1
    return count


def _rounds_since(view: RoundView, day: date) -> int:
    return sum(1 for each in (*view.earlier, view.subject.round) if each.reference_date > day)


def _documents_since(documents: Sequence[VrDocument], day: date | None) -> int:
    return sum(1 for each in documents if day is None or each.dated_on > day)


def _last_running_day(view: RoundView, number: str) -> date | None:
    """The reference date of the last round in which the project was not stopped."""
    for each in reversed(view.earlier):
        entry = view.history.get(each.key, {}).get(number)
        if entry is not None and entry.report.status_code != STOPPED:
            return each.reference_date
    return None
