"""meetcyclus mail ...: the outbox."""

from __future__ import annotations

import sys

import click

from meetcyclus.bootstrap import application
from meetcyclus.cli.shared import FOUND_SOMETHING, CommonGroup, Shown, actor, app_for_change, app_for_walk, emit
from meetcyclus.cli.working import working
from meetcyclus.domain.letters import Letter
from meetcyclus.services import bounces, outbox


@click.group(cls=CommonGroup)
def mail() -> None:
    """Letters: what is planned, sent, failed or unknown.

    Example:  meetcyclus mail reconcile 2023-12
    """


@mail.command("list")
@click.argument("key", required=False, default="")
def list_(key: str) -> None:
    """Every letter with its state.

    Example:  meetcyclus mail list 2023-12
    """
    with application().work() as uow:
        letters = uow.letters.where(round_key=key) if key else uow.letters.where()
    rows = [(each.id, each.kind.value, each.recipient_email, each.state.value, each.subject) for each in letters]
    emit(
        {"letters": [_facts(each) for each in letters]},
        Shown(f"{len(letters)} letters", ("id", "kind", "to", "state", "subject"), rows),
    )


@mail.command()
def send() -> int:
    """Send every planned letter now; what fails stays in the outbox with the reason.

    Example:  meetcyclus mail send
    """
    app = app_for_walk()
    with working("Sending letters"):
        result = outbox.send_planned(app.work, app.mail_route(), alone=app.hold_outbox(), now=app.now)
    emit(
        {
            "sent": result.sent,
            "failed": result.failed,
            "unknown": result.unknown,
            "postponed": result.postponed,
        },
        lines=[f"{result.sent} sent, {result.failed} failed, {result.unknown} unknown, {result.postponed} postponed."],
    )
    return FOUND_SOMETHING if result.failed or result.unknown else 0


@mail.command()
@click.argument("letter_id", metavar="ID")
def show(letter_id: str) -> None:
    """One letter as its reader gets it.

    Example:  meetcyclus mail show 5c0a9e...
    """
    with application().work() as uow:
        letter = outbox.require_letter(uow, letter_id)
    facts = _facts(letter)
    emit(
        {**facts, "text": letter.text, "html": letter.html},
        Shown(letter.subject, ("field", "value"), facts.items()),
        lines=["", letter.text],
    )


@mail.command()
@click.argument("key")
def reconcile(key: str) -> int:
    """Prove that every letter the ledger planned is in the outbox, in one known state. Exit code 1: it is not.

    Example:  meetcyclus mail reconcile 2023-12
    """
    with application().work() as uow:
        found = outbox.reconcile_letters(uow, round_key=key)
    emit(
        {"round": key, "planned": found.planned, "states": found.states, "difference": found.difference},
        Shown(f"{found.planned} letters planned", ("state", "letters"), found.states.items()),
        lines=[f"difference: {found.difference}"],
    )
    return FOUND_SOMETHING if found.difference else 0


@mail.command()
def bounce() -> None:
    """Read a delivery report (DSN) from standard input and mark its letter as bounced.

    Example:  meetcyclus mail bounce < report.eml
    """
    app = app_for_walk()
    with app.work() as uow:
        letter = bounces.record_bounce(uow, report=sys.stdin.buffer.read(), at=app.now())
    emit({"letters": [_facts(letter)]}, lines=[f"{letter.id} to {letter.recipient_email}: {letter.detail}"])


@mail.command()
@click.argument("letter_id", metavar="ID")
@click.option("--reason", required=True)
def hold(letter_id: str, reason: str) -> None:
    """Keep a planned letter back.

    Example:  meetcyclus mail hold 5c0a9e... --reason "adres wordt nagekeken" --by secretariaat@example.org
    """
    app = app_for_change()
    with app.work() as uow:
        letter = outbox.hold_letter(uow, letter_id=letter_id, reason=reason, by=actor(), at=app.now())
    emit({"letters": [_facts(letter)]}, lines=[f"{letter.id} is {letter.state.value}."])


@mail.command()
@click.argument("letter_id", metavar="ID")
@click.option("--reason", required=True)
def release(letter_id: str, reason: str) -> None:
    """Send a held, failed, unknown or bounced letter again; the recipient may get it twice.

    Example:  meetcyclus mail release 5c0a9e... --reason "niet aangekomen, nagevraagd" --by secretariaat@example.org
    """
    app = app_for_change()
    with app.work() as uow:
        letter = outbox.release_letter(uow, letter_id=letter_id, reason=reason, by=actor(), at=app.now())
    emit({"letters": [_facts(letter)]}, lines=[f"{letter.id} is {letter.state.value}.", "Next: meetcyclus mail send"])


def _facts(letter: Letter) -> dict[str, object]:
    return {
        "id": letter.id,
        "round": letter.round_key,
        "kind": letter.kind,
        "to": letter.recipient_email,
        "state": letter.state,
        "message_id": letter.message_id,
        "template_version": letter.template_version,
        "subject": letter.subject,
        "planned_at": letter.planned_at,
        "sent_at": letter.sent_at,
        "attempts": letter.attempts,
        "detail": letter.detail,
        "attachments": [each.file_name for each in letter.attachments],
    }


COMMANDS = (mail,)
