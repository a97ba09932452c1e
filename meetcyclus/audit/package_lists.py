"""Lists auditors ask for first, drawn from the frozen data: slipped milestones, evidence, changes of population."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from meetcyclus.audit.csv_text import csv_bytes
from meetcyclus.domain.entries import Entry, EntryConfirmation
from meetcyclus.domain.programme import Milestone
from meetcyclus.domain.snapshot import ProgrammeData

_SLIP_HEADER = "mijlpaal project omschrijving datum_origineel datum_vorige_meting datum_nu dagen_verschoven toelichting"
_EVIDENCE_HEADER = "mijlpaal project status datum_realisatie bewijs"
_CONFIRMATION_HEADER = "meting project controlegetal_van_de_inhoud bevestigd_door bevestigd_op"
_POPULATION_HEADER = "project titel in_scope_van in_scope_tot reden_uit_scope"


def slips_csv(data: ProgrammeData, round_key: str) -> bytes:
    """Milestones that are expected or were reached later than first promised."""
    previous = data.previous_round(round_key)
    before = _dates_of(data.entries_of(previous.key).values()) if previous else {}
    now = _dates_of(data.entries_of(round_key).values())
    rows = []
    for milestone in _in_order(data.milestones):
        day, explanation = now.get(milestone.id, (None, ""))
        if day is not None and day > milestone.original_on:
            was = before.get(milestone.id, (None, ""))[0]
            days = (day - milestone.original_on).days
            place = (milestone.id, milestone.project_number, milestone.description)
            rows.append((*place, milestone.original_on, was, day, days, explanation))
    return csv_bytes(_SLIP_HEADER.split(), rows)


def _dates_of(entries: Iterable[Entry]) -> dict[str, tuple[date | None, str]]:
    return {
        report.milestone_id: (report.realised_on or report.expected_on, report.explanation)
        for entry in entries
        for report in entry.milestones
    }


def _in_order(milestones: Iterable[Milestone]) -> list[Milestone]:
    return sorted(milestones, key=lambda each: (each.project_number, each.id))


def evidence_csv(data: ProgrammeData, round_key: str) -> bytes:
    """Where the proof of each milestone of the round can be found."""
    rows = (
        (report.milestone_id, entry.project_number, report.status_code, report.realised_on, report.evidence)
        for _, entry in sorted(data.entries_of(round_key).items())
        for report in sorted(entry.milestones, key=lambda each: each.milestone_id)
        if report.evidence
    )
    return csv_bytes(_EVIDENCE_HEADER.split(), rows)


def confirmations_csv(confirmations: Iterable[EntryConfirmation]) -> bytes:
    """Who said after the reference date that what was entered before it became a fact."""
    rows = (
        (each.round_key, each.project_number, each.content_sha256, each.confirmed_by, each.confirmed_at)
        for each in sorted(confirmations, key=lambda each: (each.round_key, each.project_number, each.confirmed_at))
    )
    return csv_bytes(_CONFIRMATION_HEADER.split(), rows)


def population_csv(data: ProgrammeData) -> bytes:
    """Projects that joined after the first round or left since."""
    first = [each.key for each in data.rounds_in_order()[:1]]
    rows = (
        (each.number, each.title, each.in_scope_from, each.in_scope_until, each.out_of_scope_reason)
        for each in sorted(data.projects, key=lambda each: each.number)
        if each.in_scope_from not in first or each.in_scope_until
    )
    return csv_bytes(_POPULATION_HEADER.split(), rows)
