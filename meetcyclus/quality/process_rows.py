"""Rows about how the round is conducted: who entered, who decided, what was asked and never answered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from meetcyclus.quality.measures import filled
from meetcyclus.quality.view import RoundView


@dataclass(frozen=True)
class TrailRow:
    """One project of the population. `author` entered its newest version.

    `own_checks` is what that author decided; `checks_by_authors` what the author of any version did, and who (Dutch).
    Both are empty when others checked. Rounds keep the rules that they began with, so neither changes its meaning.
    `forecast_of` is the day of a forecast that nobody confirmed in time.
    """

    project: str
    object_key: str
    author: str | None
    version: int
    own_checks: str | None
    checks_by_authors: str | None
    open_blocking: str | None
    unanswered_since: date | None
    unanswered_workdays: int | None
    forecast_of: date | None


@dataclass(frozen=True)
class VerdictRow:
    """One mandate that must decide about one project; `hash_now` and `hash_decided` are the first twelve digits.

    `is_given` says that something was decided and not sent back.
    """

    project: str
    object_key: str
    mandate: str
    is_given: bool
    is_validation_closed: bool
    is_shared: bool
    stands: bool
    hash_now: str
    hash_decided: str
    decided_by: str
    has_say: bool
    status_changed: bool
    return_reason: str | None


@dataclass(frozen=True)
class WaiverRow:
    """One finding that was accepted with a reason."""

    project: str
    object_key: str
    rule: str
    rounds_before: int


def trail_rows(view: RoundView) -> list[TrailRow]:
    """The population, as far as the process is known."""
    process = view.subject.process
    return [
        TrailRow(
            project=each.project,
            object_key=each.project,
            author=filled(each.entered_by),
            version=each.version,
            own_checks=filled(", ".join(own.what for own in each.own_checks if own.by == each.entered_by)),
            checks_by_authors=filled(", ".join(f"{own.what} door {own.by}" for own in each.own_checks)),
            open_blocking=filled(", ".join(each.open_blocking)),
            unanswered_since=each.unanswered_since,
            unanswered_workdays=each.unanswered_workdays,
            forecast_of=each.forecast_of,
        )
        for each in (process.projects if process else ())
    ]


def verdict_rows(view: RoundView) -> list[VerdictRow]:
    """Every project with every mandate that it has."""
    process = view.subject.process
    return [
        VerdictRow(
            project=each.project,
            object_key=f"{each.project}/{each.mandate}",
            mandate=each.mandate,
            is_given=each.decision not in ("", "returned"),
            is_validation_closed=process.is_validation_closed,
            is_shared=each.is_shared,
            stands=each.stands,
            hash_now=each.current_sha256[:12],
            hash_decided=each.decided_sha256[:12],
            decided_by=each.decided_by,
            has_say=each.has_say,
            status_changed=each.status_changed,
            return_reason=filled(each.return_reason),
        )
        for each in (process.verdicts if process else ())
        if process
    ]


def waiver_rows(view: RoundView) -> list[WaiverRow]:
    """Everything that was accepted with a reason in this round."""
    process = view.subject.process
    return [
        WaiverRow(each.project, each.object_key, each.rule, each.rounds_before)
        for each in (process.waivers if process else ())
    ]
