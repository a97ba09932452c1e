"""The programme: its structure, its people, its projects and what was promised of them.

Column names of the exchange format stand beside each class; `meetcyclus.exchange` holds the mapping.
Money is whole cents of a euro. Dates are calendar days in the programme's zone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

ROLES = (
    "secretariaat",
    "dossierbeheerder",
    "projectverantwoordelijke",
    "spoc",
    "kabinet",
    "dfb",
    "voorzitter",
    "leidend_ambtenaar",
    "rekenhof",
)
STEP_KINDS = (
    "informatiesessie",
    "invoer",
    "kwaliteitscheck",
    "validatie",
    "actualisatie",
    "financien",
    "rapportering",
    "overleg",
    "overdracht",
    "publicatie",
)


@dataclass(frozen=True)
class StepTemplate:
    """One step of a governance path: days are counted from the reference date (meetmoment).

    `reminder_days` are days before the end, `escalation_days` working days after it; within `grace_hours` after the
    deadline entry is still taken and marked late. `is_reviewed`: a person reads the letters of feedback before they go.
    `starts_at` (such as 14:30) and `place` are those of a meeting, where they are agreed. `invited_roles` are those who
    sit in it; empty: the chairs.
    """

    code: str
    kind: str
    owner: str
    day_from: int
    day_until: int
    reminder_days: tuple[int, ...] = ()
    forum: str = ""
    after: tuple[str, ...] = ()
    escalation_days: tuple[int, ...] = ()
    grace_hours: int = 0
    is_reviewed: bool = False
    starts_at: str = ""
    place: str = ""
    invited_roles: tuple[str, ...] = ()


@dataclass(frozen=True)
class Programme:
    """A programme that is measured in rounds, with its settings (programma.toml).

    `document_words` are names and titles that only the documents of this programme use; without them they stay general.
    """

    code: str
    name: str
    language: str
    time_zone: str
    budget_cents: int
    horizon_from: int
    horizon_until: int
    project_number_pattern: str
    sender_email: str
    terms: Mapping[str, str] = field(default_factory=dict)
    governance: Mapping[str, tuple[StepTemplate, ...]] = field(default_factory=dict)
    finance_mapping: Mapping[str, object] = field(default_factory=dict)
    document_words: Mapping[str, str] = field(default_factory=dict)
    settings_text: str = ""

    def term(self, word: str) -> str:
        """What this programme calls a speerpunt, cluster, project or mijlpaal (singular, lower case)."""
        return self.terms.get(word, word)


@dataclass(frozen=True)
class Speerpunt:
    """Key focal point: the first level of the programme (speerpunten.csv)."""

    code: str
    name: str
    sort_order: int | None = None


@dataclass(frozen=True)
class Cluster:
    """Level between speerpunt and project (clusters.csv)."""

    code: str
    name: str
    speerpunt_code: str


@dataclass(frozen=True)
class Entity:
    """Administration that carries out projects, within a policy domain (entiteiten.csv)."""

    code: str
    name: str
    policy_domain: str = ""


@dataclass(frozen=True)
class Mandate:
    """A minister's competence for a period; validation belongs to it, not to a name (mandaten.csv)."""

    code: str
    title: str
    holder: str
    kabinet_email: str
    valid_from: date
    valid_until: date | None = None

    def is_valid_on(self, day: date) -> bool:
        """Whether the mandate runs on that day, both ends included."""
        return self.valid_from <= day and (self.valid_until is None or day <= self.valid_until)


@dataclass(frozen=True)
class Person:
    """Somebody with a role in the programme, known by a work address (personen.csv)."""

    email: str
    name: str
    role: str
    entity_code: str | None = None
    mandate_code: str | None = None


@dataclass(frozen=True)
class Project:
    """What is measured (projecten.csv). `mandate_codes[0]` is the lead mandate."""

    number: str
    title: str
    description: str
    aim: str
    target_group: str
    cluster_code: str
    entity_code: str
    mandate_codes: tuple[str, ...]
    lead_email: str
    spoc_email: str | None
    funding: str
    budget_cents: int
    starts_on: date
    ends_on: date
    is_rrf: bool
    rrf_measure: str
    in_scope_from: str
    in_scope_until: str | None = None
    out_of_scope_reason: str = ""


@dataclass(frozen=True)
class Milestone:
    """A verifiable step of a project with its original date (mijlpalen.csv)."""

    id: str
    project_number: str
    description: str
    kind: str
    is_final: bool
    is_critical: bool
    original_on: date
    introduced_in: str
    dropped_in: str | None = None
    replaced_by: str | None = None
    cid_number: str = ""
    cid_due_on: date | None = None
    verification: str = ""


@dataclass(frozen=True)
class Indicator:
    """A measurable product of a project, with baseline and target (indicatoren.csv)."""

    id: str
    project_number: str
    name: str
    definition: str
    unit: str
    measure_kind: str
    direction: str
    baseline: Decimal | None = None
    baseline_on: date | None = None
    target: Decimal | None = None
    target_on: date | None = None
    source: str = ""
    common_indicator: int | None = None


@dataclass(frozen=True)
class CodeValue:
    """One code of one version of a code list (codelijsten.csv). `maps_to` is the code in the newest version."""

    list_name: str
    version: str
    code: str
    label: str
    label_en: str
    definition: str
    colour: str
    sort_order: int
    maps_to: str = ""


def version_order(version: str) -> tuple[int, str]:
    """Sort key for versions of a code list: 9 comes before 10."""
    return (len(version), version)


@dataclass(frozen=True)
class VrDocument:
    """A numbered document of the Flemish Government about projects (vr_documenten.csv)."""

    number: str
    project_numbers: tuple[str, ...]
    dated_on: date
    title: str
    decision: str = ""


@dataclass(frozen=True)
class Shift:
    """Means moved from one project to another (verschuivingen.csv)."""

    shifted_on: date
    from_project: str
    to_project: str
    amount_cents: int
    vr_number: str = ""
    motivation: str = ""


def shifted_cents(shifts: Iterable[Shift], day: date) -> Counter[str]:
    """Cents received minus cents given up to that day, by project."""
    found: Counter[str] = Counter()
    for each in shifts:
        if each.shifted_on <= day:
            found[each.to_project or ""] += each.amount_cents
            found[each.from_project or ""] -= each.amount_cents
    return found
