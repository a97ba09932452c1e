"""Which documents are made from a freeze: report and cover note always, the others where there is something to say."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from meetcyclus.domain.meetings import Meeting
from meetcyclus.domain.programme import Programme
from meetcyclus.domain.rounds import Step
from meetcyclus.domain.snapshot import Snapshot
from meetcyclus.services.document_ports import ReportWriter
from meetcyclus.services.editions import Edition, Template
from meetcyclus.services.figures import figures_of
from meetcyclus.services.tallies import RoundView

REPORT, COVER_NOTE = "monitoringsrapport", "covernota"
FINANCES, FORUM_NOTE = "financiele_rapportering", "dc_nota"
COMMUNICATION = "mededeling_vr"
WORD_KINDS = (REPORT, COVER_NOTE, FINANCES, FORUM_NOTE, COMMUNICATION)
# The kinds that have places for hand-written text.
WRITTEN_IN = (REPORT, COVER_NOTE)


@dataclass(frozen=True)
class Basis:
    """What documents are made from: a freeze with its hash, and the path and the meetings of its round."""

    snapshot: Snapshot
    sha256: str
    steps: Sequence[Step]
    meetings: Sequence[Meeting] = ()


def first_forum(steps: Sequence[Step]) -> Step | None:
    """The forum that decides on the reports: the first after they are written; None where the path has none."""
    ordered = sorted(steps, key=lambda each: each.position)
    written = [each.position for each in ordered if each.kind == "rapportering"]
    forums = [each for each in ordered if each.kind == "overleg" and written and each.position > written[0]]
    return forums[0] if forums else None


def government_step(programme: Programme, steps: Sequence[Step]) -> Step | None:
    """The step in which the government hears of the round; None where programme or path has none."""
    forum = programme.document_words.get("mededeling_forum")
    found = [each for each in steps if forum and each.forum == forum]
    return found[0] if found else None


def kinds_of(snapshot: Snapshot, steps: Sequence[Step]) -> tuple[str, ...]:
    """The kinds that this freeze gives: money needs amounts of the round, a note needs a forum to read it."""
    view = RoundView(snapshot)
    money = (FINANCES,) if view.credits_in(view.round) else ()
    note = (FORUM_NOTE,) if first_forum(steps) else ()
    return (REPORT, COVER_NOTE, *money, *note)


def kinds_named(file_name: str) -> tuple[str, ...]:
    """The kinds that the file of a template is for: those in its name, else the ones that people write in."""
    return tuple(each for each in WORD_KINDS if each in file_name.casefold()) or WRITTEN_IN


def contents_of(
    writer: ReportWriter, basis: Basis, kinds: Collection[str], edition: Edition, templates: Mapping[str, Template]
) -> dict[str, bytes]:
    """The bytes of these kinds, each with the template that staff gave for it."""
    figures = figures_of(basis.snapshot) if kinds else ()
    facts = (basis.snapshot, basis.sha256, figures)
    makers: Mapping[str, Callable[..., bytes]] = {
        REPORT: partial(writer.monitoring_report, *facts),
        COVER_NOTE: partial(writer.cover_note, *facts, steps=basis.steps),
        FINANCES: partial(writer.financial_report, *facts),
        FORUM_NOTE: partial(writer.forum_note, *facts, basis.steps),
        COMMUNICATION: partial(writer.communication, *facts, basis.steps, basis.meetings),
    }
    return {kind: makers[kind](edition=replace(edition, template=templates.get(kind))) for kind in kinds}
