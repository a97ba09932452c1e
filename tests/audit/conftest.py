"""A small round with everything a package holds: two projects, findings, verdicts, a meeting and a chained ledger."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from meetcyclus.audit.open_data import DatasetChange, DatasetDescription
from meetcyclus.audit.package import PackageContents
from meetcyclus.domain.entries import Entry, MilestoneReport, ProjectReport
from meetcyclus.domain.findings import Finding, FindingState, Rule, Severity, Stage
from meetcyclus.domain.ledger import GENESIS, Event, event_sha256
from meetcyclus.domain.meetings import ActionPoint, Meeting
from meetcyclus.domain.programme import (
    Cluster,
    CodeValue,
    Entity,
    Mandate,
    Milestone,
    Person,
    Programme,
    Project,
    Speerpunt,
)
from meetcyclus.domain.rounds import Round
from meetcyclus.domain.snapshot import ProgrammeData, Snapshot
from meetcyclus.domain.verdicts import Decision, Verdict

NOW = datetime(2024, 2, 1, 9, 30, tzinfo=UTC)
LEAD = Person("an.peeters@kabouter.example.org", "An Peeters", "projectverantwoordelijke", "ENT1")
PERSONS = (
    LEAD,
    Person("bert.claes@kabouter.example.org", "Bert Claes", "spoc", "ENT1"),
    Person("chris.maes@kabouter.example.org", "Chris Maes", "kabinet", None, "MIN1"),
    Person("secretariaat@kabouter.example.org", "Secretariaat relance", "secretariaat"),
    Person("dora.wouters@kabouter.example.org", "Dora Wouters", "dossierbeheerder"),
    Person("emiel.baert@kabouter.example.org", "Emiel Baert", "dossierbeheerder"),
)


SETTINGS = """\
# Vragen aan an.peeters@kabouter.example.org
[programma]
code = "VV"
naam = "Relanceplan | Vlaamse Veerkracht"
taal = "nl-BE"
tijdzone = "Europe/Brussels"
middelen_eur = "4300000000.00"
horizon = [2020, 2030]
projectnummer = '^VV\\d{3}$'
afzender = "relance@kabouter.example.org"

[[governance.A_2021.stap]]
code = "invoer"
soort = "invoer"
eigenaar = "projectverantwoordelijke"
dag = 1
"""


def make_ledger(count: int, by: str = "an.peeters@kabouter.example.org") -> tuple[Event, ...]:
    """A sound chain of that many lines, with letters outside ASCII and quotes in it."""
    events: list[Event] = []
    for seq in range(1, count + 1):
        event = Event(
            seq=seq,
            at=NOW + timedelta(seconds=seq, microseconds=seq % 3),
            by=by,
            action="invoer bewaard",
            object=f"entry:2023-12:VV{seq:03d}",
            round_key="2023-12",
            project_number=f"VV{seq:03d}",
            before="",
            after='{"tekst":"één \\"regel\\"\\u2028 =1+1"}',
            previous_sha256=events[-1].sha256 if events else GENESIS,
            sha256="",
        )
        events.append(replace(event, sha256=event_sha256(event)))
    return tuple(events)


def make_project(number: str, **changes: object) -> Project:
    """A project of the small programme."""
    project = Project(
        number=number,
        title=f"Project {number}",
        description="Meer bomen langs wegen.",
        aim="",
        target_group="",
        cluster_code="C1",
        entity_code="ENT1",
        mandate_codes=("MIN1",),
        lead_email=LEAD.email,
        spoc_email=PERSONS[1].email,
        funding="relanceprovisie",
        budget_cents=100_000_00,
        starts_on=date(2021, 1, 1),
        ends_on=date(2024, 12, 31),
        is_rrf=False,
        rrf_measure="",
        in_scope_from="2023-06",
    )
    return replace(project, **changes)  # type: ignore[arg-type]


def make_entry(round_key: str, number: str, expected_on: date) -> Entry:
    """An entry with one milestone report."""
    return Entry(
        round_key=round_key,
        project_number=number,
        version=1,
        report=ProjectReport("aandacht", state_of_play="Loopt.", corrective_owner="An Peeters (ENT1)"),
        milestones=(MilestoneReport(f"{number}-M01", "vertraagd", expected_on, None, "Levering laat", "dossier 12"),),
        submitted_by=LEAD.email,
        submitted_at=NOW,
    )


@pytest.fixture
def data() -> ProgrammeData:
    """The small programme with two rounds."""
    milestones = [
        Milestone(f"{number}-M01", number, "Duizend bomen", "kwantitatief", True, False, date(2023, 9, 30), "2023-06")
        for number in ("VV001", "VV002")
    ]
    return ProgrammeData(
        programme=Programme(
            "VV",
            "Relanceplan | Vlaamse Veerkracht",
            "nl-BE",
            "Europe/Brussels",
            430_000_000_000,
            2020,
            2030,
            r"^VV\d{3}$",
            "relance@kabouter.example.org",
            settings_text=SETTINGS,
        ),
        speerpunten=(Speerpunt("S1", "Klimaat", 1),),
        clusters=(Cluster("C1", "Natuur", "S1"),),
        entities=(Entity("ENT1", "Agentschap Bos"),),
        mandates=(Mandate("MIN1", "Minister van Omgeving", "Mia Minister", PERSONS[2].email, date(2019, 10, 2)),),
        persons=PERSONS,
        projects=(make_project("VV001"), make_project("VV002", in_scope_from="2023-12", title="=HYPERLINK(1)")),
        milestones=tuple(milestones),
        code_values=(
            CodeValue("projectstatus", "1", "aandacht", "bijzondere aandacht nodig", "", "Zie nota.", "#D9640B", 1),
            CodeValue("mijlpaalstatus", "1", "vertraagd", "vertraagd", "", "Later dan beloofd.", "#D9640B", 1),
        ),
        rounds=(
            Round("2023-06", 5, date(2023, 6, 30), "A_2021", "1"),
            Round("2023-12", 6, date(2023, 12, 31), "A_2021", "1"),
        ),
        entries=(
            make_entry("2023-06", "VV001", date(2023, 10, 31)),
            make_entry("2023-12", "VV001", date(2024, 3, 31)),
            make_entry("2023-12", "VV002", date(2023, 9, 30)),
        ),
    )


@pytest.fixture
def finding() -> Finding:
    """An error that was accepted with a motivation; its texts try to be formulas."""
    return Finding(
        id="f" * 12,
        round_key="2023-12",
        rule_code="KC-054",
        rule_version=2,
        severity=Severity.ERROR,
        stage=Stage.QUALITY,
        owner="projectverantwoordelijke",
        project_number="VV001",
        object_key="VV001-M01",
        field="status",
        value="-1250.00",
        expected='=HYPERLINK("http://voorbeeld")',
        message="De mijlpaal, die laat is,\nstaat op schema.",
        why="Zo ziet u het.",
        how="Pas aan.",
        state=FindingState.WAIVED,
        raised_at=NOW,
        changed_at=NOW,
        answer="@SUM(A1)",
        decided_by=PERSONS[4].email,
    )


@pytest.fixture
def contents(data: ProgrammeData, finding: Finding) -> PackageContents:
    """Everything of the package."""
    rule = Rule("KC-054", 2, Severity.ERROR, Stage.QUALITY, "projectverantwoordelijke", "t", "w", "y", "h", "R2")
    verdict = Verdict("2023-12", "VV001", "MIN1", 1, Decision.VALIDATED, "-1+1 is nul", PERSONS[2].email, NOW, "a" * 64)
    action = ActionPoint("Nota aanvullen", "ENT1", date(2024, 3, 1))
    meeting = Meeting("2023-12", "directiecomite", 1, date(2024, 2, 1), "Goedgekeurd", (action,), LEAD.email, NOW)
    return PackageContents(
        snapshot=Snapshot("2023-12", 1, NOW, PERSONS[3].email, False, ("VV001", "VV002"), data),
        snapshot_sha256="b" * 64,
        exchange_files={
            "projecten.csv": b"nummer,titel\nVV001,Bomen\n",
            "programma.toml": b'[programma]\ncode = "VV"\n',
        },
        documents={"Monitoringsrapport meting 6.docx": b"PK\x03\x04 niet echt Word"},
        flow_runs={"run_round.json": b"[]"},
        rules=(rule,),
        findings=(finding, replace(finding, id="e" * 12, state=FindingState.CORRECTED)),
        verdicts=(verdict, replace(verdict, sequence=2, decision=Decision.RETURNED)),
        meetings=(meeting,),
        ledger=make_ledger(25),
    )


@pytest.fixture
def description() -> DatasetDescription:
    """What the dataset says about itself, with signs that Turtle must escape."""
    return DatasetDescription(
        identifier="veerkracht-2023-12",
        title='Meting 6 van "Vlaamse Veerkracht"',
        description="Statussen, mijlpalen en\nkredieten \\ per project.",
        programme_name="Relanceplan Vlaamse Veerkracht",
        reference_date=date(2023, 12, 31),
        publisher_name="Departement Kanselarij",
        publisher_uri="https://data.example.org/id/organisatie/1",
        contact_name="Dienst relance",
        contact_email="relance@example.org",
        catalogue_uri="https://data.example.org/veerkracht",
        base_url="https://data.example.org/veerkracht/2023-12",
        snapshot_sha256="b" * 64,
        changes=(DatasetChange(NOW, "Eerste publicatie."),),
        keywords=("relance", "meting"),
        table_schemas={
            "clusters": {"fields": [{"name": "code", "type": "string"}], "primaryKey": "code"},
            "projecten": {
                "fields": [
                    {"name": "nummer", "type": "string", "constraints": {"required": True, "pattern": r"VV\d{3}"}},
                    {"name": "cluster", "type": "string"},
                    {"name": "mandaten", "type": "list", "delimiter": ";"},
                    {"name": "rrf", "type": "boolean"},
                    {"name": "budget_eur", "type": "number"},
                ],
                "primaryKey": ["nummer"],
                "foreignKeys": [
                    {"fields": ["cluster"], "reference": {"resource": "clusters", "fields": ["code"]}},
                    {"fields": "cluster", "reference": {"resource": "afwezig", "fields": "code"}},
                ],
            },
        },
    )


@pytest.fixture
def ledger_of() -> Callable[[int], tuple[Event, ...]]:
    """Makes sound chains of a given length."""
    return make_ledger
