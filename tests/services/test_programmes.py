"""Importing a programme: whole or not at all, twice without a change, and never rewriting what was measured with."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from meetcyclus.bootstrap import Application, application
from meetcyclus.domain.errors import NotAllowed
from meetcyclus.domain.snapshot import ProgrammeData
from meetcyclus.services.programmes import ImportResult, import_programme, load_programme
from tests.factories import ANNA, HISTORY, KEY, SECRETARIAT, moment, small_programme, with_report
from tests.services.world import events

AT = moment("2023-11-02 09:00")


def bring_in(app: Application, data: ProgrammeData, by: str = SECRETARIAT) -> ImportResult:
    with app.work() as uow:
        return import_programme(uow, data, by=by, at=AT)


def stored(app: Application) -> ProgrammeData:
    with app.work() as uow:
        return load_programme(uow)


def test_an_import_keeps_everything_and_a_second_one_changes_nothing(database: str) -> None:
    app = application()
    first = bring_in(app, small_programme(), by="")
    assert (first.projects, first.milestones, first.rounds) == (6, 18, 1)
    assert stored(app) == small_programme()
    again = bring_in(app, small_programme())
    assert (again.added, again.changed) == (0, 0)
    assert [each.action for each in events(app)] == ["programme.import"]
    assert stored(app) == small_programme()


@pytest.mark.goal("66")
def test_an_import_remembers_its_files_and_the_rounds_that_came_along(database: str) -> None:
    app, files = application(), {"projecten.csv": "ab" * 32}
    with app.work() as uow:
        import_programme(uow, small_programme(), by=SECRETARIAT, at=AT, files=files)
    (event,) = events(app)
    after = json.loads(event.after)
    assert (after["files"], after["history"]) == (files, [HISTORY])


def test_an_import_after_the_opening_changes_nothing_about_the_round(app: Application) -> None:
    with app.work() as uow:
        before = (uow.rounds.where(), uow.steps.where(), uow.ledger.last_seq())
    assert bring_in(app, small_programme()).changed == 0
    with app.work() as uow:
        assert (uow.rounds.where(), uow.steps.where(), uow.ledger.last_seq()) == before


def test_a_changed_title_and_a_new_project_are_brought_up_to_date(app: Application) -> None:
    data = small_programme()
    first = replace(data.projects[0], title="Nieuwe titel")
    extra = replace(data.projects[0], number="KL007")
    done = bring_in(app, replace(data, projects=(first, *data.projects[1:], extra)))
    assert (done.added, done.changed) == (1, 1)
    assert [each.number for each in stored(app).projects] == [f"KL{digit:03d}" for digit in range(1, 8)]
    assert stored(app).projects[0].title == "Nieuwe titel"


@pytest.mark.goal("11")
def test_an_import_that_is_refused_leaves_everything_as_it_was(app: Application) -> None:
    data = small_programme()
    renamed = tuple(replace(each, name="Anders") for each in data.speerpunten)
    before, lines = stored(app), len(events(app))
    with pytest.raises(NotAllowed, match="KL006"):
        bring_in(app, replace(data, speerpunten=renamed, projects=data.projects[:-1]))
    assert stored(app) == before
    assert len(events(app)) == lines


def test_a_code_that_is_in_use_cannot_be_rewritten_but_a_new_version_is_welcome(app: Application) -> None:
    data = small_programme()
    rewritten = replace(data.code_values[0], label="iets anders")
    with pytest.raises(NotAllowed, match="add a new version"):
        bring_in(app, replace(data, code_values=(rewritten, *data.code_values[1:])))
    newer = tuple(replace(each, version="3") for each in data.code_values if each.version == "2")
    assert bring_in(app, replace(data, code_values=(*data.code_values, *newer))).added == len(newer)
    assert stored(app).round(KEY).code_list_version == "2"


@pytest.mark.parametrize("part", ["reference_date", "code_list_version"])
def test_a_past_round_cannot_get_another_date_or_code_list(app: Application, part: str) -> None:
    data = small_programme()
    other: dict[str, Any] = {
        "reference_date": {"reference_date": AT.date()},
        "code_list_version": {"code_list_version": "2"},
    }
    with pytest.raises(NotAllowed, match="rounds"):
        bring_in(app, replace(data, rounds=(replace(data.rounds[0], **other[part]),)))


def test_what_was_reported_in_a_past_round_cannot_be_rewritten_in_silence(app: Application) -> None:
    data = small_programme()
    changed = with_report(data.entries[0], status_code="gerealiseerd")
    with pytest.raises(NotAllowed, match="KL001"):
        bring_in(app, replace(data, entries=(changed, *data.entries[1:])))
    with pytest.raises(NotAllowed, match="KL003"):
        other = tuple(
            replace(each, settled_cents=1) if each.project_number == "KL003" else each for each in data.credits
        )
        bring_in(app, replace(data, credits=other))
    assert stored(app).entries[0].report.status_code == "in_uitvoering"


def test_only_the_secretariat_may_import_again_and_only_the_same_programme(app: Application) -> None:
    data = small_programme()
    with pytest.raises(NotAllowed, match="secretariaat"):
        bring_in(app, data, by=ANNA)
    with pytest.raises(NotAllowed, match="this home holds programme KL"):
        bring_in(app, replace(data, programme=replace(data.programme, code="AA")))
