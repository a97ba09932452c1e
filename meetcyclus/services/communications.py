"""The communication to the government, and which papers each forum is sent.

Its figures are those of the approved documents. The steps that the round went through are those of the moment at which
it is made: when the last forum before the government decided.
"""

from __future__ import annotations

from datetime import datetime

from meetcyclus.domain.rounds import Step, StepState
from meetcyclus.services.authority import SYSTEM, programme_of, require_role
from meetcyclus.services.document_ports import ReportWriter
from meetcyclus.services.editions import Edition
from meetcyclus.services.house_style import templates_of
from meetcyclus.services.report_kinds import (
    COMMUNICATION,
    COVER_NOTE,
    FINANCES,
    FORUM_NOTE,
    Basis,
    contents_of,
    first_forum,
    government_step,
)
from meetcyclus.services.reports import (
    FileToSend,
    MadeDocument,
    approved_document,
    approved_snapshot,
    documents_to_send,
    keep_document,
    made_document,
    newest_document,
    version_of,
)
from meetcyclus.services.rounds import is_open, steps_of
from meetcyclus.services.unit_of_work import UnitOfWork


def build_communication(
    uow: UnitOfWork, *, writer: ReportWriter, round_key: str, by: str, at: datetime
) -> list[MadeDocument]:
    """Make it once the steps before its forum are closed; nothing before that, or where the programme has none.

    Once the government has taken note it is what it was: the registered one is given again.
    """
    if by != SYSTEM:
        require_role(uow, by, "secretariaat", "dossierbeheerder")
    steps = steps_of(uow, round_key)
    step = communication_step(uow, round_key)
    if step is None or not _is_reached(step, steps):
        return []
    if step.state is StepState.CLOSED and (kept := newest_document(uow, round_key, COMMUNICATION)) is not None:
        return [made_document(uow, kept)]
    snapshot, sha256 = approved_snapshot(uow, round_key=round_key)
    basis = Basis(snapshot, sha256, steps, uow.meetings.where(round_key=round_key))
    version = _version(uow, basis)
    templates = templates_of(uow, round_key, (COMMUNICATION,))
    content = contents_of(writer, basis, (COMMUNICATION,), Edition(version), templates)[COMMUNICATION]
    document = keep_document(uow, basis, COMMUNICATION, content, version=version, by=by, at=at)
    return [made_document(uow, document)]


def communication_step(uow: UnitOfWork, round_key: str) -> Step | None:
    """The step in which the government hears of the round; None where programme or path has none."""
    return government_step(programme_of(uow), steps_of(uow, round_key))


def is_wanted(uow: UnitOfWork, round_key: str, step_code: str) -> bool:
    """Whether this step is open and is the one in which the government hears of the round."""
    step = communication_step(uow, round_key)
    return step is not None and step.code == step_code and is_open(uow, round_key, step_code)


def papers_for(uow: UnitOfWork, step: Step) -> list[FileToSend]:
    """What a forum is sent: report and cover note; the deciding one its note and the money, the government its own."""
    deciding, government = first_forum(steps_of(uow, step.round_key)), communication_step(uow, step.round_key)
    own = []
    if deciding is not None and deciding.code == step.code:
        own += [FORUM_NOTE, FINANCES]
    if government is not None and government.code == step.code:
        own.append(COMMUNICATION)
    return documents_to_send(uow, round_key=step.round_key, beside=own)


def _version(uow: UnitOfWork, basis: Basis) -> str:
    """That of the approved cover note, which goes with it; the number of the freeze where no note was made from it."""
    note = approved_document(uow, basis.snapshot.round_key, COVER_NOTE)
    if note is None or note.snapshot_sha256 != basis.sha256:
        return str(basis.snapshot.sequence)
    return version_of(note)


def _is_reached(step: Step, steps: list[Step]) -> bool:
    closed = {each.code for each in steps if each.state is StepState.CLOSED}
    return set(step.after) <= closed
