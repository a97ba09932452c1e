"""Faults in what a lead reports. Each breaks one rule at a place of a project, or says that the project has none."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import ROUND_CEILING, Decimal

from meetcyclus.domain.entries import MilestoneReport
from tests.quality.planting import Broken, broken, fault
from tests.quality.world import DAY, Site

RUNNING = ("in_uitvoering",)
_MEASURE = {
    "cause_code": "vergunning",
    "corrective_measure": "Overleg met de stad over een aangepast dossier.",
    "corrective_owner": "Stad",
    "corrective_due_on": date(2024, 3, 31),
    "issues": "De vergunning werd geschorst door de raad.",
    "motivation": "De vergunning werd in oktober 2023 geschorst.",
}
_LONG = "De aannemer werkt verder aan de aansluiting van de leidingen op het net. " * 42


@fault("KC-001")
def forgets_the_report(site: Site) -> Broken:
    del site.world.entries[site.now.round_key, site.number]
    return broken(site.number)


@fault("KC-002")
def forgets_the_outlook(site: Site) -> Broken:
    site.says(outlook="")
    return broken(site.number)


@fault("KC-004", RUNNING)
def sends_a_line_twice(site: Site) -> Broken:
    for each in site.planned()[:1]:
        site.is_now(milestones=(*site.now.milestones, each))
        return broken(each.milestone_id)
    return None


@fault("KC-005")
def writes_see_previous(site: Site) -> Broken:
    site.says(achievements="zie vorige meting")
    return broken(site.number)


@fault("KC-006")
def writes_a_book(site: Site) -> Broken:
    site.says(issues=_LONG)
    return broken(site.number)


@fault("KC-007", RUNNING)
def pastes_the_old_text(site: Site) -> Broken:
    site.says(state_of_play=site.before.report.state_of_play)
    return broken(site.number)


@fault("KC-016")
def comes_late(site: Site) -> Broken:
    site.is_now(is_late=True)
    return broken(site.number)


@fault("KC-020", RUNNING)
def makes_up_a_status(site: Site) -> Broken:
    site.says(status_code="groen")
    return broken(site.number)


@fault("KC-021", RUNNING)
def takes_back_the_end(site: Site) -> Broken:
    if any(site.number in each.project_numbers and each.dated_on.year > 2022 for each in site.world.data.vr_documents):
        return None
    site.says(before=True, status_code="gerealiseerd")
    return broken(site.number)


@fault("KC-022", RUNNING)
def turns_orange_in_silence(site: Site) -> Broken:
    if site.before.report.status_code != "in_uitvoering":
        return None
    site.says(status_code="aandacht", **{**_MEASURE, "motivation": ""})
    return broken(site.number)


@fault("KC-023", RUNNING)
def turns_orange_without_cause(site: Site) -> Broken:
    site.says(status_code="aandacht", **{**_MEASURE, "cause_code": ""})
    return broken(site.number)


@fault("KC-024", RUNNING)
def stays_orange_the_same_way(site: Site) -> Broken:
    site.says(status_code="aandacht", **_MEASURE)
    site.says(before=True, status_code="aandacht", **_MEASURE)
    return broken(site.number)


@fault("KC-031", ("gerealiseerd",))
def forgets_the_last_proof(site: Site) -> Broken:
    for each in site.realised(is_final=True):
        site.change(each.milestone_id, evidence="")
        return broken(each.milestone_id)
    return None


@fault("KC-035", ("stopgezet",))
def stops_without_reason(site: Site) -> Broken:
    site.says(motivation="")
    return broken(site.number)


@fault("KC-038", RUNNING)
def turns_orange_without_trouble(site: Site) -> Broken:
    if any(each.status_code in ("aandacht", "vertraagd") for each in site.now.milestones):
        return None
    site.says(status_code="aandacht", **{**_MEASURE, "issues": ""})
    return broken(site.number)


@fault("KC-050", RUNNING)
def forgets_the_day(site: Site) -> Broken:
    return _change(site, site.realised(), realised_on=None)


@fault("KC-051", RUNNING)
def looks_ahead(site: Site) -> Broken:
    return _change(site, site.realised(), realised_on=DAY + timedelta(days=5))


@fault("KC-052", RUNNING)
def fills_in_a_day_too_many(site: Site) -> Broken:
    return _change(site, site.planned(), realised_on=DAY - timedelta(days=20))


@fault("KC-053", RUNNING)
def was_there_before_the_start(site: Site) -> Broken:
    day = site.project.starts_on - timedelta(days=1)
    return _change(site, site.realised(), realised_on=day) if day.year >= 2020 else None


@fault("KC-054", RUNNING)
def leaves_the_old_date(site: Site) -> Broken:
    return _change(site, site.planned(), expected_on=DAY - timedelta(days=3))


@fault("KC-055", RUNNING)
def slips_in_silence(site: Site) -> Broken:
    for each in _free(site):
        old = site.was(each.milestone_id)
        if (
            old
            and old.expected_on
            and not each.explanation
            and old.expected_on == site.milestone(old.milestone_id).original_on
        ):
            return _change(site, [each], expected_on=old.expected_on + timedelta(days=40))
    return None


@fault("KC-056", RUNNING)
def slips_far(site: Site) -> Broken:
    for each in _free(site):
        day = site.milestone(each.milestone_id).original_on + timedelta(days=200)
        return _change(site, [each], expected_on=day, explanation="De levering komt later.") if day > DAY else None
    return None


@fault("KC-057", RUNNING)
def plans_afterwards(site: Site) -> Broken:
    for each in site.realised():
        old = site.was(each.milestone_id)
        if old and old.status_code == "gerealiseerd" and old.expected_on:
            return _change(site, [each], expected_on=old.expected_on - timedelta(days=1))
    return None


@fault("KC-059", RUNNING)
def takes_back_a_step(site: Site) -> Broken:
    done = site.realised()
    if len(done) < 6 or any(each.status_code in ("vertraagd", "aandacht") for each in site.now.milestones):
        return None
    for each in done:
        old = site.was(each.milestone_id)
        if old and old.status_code == "gerealiseerd" and not site.milestone(each.milestone_id).is_critical:
            return _change(site, [each], status_code="vertraagd", realised_on=None)
    return None


@fault("KC-060", RUNNING)
def loses_a_step(site: Site) -> Broken:
    for each in site.planned()[:1]:
        site.is_now(milestones=tuple(one for one in site.now.milestones if one != each))
        return broken(each.milestone_id)
    return None


@fault("KC-069", RUNNING)
def ends_before_the_rest(site: Site) -> Broken:
    for each in site.planned(is_final=True):
        site.says(issues="De eindafrekening volgt nog.")
        _change(site, [each], status_code="gerealiseerd", realised_on=DAY - timedelta(days=9), evidence="Verslag")
        return broken(site.number) if site.planned() else None
    return None


@fault("KC-070", RUNNING)
def types_the_wrong_year(site: Site) -> Broken:
    for each in site.realised():
        old = site.was(each.milestone_id)
        if old and old.status_code != "gerealiseerd":
            return _change(site, [each], expected_on=date(2031, 1, 31))
    return None


@fault("KC-071", RUNNING)
def forgets_the_proof(site: Site) -> Broken:
    return _change(site, site.realised(), evidence="")


@fault("KC-073", RUNNING)
def copies_the_proof(site: Site) -> Broken:
    done = site.realised()[:2]
    if len(done) < 2:
        return None
    site.change(done[1].milestone_id, evidence=done[0].evidence)
    return broken(*(each.milestone_id for each in done))


@fault("KC-074", RUNNING)
def fills_in_the_last_day(site: Site) -> Broken:
    done = site.realised()
    for each in done:
        site.change(each.milestone_id, realised_on=DAY)
    return broken(site.number) if len(done) > 1 else None


@fault("KC-083", RUNNING)
def forgets_a_value(site: Site) -> Broken:
    for each in site.now.indicators[:1]:
        site.is_now(indicators=site.now.indicators[1:])
        return broken(each.indicator_id)
    return None


@fault("KC-084", RUNNING)
def counts_one_period_only(site: Site) -> Broken:
    for each in site.measured(lambda known, _, old: known.measure_kind == "cumulatief" and old.value > 2):
        old = next(one.value for one in site.before.indicators if one.indicator_id == each.indicator_id)
        site.change(each.indicator_id, value=old - 1, explanation="Herrekend.")
        return broken(each.indicator_id)
    return None


@fault("KC-085", RUNNING)
def measures_tomorrow(site: Site) -> Broken:
    for each in site.now.indicators[:1]:
        site.change(each.indicator_id, value_on=DAY + timedelta(days=3))
        return broken(each.indicator_id)
    return None


@fault("KC-086", RUNNING)
def goes_far_beyond_the_target(site: Site) -> Broken:
    for each in site.measured(
        lambda known, _, old: (
            known.direction == "stijgend" and known.unit != "%" and old.value * 6 > (known.target or 0)
        )
    ):
        target = site.world.indicators[each.indicator_id].target or Decimal(0)
        value = (target * Decimal("1.3")).to_integral_value(ROUND_CEILING)
        site.change(each.indicator_id, value=value)
        return broken(each.indicator_id)
    return None


@fault("KC-087", RUNNING)
def mistook_the_unit(site: Site) -> Broken:
    for each in site.measured(lambda known, now, _: known.measure_kind == "cumulatief" and now.value > 40):
        site.change(each.indicator_id, before=True, value=(each.value / 20).to_integral_value())
        return broken(each.indicator_id)
    return None


@fault("KC-088", RUNNING)
def goes_below_nought(site: Site) -> Broken:
    for each in site.measured(lambda known, _, old: known.measure_kind == "stand" and old.value > 0):
        site.change(each.indicator_id, value=-each.value, explanation="Herrekend.")
        return broken(each.indicator_id)
    return None


@fault("KC-032", ("gerealiseerd",))
def stays_below_the_target(site: Site) -> Broken:
    for each in site.measured(
        lambda known, _, old: known.direction == "stijgend" and old.value * 10 < (known.target or 0) * 8 > 400
    ):
        target = site.world.indicators[each.indicator_id].target or Decimal(0)
        site.change(each.indicator_id, value=(target * Decimal("0.9")).to_integral_value(), explanation="")
        return broken(each.indicator_id)
    return None


def _free(site: Site) -> list[MilestoneReport]:
    """Milestones on schedule that Europe does not wait for."""
    return [each for each in site.planned() if not site.milestone(each.milestone_id).cid_number]


def _change(site: Site, among: list[MilestoneReport], **values: object) -> Broken:
    for each in among[:1]:
        site.change(each.milestone_id, **values)
        return broken(each.milestone_id)
    return None
