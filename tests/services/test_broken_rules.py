"""Each rule is broken in turn, as a controller could break it in its file, and the real check runs over a round in
which other rules do find something of leads: what reaches them has nothing of the broken rule, and all of the rest."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

import pytest

from meetcyclus import handover, release
from meetcyclus.bootstrap import Application
from meetcyclus.domain.canonical import canonical_json
from meetcyclus.domain.entries import Entry
from meetcyclus.domain.findings import FindingState, Rule
from meetcyclus.domain.letters import LetterKind
from meetcyclus.domain.rounds import StepState
from meetcyclus.services import checks, reports, round_rules, rounds, snapshots
from meetcyclus.services.authority import SYSTEM
from meetcyclus.services.letters_of_check import plan_feedback
from meetcyclus.services.letters_of_failure import plan_broken_check
from meetcyclus.services.letters_of_lateness import plan_late_corrections
from meetcyclus.services.letters_of_money import plan_money_questions
from meetcyclus.services.unit_of_work import UnitOfWork
from tests.factories import (
    ANNA,
    BERT,
    CIS,
    DFB,
    KABINET_1,
    KABINET_2,
    KEY,
    SECRETARIAT,
    brief,
    credits,
    entries,
    moment,
    with_report,
)
from tests.services.test_finance import load
from tests.services.world import DURING_VALIDATION, ask, begin, decide, desk_at, hand_in

AT = moment("2024-01-22 09:00")
LEADS = {ANNA, BERT, CIS}
# This programme has nothing for them to look at: no number of Europe, no quotes, no waivers. They never run.
ASLEEP = frozenset({"KC-106", "KC-117", "KC-130", "KC-132", "KC-133", "KC-141", "KC-148", "KC-161"})
_COLUMN = re.compile(r'(column(?:_A)? = ")')


@dataclass(frozen=True)
class Told:
    """What a walk after the check says to whom."""

    findings: frozenset[tuple[str, str, str, str]]
    leads: tuple[tuple[str, str], ...]
    secretariat: tuple[str, ...]
    crashed: tuple[str, ...]


class _Undo(Exception):
    """Takes back everything that was done in a unit of work."""


def _spoilt() -> list[Entry]:
    """What the leads hand in: every one of them breaks rules of another kind."""
    mended = {each.project_number: each for each in entries()}
    mended["KL001"] = brief(mended["KL001"])
    mended["KL003"] = with_report(mended["KL003"], corrective_owner="", motivation="")
    first, *others = mended["KL005"].milestones
    mended["KL005"] = replace(mended["KL005"], milestones=(replace(first, realised_on=None, evidence=""), *others))
    mended["KL004"] = replace(
        mended["KL004"], indicators=tuple(replace(each, value=Decimal(4)) for each in mended["KL004"].indicators)
    )
    mended["KL002"] = replace(mended["KL002"], indicators=())
    overdue = replace(mended["KL006"].milestones[1], expected_on=date(2023, 12, 1))
    mended["KL006"] = replace(mended["KL006"], milestones=(mended["KL006"].milestones[0], overdue))
    return list(mended.values())


@pytest.fixture
def ready(app: Application, monkeypatch: pytest.MonkeyPatch) -> Application:
    """A round in which everything that any rule looks at is there: entries, money, decisions, documents, dataset."""
    monkeypatch.setenv("MEETCYCLUS_NOW", AT.isoformat())
    begin(app, "invoer")
    hand_in(app, _spoilt())
    begin(app, "financien")
    load(app, app.settings.folder("uploads"), credits(1))
    with app.work() as uow:
        (upload,) = uow.uploads.where(round_key=KEY)
        uow.uploads.put(replace(upload, signed_off_by=DFB, signed_off_at=AT))
    begin(app, "validatie", DURING_VALIDATION)
    ask(app)
    decide(app, "M1", KABINET_1)
    decide(app, "M2", KABINET_2)
    with app.work() as uow:
        for each in rounds.steps_of(uow, KEY):
            is_left = each.kind == "publicatie"
            uow.steps.put(replace(each, state=StepState.OPEN if is_left else StepState.CLOSED, closed_at=AT))
        snapshots.freeze(uow, round_key=KEY, by=SYSTEM, at=AT)
        for made in reports.build_reports(uow, writer=app.reports, round_key=KEY, by=SYSTEM, at=AT):
            made.written_to(app.settings.folder(f"documents/{KEY}"))
    handover.release_first_dataset(
        app, round_key=KEY, step_code="publicatie", folder=app.settings.folder("opendata") / KEY
    )
    with app.work() as uow:
        uow.steps.put(replace(rounds.require_step(uow, KEY, "kwaliteitscheck"), state=StepState.OPEN))
    return app


def _broken(app: Application, code: str) -> bytes:
    """The rule files in which the columns of one rule have a name that no table has."""
    files = dict(json.loads(app.quality.content()))
    for name, text in files.items():
        rules = text.split("[[rule]]\n")
        files[name] = "[[rule]]\n".join(
            _COLUMN.sub(r"\1no_", each) if f'code = "{code}"\n' in each else each for each in rules
        )
    return canonical_json(files).encode()


def _walk(app: Application, rule: Rule | None) -> Told:
    """The check and the planning of letters with that rule broken; nothing of it is kept."""
    told: list[Told] = []
    with suppress(_Undo), app.work() as uow:
        if rule:
            given = {"rules": _broken(app, rule.code), "reason": "proef", "by": SECRETARIAT, "at": AT}
            round_rules.move_rules(uow, key=KEY, **given)  # type: ignore[arg-type]
        before = {each.id for each in uow.letters.where(round_key=KEY)}
        stages = checks.ENTRY_STAGES if rule is None else checks.stages_of(rule.stage)
        crashed: list[str] = []
        for each in dict.fromkeys((checks.ENTRY_STAGES, stages)):
            result = release.check_round(app, uow, round_key=KEY, stages=each, by=SYSTEM)
            crashed += result.crashed
        _plan(app, uow)
        told.append(_told(uow, before, crashed))
        raise _Undo
    return told[0]


def _plan(app: Application, uow: UnitOfWork) -> None:
    desk, step = desk_at(app, uow, AT), rounds.require_step(uow, KEY, "kwaliteitscheck")
    for planner in (plan_broken_check, plan_feedback, plan_late_corrections, plan_money_questions):
        planner(desk, step)


def _told(uow: UnitOfWork, before: Iterable[str], crashed: Iterable[str]) -> Told:
    fresh = [each for each in uow.letters.where(round_key=KEY) if each.id not in before]
    sent = uow.findings.where(round_key=KEY, state=FindingState.SENT.value)
    return Told(
        frozenset((each.rule_code, each.project_number, each.object_key, each.field) for each in sent),
        tuple((each.recipient_email, each.text + each.html) for each in fresh if each.recipient_email in LEADS),
        tuple(
            f"{each.subject} {each.text}"
            for each in fresh
            if (each.recipient_email, each.kind) == (SECRETARIAT, LetterKind.BROKEN_CHECK)
        ),
        tuple(each.split(":")[0] for each in crashed),
    )


def _require_no_blame(app: Application, rules: Iterable[Rule]) -> None:
    whole = _walk(app, None)
    assert not whole.crashed and {who for who, _ in whole.leads} == LEADS
    assert len({code for code, *_ in whole.findings}) >= 6
    for rule in rules:
        found = _walk(app, rule)
        assert set(found.crashed) == {rule.code} - ASLEEP, rule.code
        assert found.findings == {each for each in whole.findings if each[0] != rule.code}, rule.code
        for who, text in found.leads:
            assert who in LEADS and rule.code not in text
        assert [rule.code in each for each in found.secretariat] == [True] * len({rule.code} - ASLEEP)


@pytest.mark.goal("57")
def test_six_rules_by_lot_broken_in_turn_blame_no_lead(ready: Application) -> None:
    awake = [each for each in ready.quality.rules() if each.code not in ASLEEP]
    _require_no_blame(ready, random.Random(57).sample(awake, 6))


@pytest.mark.goal("57")
@pytest.mark.long
@pytest.mark.parametrize("opened", ["sqlite"], indirect=True)
def test_every_rule_broken_in_turn_blames_no_lead(ready: Application) -> None:
    _require_no_blame(ready, ready.quality.rules())
