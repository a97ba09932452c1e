"""The note for the forum that decides on the reports: what is asked, the summary, what needs attention (DOCU-05)."""

from __future__ import annotations

from collections.abc import Sequence

from meetcyclus.documents.forum_points import open_list, open_validations, points_per_mandate
from meetcyclus.documents.key_messages import key_messages
from meetcyclus.documents.method import colophon
from meetcyclus.documents.origins import listening, origins
from meetcyclus.documents.status_tables import comparison_table
from meetcyclus.documents.story import Story
from meetcyclus.documents.subject import Subject
from meetcyclus.domain import dutch
from meetcyclus.domain.rounds import Step
from meetcyclus.services.report_kinds import first_forum
from meetcyclus.services.wording import capital, forum_name, joined

# Until the forum decided it is a proposal.
STAMP = "nota.stempel"


def kind_of(steps: Sequence[Step]) -> str:
    """Nota Directiecomité: the kind of document, named after its reader."""
    forum = first_forum(steps)
    return f"Nota {forum_name(forum.forum or forum.code)}" if forum else "Nota"


def write_forum_note(story: Story, plain: Subject, steps: Sequence[Step]) -> None:
    """The whole note. Of the steps it tells what is planned; how far they are changes after it was made."""
    subject, consulted = listening(plain)
    waiting = open_validations(subject)
    forum = first_forum(steps)
    _title(story, subject, "doel_titel")
    story.say(subject.say("nota.doel"))
    if forum is not None:
        when = dutch.weekday_date(forum.planned_from)
        story.say(subject.say("nota.vergadering", forum=_name(forum), wanneer=when))
        story.say(subject.say("nota.voorstel", dag=dutch.long_date(subject.made_on)))
    _title(story, subject, "beslissing_titel")
    story.say(subject.say("nota.beslissing_zin"), keep_next=True)
    asked = _asked(subject, steps, forum, is_open=bool(waiting))
    story.bullets([*(f"{each};" for each in asked[:-1]), f"{asked[-1]}."])
    _title(story, subject, "samenvatting_titel")
    key_messages(story, subject)
    comparison_table(story, plain)
    _title(story, subject, "aandacht_titel")
    points_per_mandate(story, subject, waiting)
    _title(story, subject, "validatie_titel")
    open_list(story, subject, waiting)
    _title(story, subject, "bijlagen_titel")
    story.bullets(_annexes(subject))
    origins(story, subject, consulted)
    story.heading(1, subject.say("algemeen.colofon_titel"))
    colophon(story, subject, kind_of(steps))


def _title(story: Story, subject: Subject, name: str) -> None:
    story.heading(1, subject.say(f"nota.{name}"))


def _name(step: Step) -> str:
    return capital(forum_name(step.forum or step.code))


def _asked(subject: Subject, steps: Sequence[Step], forum: Step | None, *, is_open: bool) -> list[str]:
    """The decisions that the next steps of the path need."""
    asked = [subject.say("nota.kennis"), subject.say("nota.goedkeuring_later" if is_open else "nota.goedkeuring")]
    later = sorted((each for each in steps if forum and each.position > forum.position), key=lambda each: each.position)
    if any(each.kind == "overdracht" for each in later):
        asked.append(subject.say("nota.overdracht", auditor=subject.auditor))
    if forums := [_name(each) for each in later if each.kind == "overleg"]:
        asked.append(subject.say("nota.voorleggen", forums=joined(forums)))
    for each in later:
        if each.kind == "publicatie":
            asked.append(subject.say("nota.publicatie", wanneer=dutch.long_date(each.planned_from)))
    return asked


def _annexes(subject: Subject) -> list[str]:
    money = subject.lines("nota.bijlage_financien") if subject.has("vak.totaal") else []
    return [*subject.lines("nota.bijlagen"), *money]
