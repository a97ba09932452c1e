"""meetcyclus check ...: run the rules, and show them."""

from __future__ import annotations

import hashlib
from pathlib import Path

import click

from meetcyclus import release
from meetcyclus.bootstrap import application
from meetcyclus.cli.findings import finding_facts, findings_table
from meetcyclus.cli.shared import FOUND_SOMETHING, CommonGroup, Shown, actor, app_for_change, emit
from meetcyclus.cli.working import working
from meetcyclus.domain.findings import Severity, Stage
from meetcyclus.pages.check_report import FILE_NAME, check_report_page
from meetcyclus.safe_files import write_file
from meetcyclus.services import checks
from meetcyclus.services.check_report import check_report


@click.group(cls=CommonGroup)
def check() -> None:
    """The quality check.

    Example:  meetcyclus check run 2023-12 --by controle1@example.org
    """


@check.command()
@click.argument("key")
@click.option("--stage", type=click.Choice([each.value for each in Stage]), help="Only the rules of this stage.")
@click.option("--project", default="", help="Show only this project; the rules still run over the whole round.")
def run(key: str, stage: str | None, project: str) -> int:
    """Run the rules and store what they find. Exit code 1: something blocking was found, or a rule crashed.

    Example:  meetcyclus check run 2023-12 --by controle1@example.org
    """
    app = app_for_change()
    stages = checks.stages_of(Stage(stage)) if stage else checks.ENTRY_STAGES
    with working("Checking"), app.work() as uow:
        result = release.check_round(app, uow, round_key=key, stages=stages, by=actor(), project_number=project)
    emit(
        {
            "round": key,
            "rules_run": result.run.rules_run,
            "crashed": result.crashed,
            "findings": [finding_facts(each) for each in result.findings],
        },
        findings_table(result.findings),
        lines=[f"{result.run.rules_run} rules, {len(result.findings)} findings, {len(result.crashed)} crashed rules."],
    )
    blocking = any(each.severity is Severity.BLOCKING for each in result.findings)
    return FOUND_SOMETHING if blocking or result.crashed else 0


@check.command()
def rules() -> None:
    """The rules: code, version, severity, stage, owner, text, parameters, basis.

    Example:  meetcyclus check rules
    """
    found = application().quality.rules()
    emit(
        {"rules": found},
        Shown(
            f"{len(found)} rules",
            ("code", "v", "severity", "stage", "owner", "title"),
            (
                (each.code, each.version, each.severity.value, each.stage.value, each.owner, each.title)
                for each in found
            ),
        ),
    )


@check.command()
@click.argument("key")
@click.option("--out", required=True, type=click.Path(path_type=Path, file_okay=False))
def report(key: str, out: Path) -> None:
    """Write what the checks of a round found as one page, to read in a browser or to print.

    Example:  meetcyclus check report 2023-12 --out ./controle
    """
    app = application()
    with app.work() as uow:
        content = check_report_page(check_report(uow, round_key=key, quality=app.quality))
    out.mkdir(parents=True, exist_ok=True)
    path = write_file(out / FILE_NAME, content)
    sha256 = hashlib.sha256(content).hexdigest()
    emit({"files": [{"kind": "controle", "path": str(path), "sha256": sha256}]}, lines=[f"Written: {path}"])


COMMANDS = (check,)
