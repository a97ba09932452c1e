"""Rows about the place of a project in the programme and who answers for it: people, mandates, codes."""

from __future__ import annotations

from dataclasses import dataclass

from meetcyclus.quality.measures import filled
from meetcyclus.quality.view import RoundView


@dataclass(frozen=True)
class PlaceRow:
    """What the reference files say about the people and codes that a project names."""

    project: str
    object_key: str
    lead_email: str | None
    lead_is_known: bool
    spoc_email: str | None
    spoc_is_known: bool
    mandates: tuple[str, ...]
    valid_mandates: int
    cluster: str
    cluster_is_known: bool
    speerpunt: str | None
    speerpunt_is_known: bool
    entity: str
    entity_is_known: bool


def place_rows(view: RoundView) -> list[PlaceRow]:
    """The population. A project without a SPOC has none that could be unknown: the field is optional."""
    data = view.data
    people = {each.email for each in data.persons}
    valid = {each.code for each in data.mandates if each.is_valid_on(view.reference_date)}
    speerpunt_of = {each.code: each.speerpunt_code for each in data.clusters}
    speerpunten = {each.code for each in data.speerpunten}
    entities = {each.code for each in data.entities}
    return [
        PlaceRow(
            project=number,
            object_key=number,
            lead_email=filled(project.lead_email),
            lead_is_known=project.lead_email in people,
            spoc_email=filled(project.spoc_email),
            spoc_is_known=not project.spoc_email or project.spoc_email in people,
            mandates=project.mandate_codes,
            valid_mandates=sum(1 for code in project.mandate_codes if code in valid),
            cluster=project.cluster_code,
            cluster_is_known=project.cluster_code in speerpunt_of,
            speerpunt=speerpunt_of.get(project.cluster_code),
            speerpunt_is_known=speerpunt_of.get(project.cluster_code) in {*speerpunten, None},
            entity=project.entity_code,
            entity_is_known=project.entity_code in entities,
        )
        for number, project in view.projects.items()
    ]
