"""After the reference date somebody says of each entry that it became a fact, or enters what did become of it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from meetcyclus.domain.entries import Entry, EntryConfirmation
from meetcyclus.domain.errors import BadInput, NotAllowed, NotFound, NotNow
from meetcyclus.domain.programme import Person
from meetcyclus.domain.rounds import RoundState, StepState
from meetcyclus.services.authority import require_role
from meetcyclus.services.entries import ON_BEHALF, Receipt, require_own_projects
from meetcyclus.services.forecasts import confirming_step, forecasts_of, is_confirming, is_past_reference_date
from meetcyclus.services.rounds import require_running
from meetcyclus.services.unit_of_work import UnitOfWork


def confirm_entries(
    uow: UnitOfWork,
    *,
    round_key: str,
    project_numbers: Collection[str] | None,
    by: str,
    at: datetime,
    note: str = "",
) -> list[EntryConfirmation]:
    """Declare that forecasts became facts, of some projects or of all own ones (None); what is a fact stays as it is.

    Leads and SPOCs confirm their own projects. The secretariat and the controllers may confirm on behalf of a lead,
    each project by its number; the ledger says so.
    """
    person = require_role(uow, by, "projectverantwoordelijke", "spoc", *ON_BEHALF)
    _require_time(uow, round_key, at)
    numbers = _own(uow, person) if project_numbers is None else project_numbers
    if project_numbers is not None:
        _require_entered(uow, round_key, numbers)
        require_own_projects(uow, numbers, person.email, person.role)
    return _confirm(uow, forecasts_of(uow, round_key, numbers), person, at, source="opdracht", note=note)


def confirm_returned(
    uow: UnitOfWork, *, round_key: str, receipts: Sequence[Receipt], file_name: str, by: str, at: datetime
) -> list[Receipt]:
    """Take the unchanged projects of a returned workbook as confirmed while the step is open; gives the receipts anew.

    A changed project became a new version, which was entered after the reference date and needs no confirmation.
    A workbook brought in on behalf of a lead confirms nothing: the secretariat and the controllers name each project.
    """
    person = require_role(uow, by, "projectverantwoordelijke", "spoc", *ON_BEHALF)
    if person.role in ON_BEHALF or not is_confirming(uow, round_key, at):
        return list(receipts)
    same = {each.project_number for each in receipts if not each.is_new}
    chosen = forecasts_of(uow, round_key, same)
    require_own_projects(uow, (each.project_number for each in chosen), person.email, person.role)
    _confirm(uow, chosen, person, at, source=file_name, note="")
    confirmed = {each.project_number for each in chosen}
    return [replace(each, is_confirmed=each.project_number in confirmed) for each in receipts]


def _require_time(uow: UnitOfWork, round_key: str, at: datetime) -> None:
    round_ = require_running(uow, round_key)
    step = confirming_step(uow, round_key)
    if step is None:
        raise NotAllowed(f"the path of round {round_key} does not ask to confirm anything after the reference date")
    if step.state is not StepState.OPEN or round_.state is RoundState.PUBLISHED:
        raise NotNow(f"step {step.code} of round {round_key} is {step.state.value}; confirming needs it open")
    if not is_past_reference_date(uow, round_key, at):
        day = round_.reference_date
        raise NotNow(
            f"the reference date of round {round_key} is {day}: what is expected of it is confirmed after that day"
        )


def _own(uow: UnitOfWork, person: Person) -> set[str]:
    if person.role in ON_BEHALF:
        raise BadInput("confirming on behalf of leads needs the projects by number (--project)")
    return {each.number for each in uow.projects.where() if person.email in (each.lead_email, each.spoc_email)}


def _require_entered(uow: UnitOfWork, round_key: str, numbers: Collection[str]) -> None:
    members = {each.project_number for each in uow.round_projects.where(round_key=round_key)}
    strange = sorted(set(numbers) - members)
    if strange:
        raise NotFound(f"{', '.join(strange)}: not in the population of round {round_key}")
    missing = sorted(set(numbers) - {each.project_number for each in uow.entries.latest(round_key, projects=numbers)})
    if missing:
        raise NotNow(f"nothing was entered for {', '.join(missing)} in round {round_key}: there is nothing to confirm")


def _confirm(
    uow: UnitOfWork, entries: Iterable[Entry], person: Person, at: datetime, *, source: str, note: str
) -> list[EntryConfirmation]:
    leads = {each.number: each.lead_email for each in uow.projects.where()}
    made = []
    for entry in entries:
        confirmation = EntryConfirmation(entry.round_key, entry.project_number, entry.content_sha256, person.email, at)
        uow.confirmations.add([confirmation])
        uow.ledger.append(
            action="entry.confirm",
            object=entry.project_number,
            by=person.email,
            at=at,
            round_key=entry.round_key,
            project_number=entry.project_number,
            before={"version": entry.version, "is_forecast": True},
            after={
                "version": entry.version,
                "sha256": entry.content_sha256,
                "is_forecast": False,
                "on_behalf_of": leads[entry.project_number] if person.role in ON_BEHALF else "",
                "source": source,
                "note": note,
            },
        )
        made.append(confirmation)
    return made
