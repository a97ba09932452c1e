"""Places in a document where staff write by hand, and what is shown there when the figures changed since."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from docx.oxml.ns import qn

from meetcyclus.documents.hand_markup import with_list_numbers
from meetcyclus.documents.marks import colour_spans, letters_of, note
from meetcyclus.documents.markup import paragraph, run
from meetcyclus.documents.namespaces import as_fragment, parsed
from meetcyclus.documents.quoted_figures import Stale, fresh_quotes, stale_quotes
from meetcyclus.documents.story import Story
from meetcyclus.documents.subject import Subject
from meetcyclus.documents.tags import invitation, place_markup
from meetcyclus.domain.figures import Figure
from meetcyclus.services.editions import PlacedText

_NAMED = 3


def write_place(story: Story, subject: Subject, place: str, title: str, around: Sequence[str] | None) -> None:
    """The hand-written text of a place; an empty place shows itself in a copy for writing only.

    `around` begins the names of the figures in the text just before, about which the hand-written text goes on; it is
    None where the text is about no figures of ours, and nothing is pointed out in it.
    """
    story.places.add(place)
    text = subject.hand_texts.get(place)
    if text is not None:
        before = story.fragments.pop()
        control = place_markup(place, title, _with_lists(story, text.text.markup), is_empty=False)
        is_marked = around is not None and bool(text.earlier)
        story.fragments.append(
            _with_marks(before, control, text, around or (), subject) if is_marked else before + control
        )
    elif subject.edition.is_for_writing:
        invited = paragraph(run(invitation(title)), "Noot")
        story.fragments.append(place_markup(place, title, invited, is_empty=True))


def write_homeless(story: Story, subject: Subject, prefix: str) -> None:
    """Texts of this document whose place is no longer there: at its end, under their name, until staff move them."""
    homeless = [
        each
        for each in subject.edition.texts
        if each.text.place.startswith(prefix) and each.text.place not in story.places
    ]
    if not homeless:
        return
    story.heading(1, subject.say("eigen_tekst.zonder_plaats_titel"))
    story.say(subject.say("eigen_tekst.zonder_plaats"))
    moved = [subject.say("eigen_tekst.zonder_plaats_merk")]
    for each in homeless:
        text = each.text
        story.places.add(text.place)
        body = parsed(place_markup(text.place, text.title, _with_lists(story, text.markup), is_empty=False))
        # Staff will move it beside other figures: what changed in the text itself is named before that.
        stale = _marked(body[0], each, (), subject) if each.earlier else []
        story.fragments.append(as_fragment(body) + _note(text.place, [*moved, *stale], subject))


def _with_marks(before: str, control: str, text: PlacedText, around: Sequence[str], subject: Subject) -> str:
    """The fragment before a hand-written text, the text and its note, with the figures that changed since coloured."""
    elements = parsed(before + control)
    lines = _marked(elements[-1], text, around, subject)
    return as_fragment(elements) + _note(text.text.place, lines, subject)


def _note(place: str, lines: Sequence[str], subject: Subject) -> str:
    return note(place, subject.say("eigen_tekst.nalezen"), lines) if lines else ""


def _marked(control: Any, text: PlacedText, around: Sequence[str], subject: Subject) -> list[str]:
    """Colour what changed; give the lines of the note, about the text itself first."""
    lines: list[str] = []
    named: set[str] = set()
    for each in control.iter(qn("w:p")):
        stale = list(stale_quotes(letters_of(each), text.earlier, subject.figures, around, subject.unit_words))
        colour_spans(each, [(found.quote.start, found.quote.end) for found in stale])
        named |= {figure.id for found in stale for figure, _ in found.changed}
        lines += [_told(subject, found) for found in stale]
    before = control.getprevious()
    if before is not None and before.tag == qn("w:p"):
        fresh = fresh_quotes(letters_of(before), text.earlier, subject.figures, around)
        colour_spans(before, [(found.quote.start, found.quote.end) for found in fresh])
    moved = [each for each in _moved(text.earlier, subject.figures, around) if each[0].id not in named]
    if moved:
        listed = "; ".join(_was_and_is(subject, *each) for each in moved)
        lines.append(subject.say("eigen_tekst.ook_veranderd", lijst=listed))
    return lines


def _told(subject: Subject, stale: Stale) -> str:
    shown = "; ".join(_was_and_is(subject, *each) for each in stale.changed[:_NAMED])
    more = len(stale.changed) - _NAMED
    shown += subject.say("eigen_tekst.en_meer", aantal=more) if more > 0 else ""
    doubt = "" if stale.is_certain else subject.say("eigen_tekst.twijfel")
    return subject.say("eigen_tekst.merk", citaat=stale.quote.shown, lijst=shown) + doubt


def _was_and_is(subject: Subject, before: Figure, now: Figure | None) -> str:
    if now is None:
        return subject.say("eigen_tekst.verdwenen", oud=before.text, wat=before.label)
    return subject.say("eigen_tekst.was_is", oud=before.text, nieuw=now.text, wat=before.label)


def _moved(
    earlier: Sequence[Figure], now: Mapping[str, Figure], around: Sequence[str]
) -> Iterator[tuple[Figure, Figure | None]]:
    for each in earlier:
        fresh = now.get(each.id)
        if each.id.startswith(tuple(around)) and (fresh is None or fresh.text != each.text):
            yield each, fresh


def _with_lists(story: Story, markup: str) -> str:
    """The markup with numbered lists of this document in the place of their marks."""
    return with_list_numbers(markup, lambda _: str(story.container.ordered_list()))
