"""Progress of entry: every part adds up to the population."""

from __future__ import annotations

from dataclasses import fields

import pytest

from meetcyclus.bootstrap import Application
from meetcyclus.services.progress import ProgressLine, progress_of
from meetcyclus.services.rounds import extend_deadline
from tests.factories import ANNA, KEY, SECRETARIAT, entry, moment
from tests.services.world import DURING_ENTRY, begin, hand_in

COUNTS = [each.name for each in fields(ProgressLine) if each.name != "code"]


@pytest.mark.goal("04")
def test_progress_of_every_group_adds_up_to_the_population(app: Application) -> None:
    begin(app, "invoer")
    hand_in(app, [entry("KL001", 1), entry("KL003", 1)], by=SECRETARIAT)
    late = moment("2023-12-13 12:00:01")
    with app.work() as uow:
        extend_deadline(
            uow,
            key=KEY,
            project_number="KL005",
            until=moment("2023-12-20 12:00"),
            reason="ziekte",
            by=SECRETARIAT,
            at=DURING_ENTRY,
        )
    hand_in(app, [entry("KL004", 1)], by=SECRETARIAT, at=late)
    with app.work() as uow:
        found = progress_of(uow, round_key=KEY, at=late)
    assert found.whole == ProgressLine("totaal", total=6, submitted=3, late=1, missing=3, overdue=2)
    for part in (found.by_mandate, found.by_entity, found.by_speerpunt):
        for count in COUNTS:
            assert sum(getattr(each, count) for each in part) == getattr(found.whole, count)
    assert found.missing_projects == ("KL002", "KL005", "KL006")
    # KL003 is shared by M1 and M2 and counts once, for the first.
    assert found.by_mandate == (ProgressLine("M1", 4, 3, 1, 1, 1), ProgressLine("M2", 2, 0, 0, 2, 1))


@pytest.mark.goal("04")
def test_nobody_is_overdue_before_the_deadline(app: Application) -> None:
    begin(app, "invoer")
    hand_in(app, [entry("KL001", 1)], by=ANNA)
    with app.work() as uow:
        assert progress_of(uow, round_key=KEY, at=moment("2023-12-13 12:00")).whole.overdue == 0
        assert progress_of(uow, round_key=KEY, at=moment("2023-12-13 12:00:01")).whole.overdue == 5
