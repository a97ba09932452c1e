"""A round of the small programme that is open: what most tests begin with."""

from __future__ import annotations

from datetime import datetime

from meetcyclus.calendars import public_holidays
from meetcyclus.domain.rounds import Round
from meetcyclus.domain.snapshot import ProgrammeData
from meetcyclus.services import programmes, rounds
from meetcyclus.services.unit_of_work import UnitOfWork
from tests.factories import KEY, REFERENCE_DATE, SECRETARIAT, ZONE


def import_and_open(uow: UnitOfWork, data: ProgrammeData, *, at: datetime, is_rehearsal: bool = False) -> Round:
    """Import a programme and launch its round on the days of its path."""
    programmes.import_programme(uow, data, by="", at=at)
    return rounds.open_round(
        uow,
        key=KEY,
        reference_date=REFERENCE_DATE,
        governance_path=None,
        entry_from=None,
        entry_until=None,
        holidays=public_holidays(ZONE.key),
        is_rehearsal=is_rehearsal,
        by=SECRETARIAT,
        at=at,
    )
