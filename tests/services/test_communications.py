"""Which documents a round gets at which moment of its path, and which papers each forum is sent."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from meetcyclus import handover
from meetcyclus.bootstrap import Application
from meetcyclus.domain.rounds import StepState
from meetcyclus.services import communications, meetings, reports, rounds, snapshots
from meetcyclus.services.authority import SYSTEM
from meetcyclus.services.communications import papers_for
from meetcyclus.services.report_kinds import COMMUNICATION, COVER_NOTE, FINANCES, FORUM_NOTE, REPORT
from meetcyclus.services.reports import MadeDocument
from tests.factories import CHAIR, CONTROLLER, KEY, SECRETARIAT, credits, moment
from tests.services.world import everything_entered

AT = moment("2024-01-08 10:00")
FORUM_DAY = moment("2024-01-15 16:00")


@pytest.fixture
def governed(app: Application) -> Application:
    """The small programme with a government that hears of the round after the steering committee."""
    everything_entered(app)
    with app.work() as uow:
        words = {
            "mededeling_forum": "regering",
            "mededeling_hoofding": "DE MINISTER",
            "mededeling_titel": "MEDEDELING",
            "mededeling_besluit": "De regering neemt akte.",
        }
        uow.programmes.put(replace(uow.programmes.where()[0], document_words=words))
        last = rounds.require_step(uow, KEY, "publicatie")
        government = replace(
            last, code="regering", kind="overleg", forum="regering", after=("directiecomite",), position=90
        )
        uow.steps.put(government)
    return app


def build(app: Application) -> list[str]:
    """The kinds that `report build` makes now."""
    with app.work() as uow:
        snapshots.freeze(uow, round_key=KEY, by=CONTROLLER, at=AT)
        made = reports.build_reports(uow, writer=app.reports, round_key=KEY, by=CONTROLLER, at=AT)
    return [each.document.kind for each in (*made, *communication(app))]


def communication(app: Application) -> list[MadeDocument]:
    with app.work() as uow:
        return communications.build_communication(uow, writer=app.reports, round_key=KEY, by=SYSTEM, at=FORUM_DAY)


def hold_the_committee(app: Application) -> None:
    """The reports are approved and the committee decides."""
    with app.work() as uow:
        for code in ("validatie", "financien", "rapportering"):
            step = rounds.require_step(uow, KEY, code)
            uow.steps.put(
                replace(step, state=StepState.CLOSED, closed_at=AT + timedelta(hours=1), closed_by=SECRETARIAT)
            )
        uow.steps.put(replace(rounds.require_step(uow, KEY, "directiecomite"), state=StepState.OPEN))
    with app.work() as uow:
        meetings.record_meeting(
            uow,
            round_key=KEY,
            step_code="directiecomite",
            held_on=date(2024, 1, 15),
            decision="Goedgekeurd.",
            actions=(),
            by=CHAIR,
            at=FORUM_DAY,
        )


def names(app: Application, code: str) -> list[str]:
    """The names of the papers for a forum."""
    with app.work() as uow:
        return [name.partition(f"_{KEY}")[0] for name, _, _ in papers_for(uow, rounds.require_step(uow, KEY, code))]


@pytest.mark.goal("63")
def test_financial_report_is_made_once_amounts_are_there(governed: Application) -> None:
    assert build(governed) == [REPORT, COVER_NOTE, FORUM_NOTE]
    with governed.work() as uow:
        uow.credits.add(KEY, 1, credits(1))
    assert build(governed) == [REPORT, COVER_NOTE, FINANCES, FORUM_NOTE]


def test_communication_waits_for_the_steps_before_its_forum(governed: Application) -> None:
    build(governed)
    assert communication(governed) == []
    hold_the_committee(governed)
    (made,) = communication(governed)
    assert made.document.kind == COMMUNICATION
    assert made.document.file_name.startswith(f"mededeling_vr_{KEY}_v1")


@pytest.mark.goal("67")
def test_communication_made_twice_is_one_document_with_the_figures_of_the_approved_ones(governed: Application) -> None:
    build(governed)
    hold_the_committee(governed)
    (first,), (again,) = communication(governed), communication(governed)
    assert (first.content, first.document) == (again.content, again.document)
    with governed.work() as uow:
        approved = reports.approved_document(uow, KEY, COVER_NOTE)
        assert approved is not None and approved.snapshot_sha256 == first.document.snapshot_sha256
        assert len(uow.documents.where(round_key=KEY, kind=COMMUNICATION)) == 1


def test_each_forum_is_sent_its_own_paper_first(governed: Application) -> None:
    build(governed)
    assert names(governed, "directiecomite") == [FORUM_NOTE, COVER_NOTE, REPORT]
    hold_the_committee(governed)
    communication(governed)
    assert names(governed, "regering") == [COMMUNICATION, COVER_NOTE, REPORT]


def test_programme_without_words_for_it_has_no_communication(app: Application) -> None:
    everything_entered(app)
    build(app)
    hold_the_committee(app)
    assert communication(app) == []
    with app.work() as uow:
        assert not communications.is_wanted(uow, KEY, "directiecomite")


def test_package_holds_the_financial_report_and_not_the_note_of_the_forum(governed: Application) -> None:
    with governed.work() as uow:
        uow.credits.add(KEY, 1, credits(1))
    build(governed)
    folder = governed.settings.folder("packages") / "proef"
    manifest = handover.build_package(governed, round_key=KEY, folder=folder, flow_runs=[], by=SECRETARIAT)
    held = {each.rpartition("/")[2].partition(f"_{KEY}")[0] for each in manifest.files if "/documenten/" in each}
    assert held == {REPORT, COVER_NOTE, FINANCES}
