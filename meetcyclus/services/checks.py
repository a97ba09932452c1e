"""Running the quality check and the conversation about what it found."""

from __future__ import annotations

from collections.abc import Iterable, Set
from dataclasses import dataclass, replace
from datetime import datetime

from meetcyclus.domain.canonical import sha256_of
from meetcyclus.domain.errors import BadInput, NotAllowed
from meetcyclus.domain.findings import (
    CheckOutcome,
    CheckRun,
    Finding,
    FindingState,
    Hit,
    Rule,
    Stage,
)
from meetcyclus.services.authority import SYSTEM, require_role
from meetcyclus.services.check_facts import FileTrail, ReleaseFacts
from meetcyclus.services.check_inputs import input_sha256_of, name_of
from meetcyclus.services.conversation import end_of_waiver, recalled, require_finding, says_else, waived_before
from meetcyclus.services.entry_windows import awaited_projects, missing_projects
from meetcyclus.services.four_eyes import require_other_eyes_on_finding
from meetcyclus.services.ports import CheckSubject, QualityCheck
from meetcyclus.services.process_facts import process_facts
from meetcyclus.services.programmes import load_programme
from meetcyclus.services.round_rules import check_of_round
from meetcyclus.services.rounds import require_running
from meetcyclus.services.unit_of_work import UnitOfWork

# What the quality check of a round looks at; money has its own moment, when DFB uploads.
ENTRY_STAGES = frozenset({Stage.ENTRY, Stage.QUALITY})
MONEY_STAGES = frozenset({Stage.MONEY})
# The rules that stand for the criteria of the Rekenhof.
CRITERIA = "rekenhof"
# The rules that look at the day: what they say can change while nothing else does.
DAILY = "dagelijks"
# Before the report is approved, what the cabinets decided is looked at once more: it cannot change any more.
REPORT_STAGES = frozenset({Stage.VALIDATION, Stage.REPORT})


@dataclass(frozen=True)
class CheckResult:
    """One stored pass: the run, the findings of these stages that are live, and what changed.

    `without_report` are the projects that handed nothing in while their time is over: nothing was checked there.
    """

    run: CheckRun
    findings: tuple[Finding, ...]
    crashed: tuple[str, ...]
    without_report: tuple[str, ...] = ()


def check_subject(
    uow: UnitOfWork, *, round_key: str, at: datetime, release: ReleaseFacts | None = None
) -> CheckSubject:
    """What the check looks at: of the money of this round the newest extract, signed or not."""
    round_ = require_running(uow, round_key)
    data = load_programme(uow)
    newest = max((each.sequence for each in uow.uploads.where(round_key=round_key)), default=None)
    if newest is not None:
        others = (each for each in data.credits if each.round_key != round_key)
        data = replace(data, credits=(*others, *uow.credits.of_upload(round_key, newest)))
    population = tuple(uow.round_projects.where(round_key=round_key))
    return CheckSubject(data, round_, population, process_facts(uow, round_key=round_key, at=at), release)


def stages_of(stage: Stage) -> frozenset[Stage]:
    """The stages whose rules run when a stage is checked by itself."""
    if stage is Stage.QUALITY:
        # What is kept under this name closes the step, so it is never half of the check.
        return ENTRY_STAGES
    return REPORT_STAGES if stage is Stage.REPORT else frozenset({stage})


def run_check(
    uow: UnitOfWork,
    *,
    quality: QualityCheck,
    round_key: str,
    stages: frozenset[Stage],
    by: str,
    at: datetime,
    project_number: str = "",
    suite: str = "",
    release: ReleaseFacts | None = None,
) -> CheckResult:
    """Run the rules of these stages that the round keeps; `project_number` only narrows what is shown.

    A `suite` runs only its rules. Such a pass never counts as the quality check of the round.
    The rules of report and publication need `release`: what is about to leave the house.
    """
    if by != SYSTEM:
        require_role(uow, by, "dossierbeheerder", "secretariaat", "dfb")
    quality = check_of_round(uow, round_key=round_key, quality=quality)
    outcome = _outcome(quality, check_subject(uow, round_key=round_key, at=at, release=release), stages, suite)
    result = store_outcome(
        uow,
        round_key=round_key,
        stages=stages,
        rules=quality.rules(),
        outcome=outcome,
        by=by,
        at=at,
        suite=suite,
        files=release.files if release else (),
    )
    shown = tuple(each for each in result.findings if project_number in ("", each.project_number))
    return replace(result, findings=shown)


def _outcome(quality: QualityCheck, subject: CheckSubject, stages: frozenset[Stage], suite: str) -> CheckOutcome:
    """What the rules find. A round may keep rules from before a stage had any: then that pass is empty, and says so."""
    kept = subject.round.rules_sha256
    if kept and stages.isdisjoint({*ENTRY_STAGES, *MONEY_STAGES, *(each.stage for each in quality.rules())}):
        return CheckOutcome((), (), ())
    return quality.run(subject, stages, suite)


def store_outcome(
    uow: UnitOfWork,
    *,
    round_key: str,
    stages: frozenset[Stage],
    rules: Iterable[Rule],
    outcome: CheckOutcome,
    by: str,
    at: datetime,
    suite: str = "",
    files: Iterable[FileTrail] = (),
) -> CheckResult:
    """Keep what a pass found. Known findings keep their conversation; those not found again are corrected.

    `files` are those that it saw ready to leave: nothing else remembers what lay there.
    """
    catalogue = {each.code: each for each in rules}
    known = {each.id: each for each in uow.findings.where(round_key=round_key)}
    hits = {finding_id(round_key, hit): hit for hit in outcome.hits}
    before, shielded = waived_before(uow, round_key), []
    for id_, hit in hits.items():
        fresh = recalled(uow, _finding(id_, round_key, hit, catalogue[hit.rule_code], at), before)
        if _store_hit(uow, fresh, known.get(id_)) and fresh.state is FindingState.WAIVED:
            shielded.append(id_)
    checked = set(outcome.rules_run)
    judged = _judged(catalogue.values(), stages, suite, outcome)
    gone = [each for each in known.values() if each.rule_code in judged and each.id not in hits]
    corrected = [finding.id for finding in gone if _correct(uow, finding, at)]
    run = _run_of(uow, round_key, name_of(stages, suite), outcome, by, at)
    uow.check_runs.add([run])
    silent = _without_report(uow, round_key, stages, at)
    after = {
        "run": run,
        "raised": sorted(hits.keys() - known.keys()),
        "corrected": sorted(corrected),
        "shielded": sorted(shielded),
        "criteria": sorted(each for each in checked if CRITERIA in catalogue[each].suites),
        "files": {each.name: each.present_sha256 for each in files},
        "without_report": silent,
    }
    uow.ledger.append(action="check.run", object=run.id, by=by, at=at, round_key=round_key, after=after)
    live = [each for each in uow.findings.where(round_key=round_key) if each.rule_code in checked and _is_shown(each)]
    crashed = tuple(f"{each.rule_code}: {each.detail}" for each in outcome.crashed)
    return CheckResult(run, tuple(live), crashed, tuple(silent))


def _without_report(uow: UnitOfWork, round_key: str, stages: Set[Stage], at: datetime) -> list[str]:
    """The projects whose report the quality check misses; whoever still has time to hand in is not missed yet."""
    round_ = uow.rounds.get(round_key)
    if round_ is None or Stage.QUALITY not in stages:
        return []
    return sorted(set(missing_projects(uow, round_key)) - awaited_projects(uow, round_, at))


def finding_id(round_key: str, hit: Hit) -> str:
    """The name of a finding: the same place under the same rule is the same finding, pass after pass."""
    return sha256_of([round_key, hit.rule_code, hit.project_number, hit.object_key, hit.field])[:12]


def decide_finding(
    uow: UnitOfWork, *, finding_id: str, target: FindingState, text: str, by: str, at: datetime, until: str = ""
) -> Finding:
    """Answer, waive or withdraw a finding; each needs words and a name. `until` is the last round of a waiver."""
    finding = require_finding(uow, finding_id)
    _require_say(uow, finding, target, by)
    if not text.strip():
        raise BadInput("a decision about a finding needs a reason in words")
    finding.require_move(target)
    if target is not FindingState.ANSWERED:
        require_other_eyes_on_finding(
            uow, round_key=finding.round_key, project=finding.project_number, stage=finding.stage, by=by
        )
    end = end_of_waiver(uow, finding.round_key, until) if target is FindingState.WAIVED else ""
    decided = replace(finding, state=target, answer=text, decided_by=by, changed_at=at, waived_until=end)
    uow.findings.put(decided)
    uow.ledger.append(
        action=f"finding.{target.name.lower()}",
        object=finding.id,
        by=by,
        at=at,
        round_key=finding.round_key,
        project_number=finding.project_number,
        before={"state": finding.state},
        after={"state": target, "text": text, "rule": finding.rule_code} | ({"until": end} if end else {}),
    )
    return decided


def _require_say(uow: UnitOfWork, finding: Finding, target: FindingState, by: str) -> None:
    """Controllers decide; those who must act may answer: lead and SPOC of that project, DFB about its own money."""
    answerers = ("projectverantwoordelijke", "spoc", "dfb") if target is FindingState.ANSWERED else ()
    person = require_role(uow, by, "dossierbeheerder", "secretariaat", *answerers)
    if person.role == "dfb" and finding.owner != "dfb":
        raise NotAllowed(f"finding {finding.id} is not about money")
    project = uow.projects.get(finding.project_number)
    if person.role in ("projectverantwoordelijke", "spoc") and (
        project is None or person.email not in (project.lead_email, project.spoc_email)
    ):
        raise NotAllowed(f"{by} is neither lead nor SPOC of {finding.project_number}")


def _judged(rules: Iterable[Rule], stages: frozenset[Stage], suite: str, outcome: CheckOutcome) -> set[str]:
    """The rules whose findings are gone where they were not found again.

    Also those that had nothing to look at: who takes the wrong words away may leave no words of that kind at all.
    """
    meant = {each.code for each in rules if each.stage in stages and suite in ("", *each.suites)}
    return {*outcome.rules_run, *meant} - {each.rule_code for each in outcome.crashed}


def _is_shown(finding: Finding) -> bool:
    return finding.decision is None


def _store_hit(uow: UnitOfWork, fresh: Finding, known: Finding | None) -> bool:
    """Keep a hit; whether it is raised anew.

    What was said about another value, or under another version of the rule, no longer counts.
    """
    if known is not None and known.decision is not FindingState.CORRECTED and not says_else(fresh, known):
        return False
    uow.findings.put(replace(fresh, raised_at=known.raised_at) if known else fresh)
    return True


def _correct(uow: UnitOfWork, finding: Finding, at: datetime) -> bool:
    """Keep that the data were mended; what was waived then stands no more, also where it was closed since."""
    if not finding.stands:
        return False
    if finding.state is FindingState.CLOSED:
        mended = replace(finding, outcome=FindingState.CORRECTED, changed_at=at)
    else:
        finding.require_move(FindingState.CORRECTED)
        mended = replace(finding, state=FindingState.CORRECTED, changed_at=at)
    uow.findings.put(mended)
    return True


def _finding(id_: str, round_key: str, hit: Hit, rule: Rule, at: datetime) -> Finding:
    message = rule.what.format(
        project=hit.project_number, object=hit.object_key, value=hit.value or "–", expected=hit.expected or "–"
    )
    return Finding(
        id=id_,
        round_key=round_key,
        rule_code=rule.code,
        rule_version=rule.version,
        severity=rule.severity,
        stage=rule.stage,
        owner=rule.owner,
        project_number=hit.project_number,
        object_key=hit.object_key,
        field=hit.field,
        value=hit.value,
        expected=hit.expected,
        message=message,
        why=rule.why,
        how=rule.how,
        state=FindingState.OPEN,
        raised_at=at,
        changed_at=at,
    )


def _run_of(uow: UnitOfWork, round_key: str, stage: str, outcome: CheckOutcome, by: str, at: datetime) -> CheckRun:
    ordinal = len(uow.check_runs.where(round_key=round_key)) + 1
    return CheckRun(
        id=f"{round_key}-{ordinal:04d}",
        round_key=round_key,
        stage=stage,
        ran_at=at,
        ran_by=by,
        rules_run=len(outcome.rules_run),
        hits=len(outcome.hits),
        crashed=tuple(each.rule_code for each in outcome.crashed),
        input_sha256=input_sha256_of(uow, round_key, stage),
    )
