"""Every figure leads to rows that stand in the database, and each row to a version, to people and to a file."""

from __future__ import annotations

import hashlib
import random
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Connection, text

from meetcyclus.bootstrap import Application
from meetcyclus.domain.errors import NotFound
from meetcyclus.services import programmes, reports, snapshots, tracing
from meetcyclus.services.row_trails import Approval, Source
from meetcyclus.services.tracing import Trace
from meetcyclus.settings import read_settings
from meetcyclus.storage.engine import make_engine, migrate
from tests.factories import (
    ANNA,
    CONTROLLER,
    HISTORY,
    KABINET_1,
    KEY,
    SECRETARIAT,
    entries,
    entry,
    moment,
    small_programme,
    with_report,
)
from tests.services import whole_round
from tests.services.world import DURING_ENTRY, DURING_VALIDATION, ask, begin, decide, everything_entered, hand_in

AT = moment("2024-01-08 10:00")
LOT = 100
# Where a row of each kind stands: the table, and the columns that its keys and its version are held in.
TABLES = {
    "projectrapporten": ("entries", "round_key project_number version"),
    "mijlpaalrapporten": ("milestone_reports", "round_key milestone_id version"),
    "financien": ("credits", "round_key project_number budget_year budget_article upload_sequence"),
    "projecten": ("projects", "number"),
    "verschuivingen": ("shifts", "shifted_on from_project to_project"),
    "mijlpalen": ("milestones", "id"),
    "speerpunten": ("speerpunten", "code"),
}


def traced(app: Application, figure_id: str) -> Trace:
    """The trace of a figure after a freeze at the end."""
    with app.work() as uow:
        snapshots.freeze(uow, round_key=KEY, by=CONTROLLER, at=AT)
        return tracing.trace_figure(uow, round_key=KEY, figure_id=figure_id)


@pytest.mark.goal("66")
def test_a_row_names_who_entered_it_who_validated_it_and_its_file(app: Application) -> None:
    everything_entered(app)
    hand_in(app, [with_report(entry("KL002", 1), outlook="p" * 130)], by=ANNA)
    begin(app, "validatie", DURING_VALIDATION)
    ask(app)
    decide(app, "M1", KABINET_1)
    (row,) = traced(app, "projecten.status.gerealiseerd.aantal").trail
    assert (row.row, row.kind, row.keys) == (f"projectrapporten:{KEY}:KL002", "projectrapporten", (KEY, "KL002"))
    assert (row.version, row.entered_by, row.entered_at) == (2, ANNA, DURING_ENTRY)
    assert (row.validated, row.remark) == ((Approval("M1", KABINET_1, DURING_VALIDATION),), "")
    assert row.source == Source("map", "ab" * 32)


@pytest.mark.goal("66")
def test_a_row_that_nobody_or_not_everybody_validated_says_so(app: Application) -> None:
    everything_entered(app)
    begin(app, "validatie", DURING_VALIDATION)
    ask(app)
    decide(app, "M1", KABINET_1)
    said = {each.keys[1]: each.remark for each in traced(app, "projecten.totaal").trail}
    assert (said["KL001"], said["KL003"], said["KL005"]) == (
        "",
        "niet gevalideerd door M2",
        "door niemand gevalideerd",
    )


@pytest.mark.goal("66")
def test_an_approval_of_what_was_changed_since_is_no_validation(app: Application) -> None:
    everything_entered(app)
    begin(app, "validatie", DURING_VALIDATION)
    ask(app)
    decide(app, "M1", KABINET_1)
    hand_in(app, [with_report(entry("KL002", 1), outlook="p" * 130)], at=AT)
    (row,) = traced(app, "projecten.status.gerealiseerd.aantal").trail
    assert (row.version, row.validated, row.remark) == (2, (), "door niemand gevalideerd")


@pytest.mark.goal("66")
def test_rows_of_an_earlier_round_name_the_file_of_the_import_or_say_that_it_is_not_known(app: Application) -> None:
    everything_entered(app)
    trace = traced(app, f"evolutie.{HISTORY}.totaal")
    assert {each.source for each in trace.trail} == {None}
    assert {each.remark for each in trace.trail} == {"ingevoerd met het programma; het bestand is niet vastgelegd"}
    assert all(each.version == 1 and each.entered_by for each in trace.trail)


@pytest.mark.goal("66")
def test_a_later_import_is_the_file_of_the_register_and_not_of_an_earlier_round(app: Application) -> None:
    data = small_programme()
    begin(app, "invoer")
    hand_in(app, entries()[:-1])
    files = {"projecten.csv": "cd" * 32, "projectrapporten.csv": "ef" * 32}
    with app.work() as uow:
        renamed = tuple(replace(each, title=f"{each.title}!") for each in data.projects)
        later = replace(data, projects=renamed)
        programmes.import_programme(uow, later, by=SECRETARIAT, at=DURING_ENTRY, files=files)
    (silent,) = (each for each in traced(app, "projecten.totaal").trail if each.kind == "projecten")
    assert (silent.keys, silent.version, silent.entered_by) == (("KL006",), 2, SECRETARIAT)
    assert (silent.source, silent.remark) == (Source("projecten.csv", "cd" * 32), "ingevoerd met het programma")
    assert {each.source for each in traced(app, f"evolutie.{HISTORY}.totaal").trail} == {None}


@pytest.mark.goal("66")
def test_a_figure_without_rows_names_those_that_were_looked_through(app: Application) -> None:
    everything_entered(app)
    with app.work() as uow:
        snapshots.freeze(uow, round_key=KEY, by=CONTROLLER, at=AT)
        figures = reports.round_figures(uow, round_key=KEY)
    empty = [each.id for each in figures if each.id.startswith("projecten.status.") and not each.rows]
    trace = traced(app, empty[0])
    assert trace.looked_through and trace.figure.value == 0
    assert {each.keys for each in trace.trail} == {(KEY, each.project_number) for each in entries()}
    with pytest.raises(NotFound, match=r"bestaat\.niet"):
        traced(app, "bestaat.niet")


@pytest.mark.long
@pytest.mark.goal("66")
def test_a_hundred_figures_by_lot_of_the_whole_round_lead_to_rows_people_and_files(
    database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MEETCYCLUS_NOW", whole_round.ENTERED.isoformat())
    app = Application(read_settings(), make_engine(database))
    migrate(app.engine)
    whole_round.play(app, tmp_path)
    with app.work() as uow:
        names = [each.id for each in reports.round_figures(uow, round_key=KEY)]
        drawn = random.Random(66).sample(names, LOT)
        kinds = ["vek.verschil", "middelen.totaal", "rekenhof.criteria", "speerpunten.totaal", "geld.totaal.middelen"]
        traces = tracing.trace_figures(uow, round_key=KEY, figure_ids=[*drawn, *kinds])
        rules = uow.files.get(traces[0].rules.sha256).decode()
    known = whole_round.hashes_on_disk(tmp_path)
    with app.engine.connect() as connection:
        for trace in traces:
            assert trace.rules.sha256 and trace.rules.check_run, trace.figure.id
            assert trace.trail and trace.rows == tuple(each.row for each in trace.trail), trace.figure.id
            require_rows(connection, trace, rules)
            require_people_and_files(trace, known)
            if not trace.looked_through and trace.figure.id.endswith((".aantal", ".totaal")):
                assert trace.figure.unit == "euro" or trace.figure.value == len(trace.rows), trace.figure.id
    reported = (each for trace in traces for each in trace.trail if each.row.startswith(f"projectrapporten:{KEY}:"))
    everybody = {each.keys[1]: each for each in reported}
    assert everybody[whole_round.SILENT].remark == "door niemand gevalideerd"
    twice = everybody[whole_round.TWICE]
    assert (twice.version, twice.entered_by) == (2, whole_round.CONTROLLER)
    assert twice.source == Source("tweede.xlsx", hashlib.sha256(b"tweede").hexdigest())


def require_rows(connection: Connection, trace: Trace, rules: str) -> None:
    """Each row stands in its table, in the version that the trail names; none is named twice."""
    assert len(set(trace.rows)) == len(trace.rows), trace.figure.id
    for each in trace.trail:
        if each.kind == "regels":
            assert rf"code = \"{each.keys[0]}\"" in rules, each.row
            continue
        if each.kind == "programma":
            assert connection.scalar(text("SELECT budget_cents FROM programmes")) == trace.figure.value * 100
            continue
        table, columns = TABLES[each.kind]
        values: list[object] = [*each.keys]
        if columns.endswith("version"):
            values.append(each.version)
        if each.kind == "financien":
            values[2] = int(str(values[2]))
            values.append(each.version if each.keys[0] == KEY else 0)
        asked = " AND ".join(f"{name} = :{name}" for name in columns.split())
        found = connection.scalar(
            text(f"SELECT count(*) FROM {table} WHERE {asked}"), dict(zip(columns.split(), values, strict=True))
        )
        assert found == 1, each.row


def require_people_and_files(trace: Trace, known: set[tuple[str, str]]) -> None:
    """Each row has a version, somebody, a moment, and a file whose hash is that of the file on the disk."""
    own = {"tweede.xlsx", "regels van de meting", f"meting_{KEY}"}
    for each in trace.trail:
        assert each.version > 0 and "@" in each.entered_by and each.entered_at is not None, each.row
        assert each.source is not None and len(each.source.sha256) == 64, each.row
        assert each.source.file_name in own or (each.source.file_name, each.source.sha256) in known, each.row
        assert each.validated or each.remark or each.kind == "regels", each.row
