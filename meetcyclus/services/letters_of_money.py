"""Letters about money: the receipt to DFB, and to the secretariat what no lead is asked about any more."""

from __future__ import annotations

import json
from collections.abc import Iterable

from meetcyclus.domain.canonical import sha256_of
from meetcyclus.domain.credits import FinanceUpload
from meetcyclus.domain.findings import Finding, FindingState, Severity, Stage
from meetcyclus.domain.letters import LetterKind
from meetcyclus.domain.rounds import Step, StepState
from meetcyclus.services.authority import SYSTEM
from meetcyclus.services.conversation import ASKING
from meetcyclus.services.desk import Desk
from meetcyclus.services.extracts import Totals
from meetcyclus.services.letter_facts import by_weight, contact_of, persons_with_role
from meetcyclus.services.reconciliation import Reconciliation
from meetcyclus.services.rounds import local, steps_of

_REFERRED = "finding.referred"
# A letter shows this many lines of a list; the command of the reconciliation has all of them.
_SHOWN = 20


def plan_finance_receipt(desk: Desk, found: Reconciliation) -> int:
    """Tell DFB what was loaded and ask for the signature, or for a better file; once per extract."""
    sequence = f"v{found.upload.sequence}-{found.upload.sha256[:16]}"
    facts = _facts(desk, found)
    planned = [
        desk.plan(LetterKind.FINANCE_RECEIPT, person, sequence, facts)
        for person in persons_with_role(desk.data, "dfb")
        if not desk.is_planned(LetterKind.FINANCE_RECEIPT, person, sequence)
    ]
    return desk.log(planned)


def plan_money_questions(desk: Desk, step: Step) -> int:
    """Tell the secretariat which findings about money no lead was asked about, once no lead is asked anything more.

    Until then the digests hold them. Each is told once, and again when it says another amount; the ledger keeps which.
    """
    steps = steps_of(desk.uow, desk.round.key)
    if any(each.kind in ASKING and each.state is not StepState.CLOSED for each in steps):
        return 0
    told, letters = _told(desk)
    found = desk.uow.findings.where(round_key=desk.round.key, owner="projectverantwoordelijke", stage=Stage.MONEY.value)
    is_open = [each for each in found if each.state is FindingState.OPEN]
    untold = [each for each in is_open if told.get(each.id, "") not in (None, sha256_of(each.message))]
    if not untold:
        return 0
    said = sorted([each.id, sha256_of(each.message)] for each in untold)
    # An amount that comes back to what it was is told once more: its letter is not the first one.
    sequence = sha256_of([letters, said])[:12]
    facts = {"deadline": desk.soon(step), "projects": _questions(desk, untold)}
    letter = desk.plan(LetterKind.MONEY_QUESTIONS, contact_of(desk.data), sequence, facts)
    desk.uow.ledger.append(
        action=_REFERRED, object=letter.id, by=SYSTEM, at=desk.at, round_key=desk.round.key, after={"findings": said}
    )
    return desk.log([letter])


def _told(desk: Desk) -> tuple[dict[str, str | None], int]:
    """What was last told of each finding, by the hash of its message, and in how many letters.

    Older lines of the ledger keep the finding alone: then nobody knows the amount, and it counts as told.
    """
    events = desk.uow.ledger.events(round_key=desk.round.key, action=_REFERRED)
    told: dict[str, str | None] = {}
    for event in events:
        for each in json.loads(event.after)["findings"]:
            id_, message = (each, None) if isinstance(each, str) else each
            told[id_] = message
    return told, len(events)


def _questions(desk: Desk, found: Iterable[Finding]) -> list[dict[str, object]]:
    names = {each.email: each.name for each in desk.data.persons}
    points: dict[str, list[dict[str, object]]] = {}
    for each in found:
        point: dict[str, object] = {"message": each.message, "rule_code": each.rule_code}
        points.setdefault(each.project_number, []).append(point)
    return [
        {
            "number": each.number,
            "title": each.title,
            "lead_name": names.get(each.lead_email, each.lead_email),
            "lead_email": each.lead_email,
            "points": points[each.number],
        }
        for each in desk.data.projects
        if each.number in points
    ]


def _facts(desk: Desk, found: Reconciliation) -> dict[str, object]:
    upload = found.upload
    faults = _faults(desk, found)
    named = {str(each["number"]) for each in faults}
    decreases = [each for each in found.decreases if _number_of(each) not in named]
    replaced = found.replaced
    steps = desk.uow.steps.where(round_key=desk.round.key, kind="financien")
    return {
        "deadline": desk.soon(steps[0] if steps else None),
        "file_name": upload.file_name,
        "version": upload.sequence,
        "sha256": upload.sha256,
        "received_at": local(upload.loaded_at, desk.data.programme),
        "row_count": upload.rows,
        "totals": _compared((upload.committed_cents, upload.settled_cents), found.previous),
        "difference_committed": found.difference[0],
        "difference_settled": found.difference[1],
        "faults": faults[:_SHOWN],
        "faults_more": max(0, len(faults) - _SHOWN),
        "decreases": decreases[:_SHOWN],
        "decreases_more": max(0, len(decreases) - _SHOWN),
        "is_clean": found.is_clean,
        "has_other_signer": any(each.email != upload.loaded_by for each in persons_with_role(desk.data, "dfb")),
        "replaced_name": replaced.file_name if replaced else "",
        "changes": [
            {
                "line": f"{each.project_number}, {each.budget_year}, {each.budget_article}, {each.column}",
                "old": each.old_cents,
                "new": each.new_cents,
                "difference": each.difference_cents,
            }
            for each in found.changes[:_SHOWN]
        ],
        "changes_more": max(0, len(found.changes) - _SHOWN),
        "reason": upload.reason,
        "signed_before": _signed_before(desk, found),
    }


def _faults(desk: Desk, found: Reconciliation) -> list[dict[str, object]]:
    """Per project, in order of number, what DFB must look at; what belongs to no project comes last.

    A project that is missing, or does not belong, is one fault: what the rules and the comparison with the previous
    round say of it has the same cause and is left out. So is a fall that a finding names already.
    """
    unmatched = {_number_of(each): each.partition(": ")[2] for each in found.unmatched}
    remarks = {number: [{"severity": Severity.BLOCKING.value, "text": text}] for number, text in unmatched.items()}
    for finding in by_weight(found.open_findings):
        is_theirs = finding.owner == "dfb" or finding.severity is Severity.BLOCKING
        if is_theirs and finding.project_number not in unmatched:
            said = {"severity": finding.severity.value, "text": finding.message}
            remarks.setdefault(finding.project_number, []).append(said)
    titles = {each.number: each.title for each in desk.data.projects}
    return [
        {"number": number, "title": titles.get(number, ""), "remarks": remarks[number]}
        for number in sorted(remarks, key=lambda each: (not each, each))
    ]


def _number_of(line: str) -> str:
    """The project that a line of the reconciliation begins with."""
    return line.partition(": ")[0]


def _compared(now: Totals, previous: Totals | None) -> list[dict[str, object]]:
    return [
        {
            "label": label,
            "now": now[at],
            "previous": None if previous is None else previous[at],
            "difference": None if previous is None else now[at] - previous[at],
        }
        for at, label in enumerate(("Vastgelegd (VAK)", "Vereffend (VEK)"))
    ]


def _signed_before(desk: Desk, found: Reconciliation) -> dict[str, object] | None:
    """The newest signature under an earlier extract; it does not hold for this one."""
    earlier: list[FinanceUpload] = [each for each in found.versions[:-1] if each.signed_off_at]
    if not earlier or earlier[-1].signed_off_at is None:
        return None
    last = earlier[-1]
    names = {each.email: each.name for each in desk.data.persons}
    return {
        "by": names.get(last.signed_off_by or "", last.signed_off_by),
        "at": local(earlier[-1].signed_off_at, desk.data.programme),
        "file_name": last.file_name,
    }
