"""A small hand-made programme for the tests of the entry workbooks: two leads, three projects, two rounds."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache
from io import BytesIO
from pathlib import Path
from zoneinfo import ZoneInfo

from openpyxl import load_workbook
from openpyxl.workbook.workbook import Workbook

from meetcyclus.domain.entries import Entry, IndicatorReport, MilestoneReport, ProjectReport
from meetcyclus.domain.errors import BadInput, NotFound, Problem
from meetcyclus.domain.programme import CodeValue, Indicator, Milestone, Person, Programme, Project
from meetcyclus.domain.rounds import Round, RoundState
from meetcyclus.domain.snapshot import ProgrammeData
from meetcyclus.exchange.workbook_filler import fill_workbook
from meetcyclus.exchange.workbooks import EntryWorkbooks
from meetcyclus.services.ports import WorkbookContent, WorkbookSubject

TEMPLATES = Path(__file__).parents[2] / "templates"
ANNA, BART = "anna@example.org", "bart@example.org"
NOW, BEFORE = "2023-12", "2022-12"
DEADLINE = datetime(2024, 1, 12, 12, 0, tzinfo=ZoneInfo("Europe/Brussels"))

PROJECT_STATUSES = {
    "niet_gestart": ("nog niet gestart", "#6B7280"),
    "opgestart": ("opgestart", "#7BC67E"),
    "in_uitvoering": ("in uitvoering na agendering VR", "#1B7A3D"),
    "gerealiseerd": ("gerealiseerd", "#F2B705"),
    "aandacht": ("bijzondere aandacht nodig", "#D9640B"),
    "actie": ("bijkomende actie noodzakelijk", "#B3261E"),
    "stopgezet": ("stopgezet", "#2B2B2B"),
}
MILESTONE_STATUSES = {"op_schema": "op schema", "vertraagd": "vertraagd", "gerealiseerd": "gerealiseerd"}
CAUSES = {"levering": "levering en prijzen", "personeel": "personeel", "andere": "andere"}


def code_values() -> tuple[CodeValue, ...]:
    """The lists of the round; an older list of statuses has two codes that are called otherwise now, or not at all."""
    projects = [
        CodeValue("projectstatus", "2", code, label, "", f"Definitie van {label}.", colour, place)
        for place, (code, (label, colour)) in enumerate(PROJECT_STATUSES.items())
    ]
    milestones = [
        CodeValue("mijlpaalstatus", "2", code, label, "", f"Definitie van {label}.", "#1B7A3D", place)
        for place, (code, label) in enumerate(MILESTONE_STATUSES.items())
    ]
    causes = [
        CodeValue("oorzaak", "2", code, label, "", f"Definitie van {label}.", "", place)
        for place, (code, label) in enumerate(CAUSES.items())
    ]
    old = [
        CodeValue("projectstatus", "1", "bezig", "bezig", "", "Oud.", "#1B7A3D", 1, "in_uitvoering"),
        CodeValue("projectstatus", "1", "onbekend", "onbekend", "", "Oud.", "#6B7280", 2, ""),
    ]
    return (*projects, *milestones, *causes, *old)


def project(number: str, title: str, lead: str) -> Project:
    """A project of a lead."""
    return Project(
        number, title, "", "", "", "C01", "E01", ("M01",), lead, None, "relanceprovisie", 100, date(2021, 1, 1),
        date(2026, 12, 31), False, "", BEFORE,
    )  # fmt: skip


def milestone(
    number: int, project_number: str, introduced_in: str = BEFORE, dropped_in: str | None = None
) -> Milestone:
    """A milestone with its original date in 2023."""
    return Milestone(
        f"{project_number}-M{number:02d}", project_number, f"Mijlpaal {number}", "kwalitatief", False, False,
        date(2023, number, 1), introduced_in, dropped_in,
    )  # fmt: skip


def indicator(number: int, project_number: str, unit: str) -> Indicator:
    """An indicator with a target."""
    return Indicator(
        f"{project_number}-I{number:02d}", project_number, f"Indicator {number}", "", unit, "stand", "stijgend",
        target=Decimal("1234.50"), target_on=date(2026, 6, 30),
    )  # fmt: skip


def previous_entries() -> tuple[Entry, ...]:
    """What was said in the round before, in the old list of statuses."""
    first = Entry(
        BEFORE, "VV001", 1,
        ProjectReport("bezig", "", "De eerste fiets­paden liggen er.", "Drie kilometer aangelegd.", outlook="Verder."),
        (MilestoneReport("VV001-M01", "op_schema", date(2023, 5, 1)),),
        (IndicatorReport("VV001-I01", Decimal("12.5"), date(2022, 12, 31), False),),
    )  # fmt: skip
    return first, Entry(BEFORE, "VV002", 1, ProjectReport("onbekend", state_of_play="Nog niets."))


def programme_data() -> ProgrammeData:
    """The whole hand-made programme."""
    programme = Programme(
        "VV", "Vlaamse Veerkracht & Co", "nl-BE", "Europe/Brussels", 1, 2020, 2030, r"^VV\d{3}$", "post@example.org"
    )
    rounds = (
        Round(BEFORE, 5, date(2022, 12, 31), "A", "1"),
        Round(
            NOW, 6, date(2023, 12, 31), "A", "2", RoundState.RUNNING, datetime(2023, 11, 15, 8, tzinfo=UTC), DEADLINE
        ),
    )
    return ProgrammeData(
        programme=programme,
        persons=(Person(ANNA, "Anna Peeters", "projectverantwoordelijke"),),
        projects=(
            project("VV001", "Fietspaden", ANNA),
            project("VV002", "=1+1 Scholen", ANNA),
            project("VV003", "Water", BART),
        ),
        milestones=(
            milestone(1, "VV001"),
            milestone(2, "VV001", introduced_in=NOW),
            milestone(3, "VV001", dropped_in=BEFORE),
            milestone(1, "VV002"),
            milestone(1, "VV003"),
        ),
        indicators=(indicator(1, "VV001", "km"), indicator(2, "VV001", "%"), indicator(1, "VV002", "scholen")),
        rounds=rounds,
        entries=previous_entries(),
        code_values=code_values(),
    )  # fmt: skip


def subject_for(lead: str = ANNA, data: ProgrammeData | None = None) -> WorkbookSubject:
    """The subject of a lead in the running round."""
    known = data or programme_data()
    numbers = tuple(each.number for each in known.projects if each.lead_email == lead)
    return WorkbookSubject(known, known.round(NOW), lead, numbers, DEADLINE)


def lookup(round_key: str, lead_email: str) -> WorkbookSubject:
    """Finds a subject as the service does."""
    if round_key != NOW or lead_email not in (ANNA, BART):
        raise NotFound(f"{round_key} {lead_email}")
    return subject_for(lead_email)


def filled_entries() -> dict[str, Entry]:
    """What Anna reports: every field filled once, one indicator left alone."""
    report = ProjectReport(
        "in_uitvoering", "levering", "Vijf km.\nRegel twee, één ‘citaat’ – 日本 🚲", "Vijf km.", "Staal is duur.",
        "Ander staal.", "Agentschap Wegen", date(2024, 6, 30), "Volgend jaar tien km.", "=HYPERLINK(\"http://kwaad\")",
    )  # fmt: skip
    first = Entry(
        NOW, "VV001", 0, report,
        (
            MilestoneReport("VV001-M01", "gerealiseerd", None, date(2023, 6, 15), "Klaar.", "VR 2023 0306 DOC.0123"),
            MilestoneReport("VV001-M02", "vertraagd", date(2024, 3, 31), None, "-5 graden", ""),
        ),
        (
            IndicatorReport("VV001-I01", Decimal("-1234567.25"), date(2023, 12, 31), False, "Gemeten."),
            IndicatorReport("VV001-I02", Decimal("84.6"), date(2023, 11, 30), True),
        ),
        ANNA, source="werkboek",
    )  # fmt: skip
    second = Entry(
        NOW, "VV002", 0, ProjectReport("niet_gestart", state_of_play="Nog niets."),
        (MilestoneReport("VV002-M01", "op_schema", date(2024, 1, 1)),), (), ANNA, source="werkboek",
    )  # fmt: skip
    return {"VV001": first, "VV002": second}


def files() -> EntryWorkbooks:
    """The adapter under test."""
    return EntryWorkbooks(TEMPLATES)


@cache
def written() -> bytes:
    """The workbook that Anna gets."""
    return files().write(subject_for())


@cache
def filled() -> bytes:
    """The workbook that Anna sends back."""
    return fill_workbook(written(), filled_entries(), programme_data())


def edited(content: bytes, edit: Callable[[Workbook], object]) -> bytes:
    """The workbook after somebody opened it, changed something and saved it."""
    workbook = load_workbook(BytesIO(content))
    edit(workbook)
    target = BytesIO()
    workbook.save(target)
    return target.getvalue()


def repacked(content: bytes, parts: Mapping[str, bytes | None]) -> bytes:
    """The package with parts added or replaced, or left out where the new content is None."""
    target = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in (each for each in old.namelist() if each not in parts):
            new.writestr(name, old.read(name))
        for name, data in parts.items():
            if data is not None:
                new.writestr(name, data)
    return target.getvalue()


def part(content: bytes, name: str) -> bytes:
    """One part of the package."""
    with zipfile.ZipFile(BytesIO(content)) as package:
        return package.read(name)


def read_back(folder: Path, content: bytes) -> WorkbookContent:
    """Read content from a file, as an upload is."""
    path = folder / "invoer.xlsx"
    path.write_bytes(content)
    return files().read(path, lookup)


def problems_of(folder: Path, content: bytes) -> tuple[Problem, ...]:
    """What is wrong with the content; empty when it is accepted."""
    try:
        read_back(folder, content)
    except BadInput as error:
        return error.problems
    return ()
