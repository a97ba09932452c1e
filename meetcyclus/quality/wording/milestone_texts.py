"""Rows about the wording of milestones: the descriptions that are due in this round."""

from __future__ import annotations

from dataclasses import dataclass

from meetcyclus.domain.programme import Milestone
from meetcyclus.quality.guard import is_active
from meetcyclus.quality.view import RoundView
from meetcyclus.quality.wording.personal import PersonalData, masked
from meetcyclus.quality.wording.promises import PromiseReader


@dataclass(frozen=True)
class MilestoneTextRow:
    """One description. `words_shown` is the evidence when nothing in it can be verified."""

    project: str
    object_key: str
    text: str
    kind: str
    is_verifiable: bool
    words_shown: str
    result_count: int
    results: tuple[str, ...]
    quantities: tuple[str, ...]
    quantity_count: int
    personal: tuple[str, ...]
    personal_count: int


def milestone_text_rows(view: RoundView) -> list[MilestoneTextRow]:
    """The milestones of the projects that reported."""
    reader, personal = PromiseReader(view.lexicon), PersonalData(view)
    return [
        _row(milestone, reader, personal)
        for number in view.entries
        if number in view.projects
        for milestone in view.milestones_of.get(number, ())
        if is_active(milestone, view)
    ]


def _row(milestone: Milestone, reader: PromiseReader, personal: PersonalData) -> MilestoneTextRow:
    promise = reader.read(milestone.description)
    private = personal.found(milestone.description)
    vague = "vaag: " + ", ".join(promise.vague) if promise.vague else "geen resultaat genoemd"
    return MilestoneTextRow(
        project=milestone.project_number,
        object_key=milestone.id,
        text=milestone.description,
        kind=milestone.kind,
        is_verifiable=promise.is_verifiable,
        words_shown=f"‘{milestone.description}’ ({vague})",
        result_count=promise.results,
        results=(*promise.result_nouns, *promise.completions) or promise.quantities,
        quantities=promise.quantities,
        quantity_count=len(promise.quantities),
        personal=masked(private),
        personal_count=len(private),
    )
