"""The cover note: one page that can be read alone, then the figures behind it, at most twelve pages."""

from __future__ import annotations

from collections.abc import Sequence

from meetcyclus.documents.cover_lists import attention_list, newly_realised
from meetcyclus.documents.cover_sections import (
    milestone_section,
    milestones_per_group,
    money_per_mandate,
    money_section,
    rrf_section,
    stopped_money,
)
from meetcyclus.documents.follow_up import follow_up
from meetcyclus.documents.key_messages import key_messages
from meetcyclus.documents.method import colophon, method, register
from meetcyclus.documents.narrative import narrative
from meetcyclus.documents.pictures import evolution_picture
from meetcyclus.documents.places import write_homeless, write_place
from meetcyclus.documents.status_tables import comparison_table, evolution_table, group_table
from meetcyclus.documents.story import Story
from meetcyclus.documents.subject import Subject
from meetcyclus.domain.rounds import Step
from meetcyclus.services.figure_groups import domain_groups, mandate_groups, speerpunt_groups
from meetcyclus.services.wording import capital

KIND = "Covernota"


def write_cover_note(story: Story, subject: Subject, steps: Sequence[Step] = ()) -> None:
    """The whole note, section by section. Of the steps it tells which forums are planned to speak of it."""
    _title(story, subject, "kern_titel")
    key_messages(story, subject)
    comparison_table(story, subject)
    _title(story, subject, "evolutie_titel")
    evolution_picture(story, subject)
    evolution_table(story, subject)
    _groups(story, subject)
    _title(story, subject, "mijlpalen_titel")
    milestone_section(story, subject)
    milestones_per_group(story, subject)
    _title(story, subject, "middelen_titel")
    money_section(story, subject)
    money_per_mandate(story, subject)
    _title(story, subject, "aandacht_titel")
    attention_list(story, subject)
    stopped_money(story, subject)
    _title(story, subject, "nieuw_titel")
    newly_realised(story, subject)
    _title(story, subject, "rrf_titel")
    rrf_section(story, subject)
    _title(story, subject, "verhaal_titel")
    narrative(story, subject)
    _own_section(story, subject, "context", 1, around=None)
    _title(story, subject, "opvolging_titel")
    follow_up(story, subject, steps)
    write_place(story, subject, "nota.opvolging", subject.say("eigen_tekst.opvolging"), ("validatie.projecten.",))
    _own_section(story, subject, "aanbevelingen", 2, around=())
    _title(story, subject, "methode_titel")
    method(story, subject)
    _title(story, subject, "register_titel")
    register(story, subject)
    story.heading(1, subject.say("algemeen.colofon_titel"))
    colophon(story, subject, KIND)
    write_homeless(story, subject, "nota.")


def _title(story: Story, subject: Subject, name: str) -> None:
    story.heading(1, subject.say(f"covernota.{name}"))


def _own_section(story: Story, subject: Subject, name: str, level: int, *, around: Sequence[str] | None) -> None:
    """A section that no data of the round tell: staff write it by hand or leave it out, its heading included."""
    place = f"nota.{name}"
    if place in subject.hand_texts or subject.edition.is_for_writing:
        story.heading(level, subject.say(f"covernota.{name}_titel"))
        write_place(story, subject, place, subject.say(f"eigen_tekst.{name}"), around)


def _groups(story: Story, subject: Subject) -> None:
    _title(story, subject, "groepen_titel")
    view = subject.view
    speerpunten, mandates, domains = speerpunt_groups(view), mandate_groups(view), domain_groups(view)
    word = capital(view.snapshot.data.programme.term("speerpunt"))
    group_table(story, subject, speerpunten, word, [each.label for each in speerpunten])
    group_table(story, subject, mandates, "Mandaat", [subject.mandate_name(each.code) for each in mandates])
    note = subject.say("covernota.groepen_noot")
    group_table(story, subject, domains, "Beleidsdomein", [each.label for each in domains], note)
