"""Everything that the readable report of a check tells, gathered from the round."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from meetcyclus.domain.findings import CheckRun, Finding, Rule, Severity, UndecidedRule
from meetcyclus.domain.ledger import Event
from meetcyclus.domain.programme import Programme
from meetcyclus.domain.rounds import Round
from meetcyclus.services.authority import programme_of
from meetcyclus.services.ports import QualityCheck
from meetcyclus.services.round_rules import check_of_round
from meetcyclus.services.rounds import require_running
from meetcyclus.services.unheard import covered_stages
from meetcyclus.services.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class Remark:
    """One thing that was said about a finding."""

    at: datetime
    by: str
    state: str
    text: str


@dataclass(frozen=True)
class ReportedFinding:
    """A finding with the title of its rule and the conversation about it, oldest first."""

    finding: Finding
    title: str
    remarks: tuple[Remark, ...]


@dataclass(frozen=True)
class CheckReport:
    """One round as its checks left it. `runs` are the newest of each stage; `projects` maps a number to a title."""

    programme: Programme
    round: Round
    runs: tuple[CheckRun, ...]
    rules: tuple[Rule, ...]
    findings: tuple[ReportedFinding, ...]
    projects: dict[str, str]
    catalogue_sha256: str
    undecided: tuple[UndecidedRule, ...] = ()

    @property
    def crashed(self) -> tuple[str, ...]:
        """Codes of the rules that could not run."""
        return tuple(sorted({code for run in self.runs for code in run.crashed}))

    @property
    def silent_rules(self) -> tuple[Rule, ...]:
        """The rules of the stages that were checked, that could run and found nothing in this round."""
        stages = {stage for run in self.runs for stage in covered_stages(run)}
        loud = {each.finding.rule_code for each in self.findings} | set(self.crashed)
        return tuple(each for each in self.rules if each.stage in stages and each.code not in loud)


def check_report(uow: UnitOfWork, *, round_key: str, quality: QualityCheck) -> CheckReport:
    """The facts of the report. Equal facts give an equal report: nothing depends on the clock."""
    round_ = require_running(uow, round_key)
    own = check_of_round(uow, round_key=round_key, quality=quality)
    rules = tuple(own.rules())
    titles = {each.code: each.title for each in rules}
    said = _remarks(uow.ledger.events(round_key=round_key))
    # A pass over one suite is no check of a stage.
    runs = [each for each in uow.check_runs.where(round_key=round_key) if "/" not in each.stage]
    newest = {each.stage: each for each in sorted(runs, key=lambda one: one.id)}
    found = sorted(uow.findings.where(round_key=round_key), key=_order)
    return CheckReport(
        programme=programme_of(uow),
        round=round_,
        runs=tuple(sorted(newest.values(), key=lambda each: each.id)),
        rules=rules,
        findings=tuple(
            ReportedFinding(each, titles.get(each.rule_code, each.rule_code), tuple(said.get(each.id, ())))
            for each in found
        ),
        projects={each.number: each.title for each in uow.projects.where()},
        catalogue_sha256=round_.rules_sha256 or hashlib.sha256(own.content()).hexdigest(),
        undecided=tuple(own.undecided()),
    )


def _order(finding: Finding) -> tuple[str, int, str, str, str]:
    weight = list(Severity).index(finding.severity)
    return finding.project_number, weight, finding.rule_code, finding.object_key, finding.field


def _remarks(events: Sequence[Event]) -> dict[str, list[Remark]]:
    said: dict[str, list[Remark]] = {}
    for event in events:
        if event.action.startswith("finding."):
            after = json.loads(event.after)
            remark = Remark(event.at, event.by, str(after.get("state", "")), str(after.get("text", "")))
            said.setdefault(event.object, []).append(remark)
    return said
