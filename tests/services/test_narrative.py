"""Hand-written texts of a round: taken over from an edited document, kept in every version, confirmed by name."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document

from meetcyclus.bootstrap import Application
from meetcyclus.documents.marks import open_marks
from meetcyclus.documents.tags import marked_place_of
from meetcyclus.domain.errors import BadInput, NotAllowed, NotFound
from meetcyclus.services import house_style, narrative, reports, snapshots
from meetcyclus.services.editions import Template
from meetcyclus.services.narrative import Imported
from meetcyclus.services.report_kinds import COVER_NOTE, REPORT
from meetcyclus.services.reports import MadeDocument
from tests.documents.writing import saved, words, written
from tests.factories import ANNA, CONTROLLER, KEY, SECRETARIAT, entry, moment, with_report
from tests.services.world import events, everything_entered, hand_in

AT = moment("2024-01-08 10:00")
LATER = AT + timedelta(days=2)
PLACE = "nota.inleiding"
TEXT = words("Met de hand geschreven.", "<w:b/>")


def freeze(app: Application, at: object = AT) -> None:
    with app.work() as uow:
        snapshots.freeze(uow, round_key=KEY, by=CONTROLLER, at=at)  # type: ignore[arg-type]


def build(app: Application, at: object = AT) -> dict[str, MadeDocument]:
    with app.work() as uow:
        made = reports.build_reports(uow, writer=app.reports, round_key=KEY, by=CONTROLLER, at=at)  # type: ignore[arg-type]
    return {each.document.kind: each for each in made}


def for_writing(app: Application) -> bytes:
    with app.work() as uow:
        made = reports.build_for_writing(uow, writer=app.reports, round_key=KEY, by=CONTROLLER, at=AT)
    return next(each.content for each in made if each.document.kind == COVER_NOTE)


def take_over(app: Application, content: bytes, by: str = CONTROLLER, *, only_places: bool = False) -> Imported:
    with app.work() as uow:
        return narrative.import_texts(
            uow,
            reader=app.hand_texts,
            round_key=KEY,
            file_name="nota.docx",
            content=content,
            by=by,
            at=AT,
            only_places=only_places,
        )


def something_changes(app: Application) -> None:
    """Another project is realised, and the round is frozen anew."""
    hand_in(app, [with_report(entry("KL005", 1), status_code="gerealiseerd")], by=SECRETARIAT, at=LATER)
    freeze(app, LATER)


def said(content: bytes) -> str:
    return " ".join("".join(p.itertext()) for p in Document(BytesIO(content)).element.body)


@pytest.fixture
def begun(app: Application) -> Application:
    """Everything is entered and the round is frozen."""
    everything_entered(app)
    freeze(app)
    return app


@pytest.mark.goal("70")
def test_text_survives_a_new_snapshot_until_somebody_confirms_it_by_name(begun: Application) -> None:
    take_over(begun, written(for_writing(begun), {PLACE: TEXT}))
    first = build(begun)[COVER_NOTE]
    assert first.document.file_name == "covernota_2023-12_v1.1_CONCEPT.docx"
    assert "Met de hand geschreven." in said(first.content) and not list(open_marks(Document(BytesIO(first.content))))
    something_changes(begun)
    second = build(begun, LATER)[COVER_NOTE]
    assert second.document.file_name == "covernota_2023-12_v2.1_CONCEPT.docx"
    assert "Met de hand geschreven." in said(second.content)
    assert any("is nu" in each for each in open_marks(Document(BytesIO(second.content))))
    with begun.work() as uow:
        confirmed = narrative.confirm_texts(uow, round_key=KEY, places=(), by=SECRETARIAT, at=LATER)
        assert narrative.confirm_texts(uow, round_key=KEY, places=(), by=SECRETARIAT, at=LATER) == ()
    assert confirmed == (PLACE,)
    third = build(begun, LATER)[COVER_NOTE]
    assert "Met de hand geschreven." in said(third.content) and not list(open_marks(Document(BytesIO(third.content))))
    lines = [(each.action, each.by) for each in events(begun) if each.action.startswith("narrative.")]
    assert lines == [("narrative.import", CONTROLLER), ("narrative.confirm", SECRETARIAT)]


@pytest.mark.goal("70")
def test_same_file_twice_changes_nothing_and_the_file_itself_is_kept(begun: Application) -> None:
    content = written(for_writing(begun), {PLACE: TEXT})
    first = take_over(begun, content)
    lines = len(events(begun))
    assert take_over(begun, content).narrative == first.narrative and len(events(begun)) == lines
    with begun.work() as uow:
        assert uow.files.get(first.narrative.source_sha256) == content


@pytest.mark.goal("70")
def test_marked_text_that_comes_back_with_its_note_is_not_confirmed_and_without_it_is(begun: Application) -> None:
    take_over(begun, written(for_writing(begun), {PLACE: TEXT}))
    something_changes(begun)
    marked = build(begun, LATER)[COVER_NOTE].content
    before = take_over(begun, marked).narrative
    document = Document(BytesIO(marked))
    for control in [each for each in document.element.body if marked_place_of(each)]:
        document.element.body.remove(control)
    after = take_over(begun, saved(document)).narrative
    assert before.texts[0].markup == after.texts[0].markup
    with begun.work() as uow:
        old, new = (each.sha256 for each in snapshots.freezes(uow, KEY))
    assert (before.texts[0].written_for, after.texts[0].written_for) == (old, new)


@pytest.mark.goal("70")
def test_text_that_the_file_lacks_stays_and_one_that_was_emptied_is_told(begun: Application) -> None:
    blank = for_writing(begun)
    take_over(begun, written(blank, {PLACE: TEXT, "nota.opvolging": TEXT}))
    with begun.work() as uow:
        made = reports.build_for_writing(uow, writer=begun.reports, round_key=KEY, by=CONTROLLER, at=AT)
    report = next(each.content for each in made if each.document.kind == REPORT)
    kept = take_over(begun, report)
    assert [each.place for each in kept.narrative.texts] == [PLACE, "nota.opvolging"]
    assert all("the text stays as it was" in each for each in kept.told) and len(kept.told) == 2
    emptied = take_over(begun, written(for_writing(begun), {"nota.opvolging": "<w:p/>"}))
    assert [each.place for each in emptied.narrative.texts] == [PLACE]
    assert any(each.startswith("nota.opvolging") and "emptied by hand" in each for each in emptied.told)


@pytest.mark.goal("70")
def test_second_copy_takes_nothing_away_from_a_colleague_and_puts_nothing_old_back(begun: Application) -> None:
    blank = for_writing(begun)
    take_over(begun, written(blank, {PLACE: TEXT}))
    both = take_over(begun, written(blank, {"nota.opvolging": TEXT}))
    assert [each.place for each in both.narrative.texts] == [PLACE, "nota.opvolging"]
    assert any(each.startswith(PLACE) and "that change stays" in each for each in both.told)
    older = for_writing(begun)
    take_over(begun, written(older, {PLACE: words("Beter verwoord.")}))
    last = take_over(begun, written(older, {"nota.opvolging": words("Ook beter.")})).narrative
    said_now = {each.place: each.markup for each in last.texts}
    assert "Beter verwoord." in said_now[PLACE] and "Ook beter." in said_now["nota.opvolging"]


@pytest.mark.goal("70")
def test_place_that_two_copies_changed_differently_is_refused_by_name(begun: Application) -> None:
    blank = for_writing(begun)
    take_over(begun, written(blank, {PLACE: TEXT}))
    full, lines = for_writing(begun), len(events(begun))
    with pytest.raises(BadInput, match=rf"both changed the text at {PLACE} \(") as refusal:
        take_over(begun, written(blank, {PLACE: words("Iets anders.")}))
    assert [each.value for each in refusal.value.problems] == [PLACE] and len(events(begun)) == lines
    take_over(begun, written(full, {PLACE: words("Nieuwer.")}))
    with pytest.raises(BadInput, match=PLACE):
        take_over(begun, written(full, {PLACE: "<w:p/>"}))


@pytest.mark.goal("70")
def test_text_outside_the_places_is_refused_or_left_behind_by_name(begun: Application) -> None:
    document = Document(BytesIO(written(for_writing(begun), {PLACE: TEXT})))
    document.paragraphs[-1].insert_paragraph_before("Naast de plaatsen.")
    lines = len(events(begun))
    with pytest.raises(BadInput) as refusal:
        take_over(begun, saved(document))
    assert "Naast de plaatsen." in refusal.value.problems[0].value and len(events(begun)) == lines
    told = take_over(begun, saved(document), only_places=True).told
    assert any("left behind" in each and "Naast de plaatsen." in each for each in told)


@pytest.mark.goal("70")
def test_lead_cannot_take_over_and_unknown_place_cannot_be_confirmed(begun: Application) -> None:
    content = written(for_writing(begun), {PLACE: TEXT})
    with pytest.raises(NotAllowed):
        take_over(begun, content, by=ANNA)
    with begun.work() as uow, pytest.raises(NotFound, match="no hand-written texts"):
        narrative.confirm_texts(uow, round_key=KEY, places=(), by=CONTROLLER, at=AT)
    take_over(begun, content)
    with begun.work() as uow, pytest.raises(NotFound, match=r"nota\.weg"):
        narrative.confirm_texts(uow, round_key=KEY, places=("nota.weg",), by=CONTROLLER, at=AT)


@pytest.mark.goal("70")
def test_file_on_the_disk_that_somebody_edited_is_kept_beside_the_new_one(begun: Application, tmp_path: Path) -> None:
    made = build(begun)[COVER_NOTE]
    path = made.written_to(tmp_path)
    path.write_bytes(b"met de hand gewijzigd")
    aside = made.edited_in(tmp_path)
    assert made.written_to(tmp_path).read_bytes() == made.content
    assert aside is not None and aside.read_bytes() == b"met de hand gewijzigd"
    assert made.edited_in(tmp_path) is None


@pytest.mark.goal("31")
def test_template_of_the_house_is_used_from_then_on_and_named_in_the_register(begun: Application) -> None:
    plain = build(begun)
    shipped = Document(str(Path(__file__).resolve().parents[2] / "templates" / "documents" / "covernota.docx"))
    shipped.paragraphs[0].insert_paragraph_before("Huisstijl van {{programma}}")
    template = Template("huisstijl.docx", saved(shipped))
    for _ in range(2):
        with begun.work() as uow:
            house_style.keep_template(uow, round_key=KEY, kind=COVER_NOTE, template=template, by=SECRETARIAT, at=AT)
    styled = build(begun)
    assert "Huisstijl van" in said(styled[COVER_NOTE].content)
    assert styled[COVER_NOTE].document.note.startswith("sjabloon huisstijl.docx (")
    assert styled[REPORT] == plain[REPORT] and build(begun) == styled
    assert [each.action for each in events(begun)].count("template.keep") == 1
