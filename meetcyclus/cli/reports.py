"""meetcyclus report ..., figures and trace: documents and where their numbers come from."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import click

from meetcyclus.bootstrap import application
from meetcyclus.cli.shared import FOUND_SOMETHING, CommonCommand, CommonGroup, Shown, actor, app_for_change, emit
from meetcyclus.services import communications, reports, snapshots, tracing


@click.group(cls=CommonGroup)
def report() -> None:
    """Monitoring report, cover note and the other documents of a round.

    Example:  meetcyclus report build 2023-12 --by controle1@example.org
    """


@report.command()
@click.argument("key")
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), help="Default HOME/documents/KEY.")
@click.option("--pdf", is_flag=True, help="Also as PDF; needs LibreOffice.")
def build(key: str, out: Path | None, pdf: bool) -> None:
    """Make the documents of the newest snapshot (one is taken where there is none).

    Always report and cover note; the financial report where amounts were loaded; the note for the forum that decides
    first; and the communication to the government once the steps before it are closed.

    Example:  meetcyclus report build 2023-12 --out ./rapport --by controle1@example.org
    """
    app = app_for_change()
    with app.work() as uow:
        if not snapshots.freezes(uow, key):
            snapshots.freeze(uow, round_key=key, by=actor(), at=app.now())
        asked: dict[str, Any] = {"writer": app.reports, "round_key": key, "by": actor(), "at": app.now()}
        made = [*reports.build_reports(uow, **asked), *communications.build_communication(uow, **asked)]
    folder = out or app.settings.folder(f"documents/{key}")
    folder.mkdir(parents=True, exist_ok=True)
    files: list[dict[str, object]] = []
    for each in made:
        path = each.written_to(folder)
        files.append({"kind": each.document.kind, "path": str(path), "sha256": each.document.sha256})
        if pdf:
            files.append({"kind": f"{each.document.kind}.pdf", **_printed(path)})
    emit({"files": files}, Shown("Documents", ("kind", "path"), ((f["kind"], f["path"]) for f in files)))


def _printed(path: Path) -> dict[str, object]:
    # This package brings python-docx and matplotlib along, which no other command needs at its start.
    from meetcyclus.documents.office import to_pdf

    printed = to_pdf(path)
    return {"path": str(printed), "sha256": hashlib.sha256(printed.read_bytes()).hexdigest()}


@report.command()
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
def check(file: Path) -> int:
    """Check a Word file: alternative texts, table headings, heading levels, language, contents list, figures, charts.

    Example:  meetcyclus report check covernota_2023-12_v1.docx
    """
    from meetcyclus.documents.inspection import charts_in, problems_of

    problems, charts = problems_of(file), charts_in(file)
    compared = f"{charts} charts compared with the workbook inside them and the table beside them"
    emit(
        {"problems": problems, "charts": charts},
        lines=[*problems, compared, f"{len(problems)} problems in {file.name}"],
    )
    return FOUND_SOMETHING if problems else 0


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


@click.command(cls=CommonCommand)
@click.argument("key")
@click.argument("figure")
def trace(key: str, figure: str) -> None:
    """The rows a figure was counted from, who entered them, and the file they came in with.

    Example:  meetcyclus trace 2023-12 vak.totaal
    """
    with application().work() as uow:
        found = tracing.trace_figure(uow, round_key=key, figure_id=figure)
    emit(
        {
            "figure": found.figure.id,
            "value": found.figure.value,
            "text": found.figure.text,
            "formula": found.figure.formula,
            "snapshot_sha256": found.snapshot_sha256,
            "rows": found.rows,
            "sources": found.sources,
        },
        Shown(f"{found.figure.id}: {found.figure.text}", ("row",), ([row] for row in found.rows)),
        Shown("Sources", ("file", "sha256"), ((each.file_name, each.sha256) for each in found.sources)),
    )


COMMANDS = (report, figures, trace)
