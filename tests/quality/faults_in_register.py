"""Faults in the register and in the finance extract. Each breaks one rule at a place of a project."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from tests.quality.planting import Broken, broken, fault
from tests.quality.world import DAY, SIXTH, Site

RUNNING = ("in_uitvoering",)
_LAST_DAY_OF_EUROPE = date(2026, 8, 31)


@fault("KC-013")
def names_somebody_unknown(site: Site) -> Broken:
    site.register(lead_email="weg@example.org")
    return broken(site.number)


@fault("KC-014")
def has_no_minister(site: Site) -> Broken:
    site.register(mandate_codes=("MIN-99",))
    return broken(site.number)


@fault("KC-015")
def has_no_place(site: Site) -> Broken:
    site.register(cluster_code="C99")
    return broken(site.number)


@fault("KC-026", RUNNING)
def was_never_on_the_agenda(site: Site) -> Broken:
    world = site.world
    documents = tuple(
        replace(each, project_numbers=tuple(one for one in each.project_numbers if one != site.number))
        for each in world.data.vr_documents
    )
    world.data = replace(world.data, vr_documents=documents)
    return broken(site.number)


@fault("KC-037", RUNNING)
def is_late_on_a_critical_step(site: Site) -> Broken:
    early = [each for each in site.planned() if each.expected_on and (each.expected_on - DAY).days < 170]
    if not early or len(site.realised()) < 5:
        return None
    known = site.milestone(early[0].milestone_id)
    changed = replace(known, original_on=DAY - timedelta(days=9), is_critical=True, introduced_in=SIXTH.key)
    site.world.milestones[known.id] = replace(changed, introduced_in=known.introduced_in)
    return broken(site.number)


@fault("KC-058", RUNNING)
def promises_something_new(site: Site) -> Broken:
    for each in site.realised():
        known = site.milestone(each.milestone_id)
        if known.introduced_in == "2021-03":
            site.world.milestones[known.id] = replace(known, original_on=known.original_on + timedelta(days=10))
            return broken(known.id)
    return None


@fault("KC-061", RUNNING)
def adds_what_is_done(site: Site) -> Broken:
    for each in site.realised():
        if each.realised_on and (DAY - each.realised_on).days < 360:
            known = site.milestone(each.milestone_id)
            site.world.milestones[known.id] = replace(known, introduced_in=SIXTH.key)
            return broken(known.id)
    return None


@fault("KC-067", RUNNING)
def has_no_end(site: Site) -> Broken:
    for each in site.planned(is_final=True):
        site.world.milestones[each.milestone_id] = replace(site.milestone(each.milestone_id), is_final=False)
        return broken(site.number)
    return None


@fault("KC-068", RUNNING)
def ends_on_another_day(site: Site) -> Broken:
    if not site.planned(is_final=True):
        return None
    site.register(ends_on=site.project.ends_on + timedelta(days=80))
    return broken(site.number)


@fault("KC-080")
def has_no_target_day(site: Site) -> Broken:
    return _indicator(site, target_on=None)


@fault("KC-081")
def has_no_source(site: Site) -> Broken:
    return _indicator(site, source="")


@fault("KC-082")
def has_no_baseline(site: Site) -> Broken:
    return _indicator(site, baseline=None)


@fault("KC-092", RUNNING)
def has_no_indicator(site: Site) -> Broken:
    for each in site.now.indicators:
        del site.world.indicators[each.indicator_id]
    site.is_now(indicators=())
    return broken(site.number)


@fault("KC-094")
def counts_otherwise_than_europe(site: Site) -> Broken:
    return _indicator(site, common_indicator=2)


@fault("KC-130", RUNNING)
def has_no_number_of_europe(site: Site) -> Broken:
    if not site.project.is_rrf:
        return None
    for key, known in site.world.milestones.items():
        if known.project_number == site.number:
            site.world.milestones[key] = replace(known, cid_number="")
    return broken(site.number)


@fault("KC-132", RUNNING)
def comes_too_late_for_europe(site: Site) -> Broken:
    for each in site.planned() + site.planned(is_final=True):
        known, day = site.milestone(each.milestone_id), each.expected_on
        if known.cid_number and day and day <= _LAST_DAY_OF_EUROPE:
            site.world.milestones[known.id] = replace(known, cid_due_on=day - timedelta(days=1))
            return broken(known.id)
    return None


@fault("KC-101", RUNNING)
def is_of_another_day(site: Site) -> Broken:
    if not site.lines:
        return None
    site.line(0, stand_on=DAY - timedelta(days=1))
    return broken(_line_key(site, 0))


@fault("KC-104", RUNNING)
def is_not_in_the_extract(site: Site) -> Broken:
    if not site.lines:
        return None
    for key in [each for each in site.world.credits if each[1] == site.number]:
        del site.world.credits[key]
    return broken(site.number)


@fault("KC-105", RUNNING)
def is_paid_too_much(site: Site) -> Broken:
    if not site.lines:
        return None
    committed, settled = site.totals
    site.says(issues="Een voorschot is betaald.")
    site.line(_last(site), settled_cents=site.lines[_last(site)].settled_cents + committed - settled + 100)
    return broken(site.number)


@fault("KC-107", RUNNING)
def commits_too_much(site: Site) -> Broken:
    shifted = {number for each in site.world.data.shifts for number in (each.from_project, each.to_project)}
    if not site.lines or site.number in shifted:
        return None
    more = site.project.budget_cents - site.totals[0] + 100
    site.says(issues="De aannemer vroeg een voorschot.")
    site.line(_last(site), committed_cents=site.lines[_last(site)].committed_cents + more)
    return broken(site.number)


@fault("KC-108", RUNNING)
def committed_more_before(site: Site) -> Broken:
    lines = site.world.credits.get(("2022-12", site.number), [])
    if not lines:
        return None
    lines[0] = replace(lines[0], committed_cents=lines[0].committed_cents + site.totals[0])
    return broken(site.number)


@fault("KC-109", RUNNING)
def books_below_nought(site: Site) -> Broken:
    if len(site.lines) < 2:
        return None
    first, last = site.lines[0], site.lines[_last(site)]
    site.line(_last(site), committed_cents=-100)
    site.line(0, committed_cents=first.committed_cents + last.committed_cents + 100)
    return broken(_line_key(site, _last(site)))


@fault("KC-117", RUNNING)
def writes_another_total(site: Site) -> Broken:
    if not site.lines:
        return None
    site.says(state_of_play=f"{site.now.report.state_of_play} In totaal is 1 miljard euro vastgelegd.")
    return broken(site.number)


@fault("KC-118", RUNNING)
def mistook_euro(site: Site) -> Broken:
    key = ("2022-12", site.number)
    if not site.lines or not site.world.credits.get(key):
        return None
    line = replace(site.world.credits[key][0], committed_cents=site.totals[0] // 1000, settled_cents=1)
    site.world.credits[key] = [line]
    return broken(site.number)


@fault("KC-116", RUNNING)
def pays_nothing(site: Site) -> Broken:
    if not site.lines:
        return None
    for key in ("2022-12", "2022-06"):
        lines = site.world.credits.get((key, site.number), [])
        if not lines:
            return None
        rest = (replace(each, settled_cents=0) for each in lines[1:])
        site.world.credits[key, site.number] = [replace(lines[0], settled_cents=site.totals[1]), *rest]
    return broken(site.number)


def _indicator(site: Site, **values: object) -> Broken:
    for each in site.now.indicators[:1]:
        known = site.world.indicators[each.indicator_id]
        site.world.indicators[known.id] = replace(known, **values)  # type: ignore[arg-type]
        return broken(known.id)
    return None


def _last(site: Site) -> int:
    """The place of the last line of the newest budget year."""
    return max(range(len(site.lines)), key=lambda place: (site.lines[place].budget_year, place))


def _line_key(site: Site, place: int) -> str:
    line = site.lines[place]
    return f"{site.number}/{line.budget_year}/{line.budget_article}"
