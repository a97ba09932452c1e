"""meetcyclus finding ...: the conversation about what the check found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import click

from meetcyclus.bootstrap import application
from meetcyclus.cli.shared import CommonGroup, Shown, actor, app_for_change, emit
from meetcyclus.domain.findings import Finding, FindingState
from meetcyclus.services import checks, rounds


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
def list_(key: str) -> None:
    """All findings of a round, with a count per state.

    Example:  meetcyclus finding list 2023-12
    """
    with application().work() as uow:
        rounds.require_running(uow, key)
        found = uow.findings.where(round_key=key)
    found.sort(key=lambda each: (each.project_number, each.rule_code, each.object_key))
    counts = Counter(each.state.value for each in found)
    emit(
        {"findings": [finding_facts(each) for each in found], "counts": dict(sorted(counts.items()))},
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
def waive(finding_id: str, reason: str) -> None:
    """Accept a finding as it is, with a reason.

    Example:  meetcyclus finding waive 3f2a... --reason "afgesproken met de entiteit" --by controle1@example.org
    """
    _decide(finding_id, FindingState.WAIVED, reason)


@finding.command()
@click.argument("finding_id", metavar="ID")
@click.option("--reason", required=True)
def withdraw(finding_id: str, reason: str) -> None:
    """Take a finding back: the rule was wrong here.

    Example:  meetcyclus finding withdraw 3f2a... --reason "datum klopt wel" --by controle1@example.org
    """
    _decide(finding_id, FindingState.WITHDRAWN, reason)


def _decide(finding_id: str, target: FindingState, text: str) -> None:
    app = app_for_change()
    with app.work() as uow:
        decided = checks.decide_finding(uow, finding_id=finding_id, target=target, text=text, by=actor(), at=app.now())
    emit({"findings": [finding_facts(decided)]}, lines=[f"{decided.id} is {decided.state.value}."])


COMMANDS = (finding,)
