"""The small programme with a path that asks the leads to confirm after the reference date."""

from __future__ import annotations

from dataclasses import replace

from meetcyclus.domain.programme import StepTemplate
from meetcyclus.domain.snapshot import ProgrammeData
from tests.factories import small_programme

STEP = "actualisatie"


def confirming_programme(*, is_before_validation: bool = False) -> ProgrammeData:
    """The step stands after the validation as on path A_2021, or before it as on path B_2024."""
    data = small_programme()
    path = [each for each in data.programme.governance["KORT"] if each.code != "validatie"]
    validation = next(each for each in data.programme.governance["KORT"] if each.code == "validatie")
    after = "kwaliteitscheck" if is_before_validation else "validatie"
    asked = StepTemplate(STEP, STEP, "projectverantwoordelijke", 0, 3, (1,), after=(after,))
    if is_before_validation:
        validation = replace(validation, day_from=5, day_until=9, after=("kwaliteitscheck", STEP))
    pair = [asked, validation] if is_before_validation else [validation, asked]
    place = [each.code for each in path].index("kwaliteitscheck") + 1
    steps = [*path[:place], *pair, *path[place:]]
    reporting = ("validatie", STEP, "financien")
    steps = [replace(each, after=reporting) if each.code == "rapportering" else each for each in steps]
    return replace(data, programme=replace(data.programme, governance={"KORT": tuple(steps)}))
