"""meetcyclus workbook ... and entry ...: what leads fill in, and looking at what they said."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from meetcyclus import reception
from meetcyclus.bootstrap import application
from meetcyclus.cli.shared import CommonGroup, Shown, actor, app_for_change, emit, problem_facts, say_problems
from meetcyclus.cli.working import one_by_one
from meetcyclus.domain.errors import BadInput, NotAllowed, NotNow, Problem
from meetcyclus.safe_files import write_file
from meetcyclus.services import confirmations, entries
from meetcyclus.services.forecasts import confirmation_counts
from meetcyclus.services.letter_facts import workbook_name


@click.group(cls=CommonGroup)
def workbook() -> None:
    """Entry workbooks: one Excel file per lead, prefilled.

    Example:  meetcyclus workbook export 2023-12 --out ./workbooks
    """


@workbook.command()
@click.argument("key")
@click.option("--out", required=True, type=click.Path(path_type=Path, file_okay=False))
@click.option("--lead", default="", metavar="EMAIL", help="Only the workbook of this lead.")
def export(key: str, out: Path, lead: str) -> None:
    """Write the workbooks of a round.

    Example:  meetcyclus workbook export 2023-12 --out ./workbooks
    """
    app = application()
    with app.work() as uow:
        subjects = entries.workbook_subjects(uow, round_key=key, lead_email=lead)
    out.mkdir(parents=True, exist_ok=True)
    files = []
    for subject in one_by_one(subjects, "Writing workbooks"):
        path = out / workbook_name(subject.data, subject.round, subject.lead_email)
        write_file(path, app.workbooks.write(subject))
        files.append({"path": str(path), "lead": subject.lead_email, "projects": subject.project_numbers})
    emit(
        {"files": files}, lines=[f"{len(files)} workbooks in {out}", "Next: meetcyclus workbook import FILE --by EMAIL"]
    )


@workbook.command("import")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True, dir_okay=False))
def import_(files: tuple[Path, ...]) -> int:
    """Take in filled workbooks: each file whole or not at all, every error named.

    Example:  meetcyclus workbook import VV_meting_2023-12_lead001.xlsx --by lead001@example.org
    """
    app = app_for_change()
    receipts: list[reception.ReceiptFacts] = []
    refused: dict[Path, BadInput | NotAllowed | NotNow] = {}
    for path in one_by_one(files, "Reading workbooks"):
        try:
            receipts += reception.receive_workbook(app, path, by=actor())
        except (BadInput, NotAllowed, NotNow) as error:
            refused[path] = error
            say_problems(f"{path.name}: {error}", getattr(error, "problems", ()))
    emit(
        {
            "accepted": [str(path) for path in files if path not in refused],
            "errors": [problem_facts(each) for path, error in refused.items() for each in _problems(path, error)],
            "receipts": receipts,
        },
        Shown(
            "Receipts",
            ("file", "project", "version", "what", "content hash"),
            (
                (each["file"], each["project"], each["version"], _what(each), str(each["receipt_sha256"])[:16])
                for each in receipts
            ),
        ),
    )
    return min((error.exit_code for error in refused.values()), default=0)


def _problems(path: Path, error: Exception) -> Sequence[Problem]:
    """What is wrong with a refused file, named even where the whole file is the problem."""
    return getattr(error, "problems", ()) or (Problem(path.name, 0, "", "", str(error)),)


def _what(receipt: reception.ReceiptFacts) -> str:
    return "new version" if receipt["is_new"] else "confirmed" if receipt["is_confirmed"] else "unchanged"


@click.group(cls=CommonGroup)
def entry() -> None:
    """What was entered for a project.

    Example:  meetcyclus entry show 2023-12 VV012
    """


@entry.command()
@click.argument("key")
@click.argument("project")
def show(key: str, project: str) -> None:
    """The newest version of one entry.

    Example:  meetcyclus entry show 2023-12 VV012
    """
    with application().work() as uow:
        newest = entries.entry_history(uow, round_key=key, project_number=project)[-1]
    facts = {name: getattr(newest.report, name) for name in newest.report.__dataclass_fields__}
    emit(
        {"entry": newest, "version": newest.version, "sha256": newest.content_sha256},
        Shown(f"{project}, version {newest.version}", ("field", "value"), facts.items()),
        Shown(
            "Milestones",
            ("milestone", "status", "expected", "realised"),
            ((m.milestone_id, m.status_code, m.expected_on, m.realised_on) for m in newest.milestones),
        ),
    )


@entry.command()
@click.argument("key")
@click.argument("project")
@click.argument("old", type=int)
@click.argument("new", type=int)
def diff(key: str, project: str, old: int, new: int) -> None:
    """Every field that differs between two versions.

    Example:  meetcyclus entry diff 2023-12 VV012 1 2
    """
    with application().work() as uow:
        found = entries.entry_diff(uow, round_key=key, project_number=project, old=old, new=new)
    emit(
        {"project": project, "changes": found},
        Shown(
            f"{project}: version {old} to {new}",
            ("object", "field", "before", "after"),
            ((each.object_key, each.field, each.before, each.after) for each in found),
        ),
    )


@entry.command()
@click.argument("key")
@click.option("--project", "projects", multiple=True, help="One project; may be repeated.")
@click.option("--all", "is_all", is_flag=True, help="All projects of the lead who acts.")
@click.option("--note", default="", help="On whose word, where somebody confirms on behalf of a lead.")
def confirm(key: str, projects: tuple[str, ...], is_all: bool, note: str) -> None:
    """Say after the reference date that what was entered before it became a fact.

    Example:  meetcyclus entry confirm 2023-12 --all --by projectleiding-001@example.org
    """
    if is_all == bool(projects):
        raise BadInput("say --all or name projects with --project, not both")
    app = app_for_change()
    with app.work() as uow:
        made = confirmations.confirm_entries(
            uow,
            round_key=key,
            project_numbers=None if is_all else projects,
            by=actor(),
            at=app.now(),
            note=note,
        )
        counts = confirmation_counts(uow, round_key=key)
    emit(
        {"confirmed": [each.project_number for each in made], "round": key, "confirmations": counts},
        Shown(
            f"{len(made)} entries confirmed",
            ("project", "content hash"),
            ((each.project_number, each.content_sha256[:16]) for each in made),
        ),
        lines=[f"{counts.unconfirmed if counts else 0} forecasts of round {key} wait for a word"],
    )


@entry.command("import")
@click.argument("folder", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option("--round", "key", default="", help="The round; default the one that runs.")
def import_entries(folder: Path, key: str) -> None:
    """Take in reports in the exchange format, on behalf of leads: all or nothing.

    Example:  meetcyclus entry import ./meting_2023-12 --by secretariaat@example.org
    """
    app = app_for_change()
    receipts = reception.receive_folder(app, folder, round_key=key, by=actor())
    emit(
        {"accepted": sum(bool(each["is_new"]) for each in receipts), "errors": [], "receipts": receipts},
        lines=[f"{len(receipts)} entries read; {sum(bool(each['is_new']) for each in receipts)} are new."],
    )


COMMANDS = (workbook, entry)
