"""Letters that a person reads before they go: kept up to date while they wait, with personal words above the facts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from meetcyclus.domain.canonical import sha256_of
from meetcyclus.domain.errors import BadInput, NotAllowed
from meetcyclus.domain.letters import Letter, LetterState
from meetcyclus.services.outbox import kept_attachments, letter_subject, require_letter, require_say
from meetcyclus.services.ports import LetterContent, LetterWriter
from meetcyclus.services.unit_of_work import UnitOfWork

# Why a letter waits that nobody read yet; its recipient was not told anything then.
UNDER_REVIEW = "na te lezen voor verzending"
_LONGEST_INTRODUCTION = 1500


def is_under_review(letter: Letter) -> bool:
    """Whether a person still has to read the letter before it goes."""
    return letter.state is LetterState.HELD and letter.detail == UNDER_REVIEW


def rewrite_letter(
    uow: UnitOfWork,
    writer: LetterWriter,
    letter: Letter,
    content: LetterContent,
    attachments: Iterable[tuple[str, str, bytes]],
    *,
    by: str,
    at: datetime,
) -> Letter:
    """Bring a letter that waits to be read up to date; the introduction that a person gave it stays."""
    fresh = replace(
        letter,
        template_version=content.template_version,
        subject=letter_subject(uow, letter.round_key, content),
        text=content.text,
        html=content.html,
        attachments=kept_attachments(uow, attachments),
        introduction="",
    )
    if letter.introduction:
        fresh = writer.introduced(fresh, letter.introduction)
    if fresh == letter:
        return letter
    uow.letters.put(fresh)
    uow.ledger.append(
        action="letter.rewrite",
        object=letter.id,
        by=by,
        at=at,
        round_key=letter.round_key,
        before={"subject": letter.subject, "text_sha256": sha256_of(letter.text)},
        after={"subject": fresh.subject, "text_sha256": sha256_of(fresh.text)},
    )
    return fresh


def introduce_letter(
    uow: UnitOfWork, writer: LetterWriter, *, letter_id: str, introduction: str, by: str, at: datetime
) -> Letter:
    """Put a personal introduction above the facts of a letter that did not go yet; an empty one takes it away."""
    letter = require_letter(uow, letter_id)
    require_say(uow, letter, by)
    if letter.state not in (LetterState.PLANNED, LetterState.HELD):
        raise NotAllowed(f"letter {letter_id} is {letter.state.value}; only what did not go yet can be introduced")
    words = introduction.strip()
    if len(words) > _LONGEST_INTRODUCTION:
        raise BadInput(f"an introduction has at most {_LONGEST_INTRODUCTION} characters; this one has {len(words)}")
    introduced = writer.introduced(letter, words)
    uow.letters.put(introduced)
    uow.ledger.append(
        action="letter.edit",
        object=letter_id,
        by=by,
        at=at,
        round_key=letter.round_key,
        before={"introduction": letter.introduction},
        after={"introduction": words},
    )
    return introduced
