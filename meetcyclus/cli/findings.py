"""meetcyclus finding ...: the conversation about what the check found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import click

from meetcyclus.bootstrap import application
from meetcyclus.cli.shared import CommonGroup, Shown, actor, app_for_change, emit
from meetcyclus.domain.findings import Finding, FindingState, Severity
from meetcyclus.services import checks, conversation, rounds


def finding_facts(finding: Finding) -> dict[str, object]:
    """A finding under the names that programs rely on."""
    return {
        "id": finding.id,
        "rule": finding.rule_code,
        "version": finding.rule_version,
        "severity": finding.severity,
        "stage": finding.stage,
        "owner": finding.owner,
        "project": finding.project_number,
        "object": finding.object_key,
        "field": finding.field,
        "message": finding.message,
        "why": finding.why,
        "how": finding.how,
        "value": finding.value,
        "expected": finding.expected,
        "state": finding.state,
        "answer": finding.answer,
        "decided_by": finding.decided_by,
        "waived_until": finding.waived_until,
        "earlier": finding.earlier,
        "outcome": finding.outcome,
        "closed_by": finding.closed_by,
        "closed_at": finding.closed_at,
    }


def findings_table(findings: Iterable[Finding]) -> Shown:
    """Findings for people."""
    rows = [
        (each.id, each.rule_code, each.severity.value, each.object_key, each.state.value, each.message)
        for each in findings
    ]
    return Shown("Findings", ("id", "rule", "severity", "object", "state", "message"), rows)


@click.group(cls=CommonGroup)
def finding() -> None:
    """Findings of the quality check.

    Example:  meetcyclus finding list 2023-12
    """


@finding.command("list")
@click.argument("key")
@click.option("--project", default="", help="Only this project.")
@click.option("--state", type=click.Choice([each.value for each in FindingState]), help="Only findings in this state.")
@click.option("--severity", type=click.Choice([each.value for each in Severity]), help="Only findings of this weight.")
def list_(key: str, project: str, state: str | None, severity: str | None) -> None:
    """The findings of a round, or some of them, with a count per state.

    Example:  meetcyclus finding list 2023-12 --project VV014 --state open
    """
    with application().work() as uow:
        rounds.require_running(uow, key)
        wanted = {"project_number": project, "state": state, "severity": severity}
        found = uow.findings.where(round_key=key, **{name: value for name, value in wanted.items() if value})
    found.sort(key=lambda each: (each.project_number, each.rule_code, each.object_key))
    counts = Counter(each.state.value for each in found)
    outcomes = Counter(each.outcome.value for each in found if each.outcome)
    emit(
        {
            "findings": [finding_facts(each) for each in found],
            "counts": dict(sorted(counts.items())),
            "outcomes": dict(sorted(outcomes.items())),
        },
        findings_table(found),
        lines=[", ".join(f"{state}: {count}" for state, count in sorted(counts.items()))],
    )


@finding.command()
@click.argument("finding_id", metavar="ID")
@click.option("--text", required=True)
def answer(finding_id: str, text: str) -> None:
    """Answer a finding in words, as lead or controller.

    Example:  meetcyclus finding answer 3f2a... --text "de levering komt in maart" --by lead001@example.org
    """
    _decide(finding_id, FindingState.ANSWERED, text)


@finding.command()
@click.argument("finding_id", metavar="ID")
@click.option("--reason", required=True)
@click.option("--until", metavar="ROUND", default="", help="Last round in which it counts: this one, or the next.")
def waive(finding_id: str, reason: str, until: str) -> None:
    """Accept a finding as it is, with a reason, for this round or until the next one.

    Example:  meetcyclus finding waive 3f2a... --reason "afgesproken met de entiteit" --by controle1@example.org
    A waiver counts for what the finding says now. In a later round the point is raised anew, and says that it was
    waived before, by whom and why.
    """
    _decide(finding_id, FindingState.WAIVED, reason, until)


@finding.command()
@click.argument("finding_id", metavar="ID")
@click.option("--reason", required=True)
def withdraw(finding_id: str, reason: str) -> None:
    """Take a finding back: the rule was wrong here. `check stats` counts it against the rule.

    Example:  meetcyclus finding withdraw 3f2a... --reason "datum klopt wel" --by controle1@example.org
    """
    _decide(finding_id, FindingState.WITHDRAWN, reason)


@finding.command("close")
@click.argument("finding_id", metavar="ID")
def close_(finding_id: str) -> None:
    """End the conversation about a finding that was corrected, waived or withdrawn.

    Example:  meetcyclus finding close 3f2a... --by controle1@example.org
    Closing the step of the quality check, the validation, the confirmation or the money does this for all of them.
    """
    app = app_for_change()
    with app.work() as uow:
        closed = conversation.close_finding(uow, finding_id=finding_id, by=actor(), at=app.now())
    _emit_moved(closed)


@finding.command()
@click.argument("finding_id", metavar="ID")
@click.option("--reason", required=True)
def reopen(finding_id: str, reason: str) -> None:
    """Take a finding up again that was answered, decided or closed.

    Example:  meetcyclus finding reopen 3f2a... --reason "de uitleg klopt niet" --by controle1@example.org
    """
    app = app_for_change()
    with app.work() as uow:
        opened = conversation.reopen_finding(uow, finding_id=finding_id, reason=reason, by=actor(), at=app.now())
    _emit_moved(opened)


def _decide(finding_id: str, target: FindingState, text: str, until: str = "") -> None:
    app = app_for_change()
    with app.work() as uow:
        decided = checks.decide_finding(
            uow, finding_id=finding_id, target=target, text=text, by=actor(), at=app.now(), until=until
        )
    _emit_moved(decided)


def _emit_moved(moved: Finding) -> None:
    emit({"findings": [finding_facts(moved)]}, lines=[f"{moved.id} is {moved.state.value}."])


COMMANDS = (finding,)
