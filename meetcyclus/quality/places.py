"""Where a project stands in the programme and who answers for it: known people, valid mandates, known codes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from meetcyclus.quality.view import RoundView


@dataclass(frozen=True)
class PlaceFacts:
    """What the reference files say about the people and codes that a project names."""

    lead_is_known: bool
    spoc_is_known: bool
    valid_mandates: int
    speerpunt: str | None
    cluster_is_known: bool
    speerpunt_is_known: bool
    entity_is_known: bool


def place_facts(view: RoundView) -> Mapping[str, PlaceFacts]:
    """The facts by project number. A project without a SPOC has none that could be unknown: the field is optional."""
    data = view.data
    people = {each.email for each in data.persons}
    valid = {each.code for each in data.mandates if each.is_valid_on(view.reference_date)}
    speerpunt_of = {each.code: each.speerpunt_code for each in data.clusters}
    speerpunten = {each.code for each in data.speerpunten}
    entities = {each.code for each in data.entities}
    return {
        number: PlaceFacts(
            lead_is_known=project.lead_email in people,
            spoc_is_known=not project.spoc_email or project.spoc_email in people,
            valid_mandates=sum(1 for code in project.mandate_codes if code in valid),
            speerpunt=speerpunt_of.get(project.cluster_code),
            cluster_is_known=project.cluster_code in speerpunt_of,
            speerpunt_is_known=speerpunt_of.get(project.cluster_code) in {*speerpunten, None},
            entity_is_known=project.entity_code in entities,
        )
        for number, project in view.projects.items()
    }
