"""Follow-up in the cover note: the validation, what the forums decided, and which forums speak of it later."""

from __future__ import annotations

from collections.abc import Sequence

from meetcyclus.documents.look import NO_VALUE
from meetcyclus.documents.story import Story
from meetcyclus.documents.subject import Subject
from meetcyclus.documents.tables import Column, Row
from meetcyclus.domain import dutch
from meetcyclus.domain.meetings import Meeting
from meetcyclus.domain.rounds import Step
from meetcyclus.services.wording import capital, forum_name, joined, joined_up_to

_MOST_NUMBERS = 12


def follow_up(story: Story, subject: Subject, steps: Sequence[Step]) -> None:
    """State of the validation, decisions of the forums, who promised what by when, and which forums come later."""
    if subject.has("validatie.projecten.aantal"):
        validated = subject.text("validatie.projecten.aantal")
        verb = "is" if subject.count("validatie.projecten.aantal") == 1 else "zijn"
        story.say(subject.say("opvolging.validatie", gevalideerd=validated, zijn=verb) + _on_forecasts(subject))
    else:
        story.say(subject.say("opvolging.geen_validatie"))
    if subject.count("projecten.aandacht.aantal"):
        story.say(subject.say("opvolging.termijnen"))
    meetings = sorted(subject.view.snapshot.meetings, key=lambda each: (each.held_on, each.step_code, each.sequence))
    for each in meetings:
        when = dutch.long_date(each.held_on)
        story.say(
            subject.say("opvolging.overleg", wat=_forum(subject, each), wanneer=when, beslissing=each.decision.strip())
        )
    _still_to_come(story, subject, steps, meetings)
    _actions(story, meetings)


def _on_forecasts(subject: Subject) -> str:
    """Which of the validated projects are forecasts that nobody confirmed; nothing where there are none."""
    validated, view = subject.figures["validatie.projecten.aantal"].rows, subject.view
    named = [number for number in sorted(view.forecasts) if view.report_row(number) in validated]
    if not named:
        return ""
    listed = joined_up_to(named, _MOST_NUMBERS, subject.noun(len(named) - _MOST_NUMBERS))
    return subject.say("opvolging.vooruitzicht", namen=listed)


def _still_to_come(story: Story, subject: Subject, steps: Sequence[Step], meetings: Sequence[Meeting]) -> None:
    """What was true on the day of the note stays true when it is read later: it names that day and the planned days."""
    held = {each.step_code for each in meetings}
    coming = [each for each in steps if each.kind == "overleg" and each.code not in held]
    coming.sort(key=lambda each: (each.planned_from, each.position))
    said = []
    if not meetings:
        is_draft = subject.view.snapshot.is_draft
        said.append(subject.say("opvolging.geen_overleg" if is_draft else "opvolging.geen_overleg_definitief"))
    if coming:
        listed = joined([f"{_named(each)} ({dutch.long_date(each.planned_from)})" for each in coming])
        said.append(subject.say("opvolging.gepland", forums=listed))
    if said:
        story.say(" ".join([subject.say("opvolging.stand", dag=dutch.long_date(subject.made_on)), *said]))


def _named(step: Step) -> str:
    return capital(forum_name(step.forum or step.code))


def _forum(subject: Subject, meeting: Meeting) -> str:
    paths = subject.view.snapshot.data.programme.governance
    steps = paths.get(subject.view.round.governance_path, ())
    names = {each.code: each.forum for each in steps if each.forum}
    return capital(forum_name(names.get(meeting.step_code, meeting.step_code)))


def _actions(story: Story, meetings: list[Meeting]) -> None:
    rows: list[Row] = [
        [action.what, action.who, dutch.short_date(action.due_on) if action.due_on else NO_VALUE]
        for each in meetings
        for action in each.actions
    ]
    if rows:
        story.captioned_table([Column("Actie", 96), Column("Wie", 46), Column("Tegen", 24)], rows, "Actiepunten")
