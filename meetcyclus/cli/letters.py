"""meetcyclus mail ...: the outbox."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import asdict
from functools import partial
from pathlib import Path

import click

from meetcyclus.bootstrap import application
from meetcyclus.cli.letters_shown import letter_facts, letters_table, reconciliation_lines
from meetcyclus.cli.shared import (
    FOUND_SOMETHING,
    CommonGroup,
    Shown,
    actor,
    app_for_change,
    app_for_walk,
    emit,
    say_problems,
)
from meetcyclus.cli.values import clock_of
from meetcyclus.cli.working import working
from meetcyclus.domain.errors import BadInput, MeetcyclusError, OutsideFailure
from meetcyclus.domain.letters import Letter, LetterKind, LetterState
from meetcyclus.services import bounces, needless, outbox, reading, review, sending
from meetcyclus.services.desk import Desk
from meetcyclus.services.unit_of_work import UnitOfWork


@click.group(cls=CommonGroup)
def mail() -> None:
    """Letters: what is planned, sent, failed or unknown.

    Example:  meetcyclus mail reconcile 2023-12
    """


@mail.command("list")
@click.argument("key", required=False, default="")
@click.option(
    "--trouble", is_flag=True, help="Only letters that did not arrive, or perhaps not, and ask for a decision."
)
def list_(key: str, trouble: bool) -> None:
    """Every letter with its state, and why it waits or failed.

    Example:  meetcyclus mail list 2023-12 --trouble
    """
    with application().work() as uow:
        letters = uow.letters.where(round_key=key) if key else uow.letters.where()
        clock = clock_of(uow)
    shown = [each for each in letters if each.needs_somebody or not trouble]
    emit({"letters": [letter_facts(each) for each in shown]}, letters_table(shown, clock))


@mail.command()
@click.option("--now", "even_waiting", is_flag=True, help="Also what waits for its next attempt.")
def send(even_waiting: bool) -> int:
    """Send what is planned and due; what is refused stays in the outbox with the reason and its next attempt.

    Reminders of what is done by now are held first.

    Example:  meetcyclus mail send --now
    Exit code 1: a letter failed, is unknown, or differs from the ledger; 4: the mail server cannot be used.
    """
    app = app_for_walk()
    with app.work() as uow:
        needless.hold_needless(uow, desk_of=partial(app.desk, uow))
    with working("Sending letters"):
        result = sending.send_planned(app.work, app.post_office(), now=app.now, even_waiting=even_waiting)
    with app.work() as uow:
        differences = outbox.differences(uow)
        waiting = sum(len(uow.letters.due(None, is_rehearsal=each)) for each in (False, True))
    errors = [f"round {key}: {line}" for key, found in differences.items() for line in reconciliation_lines(found)]
    emit(
        {**asdict(result), "waiting": waiting, "difference": sum(each.difference for each in differences.values())},
        lines=[
            f"{result.sent} sent, {result.failed} failed, {result.unknown} unknown, {result.postponed} postponed.",
            *([f"{waiting} wait for their next attempt; --now does not wait."] if waiting else []),
        ],
    )
    for error in [*filter(None, [result.trouble]), *errors]:
        say_problems(error, ())
    if result.trouble:
        return OutsideFailure.exit_code
    return FOUND_SOMETHING if result.failed or result.unknown or differences else 0


@mail.command()
@click.argument("letter_id", metavar="ID")
def show(letter_id: str) -> None:
    """One letter as its reader gets it.

    Example:  meetcyclus mail show 5c0a9e...
    """
    with application().work() as uow:
        letter = outbox.require_letter(uow, letter_id)
    facts = letter_facts(letter)
    emit(
        {**facts, "text": letter.text, "html": letter.html},
        Shown(letter.subject, ("field", "value"), facts.items()),
        lines=["", letter.text],
    )


@mail.command()
@click.argument("key")
def reconcile(key: str) -> int:
    """Prove that ledger and outbox agree: every letter was planned, is there, and is in the state that was written.

    Example:  meetcyclus mail reconcile 2023-12
    Exit code 1: they differ.
    """
    with application().work() as uow:
        found = outbox.reconcile_letters(uow, round_key=key)
    emit(
        {"round": key, **asdict(found)},
        Shown(f"{found.planned} letters planned", ("state", "letters"), found.states.items()),
        lines=[f"difference: {found.difference}", *reconciliation_lines(found)],
    )
    return FOUND_SOMETHING if found.difference else 0


@mail.command()
@click.argument("files", metavar="[FILE]...", nargs=-1, type=click.Path(exists=True, dir_okay=False, path_type=Path))
def bounce(files: tuple[Path, ...]) -> int:
    """Read delivery reports (DSN) from files, or one from standard input, and mark their letters as bounced.

    Example:  meetcyclus mail bounce < report.eml
    Reading a report again changes nothing. Exit code 1: some of several files are no report of a letter that failed.
    """
    app = app_for_walk()
    bounced: list[Letter] = []
    refused: dict[str, str] = {}
    for name, report in [(str(path), path.read_bytes()) for path in files] or [("", sys.stdin.buffer.read())]:
        try:
            with app.work() as uow:
                bounced.append(bounces.record_bounce(uow, report=report, at=app.now()))
        except MeetcyclusError as error:
            if len(files) <= 1:
                raise
            refused[name] = str(error)
    emit(
        {"letters": [letter_facts(each) for each in bounced], "refused": refused},
        lines=[f"{each.id} to {each.recipient_email}: {each.state.value}, {each.detail}" for each in bounced],
    )
    for name, why in refused.items():
        say_problems(f"{name}: {why}", ())
    return FOUND_SOMETHING if refused else 0


@mail.command()
@click.argument("letter_ids", metavar="[ID]...", nargs=-1)
@click.option("--all", "all_", is_flag=True, help="Every planned letter of every round: after a database was put back.")
@click.option("--reason", required=True)
def hold(letter_ids: tuple[str, ...], all_: bool, reason: str) -> None:
    """Keep planned letters back: these, or all of them. A controller may hold the feedback of the quality check.

    Example:  meetcyclus mail hold 5c0a9e... --reason "adres wordt nagekeken" --by secretariaat@example.org
    """
    if all_ == bool(letter_ids):
        raise BadInput("give the ids of letters, or --all")
    app = app_for_change()
    with app.work() as uow:
        chosen = [each.id for each in uow.letters.where(state=LetterState.PLANNED.value)] if all_ else letter_ids
        letters = [outbox.hold_letter(uow, letter_id=each, reason=reason, by=actor(), at=app.now()) for each in chosen]
    _emit_decided(letters)


@mail.command()
@click.argument("letter_ids", metavar="[ID]...", nargs=-1)
@click.option("--all", "all_", is_flag=True, help="Every held letter of the kind that --kind names.")
@click.option("--kind", "kind", metavar="KIND", default="", help="Kind of letter, such as feedback.")
@click.option("--reason", required=True)
def release(letter_ids: tuple[str, ...], all_: bool, kind: str, reason: str) -> None:
    """Send held, failed, unknown or bounced letters; those that went once may reach their recipients twice.

    Example:  meetcyclus mail release --all --kind feedback --reason "nagelezen" --by controle1@example.org
    A digest that waited to be read is written once more first, so that it says what is open now; with --all, one in
    which nothing is open any more stays held.
    """
    app = app_for_change()
    with app.work() as uow:
        desk_of = partial(app.desk, uow)
        letters = [
            reading.release(uow, desk_of=desk_of, letter_id=each, reason=reason, by=actor(), at=app.now())
            for each in _chosen(uow, desk_of, letter_ids, all_=all_, kind=kind)
        ]
    _emit_decided(letters, "Next: meetcyclus mail send")


@mail.command()
@click.argument("letter_id", metavar="ID")
@click.option("--intro", "introduction", required=True, help='Words under the greeting; "" takes them away.')
def edit(letter_id: str, introduction: str) -> None:
    """Put a personal introduction above a letter that did not go yet, or replace the one it has.

    Example:  meetcyclus mail edit 5c0a9e... --intro "Wij spraken hierover al." --by controle1@example.org
    Nothing else of a letter can be edited: what it says are facts, the same in the findings, the ledger and the package
    for the Rekenhof. A finding that is wrong is withdrawn, one that is accepted is waived; the letter then follows.
    """
    app = app_for_change()
    with app.work() as uow:
        letter = review.introduce_letter(
            uow, app.letters, letter_id=letter_id, introduction=introduction, by=actor(), at=app.now()
        )
    emit(
        {"letters": [letter_facts(letter)], "text": letter.text},
        lines=[f"{letter.id} is {letter.state.value}.", "", letter.text],
    )


@mail.command()
@click.argument("letter_ids", metavar="ID...", nargs=-1, required=True)
@click.option("--reason", required=True, help="How it was dealt with.")
def settle(letter_ids: tuple[str, ...], reason: str) -> None:
    """Take letters that did not arrive off the list: they were dealt with without sending them again.

    Example:  meetcyclus mail settle 5c0a9e... --reason "per telefoon bezorgd" --by secretariaat@example.org
    """
    app = app_for_change()
    with app.work() as uow:
        letters = [
            outbox.settle_letter(uow, letter_id=each, reason=reason, by=actor(), at=app.now()) for each in letter_ids
        ]
    _emit_decided(letters)


def _chosen(
    uow: UnitOfWork, desk_of: Callable[[str], Desk], letter_ids: tuple[str, ...], *, all_: bool, kind: str
) -> list[str]:
    """The letters named, or every held one of a kind."""
    if not all_ or letter_ids:
        if all_ or not letter_ids or kind:
            raise BadInput("give the ids of letters, or --all with --kind")
        return list(letter_ids)
    kinds = [each for each in LetterKind if kind and each.value.startswith(kind)]
    if len(kinds) != 1:
        raise BadInput(f"--kind {kind!r} is none of: {', '.join(each.value for each in LetterKind)}")
    return reading.releasable(uow, desk_of=desk_of, kind=kinds[0])


def _emit_decided(letters: list[Letter], *lines: str) -> None:
    states = [f"{each.id} is {each.state.value}." for each in letters]
    emit({"letters": [letter_facts(each) for each in letters]}, lines=[*states, *lines])


COMMANDS = (mail,)
