"""How letters look on the command line: their facts for programs, and tables and lines for people."""

from __future__ import annotations

from collections.abc import Iterable

from meetcyclus.cli.shared import Shown
from meetcyclus.cli.values import Clock
from meetcyclus.domain.letters import Letter, LetterState
from meetcyclus.services.outbox import Reconciliation


def letter_facts(letter: Letter) -> dict[str, object]:
    """A letter under the names that programs rely on."""
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
        "next_attempt_at": letter.next_attempt_at,
        "detail": letter.detail,
        "settled_by": letter.settled_by,
        "introduction": letter.introduction,
        "attachments": [each.file_name for each in letter.attachments],
    }


def letters_table(letters: list[Letter], clock: Clock) -> Shown:
    """A line per letter; under its subject what a mail server or a person said, unless it simply went out."""
    rows = [(each.id, each.recipient_email, each.state.value, _when(each, clock), _what(each)) for each in letters]
    return Shown(f"{len(letters)} letters", ("id", "to", "state", "when", "what"), rows)


def reconciliation_lines(found: Reconciliation) -> list[str]:
    """One line per way in which ledger and outbox differ, with the letters."""
    ways = {
        "planned in the ledger, not in the outbox": found.missing,
        "in the outbox, never planned in the ledger": found.unplanned,
        "in another state than the ledger says": found.contradicted,
    }
    return [f"{len(ids)} letters {way}: {_few(ids)}" for way, ids in ways.items() if ids]


def _when(letter: Letter, clock: Clock) -> str:
    if letter.sent_at is not None:
        return clock(letter.sent_at)
    if letter.next_attempt_at is not None:
        return f"again {clock(letter.next_attempt_at)}"
    return ""


def _what(letter: Letter) -> str:
    if letter.state is LetterState.SENT or not letter.detail:
        return letter.subject
    attempts = f" ({letter.attempts} attempts)" if letter.attempts > 1 else ""
    settled = f" (settled by {letter.settled_by})" if letter.settled_by else ""
    return f"{letter.subject}\n{letter.detail}{attempts}{settled}"


def _few(ids: Iterable[str]) -> str:
    shown = list(ids)
    return ", ".join(shown[:5]) + (f" and {len(shown) - 5} more" if len(shown) > 5 else "")
