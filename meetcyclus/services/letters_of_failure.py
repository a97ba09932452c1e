"""The letter about a check that broke: to the secretariat alone, because no lead can do anything about it."""

from __future__ import annotations

from meetcyclus.domain.canonical import sha256_of
from meetcyclus.domain.findings import CheckRun, Stage
from meetcyclus.domain.letters import Letter, LetterKind
from meetcyclus.domain.rounds import Step
from meetcyclus.services.desk import Desk
from meetcyclus.services.letter_facts import contact_of
from meetcyclus.services.rounds import local

# What the check of a stage is called, for people.
_NAMES = {
    Stage.QUALITY: "de kwaliteitscheck",
    Stage.VALIDATION: "de controle bij de validatie",
    Stage.MONEY: "de controle van de bedragen",
    Stage.REPORT: "de controle van rapport en covernota",
    Stage.PUBLICATION: "de controle voor de publicatie",
}


def plan_broken_check(desk: Desk, step: Step) -> int:
    """Tell the secretariat, once per set of rules, which rules the newest check of any stage could not run."""
    planned = []
    for stage in _NAMES:
        runs = desk.uow.check_runs.where(round_key=desk.round.key, stage=stage.value)
        letter = _letter(desk, step, stage, runs[-1]) if runs and runs[-1].crashed else None
        planned += [letter] if letter else []
    return desk.log(planned)


def _letter(desk: Desk, step: Step, stage: Stage, run: CheckRun) -> Letter | None:
    crashed, secretariat = sorted(run.crashed), contact_of(desk.data)
    sequence = sha256_of(crashed)[:12]
    if desk.is_planned(LetterKind.BROKEN_CHECK, secretariat, sequence):
        return None
    facts = {
        "deadline": desk.soon(step),
        "check_name": _NAMES[stage],
        "stage": stage.value,
        "ran_at": local(run.ran_at, desk.data.programme),
        "rules": crashed,
    }
    return desk.plan(LetterKind.BROKEN_CHECK, secretariat, sequence, facts)
