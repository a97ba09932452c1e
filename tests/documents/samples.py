"""A small programme, made by hand, in which every count can be checked on paper."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

from meetcyclus.domain.credits import Credit
from meetcyclus.domain.entries import Entry, IndicatorReport, MilestoneReport, ProjectReport
from meetcyclus.domain.findings import Finding, FindingState, Severity, Stage
from meetcyclus.domain.meetings import ActionPoint, Meeting
from meetcyclus.domain.programme import (
    Cluster,
    CodeValue,
    Entity,
    Indicator,
    Mandate,
    Milestone,
    Programme,
    Project,
    Shift,
    Speerpunt,
    VrDocument,
)
from meetcyclus.domain.rounds import Round
from meetcyclus.domain.snapshot import ProgrammeData, Snapshot
from meetcyclus.domain.verdicts import Decision, Verdict

OLD, NEW = "2022-12", "2023-12"
TAKEN_AT = datetime(2024, 1, 19, 14, 5, tzinfo=UTC)
# The old list has one word for everything that runs, and no word for what stopped.
_OLD_CODES = (("wacht", "nog niet begonnen", "niet_gestart"), ("loopt", "loopt", "in_uitvoering"))
_OLD_CODES += (("gerealiseerd", "gerealiseerd", "gerealiseerd"),)
_NEW_CODES = ("niet_gestart", "opgestart", "in_uitvoering", "gerealiseerd", "aandacht", "actie", "stopgezet")
_MILESTONE_CODES = ("op_schema", "vertraagd", "gerealiseerd")
# Status in the old round (a word of the old list, "" where not in scope) and in the new one ("" = no report).
STATUSES = {
    "P1": ("loopt", "gerealiseerd"),
    "P2": ("gerealiseerd", "gerealiseerd"),
    "P3": ("loopt", "in_uitvoering"),
    "P4": ("wacht", "opgestart"),
    "P5": ("loopt", "aandacht"),
    "P6": ("loopt", "stopgezet"),
    "P7": ("", "actie"),
    "P8": ("loopt", ""),
}


def programme(**changes: object) -> Programme:
    """The settings, with other values where named."""
    base = Programme(
        "TT", "Testprogramma", "nl-BE", "Europe/Brussels", 100_000_000_000, 2020, 2030, r"P\d", "a@example.org"
    )
    return replace(base, **changes)  # type: ignore[arg-type]


def code_values() -> tuple[CodeValue, ...]:
    """Two versions of the project statuses, one of the milestone statuses and one cause."""
    old = [_code("projectstatus", "1", code, label, place, to) for place, (code, label, to) in enumerate(_OLD_CODES)]
    new = [_code("projectstatus", "2", code, code.replace("_", " "), place) for place, code in enumerate(_NEW_CODES)]
    marks = [_code("mijlpaalstatus", "1", code, code.replace("_", " "), at) for at, code in enumerate(_MILESTONE_CODES)]
    return (*old, *new, *marks, _code("oorzaak", "1", "vergunning", "vergunning", 1))


def _code(name: str, version: str, code: str, label: str, place: int, maps_to: str = "") -> CodeValue:
    return CodeValue(name, version, code, label, "", f"Definitie van {label}.", "", place, maps_to)


def project(number: str, **changes: object) -> Project:
    """A project: the first four are under the first speerpunt and mandate."""
    first = number < "P5"
    base = Project(
        number=number,
        title=f"Titel van {number}",
        description="Omschrijving",
        aim="Doel",
        target_group="Burgers",
        cluster_code="C1" if first else "C2",
        entity_code="E1" if first else "E2",
        mandate_codes=("M1",) if first else ("M2", "M1"),
        lead_email="leiding@example.org",
        spoc_email=None,
        funding="relanceprovisie",
        budget_cents=1_000_000_000,
        starts_on=date(2021, 1, 1),
        ends_on=date(2025, 12, 31),
        is_rrf=number in ("P1", "P5"),
        rrf_measure="I-1.01" if number in ("P1", "P5") else "",
        in_scope_from=OLD if STATUSES.get(number, ("x", ""))[0] else NEW,
    )
    return replace(base, **changes)  # type: ignore[arg-type]


def milestones() -> tuple[Milestone, ...]:
    """Per project one that counts; one dropped before, one dropped now, one that comes later, one outside."""
    base = [_milestone(f"{number}-M01", number) for number in STATUSES]
    extra = (
        replace(_milestone("P1-M02", "P1"), dropped_in=OLD),
        replace(_milestone("P1-M03", "P1"), dropped_in=NEW),
        replace(_milestone("P1-M04", "P1"), introduced_in="2024-12"),
        replace(_milestone("P3-M02", "P3"), cid_due_on=date(2024, 6, 30)),
    )
    return (*base, *extra)


def _milestone(key: str, number: str) -> Milestone:
    return Milestone(key, number, f"Mijlpaal {key}", "kwalitatief", False, False, date(2023, 6, 30), OLD)


def report(number: str, status: str) -> ProjectReport:
    """What the lead wrote."""
    needs = status in ("aandacht", "actie")
    return ProjectReport(
        status_code=status,
        cause_code="vergunning" if needs else "",
        state_of_play=f"Stand van zaken van {number}.\nTweede alinea.",
        achievements="Realisaties.",
        issues="De vergunning ontbreekt." if needs else "",
        corrective_measure="Beroep aangetekend." if needs else "",
        corrective_owner="Entiteit" if needs else "",
        corrective_due_on=date(2024, 3, 31) if needs else None,
        outlook="Vooruitblik.",
    )


def entries() -> tuple[Entry, ...]:
    """One entry per project and round, with one milestone each in the new round."""
    found = []
    for number, (old, new) in STATUSES.items():
        if old:
            found.append(Entry(OLD, number, 1, report(number, old)))
        if new:
            realised = new == "gerealiseerd"
            code = "gerealiseerd" if realised else "vertraagd" if new == "aandacht" else "op_schema"
            day = date(2023, 5, 1) if realised else None
            state = MilestoneReport(f"{number}-M01", code, date(2024, 6, 30), day, "", "bewijs.pdf" if realised else "")
            value = IndicatorReport(f"{number}-I1", Decimal("25.5"), date(2023, 11, 30), True)
            found.append(Entry(NEW, number, 1, report(number, new), (state,), (value,), None, TAKEN_AT))
    return tuple(found)


def credits() -> tuple[Credit, ...]:
    """Money of two rounds: 400 and 100 million before, 970 and 502,8 million now."""
    rows = ((OLD, 40_000_000_000, 10_000_000_000), (NEW, 97_000_000_000, 50_280_000_000))
    return tuple(Credit(key, "P1", 2023, "AB0", vak, vek, date.fromisoformat(f"{key}-31")) for key, vak, vek in rows)


def data(**changes: object) -> ProgrammeData:
    """The whole programme, with other values where named."""
    indicators = tuple(
        Indicator(f"{n}-I1", n, "Woningen", "", "stuks", "", "", Decimal(0), None, Decimal(100)) for n in STATUSES
    )
    base = ProgrammeData(
        programme=programme(),
        speerpunten=(Speerpunt("S1", "Eerste speerpunt", 1), Speerpunt("S2", "Tweede speerpunt", 2)),
        clusters=(Cluster("C1", "Eerste", "S1"), Cluster("C2", "Tweede", "S2")),
        entities=(Entity("E1", "Entiteit 1", "Mobiliteit"), Entity("E2", "Entiteit 2", "Omgeving")),
        mandates=(
            Mandate("M1", "Mobiliteit", "Minister A", "a@example.org", date(2019, 10, 2)),
            Mandate("M2", "Omgeving", "", "b@example.org", date(2019, 10, 2)),
        ),
        projects=tuple(project(number) for number in STATUSES),
        milestones=milestones(),
        indicators=indicators,
        rounds=(
            Round("2022-06", 4, date(2022, 6, 30), "A", "1"),
            Round(OLD, 5, date(2022, 12, 31), "A", "1"),
            Round(NEW, 6, date(2023, 12, 31), "A", "2"),
        ),
        entries=entries(),
        credits=credits(),
        vr_documents=(
            VrDocument("VR 2021 2604 VV MED.0123/1", ("P1", "P3"), date(2021, 4, 26), "Mededeling", "akte_genomen"),
        ),
        shifts=(Shift(date(2023, 1, 1), "P3", "P1", 200_000_000, "VR 1", "Verschoven"),),
        code_values=code_values(),
    )
    return replace(base, **changes)  # type: ignore[arg-type]


def snapshot(**changes: object) -> Snapshot:
    """The round frozen; `data` and every other field can be given."""
    held = Meeting(
        NEW, "directiecomite", 1, date(2024, 1, 15), "Akte genomen.", (ActionPoint("Nakijken", "DFB"),), "a", TAKEN_AT
    )
    base = Snapshot(NEW, 3, TAKEN_AT, "a@example.org", False, tuple(STATUSES), data(), verdicts(), (), (held,))
    return replace(base, **changes)  # type: ignore[arg-type]


def verdicts() -> tuple[Verdict, ...]:
    """P1 validated; P2 validated for other content; P3 returned; P5 by one of its two mandates."""
    said = {each.project_number: each.content_sha256 for each in entries() if each.round_key == NEW}
    rows = (
        ("P1", "M1", Decision.VALIDATED, said["P1"]),
        ("P2", "M1", Decision.VALIDATED, "0" * 64),
        ("P3", "M1", Decision.RETURNED, said["P3"]),
        ("P5", "M2", Decision.REMARK, said["P5"]),
    )
    return tuple(
        Verdict(NEW, number, mandate, 1, decision, "Een opmerking.", "kabinet@example.org", TAKEN_AT, content)
        for number, mandate, decision, content in rows
    )


def finding(key: str, number: str, **changes: object) -> Finding:
    """An open warning about a project."""
    facts = ("KC-042", 1, Severity.WARNING, Stage.VALIDATION, "secretariaat", number, number)
    base = Finding(key, NEW, *facts, "", "", "", "", "", "", FindingState.OPEN, TAKEN_AT, TAKEN_AT)
    return replace(base, **changes)  # type: ignore[arg-type]
