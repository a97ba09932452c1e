"""Rows about the reported status of a project: against the code list, the round before and its own explanation."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from meetcyclus.domain.entries import Entry, ProjectReport
from meetcyclus.quality.measures import filled, says_the_same
from meetcyclus.quality.view import RoundView

AT_RISK = frozenset({"aandacht", "actie"})


@dataclass(frozen=True)
class StatusRow:
    """One project of the population, reported or not.

    `transition` reads "old>new" and is empty when the status stayed. `rounds_alike` counts the rounds in a row, this
    one included, that say exactly the same; `rounds_same_measure` those that kept asking for the same measure.
    """

    project: str
    object_key: str
    has_report: bool
    status: str | None
    status_label: str | None
    status_words: str | None
    previous_status_words: str | None
    transition: str | None
    transition_words: str
    documents_since_previous: int
    rounds_alike: int
    rounds_same_measure: int
    motivation: str | None
    cause: str | None
    measure: str | None
    measure_owner: str | None
    measure_due_on: date | None


def status_rows(view: RoundView) -> list[StatusRow]:
    """The population of the round."""
    codes = view.data.codes("projectstatus", view.subject.round.code_list_version)
    labels = {code: value.label for code, value in codes.items()}
    return [_row(view, labels, number, view.entries.get(number)) for number in view.projects]


def _row(view: RoundView, labels: Mapping[str, str], number: str, entry: Entry | None) -> StatusRow:
    report = entry.report if entry else ProjectReport("")
    before = view.previous_entries.get(number)
    now_words = _words(labels, report)
    before_words = _words(labels, before.report) if before else None
    return StatusRow(
        project=number,
        object_key=number,
        has_report=entry is not None,
        status=filled(report.status_code),
        status_label=labels.get(report.status_code),
        status_words=now_words,
        previous_status_words=before_words,
        transition=_transition(view, labels, entry, before),
        transition_words=f"van ‘{before_words}’ naar ‘{now_words}’",
        documents_since_previous=view.documents_since(number, view.previous.reference_date if view.previous else None),
        rounds_alike=_rounds_in_a_row(view, entry, says_the_same),
        rounds_same_measure=_rounds_in_a_row(view, entry, _has_same_measure),
        motivation=filled(report.motivation),
        cause=filled(report.cause_code),
        measure=filled(report.corrective_measure),
        measure_owner=filled(report.corrective_owner),
        measure_due_on=report.corrective_due_on,
    )


def _words(labels: Mapping[str, str], report: ProjectReport) -> str | None:
    return filled(labels.get(report.status_code, report.status_code))


def _transition(view: RoundView, labels: Mapping[str, str], entry: Entry | None, before: Entry | None) -> str | None:
    """A status outside the code list is for KC-020; it moves from nowhere to nowhere."""
    if entry is None or before is None or view.previous is None:
        return None
    if not entry.report.status_code or (labels and entry.report.status_code not in labels):
        return None
    old = view.comparable_status(before.report.status_code, view.previous, view.subject.round)
    new = view.comparable_status(entry.report.status_code, view.subject.round, view.previous)
    return f"{old}>{new}" if old != new else None


def _has_same_measure(before: Entry, now: Entry) -> bool:
    """Whether the corrective measure stayed, word for word, while the status kept asking for one."""
    measure = filled(now.report.corrective_measure)
    return (
        measure is not None
        and measure == filled(before.report.corrective_measure)
        and {before.report.status_code, now.report.status_code} <= AT_RISK
    )


def _rounds_in_a_row(view: RoundView, entry: Entry | None, is_same: Callable[[Entry, Entry], bool]) -> int:
    count = 1
    for each in reversed(view.earlier):
        before = view.history.get(each.key, {}).get(entry.project_number) if entry else None
        if entry is None or before is None or not is_same(before, entry):
            break
        count += 1
    return count
