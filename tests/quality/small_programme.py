"""A programme of six projects in three rounds that breaks no rule, made so that many copies fit in one check.

The projects of copy 7 are VV071 (in progress), VV072 (started), VV073 (realised), VV074 (stopped), VV075 (attention)
and VV076 (not started). Every copy has its own mandates, cluster, people and milestones, so a copy can be spoilt alone.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

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
    VrDocument,
)
from meetcyclus.domain.rounds import Round, RoundProject
from meetcyclus.domain.snapshot import ProgrammeData
from meetcyclus.services.ports import CheckSubject

PROGRAMME = Programme(
    "VV", "Proefprogramma", "nl-BE", "Europe/Brussels", 10**9, 2020, 2030, r"^VV\d{3,4}$", "a@example.org"
)
ROUNDS = tuple(
    Round(f"{day:%Y-%m}", number, day, "A_2021", "1")
    for number, day in enumerate((date(2022, 6, 30), date(2022, 12, 31), date(2023, 12, 31)), start=1)
)
THIS = ROUNDS[-1]
LABELS = {
    "niet_gestart": "nog niet gestart",
    "opgestart": "opgestart",
    "in_uitvoering": "in uitvoering",
    "gerealiseerd": "gerealiseerd",
    "aandacht": "bijzondere aandacht nodig",
    "actie": "bijkomende actie noodzakelijk",
    "stopgezet": "stopgezet",
}
CODES = tuple(
    CodeValue("projectstatus", "1", code, label, label, label, "", order, code)
    for order, (code, label) in enumerate(LABELS.items())
)
# What every project says of itself in the three rounds; the place in the string is the place of the round.
STATUSES = {
    1: ("in_uitvoering", "in_uitvoering", "in_uitvoering"),
    2: ("opgestart", "opgestart", "opgestart"),
    3: ("in_uitvoering", "in_uitvoering", "gerealiseerd"),
    4: ("in_uitvoering", "in_uitvoering", "stopgezet"),
    5: ("in_uitvoering", "in_uitvoering", "aandacht"),
    6: ("niet_gestart", "niet_gestart", "niet_gestart"),
}
VALUES = {1: (50, 100, 150), 2: (40, 60, 70), 3: (50, 100, 200), 4: (5, 10, 10), 5: (30, 40, 45), 6: ()}
UNITS = {1: "laadpalen", 2: "%", 3: "woningen", 4: "dossiers", 5: "personen", 6: "bomen"}
KINDS = {2: "stand", 5: "stand"}
COMMITTED = {1: (100, 200, 300), 2: (50, 50, 50), 3: (300, 350, 400), 4: (10, 20, 20), 5: (70, 90, 110), 6: (0, 0, 0)}
WORDS = (
    "De voorbereidende studie naar haalbaarheid en kostprijs is afgerond "
    "en besproken met alle betrokken steden en gemeenten in het voorjaar.",
    "Twee aanbestedingen werden gegund; aannemers leverden materiaal, "
    "terwijl buurtbewoners informatie kregen over hinder en omleidingen.",
    "Eerste installaties draaien proef; metingen tonen minder verbruik dan verwacht, "
    "dus volgt opschaling langs drie assen in Vlaanderen.",
)
# What a copy has for itself; the rest of the programme is shared.
COPIED = (
    *("clusters", "entities", "mandates", "persons", "projects", "milestones"),
    *("indicators", "entries", "credits", "vr_documents", "shifts"),
)


def small_programme(copy: int = 0) -> ProgrammeData:
    """One clean copy."""
    numbers = {digit: f"VV{copy:02d}{digit}" for digit in STATUSES}
    return ProgrammeData(
        programme=PROGRAMME,
        speerpunten=(Speerpunt("S1", "Speerpunt"),),
        clusters=(Cluster(f"C{copy}", "Cluster", "S1"), Cluster(f"L{copy}", "Los", "S9")),
        entities=(Entity(f"E{copy}", "Entiteit"),),
        mandates=(
            Mandate(f"M{copy}", "Minister", "", "m@example.org", date(2019, 10, 2)),
            Mandate(f"OUD{copy}", "Minister", "", "m@example.org", date(2019, 10, 2), date(2022, 5, 1)),
        ),
        persons=(
            Person(f"lead{copy}@example.org", "Lien", "projectverantwoordelijke"),
            Person(f"spoc{copy}@example.org", "Stef", "spoc"),
        ),
        projects=tuple(_project(copy, digit, number) for digit, number in numbers.items()),
        milestones=tuple(each for digit, number in numbers.items() for each in _milestones(digit, number)),
        indicators=tuple(_indicator(digit, number) for digit, number in numbers.items()),
        rounds=ROUNDS,
        entries=tuple(_entry(place, digit, number) for place in range(3) for digit, number in numbers.items()),
        credits=tuple(
            each for place in range(3) for digit, number in numbers.items() for each in _credits(place, digit, number)
        ),
        vr_documents=(
            VrDocument(
                "VR 2021 0503 VV DOC.0212/1", tuple(numbers[digit] for digit in (1, 3, 4, 5)), date(2021, 3, 5), "Nota"
            ),
            VrDocument("VR 2023 0707 VV DOC.0801/1", (numbers[4],), date(2023, 7, 7), "Stopzetting", "goedgekeurd"),
        ),
        shifts=(Shift(date(2023, 7, 7), numbers[4], numbers[1], 50, "VR 2023 0707 VV DOC.0801/1", "Stopgezet"),),
        code_values=CODES,
    )


def merged(copies: list[ProgrammeData]) -> ProgrammeData:
    """Several copies as one programme."""
    joined: dict[str, Any] = {name: tuple(row for copy in copies for row in getattr(copy, name)) for name in COPIED}
    return replace(copies[0], **joined)


def subject_of(data: ProgrammeData, without: tuple[str, ...] = ()) -> CheckSubject:
    """The check subject of the last round over all projects of the register, less those named."""
    population = tuple(RoundProject(THIS.key, each.number) for each in data.projects if each.number not in without)
    return CheckSubject(data, THIS, population)


def _project(copy: int, digit: int, number: str) -> Project:
    return Project(
        number=number,
        title=f"Project {number}",
        description="",
        aim="",
        target_group="",
        cluster_code=f"C{copy}",
        entity_code=f"E{copy}",
        mandate_codes=(f"M{copy}",),
        lead_email=f"lead{copy}@example.org",
        spoc_email=f"spoc{copy}@example.org",
        funding="regulier" if digit == 6 else "relanceprovisie",
        budget_cents=1000,
        starts_on=date(2024, 3, 1) if digit == 6 else date(2021, 1, 1),
        ends_on=date(2024, 12, 31),
        is_rrf=digit == 1,
        rrf_measure="I-1.01" if digit == 1 else "",
        in_scope_from="2022-06",
    )


def _milestones(digit: int, number: str) -> list[Milestone]:
    days = {"M01": date(2022, 10, 31), "M02": date(2024, 12, 31), "M03": date(2024, 3, 31)}
    if digit == 6:
        days["M01"] = date(2024, 9, 30)
    return [
        Milestone(
            f"{number}-{key}",
            number,
            f"Eindrapport {key} goedgekeurd",
            "kwalitatief",
            key == "M02",
            False,
            day,
            "2022-06",
            cid_number="128" if (digit, key) == (1, "M03") else "",
            cid_due_on=date(2024, 6, 30) if (digit, key) == (1, "M03") else None,
        )
        for key, day in days.items()
    ]


def _milestone_report(place: int, digit: int, known: Milestone) -> MilestoneReport:
    is_done = (known.id.endswith("M01") and digit != 6 and place > 0) or (digit == 3 and place == 2)
    if is_done:
        day = date(2023, 6, 1) if known.original_on.year > 2022 else date(2022, 10, 20)
        return MilestoneReport(known.id, "gerealiseerd", known.original_on, day, "", "proces-verbaal")
    if digit == 4 and place == 2:
        return MilestoneReport(known.id, "geschrapt", known.original_on, None, "Het project is stopgezet.")
    return MilestoneReport(known.id, "op_schema", known.original_on)


def _indicator(digit: int, number: str) -> Indicator:
    return Indicator(
        f"{number}-I01",
        number,
        "Aantal bereikt",
        "Wat er is",
        UNITS[digit],
        KINDS.get(digit, "cumulatief"),
        "stijgend",
        Decimal(0),
        date(2021, 1, 1),
        Decimal(200) if digit != 2 else Decimal(100),
        date(2024, 12, 31),
        "eigen telling",
    )


def _entry(place: int, digit: int, number: str) -> Entry:
    status = STATUSES[digit][place]
    is_at_risk, is_stopped = status == "aandacht", status == "stopgezet"
    report = ProjectReport(
        status_code=status,
        cause_code="vergunning" if is_at_risk else "",
        state_of_play=WORDS[place],
        achievements=WORDS[place],
        issues="De vergunning werd geschorst." if is_at_risk else "",
        corrective_measure="Overleg met de stad" if is_at_risk else "",
        corrective_owner="Stad" if is_at_risk else "",
        corrective_due_on=date(2024, 3, 31) if is_at_risk else None,
        outlook=WORDS[place],
        motivation="De vergunning werd geschorst." if is_at_risk or is_stopped else "",
    )
    indicators = tuple(
        IndicatorReport(f"{number}-I01", Decimal(value), ROUNDS[place].reference_date, False)
        for value in VALUES[digit][place : place + 1]
    )
    milestones = tuple(_milestone_report(place, digit, each) for each in _milestones(digit, number))
    return Entry(ROUNDS[place].key, number, 1, report, milestones, indicators)


def _credits(place: int, digit: int, number: str) -> list[Credit]:
    cents, day = COMMITTED[digit][place], ROUNDS[place].reference_date
    # What is realised is paid for nine tenths, the rest for a half.
    paid = cents // 2 * (9 if digit == 3 else 5) // 10
    return [
        Credit(ROUNDS[place].key, number, 2022, "KA-1", cents // 2, paid, day),
        Credit(ROUNDS[place].key, number, 2023, "KA-1", cents - cents // 2, paid, day),
    ]
