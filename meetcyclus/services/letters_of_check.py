"""The feedback letter of the quality check: one digest per lead with everything on all own projects."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from meetcyclus.domain.errors import NotAllowed
from meetcyclus.domain.findings import Finding, FindingState
from meetcyclus.domain.letters import Letter, LetterKind
from meetcyclus.domain.programme import Person, Project
from meetcyclus.domain.rounds import Step, StepState
from meetcyclus.services.authority import SYSTEM
from meetcyclus.services.conversation import ASKING
from meetcyclus.services.desk import XLSX, Desk
from meetcyclus.services.entries import workbook_subjects
from meetcyclus.services.entry_windows import awaited_projects
from meetcyclus.services.feedback_facts import feedback_facts
from meetcyclus.services.letter_facts import projects_by_lead
from meetcyclus.services.outbox import keep_back, release_letter
from meetcyclus.services.ports import WorkbookSubject
from meetcyclus.services.review import UNDER_REVIEW, is_under_review, rewrite_letter
from meetcyclus.services.rounds import allow_entry, steps_of
from meetcyclus.services.unheard import heard

_LEAD = "projectverantwoordelijke"


@dataclass(frozen=True)
class _Digest:
    """What one lead is to be told: own projects, the findings on them that are live, the letters before this one.

    `unsure` are the projects with a finding of a rule that cannot run now: nobody knows whether those are fine.
    """

    lead: Person
    projects: list[Project]
    live: list[Finding]
    unsure: frozenset[str]
    earlier: list[Letter]

    @property
    def waiting(self) -> Letter | None:
        """The digest that a person still has to read before it goes."""
        return self.earlier[-1] if self.earlier and is_under_review(self.earlier[-1]) else None


def plan_feedback(desk: Desk, step: Step) -> int:
    """One digest per lead with every live finding on own projects; only leads with something new get one.

    The projects named are opened again for correction until the deadline in the letter. Where the step says that a
    person reads the letters first, a digest is held, kept up to date, and tells nobody anything until it is released.
    """
    digests = [each for each in _digests(desk) if any(one.state is FindingState.OPEN for one in each.live)]
    if not digests:
        return 0
    subjects = _subjects(desk)
    waiting = [each for each in digests if each.waiting]
    for digest in waiting:
        _write(desk, step, digest, subjects[digest.lead.email])
    fresh = [each for each in digests if not each.waiting]
    planned = [(each, _write(desk, step, each, subjects[each.lead.email])) for each in fresh]
    count = desk.log(letter for _, letter in planned)
    for digest, letter in planned:
        if step.is_reviewed:
            keep_back(desk.uow, letter, reason=UNDER_REVIEW, by=SYSTEM, at=desk.at)
        else:
            _tell(desk, step, digest, letter)
    return count


def has_something_to_say(desk: Desk, letter: Letter) -> bool:
    """Whether anything is still open for the lead to whom a digest would go."""
    return any(each.live for each in _digests(desk) if each.lead.email == letter.recipient_email)


def release_feedback(desk: Desk, letter: Letter, *, reason: str, by: str) -> Letter:
    """A person has read a digest: it is written once more, so that it is true now, and goes; its findings are told.

    Raises NotAllowed when nothing in it is open any more.
    """
    digest = next((each for each in _digests(desk) if each.lead.email == letter.recipient_email), None)
    if digest is None or not digest.live:
        raise NotAllowed(f"letter {letter.id}: nothing is open for {letter.recipient_email} any more")
    step = _open_step(desk)
    _write(desk, step, digest, _subjects(desk)[digest.lead.email])
    released = release_letter(desk.uow, letter_id=letter.id, reason=reason, by=by, at=desk.at)
    _tell(desk, step, digest, released)
    return released


def _digests(desk: Desk) -> list[_Digest]:
    """Per lead what there is to tell. Who still has time to hand in for the first time is not told that it misses.

    What a rule found that cannot run now is told to nobody: the lead may have mended it since.
    """
    awaited = awaited_projects(desk.uow, desk.round, desk.at)
    found = desk.uow.findings.where(round_key=desk.round.key, owner=_LEAD)
    asked = [each for each in found if each.is_live and each.project_number not in awaited]
    live = heard(desk.uow, desk.round.key, asked)
    unsure = frozenset(each.project_number for each in asked if each not in live)
    letters = desk.uow.letters.where(round_key=desk.round.key, kind=LetterKind.FEEDBACK.value)
    return [
        _Digest(
            lead,
            projects,
            [each for each in live if each.project_number in {project.number for project in projects}],
            unsure,
            sorted(
                (each for each in letters if each.recipient_email == lead.email), key=lambda each: int(each.sequence)
            ),
        )
        for lead, projects in projects_by_lead(desk.data, set(desk.population()) - awaited).items()
    ]


def _write(desk: Desk, step: Step | None, digest: _Digest, subject: WorkbookSubject) -> Letter:
    """The letter as it is true now: a new one, or the one that waits to be read written anew."""
    waiting = digest.waiting
    before = digest.earlier[:-1] if waiting else digest.earlier
    facts = feedback_facts(
        desk,
        subject,
        projects=digest.projects,
        live=digest.live,
        unsure=digest.unsure,
        earlier=before,
        until=desk.soon(step),
    )
    workbook = (str(facts["workbook_name"]), XLSX, desk.workbooks.write(subject))
    if waiting is None:
        return desk.plan(LetterKind.FEEDBACK, digest.lead, str(facts["sequence"]), facts, [workbook])
    content = desk.content(LetterKind.FEEDBACK, digest.lead, facts)
    return rewrite_letter(desk.uow, desk.writer, waiting, content, [workbook], by=SYSTEM, at=desk.at)


def _tell(desk: Desk, step: Step | None, digest: _Digest, letter: Letter) -> None:
    """From here on the lead is asked: the projects are open for correction and the findings count as sent."""
    until = desk.soon(step)
    for number in sorted({each.project_number for each in digest.live}):
        allow_entry(
            desk.uow,
            key=desk.round.key,
            project_number=number,
            until=until,
            reason="feedback van de kwaliteitscheck",
            action="entry.reopen",
            by=SYSTEM,
            at=desk.at,
        )
    fresh = [each for each in digest.live if each.state is FindingState.OPEN]
    for finding in fresh:
        desk.uow.findings.put(replace(finding, state=FindingState.SENT, changed_at=desk.at))
    _log_told(desk, letter, fresh)


def _log_told(desk: Desk, letter: Letter, told: Iterable[Finding]) -> None:
    desk.uow.ledger.append(
        action="finding.sent",
        object=letter.id,
        by=SYSTEM,
        at=desk.at,
        round_key=desk.round.key,
        after={"findings": sorted(each.id for each in told)},
    )


def _subjects(desk: Desk) -> dict[str, WorkbookSubject]:
    return {each.lead_email: each for each in workbook_subjects(desk.uow, round_key=desk.round.key)}


def _open_step(desk: Desk) -> Step | None:
    """The step that asks for corrections now; its last day is the deadline of a letter."""
    steps = steps_of(desk.uow, desk.round.key)
    return next((each for each in steps if each.kind in ASKING and each.state is StepState.OPEN), None)
