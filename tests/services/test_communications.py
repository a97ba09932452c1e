"""Which documents a round gets at which moment of its path, and which papers each forum is sent."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document

from meetcyclus import handover
from meetcyclus.bootstrap import Application
from meetcyclus.chaos.end_state import facts_of
from meetcyclus.documents.inspection import problems_of
from meetcyclus.documents.seal_inspection import KnownDocument, seal_report
from meetcyclus.domain.errors import BadInput
from meetcyclus.domain.rounds import StepState
from meetcyclus.services import (
    communications,
    house_style,
    known_documents,
    meetings,
    narrative,
    reports,
    rounds,
    snapshots,
)
from meetcyclus.services.authority import SYSTEM
from meetcyclus.services.communications import papers_for
from meetcyclus.services.editions import Template
from meetcyclus.services.report_kinds import (
    COMMUNICATION,
    COVER_NOTE,
    FINANCES,
    FORUM_NOTE,
    REPORT,
    WORD_KINDS,
    kinds_named,
)
from meetcyclus.services.reports import MadeDocument
from tests.documents.conftest import TEMPLATES
from tests.documents.writing import saved, words, written
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
    """The kinds that `report build` makes of a new freeze."""
    with app.work() as uow:
        snapshots.freeze(uow, round_key=KEY, by=CONTROLLER, at=AT)
    return [each.document.kind for each in documents(app)]


def documents(app: Application) -> list[MadeDocument]:
    """All that `report build` makes of the newest freeze."""
    with app.work() as uow:
        made = reports.build_reports(uow, writer=app.reports, round_key=KEY, by=CONTROLLER, at=AT)
    return [*made, *communication(app)]


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


def set_step(app: Application, code: str, state: StepState, closed_at: datetime | None = None) -> None:
    with app.work() as uow:
        step = rounds.require_step(uow, KEY, code)
        uow.steps.put(replace(step, state=state, closed_at=closed_at, closed_by=SECRETARIAT if closed_at else None))


@pytest.mark.goal("67")
def test_communication_stays_what_it_was_once_the_government_took_note(governed: Application) -> None:
    build(governed)
    hold_the_committee(governed)
    (first,) = communication(governed)
    set_step(governed, "regering", StepState.CLOSED, FORUM_DAY + timedelta(days=3))
    set_step(governed, "directiecomite", StepState.CLOSED, FORUM_DAY + timedelta(days=2))
    (again,) = communication(governed)
    assert again == first
    with governed.work() as uow:
        assert len(uow.documents.where(round_key=KEY, kind=COMMUNICATION)) == 1


@pytest.mark.goal("67")
def test_government_is_sent_the_communication_made_after_the_reports_were_approved_again(
    governed: Application,
) -> None:
    build(governed)
    hold_the_committee(governed)
    (first,) = communication(governed)
    # The reports are taken up again and approved later than the first communication was made.
    set_step(governed, "rapportering", StepState.CLOSED, FORUM_DAY + timedelta(hours=1))
    keep(governed, COMMUNICATION, "Tweede versie")
    with governed.work() as uow:
        (second,) = communications.build_communication(
            uow, writer=governed.reports, round_key=KEY, by=SYSTEM, at=FORUM_DAY + timedelta(hours=2)
        )
        sent = papers_for(uow, rounds.require_step(uow, KEY, "regering"))[0]
    assert second.content != first.content
    assert sent[2] == second.content


def test_each_forum_is_sent_its_own_paper_first(governed: Application) -> None:
    build(governed)
    assert names(governed, "directiecomite") == [FORUM_NOTE, COVER_NOTE, REPORT]
    hold_the_committee(governed)
    communication(governed)
    assert names(governed, "regering") == [COMMUNICATION, COVER_NOTE, REPORT]


def test_deciding_forum_is_sent_the_money_that_its_note_names(governed: Application) -> None:
    with governed.work() as uow:
        uow.credits.add(KEY, 1, credits(1))
    build(governed)
    assert names(governed, "directiecomite") == [FORUM_NOTE, FINANCES, COVER_NOTE, REPORT]


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


def with_amounts(app: Application) -> None:
    with app.work() as uow:
        uow.credits.add(KEY, 1, credits(1))


def keep(app: Application, kind: str, opening: str) -> None:
    """A template of the house for this kind, with a line of its own."""
    template = Document(str(TEMPLATES / f"{kind}.docx"))
    template.paragraphs[0].insert_paragraph_before(opening)
    given = Template(f"{kind}_huisstijl.docx", saved(template))
    with app.work() as uow:
        house_style.keep_template(uow, round_key=KEY, kind=kind, template=given, by=SECRETARIAT, at=AT)


def write_by_hand(app: Application) -> None:
    """Somebody writes in the cover note and gives it back."""
    with app.work() as uow:
        made = reports.build_for_writing(uow, writer=app.reports, round_key=KEY, by=CONTROLLER, at=AT)
        note = next(each for each in made if each.document.kind == COVER_NOTE)
        narrative.import_texts(
            uow,
            reader=app.hand_texts,
            round_key=KEY,
            file_name=note.document.file_name,
            content=written(note.content, {"nota.inleiding": words("Met de hand.")}),
            by=CONTROLLER,
            at=AT,
        )


@pytest.mark.goal("33")
@pytest.mark.goal("65")
@pytest.mark.goal("70")
def test_every_document_has_the_version_of_the_texts_and_is_checked_against_the_register(
    governed: Application, tmp_path: Path
) -> None:
    with_amounts(governed)
    build(governed)
    write_by_hand(governed)
    build(governed)
    hold_the_committee(governed)
    made = documents(governed)
    assert {each.document.kind for each in made} == set(WORD_KINDS)
    for each in made:
        assert reports.version_of(each.document) == "1.1"
        path = each.written_to(tmp_path)
        assert f"versie 1.1 · {each.document.snapshot_sha256[:12]}" in footer(each)
        report = seal_report(path, lambda *seal: kept(governed, *seal))
        assert (report.problems, report.compared_with) == ((), "register"), each.document.kind
        assert problems_of(path) == (), each.document.kind


@pytest.mark.goal("70")
def test_text_that_is_written_after_the_approval_is_no_version_of_the_communication(governed: Application) -> None:
    build(governed)
    hold_the_committee(governed)
    write_by_hand(governed)
    versions = {each.document.kind: reports.version_of(each.document) for each in documents_after(governed)}
    assert (versions[COVER_NOTE], versions[COMMUNICATION]) == ("1.1", "1")


def documents_after(app: Application) -> list[MadeDocument]:
    """What is made once the reports were approved."""
    with app.work() as uow:
        made = reports.build_reports(uow, writer=app.reports, round_key=KEY, by=CONTROLLER, at=FORUM_DAY)
    return [*made, *communication(app)]


def kept(app: Application, kind: str, snapshot_sha256: str, edition: str) -> KnownDocument:
    with app.work() as uow:
        return KnownDocument(
            known_documents.kept_copies(uow, kind=kind, snapshot_sha256=snapshot_sha256, edition=edition),
            known_documents.made_anew(uow, writer=app.reports, kind=kind, snapshot_sha256=snapshot_sha256),
        )


def footer(made: MadeDocument) -> str:
    return str(Document(BytesIO(made.content)).sections[0].footer.paragraphs[0].text)


@pytest.mark.goal("31")
@pytest.mark.parametrize("kind", [FINANCES, FORUM_NOTE, COMMUNICATION])
def test_template_of_the_house_is_used_for_the_kind_in_its_name_alone(governed: Application, kind: str) -> None:
    with_amounts(governed)
    build(governed)
    hold_the_committee(governed)
    plain = {each.document.kind: each for each in documents(governed)}
    (named,) = kinds_named(f"{kind.upper()}_huisstijl.docx")
    keep(governed, named, "Huisstijl van {{programma}}")
    styled = {each.document.kind: each for each in documents(governed)}
    assert "Huisstijl van Klein programma" in [each.text for each in Document(BytesIO(styled[kind].content)).paragraphs]
    assert styled[kind].document.note.startswith(f"sjabloon {kind}_huisstijl.docx (")
    assert {name for name, each in styled.items() if each.document != plain[name].document} == {kind}
    again = {each.document.kind: each for each in documents(governed)}
    assert again == styled


def test_template_whose_name_names_no_kind_is_for_report_and_cover_note() -> None:
    assert kinds_named("huisstijl.docx") == (REPORT, COVER_NOTE)


@pytest.mark.goal("31")
def test_template_of_a_document_that_comes_later_is_tried_and_named_when_it_is_wrong(governed: Application) -> None:
    build(governed)
    for kind in (FINANCES, COMMUNICATION):
        keep(governed, kind, "Voor {{programma}}")
        with governed.work() as uow:
            reports.try_templates(uow, writer=governed.reports, round_key=KEY, kinds=[kind])
            assert uow.documents.where(round_key=KEY, kind=kind) == []
        keep(governed, kind, "Voor {{minster}}")
        with governed.work() as uow, pytest.raises(BadInput, match="minster"):
            reports.try_templates(uow, writer=governed.reports, round_key=KEY, kinds=[kind])


def test_end_state_asks_no_file_of_texts_and_templates(governed: Application, tmp_path: Path) -> None:
    build(governed)
    folder = governed.settings.folder(f"documents/{KEY}")
    for change in (lambda: None, lambda: write_by_hand(governed), lambda: keep(governed, COVER_NOTE, "Huisstijl")):
        change()
        for each in documents(governed):
            path = each.written_to(folder)
    name = "documents that are not as registered"
    assert facts_of(governed, KEY, tmp_path)[name] == ()
    path.write_bytes(b"geknoeid")
    assert facts_of(governed, KEY, tmp_path)[name] == (f"{path.name} is not there as it was made",)
