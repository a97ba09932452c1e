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
    """What documents are made from: a freeze with its hash, and the path and the meetings of its round.

    Only the communication, which is made later, tells of the steps and meetings as they are by then. What the others
    tell of the path is in the freeze.
    """

    snapshot: Snapshot
    sha256: str
    steps: Sequence[Step]
    meetings: Sequence[Meeting] = ()

    @property
    def plan(self) -> Sequence[Step]:
        """The path as it was frozen; a freeze of an older program has none, so the path of now stands in."""
        return self.snapshot.plan or self.steps


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


def kinds_of(basis: Basis) -> tuple[str, ...]:
    """The kinds that this freeze gives: money needs amounts of the round, a note needs a forum to read it."""
    view = RoundView(basis.snapshot)
    money = (FINANCES,) if view.credits_in(view.round) else ()
    note = (FORUM_NOTE,) if first_forum(basis.plan) else ()
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
        COVER_NOTE: partial(writer.cover_note, *facts, steps=basis.plan),
        FINANCES: partial(writer.financial_report, *facts),
        FORUM_NOTE: partial(writer.forum_note, *facts, basis.plan),
        COMMUNICATION: partial(writer.communication, *facts, basis.steps, basis.meetings),
    }
    return {kind: makers[kind](edition=replace(edition, template=templates.get(kind))) for kind in kinds}
