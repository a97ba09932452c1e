"""Who entered something never decides about it, on whichever route, and a second person always can."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from meetcyclus.bootstrap import Application
from meetcyclus.domain.errors import NotAllowed, NotNow
from meetcyclus.domain.findings import FindingState, Hit, Stage
from meetcyclus.services import checks, programmes, rounds
from meetcyclus.services.check_facts import OwnCheck
from meetcyclus.services.four_eyes import lone_signer, require_other_eyes
from meetcyclus.services.process_facts import process_facts
from tests.factories import (
    ANNA,
    CHAIR,
    CONTROLLER,
    DFB,
    KABINET_1,
    KABINET_2,
    KEY,
    SECRETARIAT,
    SIGNER,
    entries,
    entry,
    moment,
    small_programme,
    with_report,
)
from tests.services.world import (
    DURING_ENTRY,
    DURING_VALIDATION,
    ask,
    begin,
    decide,
    events,
    everything_entered,
    found,
    hand_in,
    hit,
    rule,
)


def _move(app: Application, project: str, target: FindingState, by: str) -> None:
    with app.work() as uow:
        (finding,) = uow.findings.where(project_number=project)
        checks.decide_finding(uow, finding_id=finding.id, target=target, text="klopt wel", by=by, at=DURING_ENTRY)


@pytest.mark.goal("55")
@pytest.mark.parametrize("target", [FindingState.WAIVED, FindingState.WITHDRAWN])
def test_who_entered_on_behalf_of_a_lead_settles_no_finding(app: Application, target: FindingState) -> None:
    everything_entered(app)
    found(app, hit("KL001"))
    lines = len(events(app))
    with pytest.raises(NotAllowed, match=f"{SECRETARIAT} entered version 1 of KL001"):
        _move(app, "KL001", target, SECRETARIAT)
    assert len(events(app)) == lines
    _move(app, "KL001", target, CONTROLLER)


@pytest.mark.goal("55")
def test_who_entered_an_earlier_version_of_the_round_is_barred_as_well(app: Application) -> None:
    """A later version repeats most of what the earlier one said."""
    everything_entered(app)
    hand_in(app, [with_report(entry("KL001", 1), outlook="p" * 130)], by=ANNA)
    found(app, hit("KL001"))
    for by, version in ((SECRETARIAT, 1), (ANNA, 2)):
        with app.work() as uow, pytest.raises(NotAllowed, match=f"{by} entered version {version} of KL001"):
            require_other_eyes(uow, round_key=KEY, project_numbers=["KL001", "KL002"], by=by)
    with pytest.raises(NotAllowed, match=f"{SECRETARIAT} entered version 1 of KL001"):
        _move(app, "KL001", FindingState.WAIVED, SECRETARIAT)
    _move(app, "KL001", FindingState.WAIVED, CONTROLLER)


@pytest.mark.goal("55")
def test_a_programme_with_one_signer_of_the_money_is_warned(app: Application) -> None:
    with app.work() as uow:
        (programme,) = uow.programmes.where()
        money = replace(programme.governance["KORT"][0], kind="financien")
        uow.programmes.put(replace(programme, governance={"KORT": (money,)}))
        assert lone_signer(uow) == ""
        uow.persons.put(replace(uow.persons.get(SIGNER), role="kabinet"))  # type: ignore[type-var]
        assert lone_signer(uow).startswith(f"only {DFB} has the role dfb")


def test_who_entered_may_answer(app: Application) -> None:
    everything_entered(app)
    found(app, hit("KL001"))
    _move(app, "KL001", FindingState.ANSWERED, SECRETARIAT)


@pytest.mark.goal("55")
def test_who_entered_closes_no_quality_check(app: Application) -> None:
    begin(app, "invoer")
    first, *others = entries()
    hand_in(app, others)
    hand_in(app, [first], by=CONTROLLER)
    begin(app, "kwaliteitscheck")
    found(app)
    for by, number in ((CONTROLLER, "KL001"), (SECRETARIAT, "KL002")):
        with pytest.raises(NotAllowed, match=f"{by} entered version 1 of {number}"), app.work() as uow:
            rounds.close_step(uow, key=KEY, code="kwaliteitscheck", note="klaar", by=by, at=moment("2023-12-18 10:00"))


@pytest.mark.goal("55")
def test_who_entered_and_joined_a_cabinet_decides_on_nothing_of_it(app: Application) -> None:
    everything_entered(app)
    begin(app, "validatie", DURING_VALIDATION)
    ask(app)
    with app.work() as uow:
        uow.persons.put(replace(uow.persons.get(KABINET_1), email=SECRETARIAT))  # type: ignore[type-var]
    with pytest.raises(NotAllowed, match="four eyes"):
        decide(app, "M1", SECRETARIAT)
    assert decide(app, "M1", KABINET_1)


@pytest.mark.goal("55")
def test_what_was_entered_after_the_decision_is_seen_by_the_check(app: Application) -> None:
    begin(app, "invoer")
    hand_in(app, [with_report(entry("KL001", 1), outlook="p" * 130)], by=ANNA)
    found(app, hit("KL001"))
    _move(app, "KL001", FindingState.WAIVED, SECRETARIAT)
    hand_in(app, [entry("KL001", 1)], by=SECRETARIAT)
    hand_in(app, [with_report(entry("KL001", 1), outlook="q" * 130)], by=ANNA)
    with app.work() as uow:
        (trail, *_) = process_facts(uow, round_key=KEY, at=DURING_ENTRY).projects
    assert (trail.entered_by, trail.version, trail.own_checks) == (ANNA, 3, (OwnCheck("KC-005", SECRETARIAT),))


@pytest.mark.goal("55")
def test_who_had_a_say_at_the_moment_of_the_decision_had_it_whatever_became_of_them(app: Application) -> None:
    """One left the cabinet after deciding, and one joined it after a decision was written down in their name."""
    everything_entered(app)
    begin(app, "validatie", DURING_VALIDATION)
    ask(app)
    decide(app, "M1", KABINET_1)
    decide(app, "M2", KABINET_2)
    with app.work() as uow:
        (own,) = uow.verdicts.where(project_number="KL005")
        uow.verdicts.add([replace(own, sequence=own.sequence + 1, decided_by=CHAIR)])
    roles = {KABINET_1: ("dossierbeheerder", None), CHAIR: ("kabinet", "M2")}
    data = small_programme()
    people = tuple(
        replace(each, role=roles[each.email][0], mandate_code=roles[each.email][1]) if each.email in roles else each
        for each in data.persons
    )
    later = DURING_VALIDATION + timedelta(days=1)
    with app.work() as uow:
        programmes.import_programme(uow, replace(data, persons=people), by=SECRETARIAT, at=later)
        verdicts = process_facts(uow, round_key=KEY, at=later).verdicts
    assert {(each.project, each.mandate) for each in verdicts if not each.has_say} == {("KL005", "M2")}


def test_what_the_secretariat_must_mend_names_the_secretariat(app: Application) -> None:
    everything_entered(app)
    begin(app, "kwaliteitscheck")
    own = replace(rule("KC-150", owner="secretariaat"), stage=Stage.QUALITY)
    found(app, Hit("KC-150", "KL001", "KL001", "nagekeken_door", "x", "y"), rules=[own])
    with pytest.raises(NotNow, match="1 bevinding van de controle: KC-150 KL001"), app.work() as uow:
        rounds.close_step(uow, key=KEY, code="kwaliteitscheck", note="", by=CONTROLLER, at=moment("2023-12-18 10:00"))
