"""Which documents are made from a freeze: report and cover note always, the others where there is something to say."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from meetcyclus.domain.rounds import Step
from meetcyclus.domain.snapshot import Snapshot
from meetcyclus.services.figures import figures_of
from meetcyclus.services.ports import ReportWriter
from meetcyclus.services.tallies import RoundView

REPORT, COVER_NOTE = "monitoringsrapport", "covernota"
FINANCES, FORUM_NOTE = "financiele_rapportering", "dc_nota"


def first_forum(steps: Sequence[Step]) -> Step | None:
    """The forum that decides on the reports: the first after they are written; None where the path has none."""
    ordered = sorted(steps, key=lambda each: each.position)
    written = [each.position for each in ordered if each.kind == "rapportering"]
    forums = [each for each in ordered if each.kind == "overleg" and written and each.position > written[0]]
    return forums[0] if forums else None


def kinds_of(snapshot: Snapshot, steps: Sequence[Step]) -> tuple[str, ...]:
    """The kinds that this freeze gives: money needs amounts of the round, a note needs a forum to read it."""
    view = RoundView(snapshot)
    money = (FINANCES,) if view.credits_in(view.round) else ()
    note = (FORUM_NOTE,) if first_forum(steps) else ()
    return (REPORT, COVER_NOTE, *money, *note)


def contents_of(writer: ReportWriter, snapshot: Snapshot, sha256: str, steps: Sequence[Step]) -> dict[str, bytes]:
    """The bytes of every document of a freeze, by kind."""
    figures = figures_of(snapshot)
    makers: Mapping[str, Callable[[], bytes]] = {
        REPORT: partial(writer.monitoring_report, snapshot, sha256, figures),
        COVER_NOTE: partial(writer.cover_note, snapshot, sha256, figures),
        FINANCES: partial(writer.financial_report, snapshot, sha256, figures),
        FORUM_NOTE: partial(writer.forum_note, snapshot, sha256, figures, steps),
    }
    return {kind: makers[kind]() for kind in kinds_of(snapshot, steps)}
