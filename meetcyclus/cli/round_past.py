"""meetcyclus round history and move: what a round began with, what happened to it, and moving it on record."""

from __future__ import annotations

from collections.abc import Iterable

import click

from meetcyclus.bootstrap import application
from meetcyclus.cli.rounds import round_, step_facts, steps_table
from meetcyclus.cli.shared import Shown, actor, app_for_change, emit
from meetcyclus.cli.values import Clock, clock_of
from meetcyclus.domain.documents import SnapshotRecord
from meetcyclus.domain.errors import BadInput
from meetcyclus.services import round_rules, rounds, snapshots, walks
from meetcyclus.services.walks import Walk


@round_.command()
@click.argument("key")
@click.option("--rules", is_flag=True, help="Check from now on by the rules of this installation.")
@click.option("--path", is_flag=True, help="Follow the path as programma.toml now says; steps that began stay.")
@click.option("--reason", required=True)
def move(key: str, rules: bool, path: bool, reason: str) -> None:
    """Move a running round to the rules or the path of today. Without this it ends on those that it began with.

    Example:  meetcyclus round move 2023-12 --rules --reason "KC-021 was te streng" --by secretariaat@example.org
    """
    if rules == path:
        raise BadInput("say what moves: either --rules or --path")
    app = app_for_change()
    with app.work() as uow:
        by, at = actor(), app.now()
        if rules:
            round_rules.move_rules(uow, key=key, rules=app.quality.content(), reason=reason, by=by, at=at)
        else:
            round_rules.move_path(uow, key=key, holidays=app.holidays(uow), reason=reason, by=by, at=at)
        found, planned, clock = rounds.require_running(uow, key), rounds.steps_of(uow, key), clock_of(uow)
    emit(
        {"round": key, "rules_sha256": found.rules_sha256, "steps": [step_facts(each) for each in planned]},
        steps_table(key, planned, clock),
        lines=[f"Rules of the round: {found.rules_sha256}", f"Next: meetcyclus round advance {key}"],
    )


@round_.command()
@click.argument("key")
def history(key: str) -> None:
    """What happened to a round, from the ledger: steps, flow runs, freezes, and who decided. Needs no Prefect.

    Example:  meetcyclus round history 2023-12
    """
    app = application()
    with app.work() as uow:
        rounds.require_running(uow, key)
        events = [
            each
            for each in uow.ledger.events(round_key=key)
            if each.action.startswith(("round.", "step.", "check.", "finance.", "meeting.", "document."))
        ]
        freezes = snapshots.freezes(uow, key)
        taken = walks.walks_of(uow, round_key=key)
        planned = rounds.steps_of(uow, key)
        clock = clock_of(uow)
    emit(
        {
            "round": key,
            "events": events,
            "freezes": freezes,
            "walks": taken,
            "steps": [step_facts(each) for each in planned],
        },
        Shown(
            f"History of {key}",
            ("at", "by", "what", "object"),
            ((clock(each.at), each.by, each.action, each.object) for each in events),
        ),
        _freezes_table(freezes, clock),
        _walks_table(taken, clock),
    )


def _freezes_table(freezes: Iterable[SnapshotRecord], clock: Clock) -> Shown:
    rows = [
        (each.sequence, clock(each.taken_at), each.taken_by, "draft" if each.is_draft else "", each.sha256)
        for each in freezes
    ]
    return Shown("Freezes", ("no.", "at", "by", "", "sha256"), rows)


def _walks_table(taken: Iterable[Walk], clock: Clock) -> Shown:
    rows = [
        (clock(each.at), each.flow_run_id, ", ".join(each.ran), f"{each.first_seq}-{each.last_seq}") for each in taken
    ]
    return Shown("Walks that moved something", ("at", "flow run", "steps", "ledger"), rows)


COMMANDS = (round_,)
