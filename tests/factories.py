"""A small programme made by hand, and what its people report: six projects in one past round and one that opens.

Every count can be checked on paper and no rule is broken, so that a test only has to spoil what it is about.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from meetcyclus.domain.credits import Credit
from meetcyclus.domain.entries import Entry, IndicatorReport, MilestoneReport, ProjectReport
from meetcyclus.domain.programme import (
    Cluster,
    CodeValue,
    Entity,
    Indicator,
    Mandate,
    Milestone,
    Person,
    Programme,
    Project,
    Shift,
    Speerpunt,
    StepTemplate,
    VrDocument,
)
from meetcyclus.domain.rounds import Round
from meetcyclus.domain.snapshot import ProgrammeData

HISTORY, KEY = "2023-06", "2023-12"
REFERENCE_DATE = date(2023, 12, 31)
ZONE = ZoneInfo("Europe/Brussels")
SECRETARIAT, CONTROLLER = "secretariaat@example.org", "controle@example.org"
DFB, SIGNER = "dfb@example.org", "dfb2@example.org"
CHAIR, REKENHOF, SPOC = "voorzitter@example.org", "rekenhof@example.org", "spoc@example.org"
ANNA, BERT, CIS = "anna@example.org", "bert@example.org", "cis@example.org"
KABINET_1, KABINET_2 = "kabinet.werk@example.org", "kabinet.milieu@example.org"
NUMBERS = tuple(f"KL{digit:03d}" for digit in range(1, 7))
LEAD_OF = dict(zip(NUMBERS, (ANNA, ANNA, BERT, BERT, CIS, CIS), strict=True))
# KL003 is shared: both mandates decide on it, and it counts for the first.
MANDATES_OF = dict(zip(NUMBERS, (("M1",), ("M1",), ("M1", "M2"), ("M1",), ("M2",), ("M2",)), strict=True))
# What every project says of itself in the past round and in the one that opens.
STATUSES = {
    "KL001": ("in_uitvoering", "in_uitvoering"),
    "KL002": ("in_uitvoering", "gerealiseerd"),
    "KL003": ("in_uitvoering", "aandacht"),
    "KL004": ("opgestart", "opgestart"),
    "KL005": ("in_uitvoering", "in_uitvoering"),
    "KL006": ("niet_gestart", "niet_gestart"),
}
VALUES = {"KL001": (50, 80), "KL002": (150, 200), "KL003": (30, 45), "KL004": (5, 10), "KL005": (60, 70), "KL006": ()}
COMMITTED_EUR = {"KL001": (1, 2), "KL002": (3, 4), "KL003": (1, 2), "KL004": (0, 0), "KL005": (5, 6), "KL006": (0, 0)}
_WHY_BEHIND = {"KL004": "De meeste dossiers volgen in 2024."}
_STATUS_LABELS = {
    "niet_gestart": "nog niet gestart",
    "opgestart": "opgestart",
    "in_uitvoering": "in uitvoering na agendering",
    "gerealiseerd": "gerealiseerd",
    "aandacht": "bijzondere aandacht nodig",
    "actie": "bijkomende actie noodzakelijk",
    "stopgezet": "stopgezet",
}
_MILESTONE_CODES = ("niet_gestart", "op_schema", "aandacht", "vertraagd", "gerealiseerd", "geschrapt", "vervangen")
# Three texts a round, so far apart that nobody copied the one from the other.
_TEXTS = (
    (
        "De voorbereidende studie naar haalbaarheid en kostprijs is klaar en besproken met alle betrokken steden en "
        "gemeenten in het voorjaar van dit jaar.",
        "Twee aanbestedingen werden gegund en aannemers leverden materiaal, terwijl buurtbewoners informatie kregen "
        "over hinder en omleidingen in hun straat.",
        "De eerste installaties draaien proef tegen het najaar, waarna een opschaling volgt langs drie assen in heel "
        "Vlaanderen met dezelfde aannemers.",
    ),
    (
        "Sinds de zomer werken ploegen op zeven werven tegelijk; het toezicht meldt geen ongevallen en de planning "
        "blijft binnen de afgesproken marges.",
        "Het meetnet levert dagelijks cijfers aan het dataportaal, vier scholen kregen een nieuwe ketel en honderd "
        "gezinnen ontvingen persoonlijk advies.",
        "Na de winterstop starten de laatste fasen; een onafhankelijk bureau keurt elke oplevering en rapporteert "
        "daarover aan de stuurgroep.",
    ),
)


def moment(text: str) -> datetime:
    """An instant on the clocks of Brussels: 2023-12-01 09:00."""
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


def small_programme() -> ProgrammeData:
    """The programme with its past round."""
    return ProgrammeData(
        programme=programme(),
        speerpunten=(Speerpunt("S2", "Groen", 2), Speerpunt("S1", "Digitaal", 1)),
        clusters=(Cluster("C1", "Netwerken", "S1"), Cluster("C2", "Daken", "S2"), Cluster("C3", "Water", "S2")),
        entities=(Entity("E1", "Agentschap Eén", "Werk"), Entity("E2", "Agentschap Twee")),
        mandates=(
            Mandate("M1", "Vlaams minister van Werk", "", KABINET_1, date(2019, 10, 2), date(2024, 9, 29)),
            Mandate("M2", "Vlaams minister van Milieu", "An Peeters", KABINET_2, date(2019, 10, 2)),
        ),
        persons=persons(),
        projects=tuple(project(number) for number in NUMBERS),
        milestones=tuple(each for number in NUMBERS for each in milestones(number)),
        indicators=tuple(indicator(number) for number in NUMBERS),
        rounds=(Round(HISTORY, 1, date(2023, 6, 30), "KORT", "1"),),
        entries=tuple(entry(number, 0) for number in NUMBERS),
        credits=credits(0),
        vr_documents=(
            VrDocument("VR 2022 0503 VV DOC.0212/1", ("KL001", "KL002", "KL003", "KL005"), date(2022, 3, 5), "Nota"),
        ),
        shifts=(Shift(date(2023, 5, 1), "KL004", "KL001", 1000, "VR 2022 0503 VV DOC.0212/1", "Meer lijnen"),),
        code_values=code_values(),
    )


def programme() -> Programme:
    """The settings, with a short path that has a step of every kind."""
    return Programme(
        code="KL",
        name="Klein programma",
        language="nl-BE",
        time_zone="Europe/Brussels",
        budget_cents=4_300_000_00,
        horizon_from=2020,
        horizon_until=2030,
        project_number_pattern=r"^KL\d{3}$",
        sender_email="meetcyclus@example.org",
        terms={"project": "project", "mijlpaal": "mijlpaal"},
        governance={"KORT": _PATH},
        finance_mapping={"scheidingsteken": ";", "totaal": "TOTAAL", "kolommen": _COLUMNS},
    )


_COLUMNS = {
    "project": "KL-nummer",
    "begrotingsjaar": "Begrotingsjaar",
    "begrotingsartikel": "Begrotingsartikel",
    "vastgelegd": "Vastgelegd",
    "vereffend": "Vereffend",
    "standdatum": "Standdatum",
    "opmerking": "Opmerking",
}
_PATH = (
    StepTemplate("informatiesessies", "informatiesessie", "secretariaat", -45, -45),
    StepTemplate("invoer", "invoer", "projectverantwoordelijke", -30, -18, (7, 2), after=("informatiesessies",)),
    StepTemplate("kwaliteitscheck", "kwaliteitscheck", "dossierbeheerder", -18, -9, after=("invoer",)),
    StepTemplate("validatie", "validatie", "kabinet", -9, -5, (2,), after=("kwaliteitscheck",)),
    StepTemplate("financien", "financien", "dfb", 0, 5, after=("informatiesessies",)),
    StepTemplate("rapportering", "rapportering", "dossierbeheerder", 5, 12, after=("validatie", "financien")),
    StepTemplate("directiecomite", "overleg", "voorzitter", 15, 15, (), "directiecomite", ("rapportering",)),
    StepTemplate("overdracht", "overdracht", "secretariaat", 16, 16, after=("directiecomite",)),
    StepTemplate("publicatie", "publicatie", "secretariaat", 22, 22, after=("overdracht",)),
)


def persons() -> tuple[Person, ...]:
    """Somebody in every role; three leads with two projects each."""
    return (
        Person(SECRETARIAT, "Secretariaat", "secretariaat"),
        Person(CONTROLLER, "Dirk Dossier", "dossierbeheerder"),
        Person(ANNA, "Anna Één", "projectverantwoordelijke", "E1"),
        Person(BERT, "Bert Twee", "projectverantwoordelijke", "E1"),
        Person(CIS, "Cis Drie", "projectverantwoordelijke", "E2"),
        Person(SPOC, "Sam Spoc", "spoc", "E1"),
        Person(KABINET_1, "Kabinet Werk", "kabinet", mandate_code="M1"),
        Person(KABINET_2, "Kabinet Milieu", "kabinet", mandate_code="M2"),
        Person(DFB, "Dora Financiën", "dfb"),
        Person(SIGNER, "Stef Financiën", "dfb"),
        Person(CHAIR, "Vera Voorzitter", "voorzitter"),
        Person(REKENHOF, "Rik Rekenhof", "rekenhof"),
    )


def project(number: str) -> Project:
    """One project of the register."""
    is_first_half = number <= "KL003"
    return Project(
        number=number,
        title=f"Project {number}",
        description=f"Omschrijving van {number}",
        aim="Sneller en zuiniger",
        target_group="Burgers",
        cluster_code="C1" if is_first_half else "C2" if number < "KL006" else "C3",
        entity_code="E1" if is_first_half else "E2",
        mandate_codes=MANDATES_OF[number],
        lead_email=LEAD_OF[number],
        spoc_email=SPOC if is_first_half else None,
        funding="regulier" if number in ("KL004", "KL006") else "relanceprovisie",
        budget_cents=50_000_00,
        starts_on=date(2024, 3, 1) if number == "KL006" else date(2022, 1, 1),
        ends_on=date(2025, 6, 30),
        is_rrf=number == "KL001",
        rrf_measure="I-1" if number == "KL001" else "",
        in_scope_from=HISTORY,
    )


def milestones(number: str) -> tuple[Milestone, ...]:
    """Three milestones; the last is the final one."""
    days = (date(2023, 3, 31), date(2024, 6, 30), date(2025, 6, 30))
    if number == "KL006":
        days = (date(2024, 9, 30), *days[1:])
    return tuple(
        Milestone(f"{number}-M{at}", number, f"Stap {at} is klaar", "kwalitatief", at == 3, at == 2, day, HISTORY)
        for at, day in enumerate(days, start=1)
    )


def indicator(number: str) -> Indicator:
    """The one indicator of a project."""
    return Indicator(
        f"{number}-I1",
        number,
        "Bereik",
        "Wat er geteld wordt",
        "woningen",
        "cumulatief",
        "stijgend",
        Decimal("0.0"),
        date(2021, 1, 1),
        Decimal("200.50") if number == "KL001" else Decimal(200),
        date(2025, 12, 31),
        "Eigen telling",
        5 if number == "KL001" else None,
    )


def code_values() -> tuple[CodeValue, ...]:
    """Two versions of the project statuses; the first has no word for what was stopped."""
    statuses = list(_STATUS_LABELS.items())
    return (
        *(_code("projectstatus", "1", code, label, at) for at, (code, label) in enumerate(statuses[:-1])),
        *(_code("projectstatus", "2", code, label, at) for at, (code, label) in enumerate(statuses)),
        *(_code("mijlpaalstatus", "1", code, code.replace("_", " "), at) for at, code in enumerate(_MILESTONE_CODES)),
        _code("oorzaak", "1", "vergunning", "vergunning", 1),
    )


def entries() -> tuple[Entry, ...]:
    """What the leads report in the round that opens, not yet numbered."""
    return tuple(entry(number, 1) for number in NUMBERS)


def entry(number: str, at: int) -> Entry:
    """The right entry of one project: of the past round (0) or of the one that opens (1)."""
    status = STATUSES[number][at]
    is_at_risk = status == "aandacht"
    words = _TEXTS[at]
    report = ProjectReport(
        status_code=status,
        cause_code="vergunning" if is_at_risk else "",
        state_of_play=words[0],
        achievements=words[1],
        issues="De vergunning werd geschorst na een beroep van omwonenden." if is_at_risk else "",
        corrective_measure="Overleg met de stad" if is_at_risk else "",
        corrective_owner="Stad" if is_at_risk else "",
        corrective_due_on=date(2024, 3, 31) if is_at_risk else None,
        outlook=words[2],
        motivation="De Raad schorste de vergunning." if is_at_risk else "",
    )
    key, day = ((HISTORY, date(2023, 6, 30)), (KEY, REFERENCE_DATE))[at]
    submitted_at = datetime.fromisoformat("2023-06-20T09:30:00+02:00") if at == 0 else None
    return Entry(
        round_key=key,
        project_number=number,
        version=1 if at == 0 else 0,
        report=report,
        milestones=tuple(_milestone_report(each, status) for each in milestones(number)),
        indicators=tuple(
            IndicatorReport(f"{number}-I1", Decimal(value), day, False, _WHY_BEHIND.get(number, ""))
            for value in VALUES[number][at : at + 1]
        ),
        submitted_by=LEAD_OF[number] if at == 0 else None,
        submitted_at=submitted_at,
        source="geschiedenis" if at == 0 else "uitwisseling",
    )


def with_report(entry_: Entry, **changes: object) -> Entry:
    """The entry with other words or another status."""
    return replace(entry_, report=replace(entry_.report, **changes))  # type: ignore[arg-type]


def brief(entry_: Entry) -> Entry:
    """The entry with a state of play that is far too short: one error for its lead (KC-005)."""
    return with_report(entry_, state_of_play="Loopt goed.")


def credits(at: int) -> tuple[Credit, ...]:
    """The money of the past round (0) or of the one that opens (1)."""
    key, day = ((HISTORY, date(2023, 6, 30)), (KEY, REFERENCE_DATE))[at]
    return tuple(
        Credit(
            key,
            number,
            2023,
            "KA-1",
            COMMITTED_EUR[number][at] * 1000_00,
            COMMITTED_EUR[number][at] * 500_00,
            day,
            "De eindafrekening volgt in maart 2024." if number == "KL002" else "",
        )
        for number in NUMBERS
    )


def _milestone_report(known: Milestone, status: str) -> MilestoneReport:
    if status == "gerealiseerd" or known.original_on < date(2023, 6, 1):
        day = min(known.original_on, date(2023, 3, 20)) if known.id.endswith("M1") else date(2023, 11, 30)
        return MilestoneReport(known.id, "gerealiseerd", known.original_on, day, "", "Proces-verbaal")
    return MilestoneReport(known.id, "op_schema", known.original_on)


def _code(name: str, version: str, code: str, label: str, place: int) -> CodeValue:
    return CodeValue(name, version, code, label, "", f"Wanneer {label} past.", "#1B7A3D", place, code)
