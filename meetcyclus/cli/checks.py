"""meetcyclus check ...: run the rules, and show them."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

import click

from meetcyclus import release
from meetcyclus.bootstrap import application
from meetcyclus.cli.findings import finding_facts, findings_table
from meetcyclus.cli.shared import FOUND_SOMETHING, CommonGroup, Shown, actor, app_for_change, emit
from meetcyclus.cli.working import working
from meetcyclus.domain.dutch import rounded
from meetcyclus.domain.errors import NotNow
from meetcyclus.domain.findings import Severity, Stage
from meetcyclus.domain.scores import BANDS
from meetcyclus.pages.check_report import FILE_NAME, check_report_page
from meetcyclus.safe_files import write_file
from meetcyclus.services import checks, rule_stats, scores
from meetcyclus.services.check_report import check_report


@click.group(cls=CommonGroup)
def check() -> None:
    """The quality check.

    Example:  meetcyclus check run 2023-12 --by controle1@example.org
    """


@check.command()
@click.argument("key")
@click.option(
    "--stage",
    type=click.Choice([each.value for each in Stage]),
    help="Only the rules of this stage; kwaliteitscheck (the default) has those of invoer too, rapportering those of "
    "validatie.",
)
@click.option("--project", default="", help="Show only this project; the rules still run over the whole round.")
@click.option("--suite", default="", help="Only the rules of this suite, such as rekenhof; not the check of the round.")
def run(key: str, stage: str | None, project: str, suite: str) -> int:
    """Run the rules and store what they find. Exit code 1: something blocking was found, a rule crashed, or a project
    that has no time left handed nothing in.

    Example:  meetcyclus check run 2023-12 --by controle1@example.org
    """
    app = app_for_change()
    stages = checks.stages_of(Stage(stage)) if stage else checks.ENTRY_STAGES
    with working("Checking"), app.work() as uow:
        result = release.check_round(
            app, uow, round_key=key, stages=stages, by=actor(), project_number=project, suite=suite
        )
    emit(
        {
            "round": key,
            "rules_run": result.run.rules_run,
            "crashed": result.crashed,
            "without_report": result.without_report,
            "findings": [finding_facts(each) for each in result.findings],
        },
        findings_table(result.findings),
        lines=[
            f"{result.run.rules_run} rules, {len(result.findings)} findings, {len(result.crashed)} crashed rules.",
            *_silence(result.without_report),
        ],
    )
    blocking = any(each.severity is Severity.BLOCKING for each in result.findings)
    return FOUND_SOMETHING if blocking or result.crashed or result.without_report else 0


def _silence(numbers: Sequence[str]) -> list[str]:
    """That a part of the round was not there to be checked."""
    if not numbers:
        return []
    return [f"NOT CHECKED: {len(numbers)} projects have no report though their time is over: {', '.join(numbers)}."]


@check.command()
@click.option("--suite", default="", help="Only the rules of this suite, such as rekenhof.")
def rules(suite: str) -> None:
    """The rules: code, version, severity, stage, owner, text, parameters, basis, suites; then those that wait for data.

    Example:  meetcyclus check rules --suite rekenhof
    """
    quality = application().quality
    found = [each for each in quality.rules() if suite in ("", *each.suites)]
    undecided = () if suite else quality.undecided()
    emit(
        {"rules": found, "undecided": undecided},
        Shown(
            f"{len(found)} rules",
            ("code", "v", "severity", "stage", "owner", "title"),
            (
                (each.code, each.version, each.severity.value, each.stage.value, each.owner, each.title)
                for each in found
            ),
        ),
        Shown(
            f"{len(undecided)} rules that no data can decide yet",
            ("code", "title", "reason", "needs"),
            ((each.code, each.title, each.reason, each.needs) for each in undecided),
        ),
    )


@check.command()
@click.argument("key", required=False, default="")
def stats(key: str) -> None:
    """Per rule what became of its findings, in one round or in all rounds held here, from the ledger.

    Example:  meetcyclus check stats 2023-12
    Share: corrected findings in percent of the hits. Hours: median of the working hours (9 to 17 h on working days)
    from the letter to the correction. Many waived or withdrawn findings say that a rule asks too much.
    """
    app = application()
    with app.work() as uow:
        found = rule_stats.rule_stats(uow, round_key=key, holidays=app.holidays(uow))
    emit(
        {"round": key, "rules": found},
        Shown(
            f"{len(found)} rules that found something",
            ("rule", "hits", "live", "waived", "withdrawn", "corrected", "share", "hours"),
            (
                (
                    each.rule_code,
                    each.hits,
                    each.live,
                    each.waived,
                    each.withdrawn,
                    each.corrected,
                    f"{each.share_corrected}%",
                    "–" if each.hours_to_mend is None else each.hours_to_mend,
                )
                for each in found
            ),
        ),
    )


@check.command()
@click.argument("key")
def score(key: str) -> None:
    """How far each project meets the criteria of the Rekenhof, from 0 to 100, and the trend over the rounds.

    Example:  meetcyclus check score 2023-12
    The score is the share of the criteria (rules of the suite rekenhof that ran in the newest whole check) about which
    no finding stands: open, sent, answered or waived. A criterion that does not apply is met. Projects without a report
    have no score.
    Exit code 3: no criterion was checked yet.
    """
    with application().work() as uow:
        trend = scores.scores_until(uow, key)
    if not trend or trend[-1].round_key != key:
        raise NotNow(f"round {key} has no score yet: run `meetcyclus check run {key}`")
    now = trend[-1]
    emit(
        {
            "round": key,
            "criteria": now.criteria,
            "mean": rounded(now.mean, 1),
            "distribution": {name: len(now.band(*ends)) for name, ends in BANDS.items()},
            "projects": [
                {"project": each.project_number, "score": now.score(each), "unmet": each.unmet} for each in now.projects
            ],
            "trend": [{"round": each.round_key, "mean": rounded(each.mean, 1)} for each in trend],
        },
        Shown(
            f"{len(now.projects)} projects, {len(now.criteria)} criteria",
            ("project", "score", "not met"),
            ((each.project_number, now.score(each), ", ".join(each.unmet)) for each in now.projects),
        ),
        lines=[
            ", ".join(f"{name}: {len(now.band(*ends))} projects" for name, ends in BANDS.items()),
            "mean: " + ", ".join(f"{each.round_key} {rounded(each.mean, 1)}" for each in trend),
        ],
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
