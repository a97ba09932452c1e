"""What was entered up to the reference date is a forecast, until somebody confirms it or enters something else."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from zoneinfo import ZoneInfo

from meetcyclus.domain.entries import Entry, EntryConfirmation
from meetcyclus.domain.rounds import Round
from meetcyclus.domain.snapshot import ProgrammeData, Snapshot


def precedes(entry: Entry, reference_date: date, time_zone: str) -> bool:
    """Whether an entry was handed in on or before the reference date, on the clocks of the programme."""
    if entry.submitted_at is None:
        return False
    return entry.submitted_at.astimezone(ZoneInfo(time_zone)).date() <= reference_date


def unconfirmed_forecasts(
    entries: Iterable[Entry], confirmations: Iterable[EntryConfirmation], round_: Round, time_zone: str
) -> tuple[Entry, ...]:
    """The newest entries of a round that say what somebody expected, and that nobody called a fact since.

    A confirmation holds for one content: whoever enters something else must confirm that, or enter it afterwards.
    """
    confirmed = {(each.project_number, each.content_sha256) for each in confirmations if each.round_key == round_.key}
    return tuple(
        each
        for each in entries
        if each.round_key == round_.key
        and precedes(each, round_.reference_date, time_zone)
        and (each.project_number, each.content_sha256) not in confirmed
    )


def frozen_forecasts(snapshot: Snapshot, round_key: str) -> frozenset[str]:
    """The projects whose report of that round was an unconfirmed forecast when it was frozen.

    Empty for a round whose path does not ask to confirm: nothing is then called a forecast.
    """
    if round_key not in snapshot.confirming_rounds:
        return frozenset()
    data = snapshot.data
    found = unconfirmed_forecasts(
        data.entries_of(round_key).values(), snapshot.confirmations, data.round(round_key), data.programme.time_zone
    )
    return frozenset(each.project_number for each in found)


def with_forecasts_marked(snapshot: Snapshot) -> ProgrammeData:
    """The frozen programme, each entry of a round with confirmations saying whether it is still a forecast."""
    forecasts = {key: frozen_forecasts(snapshot, key) for key in snapshot.confirming_rounds}
    return replace(
        snapshot.data,
        entries=tuple(
            replace(each, is_forecast=each.project_number in forecasts[each.round_key])
            if each.round_key in forecasts
            else each
            for each in snapshot.data.entries
        ),
    )
