"""The letter about a check that broke: to the secretariat alone, because no lead can do anything about it."""

from __future__ import annotations

from meetcyclus.domain.canonical import sha256_of
from meetcyclus.domain.letters import LetterKind
from meetcyclus.domain.rounds import Step
from meetcyclus.services.desk import Desk
from meetcyclus.services.letter_facts import contact_of
from meetcyclus.services.rounds import local


def plan_broken_check(desk: Desk, step: Step) -> int:
    """Tell the secretariat, once per set of rules, which rules the newest check could not run."""
    runs = desk.uow.check_runs.where(round_key=desk.round.key, stage="kwaliteitscheck")
    if not runs or not runs[-1].crashed:
        return 0
    crashed, secretariat = sorted(runs[-1].crashed), contact_of(desk.data)
    sequence = sha256_of(crashed)[:12]
    if desk.is_planned(LetterKind.BROKEN_CHECK, secretariat, sequence):
        return 0
    facts = {
        "deadline": desk.soon(step),
        "ran_at": local(runs[-1].ran_at, desk.data.programme),
        "rules": crashed,
    }
    return desk.log([desk.plan(LetterKind.BROKEN_CHECK, secretariat, sequence, facts)])
