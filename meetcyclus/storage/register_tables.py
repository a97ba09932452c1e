"""Tables of the register: what the programme is. Columns carry the names of the domain classes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from sqlalchemy import BigInteger, Text
from sqlalchemy.orm import Mapped, mapped_column

from meetcyclus.domain.programme import StepTemplate
from meetcyclus.storage.base import Base, Ordered
from meetcyclus.storage.types import ExactDecimal, Structured


class ProgrammeRow(Base):
    """domain.programme.Programme; a database holds one."""

    __tablename__ = "programmes"
    code: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    language: Mapped[str]
    time_zone: Mapped[str]
    budget_cents: Mapped[int] = mapped_column(BigInteger)
    horizon_from: Mapped[int]
    horizon_until: Mapped[int]
    project_number_pattern: Mapped[str]
    sender_email: Mapped[str]
    terms: Mapped[dict[str, str]] = mapped_column(Structured(dict[str, str]))
    governance: Mapped[Mapping[str, tuple[StepTemplate, ...]]] = mapped_column(
        Structured(dict[str, tuple[StepTemplate, ...]])
    )
    finance_mapping: Mapped[dict[str, object]] = mapped_column(Structured(dict[str, object]))
    document_words: Mapped[dict[str, str]] = mapped_column(Structured(dict[str, str]))
    settings_text: Mapped[str] = mapped_column(Text)


class SpeerpuntRow(Ordered, Base):
    """domain.programme.Speerpunt."""

    __tablename__ = "speerpunten"
    code: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    sort_order: Mapped[int | None]


class ClusterRow(Ordered, Base):
    """domain.programme.Cluster."""

    __tablename__ = "clusters"
    code: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    speerpunt_code: Mapped[str]


class EntityRow(Ordered, Base):
    """domain.programme.Entity."""

    __tablename__ = "entities"
    code: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    policy_domain: Mapped[str]


class MandateRow(Ordered, Base):
    """domain.programme.Mandate."""

    __tablename__ = "mandates"
    code: Mapped[str] = mapped_column(primary_key=True)
    title: Mapped[str]
    holder: Mapped[str]
    kabinet_email: Mapped[str]
    valid_from: Mapped[date]
    valid_until: Mapped[date | None]


class PersonRow(Ordered, Base):
    """domain.programme.Person."""

    __tablename__ = "persons"
    email: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    role: Mapped[str]
    entity_code: Mapped[str | None]
    mandate_code: Mapped[str | None]


class ProjectRow(Ordered, Base):
    """domain.programme.Project."""

    __tablename__ = "projects"
    number: Mapped[str] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(Text)
    description: Mapped[str] = mapped_column(Text)
    aim: Mapped[str] = mapped_column(Text)
    target_group: Mapped[str] = mapped_column(Text)
    cluster_code: Mapped[str]
    entity_code: Mapped[str]
    mandate_codes: Mapped[tuple[str, ...]] = mapped_column(Structured(tuple[str, ...]))
    lead_email: Mapped[str]
    spoc_email: Mapped[str | None]
    funding: Mapped[str]
    budget_cents: Mapped[int] = mapped_column(BigInteger)
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    is_rrf: Mapped[bool]
    rrf_measure: Mapped[str]
    in_scope_from: Mapped[str]
    in_scope_until: Mapped[str | None]
    out_of_scope_reason: Mapped[str] = mapped_column(Text)


class MilestoneRow(Ordered, Base):
    """domain.programme.Milestone."""

    __tablename__ = "milestones"
    id: Mapped[str] = mapped_column(primary_key=True)
    project_number: Mapped[str] = mapped_column(index=True)
    description: Mapped[str] = mapped_column(Text)
    kind: Mapped[str]
    is_final: Mapped[bool]
    is_critical: Mapped[bool]
    original_on: Mapped[date]
    introduced_in: Mapped[str]
    dropped_in: Mapped[str | None]
    replaced_by: Mapped[str | None]
    cid_number: Mapped[str]
    cid_due_on: Mapped[date | None]
    verification: Mapped[str] = mapped_column(Text)


class IndicatorRow(Ordered, Base):
    """domain.programme.Indicator."""

    __tablename__ = "indicators"
    id: Mapped[str] = mapped_column(primary_key=True)
    project_number: Mapped[str] = mapped_column(index=True)
    name: Mapped[str] = mapped_column(Text)
    definition: Mapped[str] = mapped_column(Text)
    unit: Mapped[str]
    measure_kind: Mapped[str]
    direction: Mapped[str]
    baseline: Mapped[Decimal | None] = mapped_column(ExactDecimal)
    baseline_on: Mapped[date | None]
    target: Mapped[Decimal | None] = mapped_column(ExactDecimal)
    target_on: Mapped[date | None]
    source: Mapped[str] = mapped_column(Text)
    common_indicator: Mapped[int | None]


class CodeValueRow(Ordered, Base):
    """domain.programme.CodeValue."""

    __tablename__ = "code_values"
    list_name: Mapped[str] = mapped_column(primary_key=True)
    version: Mapped[str] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(primary_key=True)
    label: Mapped[str]
    label_en: Mapped[str]
    definition: Mapped[str] = mapped_column(Text)
    colour: Mapped[str]
    sort_order: Mapped[int]
    maps_to: Mapped[str]


class VrDocumentRow(Ordered, Base):
    """domain.programme.VrDocument."""

    __tablename__ = "vr_documents"
    number: Mapped[str] = mapped_column(primary_key=True)
    project_numbers: Mapped[tuple[str, ...]] = mapped_column(Structured(tuple[str, ...]))
    dated_on: Mapped[date]
    title: Mapped[str] = mapped_column(Text)
    decision: Mapped[str]


class ShiftRow(Ordered, Base):
    """domain.programme.Shift."""

    __tablename__ = "shifts"
    shifted_on: Mapped[date] = mapped_column(primary_key=True)
    from_project: Mapped[str] = mapped_column(primary_key=True)
    to_project: Mapped[str] = mapped_column(primary_key=True)
    amount_cents: Mapped[int] = mapped_column(BigInteger)
    vr_number: Mapped[str]
    motivation: Mapped[str] = mapped_column(Text)
