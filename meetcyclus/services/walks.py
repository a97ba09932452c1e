"""What the ledger keeps of the walks of a round: those that moved something, those that died, and by which program."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from meetcyclus.domain.ledger import Event
from meetcyclus.services.authority import SYSTEM
from meetcyclus.services.rounds import require_running
from meetcyclus.services.unit_of_work import UnitOfWork

WALK, DEATH, END = "round.walk", "round.run_died", "round.run_ended"


@dataclass(frozen=True)
class Walk:
    """A walk that moved something: its flow run, when it ended, the steps it ran, and its lines in the ledger."""

    flow_run_id: str
    at: datetime
    ran: tuple[str, ...]
    waiting: str
    first_seq: int
    last_seq: int


def record_walk(uow: UnitOfWork, *, round_key: str, flow_run_id: str, ran: str, waiting: str, at: datetime) -> None:
    """One line for a walk after which the ledger holds something of our own hand; none where nothing moved.

    It also covers what a walk did that was killed before it could write this line.
    """
    moved = _moved_since_last_walk(uow, round_key)
    if not moved:
        return
    facts = {
        "flow_run_id": flow_run_id,
        "ran": [each for each in ran.split(", ") if each],
        "waiting": waiting,
        "first_seq": moved[0].seq,
        "last_seq": moved[-1].seq,
    }
    uow.ledger.append(action=WALK, object=round_key, by=SYSTEM, at=at, round_key=round_key, after=facts)


def walks_of(uow: UnitOfWork, *, round_key: str) -> list[Walk]:
    """The walks that moved something, oldest first: complete without Prefect."""
    return [_walk(each) for each in uow.ledger.events(round_key=round_key, action=WALK)]


def record_deaths(uow: UnitOfWork, dead: Iterable[tuple[str, str]], *, at: datetime) -> None:
    """Flow runs (their id, and their round where they are of one) were found whose process is gone. Twice is once."""
    known = {each.object for each in uow.ledger.events(action=DEATH)}
    for flow_run_id, round_key in dead:
        if flow_run_id in known:
            continue
        uow.ledger.append(
            action=DEATH, object=flow_run_id, by=SYSTEM, at=at, round_key=round_key, after={"flow_run_id": flow_run_id}
        )


def record_ends(uow: UnitOfWork, ended: Iterable[str], *, at: datetime) -> None:
    """Flow runs that ended by themselves: of those that were taken for dead a line says that they were not."""
    dead = {each.object: each.round_key for each in uow.ledger.events(action=DEATH)}
    known = {each.object for each in uow.ledger.events(action=END)} if dead else set()
    for flow_run_id in ended:
        if flow_run_id in dead and flow_run_id not in known:
            after = {"flow_run_id": flow_run_id}
            round_key = dead[flow_run_id]
            uow.ledger.append(action=END, object=flow_run_id, by=SYSTEM, at=at, round_key=round_key, after=after)


def note_program(uow: UnitOfWork, *, round_key: str, product_version: str, at: datetime) -> None:
    """Write down, once, that another version of the program takes the round over."""
    present = require_running(uow, round_key)
    if present.product_version == product_version:
        return
    uow.rounds.put(replace(present, product_version=product_version))
    uow.ledger.append(
        action="round.program",
        object=round_key,
        by=SYSTEM,
        at=at,
        round_key=round_key,
        before={"product_version": present.product_version},
        after={"product_version": product_version},
    )


def _moved_since_last_walk(uow: UnitOfWork, round_key: str) -> list[Event]:
    """What the program itself did in the round since the last line about a walk."""
    walks = uow.ledger.events(round_key=round_key, action=WALK)
    since = uow.ledger.events(round_key=round_key, by=SYSTEM, behind=walks[-1].seq if walks else 0)
    return [each for each in since if each.action not in (DEATH, END)]


def _walk(event: Event) -> Walk:
    facts = json.loads(event.after)
    return Walk(
        facts["flow_run_id"],
        event.at,
        tuple(facts["ran"]),
        facts["waiting"],
        facts["first_seq"],
        facts["last_seq"],
    )
