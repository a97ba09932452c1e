"""The score of a round on the criteria of the Rekenhof, from its findings and from the rules that ran."""

from __future__ import annotations

import json

from meetcyclus.domain.rounds import RoundState
from meetcyclus.domain.scores import ProjectScore, RoundScore
from meetcyclus.services.check_inputs import is_of_suite
from meetcyclus.services.rounds import require_running
from meetcyclus.services.unit_of_work import UnitOfWork


def score_of_round(uow: UnitOfWork, *, round_key: str) -> RoundScore | None:
    """The score as the findings stand now; None while no criterion was checked or nothing was entered."""
    round_ = require_running(uow, round_key)
    criteria = criteria_of_round(uow, round_key)
    reported = {each.project_number for each in uow.entries.latest(round_.key)}
    if not criteria or not reported:
        return None
    unmet: dict[str, set[str]] = {}
    for finding in uow.findings.where(round_key=round_key):
        if finding.stands and finding.rule_code in criteria:
            unmet.setdefault(finding.project_number, set()).add(finding.rule_code)
    members = sorted(each.project_number for each in uow.round_projects.where(round_key=round_key))
    return RoundScore(
        round_key,
        criteria,
        tuple(ProjectScore(each, tuple(sorted(unmet.get(each, ())))) for each in members if each in reported),
    )


def scores_until(uow: UnitOfWork, round_key: str) -> tuple[RoundScore, ...]:
    """The scores of this round and of those before it that were held here, oldest first."""
    last = require_running(uow, round_key).reference_date
    rounds = sorted(uow.rounds.where(), key=lambda each: each.reference_date)
    held = [each.key for each in rounds if each.state is not RoundState.HISTORY and each.reference_date <= last]
    found = (score_of_round(uow, round_key=key) for key in held)
    return tuple(each for each in found if each is not None)


def criteria_of_round(uow: UnitOfWork, round_key: str) -> tuple[str, ...]:
    """Codes of the rules for criteria of the Rekenhof that ran in the newest whole check of each stage.

    A pass over one suite is no check of the round: it says nothing of what a round was held against.
    """
    newest: dict[str, list[str]] = {}
    for event in uow.ledger.events(round_key=round_key, action="check.run"):
        after = json.loads(event.after)
        if not is_of_suite(after["run"]["stage"]):
            newest[after["run"]["stage"]] = after.get("criteria", [])
    return tuple(sorted({code for codes in newest.values() for code in codes}))
