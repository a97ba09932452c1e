"""The tables of a project sheet: facts, status, milestones, indicators, money."""

from __future__ import annotations

from decimal import Decimal

from meetcyclus.documents.look import NO_VALUE, badge_cell, status_cell
from meetcyclus.documents.story import Story
from meetcyclus.documents.subject import Subject, cluster_name, round_name
from meetcyclus.documents.tables import Cell, Column, Row
from meetcyclus.domain import dutch
from meetcyclus.domain.credits import Credit, committed_total, settled_total
from meetcyclus.domain.entries import IndicatorReport
from meetcyclus.domain.programme import Entity, Indicator, Project
from meetcyclus.services.tallies import MilestoneStanding, Standing

_FUNDING = {"relanceprovisie": "relanceprovisie", "regulier": "reguliere middelen", "gemengd": "gemengde middelen"}


def facts_table(story: Story, subject: Subject, standing: Standing) -> None:
    """What the project is and whose it is."""
    project = standing.project
    cluster, entity = subject.clusters.get(project.cluster_code), subject.entities.get(project.entity_code)
    period = f"{dutch.short_date(project.starts_on)} tot {dutch.short_date(project.ends_on)}"
    rows: list[tuple[str, str]] = [
        (str(subject.facts["Speerpunt"]), subject.speerpunten.get(cluster.speerpunt_code, "") if cluster else ""),
        (str(subject.facts["Cluster"]), cluster_name(subject, cluster, project.cluster_code)),
        ("Beleidsdomein en entiteit", _home(entity, project.entity_code)),
        ("Bevoegd", "; ".join(subject.mandate_name(code) for code in project.mandate_codes)),
        ("Financiering en looptijd", f"{_funding(subject, project)}; {period}"),
        (
            "Europees herstelfonds (RRF)",
            f"ja, maatregel {project.rrf_measure or NO_VALUE}" if project.is_rrf else "nee",
        ),
        ("Doelstelling", project.aim or project.description),
        ("Doelgroep", project.target_group),
    ]
    shown: list[Row] = [[name, value.strip()] for name, value in rows if value.strip()]
    story.table([Column("Kenmerk", 42), Column("Gegeven", 124)], shown, f"Kenmerken van {project.number}")


def _home(entity: Entity | None, code: str) -> str:
    """Policy domain and entity, once where they have the same name."""
    if entity is None:
        return code
    return "; ".join(dict.fromkeys(part for part in (entity.policy_domain, entity.name) if part))


def _funding(subject: Subject, project: Project) -> str:
    """The kind of funding with the means at the start and, where they changed, the means after shifts."""
    kind = _FUNDING.get(project.funding, project.funding)
    ceiling = subject.view.means_of(project)
    if not ceiling and not project.budget_cents:
        return kind
    text = f"{kind}, {dutch.euros(project.budget_cents)}"
    return text if ceiling == project.budget_cents else f"{text}, na verschuivingen {dutch.euros(ceiling)}"


def status_table(story: Story, subject: Subject, standing: Standing) -> None:
    """Status now beside the status of the previous round."""
    view = subject.view
    absent = subject.phrases.say("algemeen.geen_rapport")
    word = "Verwachte status" if standing.project.number in view.forecasts else "Status"
    columns = [Column(f"{word} bij {round_name(view.round).lower()}", 64)]
    row: list[str | Cell] = [status_cell(subject.looks, standing.status, absent)]
    if view.previous is not None:
        columns.append(Column(f"Status bij {round_name(view.previous).lower()}", 64))
        columns.append(Column("Evolutie", 38))
        row += [status_cell(subject.looks, standing.previous_status, absent), _trend(standing)]
    cause = _cause(subject, standing)
    story.label("Status")
    story.table(columns, [row], f"Status van {standing.project.number}")
    if cause:
        story.note(f"Oorzaak: {cause}.")


def _trend(standing: Standing) -> str:
    if not standing.previous_status or not standing.status:
        return NO_VALUE
    return "gewijzigd" if standing.has_moved else "ongewijzigd"


def _cause(subject: Subject, standing: Standing) -> str:
    code = standing.entry.report.cause_code if standing.entry else ""
    return subject.causes.get(code, code)


def milestone_table(story: Story, subject: Subject, milestones: list[MilestoneStanding]) -> None:
    """The milestones with original and current date, status, realisation and evidence."""
    story.label(str(subject.facts["Mijlpalen"]))
    if not milestones:
        story.say(subject.say("rapport.geen_mijlpalen"))
        return
    columns = [
        Column("Omschrijving", 61),
        Column("Datum bij start", 20),
        Column("Datum nu", 20),
        Column("Status", 32),
        Column("Gerealiseerd", 20),
        Column("Bewijs", 13),
    ]
    rows = [_milestone_row(subject, each) for each in milestones]
    title = f"{subject.facts['Mijlpalen']} van {milestones[0].milestone.project_number}"
    story.table(columns, rows, title, loose=True)


def _milestone_row(subject: Subject, each: MilestoneStanding) -> Row:
    realised = each.report.realised_on if each.report else None
    evidence = bool(each.report and each.report.evidence.strip())
    return [
        each.milestone.description.replace("\n", " ") + (" (finaal)" if each.milestone.is_final else ""),
        dutch.short_date(each.milestone.original_on),
        dutch.short_date(each.current_on),
        badge_cell(subject.milestone_looks, each.status),
        dutch.short_date(realised) if realised else NO_VALUE,
        "ja" if evidence else "nee",
    ]


def indicator_table(story: Story, standing: Standing, indicators: list[Indicator]) -> None:
    """The indicators with baseline, target, value and the part of the way that is done."""
    if not indicators:
        return
    reports = {each.indicator_id: each for each in standing.entry.indicators} if standing.entry else {}
    story.label("Indicatoren")
    columns = [
        Column("Indicator", 46),
        Column("Eenheid", 27),
        Column("Nulwaarde", 20, True),
        Column("Streefwaarde, tegen", 28, True),
        Column("Waarde, op", 28, True),
        Column("Bereikt", 17, True),
    ]
    rows = [_indicator_row(each, reports.get(each.id)) for each in indicators]
    story.table(columns, rows, f"Indicatoren van {standing.project.number}")
    if any(each.is_estimate for each in reports.values()):
        story.note("* raming")


def _indicator_row(indicator: Indicator, report: IndicatorReport | None) -> Row:
    due = dutch.short_date(indicator.target_on) if indicator.target_on else ""
    target = _dated(plain_number(indicator.target), due)
    value, done = NO_VALUE, NO_VALUE
    if report is not None:
        star = "*" if report.is_estimate else ""
        value = _dated(f"{plain_number(report.value)}{star}", dutch.short_date(report.value_on))
        done = _done(indicator, report.value)
    name = indicator.name.replace("\n", " ")
    return [name, indicator.unit or NO_VALUE, plain_number(indicator.baseline), target, value, done]


def _dated(value: str, day: str) -> str:
    return f"{value} ({day})" if day and value != NO_VALUE else value


def _done(indicator: Indicator, value: Decimal) -> str:
    """How much of the way from baseline to target is done; without a baseline the way starts at zero."""
    start = indicator.baseline or Decimal(0)
    if indicator.target is None or indicator.target == start:
        return NO_VALUE
    return dutch.percent(dutch.share(value - start, indicator.target - start))


def plain_number(value: Decimal | None) -> str:
    """A value with as many decimals as it has, at most two."""
    if value is None:
        return NO_VALUE
    exponent = value.normalize().as_tuple().exponent
    return dutch.number(value, min(2, max(0, -exponent)) if isinstance(exponent, int) else 0)


def finance_table(story: Story, subject: Subject, project: Project, credits: list[Credit]) -> None:
    """Budget, committed, settled and what is left to settle, as totals over all budget years."""
    if not credits:
        story.say(f"**Middelen.** {subject.say('rapport.geen_geld')}", keep_next=True)
        return
    committed, settled = committed_total(credits), settled_total(credits)
    story.label(f"Middelen op {dutch.short_date(max(each.stand_on for each in credits))}, in euro")
    columns = [
        Column("Budget na verschuivingen", 30, True),
        Column("Vastgelegd (VAK)", 31, True),
        Column("Vereffend (VEK)", 31, True),
        Column("Te vereffenen", 30, True),
        Column("VAK, % budget", 22, True),
        Column("VEK, % budget", 22, True),
    ]
    budget = subject.view.means_of(project)
    row = [
        *(dutch.amount(each) for each in (budget, committed, settled, committed - settled)),
        dutch.percent(dutch.share(committed, budget)) if budget else NO_VALUE,
        dutch.percent(dutch.share(settled, budget)) if budget else NO_VALUE,
    ]
    story.table(columns, [row], f"Middelen van {project.number}", keep_next=True)
