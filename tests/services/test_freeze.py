"""A freeze is what documents and open data come from: what happens later does not touch it."""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import replace
from datetime import timedelta

import pytest

from meetcyclus import handover
from meetcyclus.bootstrap import Application
from meetcyclus.domain.documents import SnapshotRecord
from meetcyclus.domain.errors import NotAllowed, NotNow
from meetcyclus.domain.findings import Hit, Stage
from meetcyclus.domain.rounds import RoundProject, StepState
from meetcyclus.services import reports, rounds, snapshots
from meetcyclus.services.authority import SYSTEM
from meetcyclus.services.editions import Edition
from meetcyclus.services.report_kinds import Basis, contents_of
from meetcyclus.services.reports import MadeDocument
from meetcyclus.services.tallies import RoundView
from meetcyclus.services.trend import trend_of
from meetcyclus.services.trends import read_trend
from meetcyclus.services.unit_of_work import UnitOfWork
from tests.factories import (
    ANNA,
    CONTROLLER,
    DFB,
    HISTORY,
    KABINET_1,
    KABINET_2,
    KEY,
    NUMBERS,
    SECRETARIAT,
    entry,
    moment,
    with_report,
)
from tests.services.world import (
    DURING_VALIDATION,
    ask,
    begin,
    decide,
    events,
    everything_entered,
    found,
    hand_in,
    hit,
    rule,
)

AT = moment("2024-01-08 10:00")
LATER = AT + timedelta(days=2)


def freeze(app: Application, by: str = CONTROLLER, at: object = AT) -> SnapshotRecord:
    with app.work() as uow:
        return snapshots.freeze(uow, round_key=KEY, by=by, at=at)  # type: ignore[arg-type]


def close_money(app: Application) -> None:
    """The step of the money is closed; these rounds have no extract."""
    with app.work() as uow:
        uow.steps.put(replace(rounds.require_step(uow, KEY, "financien"), state=StepState.CLOSED))


def build(app: Application, by: str = CONTROLLER, at: object = AT) -> list[MadeDocument]:
    with app.work() as uow:
        return reports.build_reports(uow, writer=app.reports, round_key=KEY, by=by, at=at)  # type: ignore[arg-type]


@pytest.mark.goal("05")
@pytest.mark.goal("67")
def test_a_later_entry_does_not_change_a_frozen_round_or_its_documents(app: Application) -> None:
    everything_entered(app)
    record = freeze(app)
    first = build(app)
    with app.work() as uow:
        figures = reports.round_figures(uow, round_key=KEY)
    hand_in(app, [with_report(entry("KL005", 1), status_code="gerealiseerd")], by=SECRETARIAT, at=LATER)
    lines = len(events(app))
    again = build(app, at=LATER)
    with app.work() as uow:
        snapshot, newest = snapshots.newest_snapshot(uow, round_key=KEY)
        assert reports.round_figures(uow, round_key=KEY) == figures
    assert newest == record
    assert snapshot.data.entries_of(KEY)["KL005"].report.status_code == "in_uitvoering"
    assert [(each.document, each.content) for each in again] == [(each.document, each.content) for each in first]
    assert len(events(app)) == lines
    assert [each.document.file_name for each in first] == [
        "monitoringsrapport_2023-12_v1_CONCEPT.docx",
        "covernota_2023-12_v1_CONCEPT.docx",
        "dc_nota_2023-12_v1_CONCEPT.docx",
    ]


@pytest.mark.goal("67")
def test_documents_tell_the_plan_of_their_freeze_and_a_moved_plan_gives_a_new_version(app: Application) -> None:
    everything_entered(app)
    record, made = freeze(app), build(app)
    begin(app, "financien", AT)
    assert freeze(app, at=LATER) == record, "that a step begins is no other plan"
    with app.work() as uow:
        forum = rounds.require_step(uow, KEY, "directiecomite")
        uow.steps.put(replace(forum, planned_from=forum.planned_from + timedelta(days=7)))
        for each in made:
            facts = {"kind": each.document.kind, "snapshot_sha256": record.sha256}
            assert version_one_again(app, uow, **facts) == each.content
    assert freeze(app, at=LATER).sequence == 2
    assert [each.document.file_name for each in build(app, at=LATER)] == [
        each.document.file_name.replace("_v1", "_v2") for each in made
    ]


def version_one_again(app: Application, uow: UnitOfWork, *, kind: str, snapshot_sha256: str) -> bytes:
    """The first version of a document, made a second time from its freeze."""
    snapshot = snapshots.snapshot_with(uow, snapshot_sha256)
    basis = Basis(snapshot, snapshot_sha256, rounds.steps_of(uow, KEY))
    return contents_of(app.reports, basis, [kind], Edition("1"), {})[kind]


def test_a_freeze_of_before_plans_were_frozen_takes_the_plan_of_now(app: Application) -> None:
    everything_entered(app)
    freeze(app)
    with app.work() as uow:
        snapshot, record = snapshots.newest_snapshot(uow, round_key=KEY)
        steps = rounds.steps_of(uow, KEY)
    assert [each.code for each in snapshot.plan] == [each.code for each in steps]
    assert Basis(replace(snapshot, plan=()), record.sha256, steps).plan == steps


@pytest.mark.goal("62")
def test_a_freeze_counts_earlier_rounds_as_the_trend_does(app: Application) -> None:
    """The register would place every project in the earlier round; four were frozen when it opened."""
    everything_entered(app)
    with app.work() as uow:
        uow.round_projects.add([RoundProject(HISTORY, each) for each in NUMBERS[:4]])
    freeze(app)
    with app.work() as uow:
        snapshot, _ = snapshots.newest_snapshot(uow, round_key=KEY)
        asked = read_trend(uow)
    found = trend_of(RoundView(snapshot), HISTORY)
    assert snapshot.populations == {HISTORY: tuple(NUMBERS[:4])}
    assert (found.published, found.same, found.problems) == (asked.published, asked.same, asked.problems)
    assert found.published[0].projects == 4 < len(NUMBERS)


@pytest.mark.goal("05")
def test_freezing_what_did_not_change_gives_the_same_freeze(app: Application) -> None:
    everything_entered(app)
    first = freeze(app)
    lines = len(events(app))
    assert freeze(app, by=SYSTEM, at=LATER) == first
    assert len(events(app)) == lines


@pytest.mark.goal("06")
def test_a_second_freeze_leaves_the_first_readable(app: Application) -> None:
    everything_entered(app)
    first = freeze(app)
    begin(app, "validatie", DURING_VALIDATION)
    hand_in(app, [with_report(entry("KL005", 1), status_code="gerealiseerd")], by=SECRETARIAT, at=LATER)
    ask(app)
    decide(app, "M1", KABINET_1)
    decide(app, "M2", KABINET_2)
    close_money(app)
    second = freeze(app, at=LATER)
    assert (first.sequence, first.is_draft, second.sequence, second.is_draft) == (1, True, 2, False)
    with app.work() as uow:
        old, new = (snapshots.snapshot_with(uow, each.sha256) for each in (first, second))
        assert snapshots.freezes(uow, KEY) == [first, second]
    assert old.data.entries_of(KEY)["KL005"].report.status_code == "in_uitvoering"
    assert new.data.entries_of(KEY)["KL005"].report.status_code == "gerealiseerd"
    assert (len(old.verdicts), len(new.verdicts)) == (0, 7)


def test_a_freeze_reads_back_exactly_what_was_stored(app: Application) -> None:
    everything_entered(app)
    freeze(app)
    with app.work() as uow:
        snapshot, _ = snapshots.newest_snapshot(uow, round_key=KEY)
        assert list(snapshot.data.projects) == uow.projects.where()
        assert sorted(snapshot.data.entries, key=str) == sorted(uow.entries.latest(), key=str)
        assert list(snapshot.data.credits) == uow.credits.in_force()
        assert snapshot.data.programme == uow.programmes.where()[0]


def test_a_freeze_leaves_out_what_comes_after_its_round(app: Application) -> None:
    everything_entered(app)
    with app.work() as uow:
        rounds.open_round(
            uow,
            key="2024-06",
            reference_date=moment("2024-06-30 00:00").date(),
            governance_path=None,
            entry_from=None,
            entry_until=None,
            holidays=app.holidays(uow),
            by=SECRETARIAT,
            at=AT,
        )
    freeze(app)
    with app.work() as uow:
        snapshot, _ = snapshots.newest_snapshot(uow, round_key=KEY)
    assert [each.key for each in snapshot.data.rounds] == ["2023-06", KEY]


def test_who_may_freeze_and_report(app: Application) -> None:
    everything_entered(app)
    with pytest.raises(NotNow, match="not frozen yet"):
        build(app)
    for by in (ANNA, DFB, KABINET_1, ""):
        with pytest.raises(NotAllowed):
            freeze(app, by=by)
    freeze(app)
    for by in (ANNA, DFB, KABINET_1, ""):
        with pytest.raises(NotAllowed):
            build(app, by=by)


def test_a_dataset_that_was_written_but_not_registered_does_not_stop_the_next_attempt(
    app: Application, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A kill between the folder and the transaction: the folder is there, the database knows nothing of it."""
    everything_entered(app)
    begin(app, "validatie", DURING_VALIDATION)
    ask(app)
    decide(app, "M1", KABINET_1)
    decide(app, "M2", KABINET_2)
    close_money(app)
    freeze(app)
    folder = app.settings.folder("opendata") / KEY
    with pytest.raises(_PowerCut), app.work() as uow:
        _without_commit(app, uow, folder)
    assert (folder / "v1").is_dir()
    monkeypatch.setenv("MEETCYCLUS_NOW", moment("2024-01-23 09:00").isoformat())
    made, files = handover.release_dataset(app, round_key=KEY, folder=folder)
    assert handover.prove_dataset(app, round_key=KEY, folder=made) == ()
    with app.work() as uow:
        (document,) = uow.documents.where(round_key=KEY, kind=handover.DATASET)
    assert document.file_name == made.name and files


class _PowerCut(Exception):
    """The transaction never ends."""


def _without_commit(app: Application, uow: object, folder: object) -> None:
    """Build the dataset inside a transaction that is then lost."""
    inside = replace(app)
    object.__setattr__(inside, "work", lambda: nullcontext(uow))
    handover.release_dataset(inside, round_key=KEY, folder=folder)  # type: ignore[arg-type]
    raise _PowerCut


@pytest.mark.goal("05")
def test_what_is_found_in_the_documents_makes_no_new_freeze(app: Application) -> None:
    everything_entered(app)
    first = freeze(app)
    about_the_note = replace(rule("KC-168"), stage=Stage.REPORT, owner="secretariaat")
    found(app, Hit("KC-168", "", "projecten.totaal in covernota", "cijfer", "179", "180"), rules=[about_the_note])
    assert freeze(app, by=SYSTEM, at=LATER) == first
    found(app, hit("KL001"))
    assert freeze(app, by=SYSTEM, at=LATER).sequence == 2
