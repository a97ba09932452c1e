"""meetcyclus report ... and figures: documents and their numbers."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from meetcyclus.bootstrap import Application, application
from meetcyclus.cli.shared import FOUND_SOMETHING, CommonCommand, CommonGroup, Shown, actor, app_for_change, emit
from meetcyclus.domain.errors import BadInput
from meetcyclus.paths import project_root
from meetcyclus.safe_files import write_file
from meetcyclus.services import communications, house_style, known_documents, narrative, reports, snapshots
from meetcyclus.services.editions import Template
from meetcyclus.services.new_documents import NewDocument, with_page_numbers
from meetcyclus.services.report_kinds import kinds_named
from meetcyclus.services.unit_of_work import UnitOfWork
from meetcyclus.settings import read_settings

if TYPE_CHECKING:
    from meetcyclus.documents.seal_inspection import KnownDocument

# What a checked document was held against, for people; the key is `compared_with` of the JSON.
_COMPARED = {
    "register": "figures compared with the register, computed anew from the frozen facts in this home",
    "copy": "texts compared with the copy that this home keeps; it lacks the frozen facts, so no figure was computed",
    "seal": "texts compared with the seal in the file only: this home lacks its frozen facts, no figure was computed",
    "": "compared with nothing: the file carries no seal",
}
_FILE = click.Path(path_type=Path, exists=True, dir_okay=False)


@click.group(cls=CommonGroup)
def report() -> None:
    """Monitoring report, cover note and the other documents of a round.

    Example:  meetcyclus report build 2023-12 --by controle1@example.org
    """


@report.command()
@click.argument("key")
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), help="Default HOME/documents/KEY.")
@click.option("--pdf", is_flag=True, help="Also as PDF; needs LibreOffice.")
@click.option(
    "--template",
    "templates",
    type=_FILE,
    multiple=True,
    help="Your own Word template, kept for this round: for the document in its name, else for report and cover note.",
)
@click.option("--narrative-from", type=_FILE, multiple=True, help="Take hand-written texts over from an edited file.")
@click.option("--only-places", is_flag=True, help="Leave behind what was changed outside the places, and say so.")
@click.option("--for-writing", is_flag=True, help="Copies in which every place for hand-written text shows itself.")
def build(
    key: str,
    out: Path | None,
    pdf: bool,
    templates: tuple[Path, ...],
    narrative_from: tuple[Path, ...],
    only_places: bool,
    for_writing: bool,
) -> None:
    """Make the documents of the newest snapshot (one is taken where there is none).

    Always report and cover note; the financial report where amounts were loaded; the note for the forum that decides
    first; and the communication to the government once the steps before it are closed.

    Example:  meetcyclus report build 2023-12 --out ./rapport --by controle1@example.org
    Example:  meetcyclus report build 2023-12 --for-writing --by controle1@example.org
    Example:  meetcyclus report build 2023-12 --narrative-from covernota.docx --by controle1@example.org
    """
    app = app_for_change()
    folder = out or app.settings.folder(f"documents/{key}")
    with app.work() as uow:
        if not snapshots.freezes(uow, key):
            snapshots.freeze(uow, round_key=key, by=actor(), at=app.now())
        styled = _keep_templates(app, uow, key, templates)
        told = [line for file in narrative_from for line in _taken_over(app, uow, key, file, only_places)]
        new = [] if for_writing else reports.write_reports(uow, writer=app.reports, round_key=key, by=actor())
        later = sorted(styled - {each.kind for each in new})
        reports.try_templates(uow, writer=app.reports, round_key=key, kinds=later)
    # Counting pages takes a minute; nobody waits for the database meanwhile.
    ready = with_page_numbers(app.pages, new, drafts=pdf)
    with app.work() as uow:
        made = _made(app, uow, key, ready, for_writing=for_writing)
    folder.mkdir(parents=True, exist_ok=True)
    files, aside = _written(made, folder)
    if pdf:
        files += [_printed(Path(str(each["path"])), each["kind"], ready) for each in files]
    told += [f"{each.name}: a file that was edited by hand is kept under this name" for each in aside]
    table = Shown("Documents", ("kind", "path"), ((each["kind"], each["path"]) for each in files))
    emit({"files": files, "told": told}, table, lines=told)


def _keep_templates(app: Application, uow: UnitOfWork, key: str, templates: tuple[Path, ...]) -> set[str]:
    """Keep them with the round; gives the kinds that they are for."""
    kept: set[str] = set()
    for file in templates:
        template = Template(file.name, file.read_bytes())
        for kind in kinds_named(file.name):
            house_style.keep_template(uow, round_key=key, kind=kind, template=template, by=actor(), at=app.now())
            kept.add(kind)
    return kept


def _taken_over(app: Application, uow: UnitOfWork, key: str, file: Path, only_places: bool) -> tuple[str, ...]:
    return narrative.import_texts(
        uow,
        reader=app.hand_texts,
        round_key=key,
        file_name=file.name,
        content=file.read_bytes(),
        by=actor(),
        at=app.now(),
        only_places=only_places,
    ).told


def _made(
    app: Application, uow: UnitOfWork, key: str, ready: Sequence[NewDocument], *, for_writing: bool
) -> list[reports.MadeDocument]:
    asked: dict[str, Any] = {"writer": app.reports, "round_key": key, "by": actor(), "at": app.now()}
    if for_writing:
        return reports.build_for_writing(uow, **asked)
    return [*reports.build_reports(uow, **asked, ready=ready), *communications.build_communication(uow, **asked)]


def _written(made: list[reports.MadeDocument], folder: Path) -> tuple[list[dict[str, object]], list[Path]]:
    """The files as they are on the disk, and where edited ones of the same name are kept."""
    aside = [kept for each in made if (kept := each.edited_in(folder)) is not None]
    files: list[dict[str, object]] = [
        {"kind": each.document.kind, "path": str(each.written_to(folder)), "sha256": each.document.sha256}
        for each in made
    ]
    return files, aside


def _printed(path: Path, kind: object, ready: Sequence[NewDocument]) -> dict[str, object]:
    """The PDF beside a Word file: the one in which its pages were counted just now, or a new one."""
    # This package brings python-docx and matplotlib along, which no other command needs at its start.
    from meetcyclus.documents.office import to_pdf

    counted = next((each.pdf for each in ready if each.file_name == path.name), b"")
    printed = write_file(path.with_suffix(".pdf"), counted) if counted else to_pdf(path)
    digest = hashlib.sha256(printed.read_bytes()).hexdigest()
    return {"kind": f"{kind}.pdf", "path": str(printed), "sha256": digest}


@report.command()
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), default=Path(), help="Default: here.")
def template(out: Path) -> None:
    """The Word templates of the product, to edit in Word and give back with `report build --template`.

    Example:  meetcyclus report template --out ./sjablonen
    """
    shipped = sorted((project_root() / "templates" / "documents").glob("*.docx"))
    if there := [each.name for each in shipped if (out / each.name).exists()]:
        raise BadInput(f"{out} already holds {', '.join(there)}: move it away, so that no edited template is lost")
    files = [{"kind": each.stem, "path": str(write_file(out / each.name, each.read_bytes()))} for each in shipped]
    emit({"files": files}, Shown("Templates", ("kind", "path"), ((each["kind"], each["path"]) for each in files)))


@report.command()
@click.argument("key")
def texts(key: str) -> None:
    """The hand-written texts of a round: where they stand and for which snapshot they were written or confirmed.

    Example:  meetcyclus report texts 2023-12
    """
    with application().work() as uow:
        kept = narrative.narrative_of(uow, key)
    found = [
        {"place": each.place, "title": each.title, "written_for": each.written_for}
        for each in (kept.texts if kept else ())
    ]
    emit(
        {"texts": found},
        Shown("Hand-written texts", ("place", "title", "written for"), (tuple(each.values()) for each in found)),
    )


@report.command()
@click.argument("key")
@click.option("--place", "places", multiple=True, help="A place of `report texts`; default: all.")
def confirm(key: str, places: tuple[str, ...]) -> None:
    """Say that hand-written texts are right beside the figures of the newest snapshot; their marks go.

    Example:  meetcyclus report confirm 2023-12 --place nota.inleiding --by controle1@example.org
    """
    app = app_for_change()
    with app.work() as uow:
        confirmed = narrative.confirm_texts(uow, round_key=key, places=places, by=actor(), at=app.now())
    emit({"confirmed": confirmed}, lines=[*confirmed, f"{len(confirmed)} texts confirmed: run `report build {key}`"])


@report.command()
@click.argument("file", type=_FILE)
def check(file: Path) -> int:
    """Check a Word file: can everybody use it, do figures and charts agree, is each text as made, is a mark open?

    Where this home holds the frozen facts that the file was made from, its figures are computed anew and compared.
    Where another version of the program made it, figures that come out otherwise are shown and are no problem.
    Page numbers of a contents list are compared with a PDF made here, which takes a minute for a long report.

    Example:  meetcyclus report check covernota_2023-12_v1.docx
    """
    from meetcyclus.documents.inspection import charts_in, problems_of
    from meetcyclus.documents.page_numbers import page_check
    from meetcyclus.documents.seal_inspection import seal_report

    own, charts = problems_of(file), charts_in(file)
    sealed, pages = seal_report(file, _known_of), page_check(file)
    problems = (*own, *sealed.problems, *pages.problems)
    compared = [f"{charts} charts compared with the workbook inside them and the table beside them"]
    if pages.compared:
        compared.append(f"{pages.compared} page numbers of the contents list compared with a PDF")
    if pages.not_checked:
        compared.append(f"page numbers of the contents list not checked: {pages.not_checked}")
    compared.append(_COMPARED[sealed.compared_with])
    emit(
        {
            "problems": problems,
            "charts": charts,
            "pages": {"compared": pages.compared, "not_checked": pages.not_checked},
            "compared_with": sealed.compared_with,
            "remarks": sealed.remarks,
        },
        lines=[*problems, *sealed.remarks, *compared, f"{len(problems)} problems in {file.name}"],
    )
    return FOUND_SOMETHING if problems else 0


def _known_of(kind: str, snapshot_sha256: str, edition: str) -> KnownDocument:
    """What the home knows of a document; a check makes no home where there is none."""
    from meetcyclus.documents.seal_inspection import KnownDocument

    settings = read_settings()
    path = Path(settings.database_url.removeprefix("sqlite:///"))
    if settings.database_url.startswith("sqlite:///") and not path.is_file():
        return KnownDocument()
    app = application()
    with app.work() as uow:
        return KnownDocument(
            known_documents.kept_copies(uow, kind=kind, snapshot_sha256=snapshot_sha256, edition=edition),
            known_documents.made_anew(uow, writer=app.reports, kind=kind, snapshot_sha256=snapshot_sha256),
        )


@click.command(cls=CommonCommand)
@click.argument("key")
def figures(key: str) -> None:
    """Every figure of the newest snapshot: id, value, unit, formula.

    Example:  meetcyclus figures 2023-12
    """
    with application().work() as uow:
        found = reports.round_figures(uow, round_key=key)
    facts = [
        {"id": f.id, "label": f.label, "value": f.value, "unit": f.unit, "text": f.text, "formula": f.formula}
        for f in found
    ]
    emit(
        {"figures": facts},
        Shown(f"{len(found)} figures", ("id", "figure", "formula"), ((f.id, f.text, f.formula) for f in found)),
    )


COMMANDS = (report, figures)
