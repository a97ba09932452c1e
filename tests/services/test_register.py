"""A document that was wrong when it was made agrees with itself; the figures computed anew tell."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from importlib.metadata import version
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest

from meetcyclus.bootstrap import Application
from meetcyclus.documents.inspection import problems_of
from meetcyclus.documents.seal_inspection import KnownDocument, SealReport, seal_report
from meetcyclus.domain.figures import Figure
from meetcyclus.services import known_documents, reports, snapshots
from meetcyclus.services.figures import figures_of
from meetcyclus.services.report_kinds import COMMUNICATION, COVER_NOTE, Basis
from tests.factories import CONTROLLER, KEY, moment
from tests.services.world import everything_entered

AT = moment("2024-01-08 10:00")
Lie = Callable[[Figure], Figure]


def checked(
    app: Application, folder: Path, lie: Lie = lambda figure: figure, kind: str = COVER_NOTE
) -> tuple[tuple[str, ...], SealReport]:
    """A document of which every figure went through `lie` before it was made and kept, as `report check` sees it."""
    with app.work() as uow:
        record = snapshots.freeze(uow, round_key=KEY, by=CONTROLLER, at=AT)
        snapshot = snapshots.snapshot_with(uow, record.sha256)
        figures = tuple(map(lie, figures_of(snapshot)))
        facts = (snapshot, record.sha256, figures)
        writer = app.reports
        content = writer.cover_note(*facts) if kind == COVER_NOTE else writer.communication(*facts, (), ())
        basis = Basis(snapshot, record.sha256, ())
        reports.keep_document(uow, basis, kind, content, version="1", by=CONTROLLER, at=AT)
    path = folder / f"{kind}.docx"
    path.write_bytes(content)
    return problems_of(path), seal_report(path, lambda *seal: known(app, *seal))


def known(app: Application, kind: str, snapshot_sha256: str, edition: str) -> KnownDocument:
    with app.work() as uow:
        return KnownDocument(
            known_documents.kept_copies(uow, kind=kind, snapshot_sha256=snapshot_sha256, edition=edition),
            known_documents.made_anew(uow, writer=app.reports, kind=kind, snapshot_sha256=snapshot_sha256),
        )


@pytest.mark.goal("65")
def test_a_document_that_was_made_right_has_the_figures_of_the_register(app: Application, tmp_path: Path) -> None:
    everything_entered(app)
    own, sealed = checked(app, tmp_path)
    assert (own, sealed.problems, sealed.compared_with) == ((), (), "register")


@pytest.mark.goal("65")
def test_a_figure_that_was_wrong_when_the_document_was_made_is_found(app: Application, tmp_path: Path) -> None:
    """The copy that is kept is as wrong as the file, and its sentences repeat the register that it carries."""
    everything_entered(app)

    def lie(figure: Figure) -> Figure:
        return replace(figure, text="9,9 miljoen euro") if figure.id == "middelen.totaal" else figure

    _, sealed = checked(app, tmp_path, lie)
    assert len(sealed.problems) == 1
    assert sealed.problems[0].startswith("register, middelen.totaal: the document says 9,9 miljoen euro, the register ")


@pytest.mark.goal("65")
def test_a_figure_that_was_wrong_in_a_document_that_shows_no_register_is_found(
    app: Application, tmp_path: Path
) -> None:
    """The sentences of the communication repeat the figures that travel in the file, where readers do not see them."""
    everything_entered(app)

    def lie(figure: Figure) -> Figure:
        return replace(figure, text="5") if figure.id == "projecten.totaal" else figure

    own, sealed = checked(app, tmp_path, kind=COMMUNICATION)
    assert (own, sealed.problems, sealed.compared_with) == ((), (), "register")
    _, sealed = checked(app, tmp_path, lie, COMMUNICATION)
    assert "register, projecten.totaal: the document says 5, the register says 6" in sealed.problems


@pytest.mark.goal("65")
@pytest.mark.parametrize(("other", "named"), [("0.0.1", "version 0.0.1 of the program"), ("", "an older program")])
def test_a_figure_that_another_program_shows_otherwise_is_told_and_no_problem(
    app: Application, tmp_path: Path, other: str, named: str
) -> None:
    """A figure that is shown as 97% today stood as 96,94% in what the program of then made; texts are still sealed."""
    everything_entered(app)

    def lie(figure: Figure) -> Figure:
        return replace(figure, text="9,9 miljoen euro") if figure.id == "middelen.totaal" else figure

    _, sealed = checked(app, tmp_path, lie)
    assert (len(sealed.problems), sealed.remarks) == (1, ())
    path = tmp_path / "covernota.docx"
    path.write_bytes(made_by(other, path.read_bytes()))
    found = seal_report(path, lambda *seal: known(app, *seal))
    assert (found.problems, found.compared_with) == ((), "register")
    assert found.remarks[0].startswith(f"the document was made with {named}; version ")
    assert found.remarks[1:] == sealed.problems


def made_by(product_version: str, content: bytes) -> bytes:
    """The same document as another version of the program would have sealed it; an old one did not say which it was."""
    out, ours = BytesIO(), f' programma="{version("meetcyclus")}"'
    theirs, count = f' programma="{product_version}"' if product_version else "", 0
    with ZipFile(BytesIO(content)) as source, ZipFile(out, "w") as target:
        for member in source.infolist():
            part = source.read(member)
            count += ours.encode() in part
            target.writestr(member, part.replace(ours.encode(), theirs.encode()))
    assert count == 1
    return out.getvalue()


@pytest.mark.goal("65")
def test_a_chart_and_its_table_that_were_wrong_together_are_found(app: Application, tmp_path: Path) -> None:
    everything_entered(app)
    wrong = f"evolutie.{KEY}.gerealiseerd"

    def lie(figure: Figure) -> Figure:
        return replace(figure, value=Decimal(4), text="4") if figure.id == wrong else figure

    _, sealed = checked(app, tmp_path, lie)
    places = {each.partition(" ")[0] for each in sealed.problems}
    assert {"chart", "table"} <= places, sealed.problems
    assert all("the document says 4, the register says 1" in each for each in sealed.problems if "chart" in each)


@pytest.mark.goal("65")
def test_without_the_frozen_facts_nothing_is_said_to_be_computed(app: Application, tmp_path: Path) -> None:
    everything_entered(app)
    checked(app, tmp_path)
    path = tmp_path / "covernota.docx"
    assert seal_report(path, lambda *_: KnownDocument()).compared_with == "seal"
    assert seal_report(path, lambda *_: KnownDocument([path.read_bytes()])).compared_with == "copy"
    assert known(app, COVER_NOTE, "00" * 32, "1").anew is None
