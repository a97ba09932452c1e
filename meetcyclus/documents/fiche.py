"""The project sheet (fiche): everything about one project in one round, on one to two pages (DOCU-01)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from zoneinfo import ZoneInfo

from meetcyclus.documents.fiche_tables import facts_table, finance_table, indicator_table, milestone_table, status_table
from meetcyclus.documents.story import Story
from meetcyclus.documents.subject import Subject
from meetcyclus.documents.tables import Column, Row
from meetcyclus.domain import dutch
from meetcyclus.domain.credits import Credit
from meetcyclus.domain.programme import Indicator, VrDocument
from meetcyclus.domain.verdicts import Decision, Verdict
from meetcyclus.services.figure_evolution import latest_verdicts
from meetcyclus.services.tallies import Standing


@dataclass(frozen=True)
class FicheData:
    """The rows of the snapshot by project, looked up once for all fiches."""

    subject: Subject

    @cached_property
    def credits(self) -> Mapping[str, list[Credit]]:
        """Credits of this round by project."""
        found: dict[str, list[Credit]] = {}
        for each in self.subject.view.credits_in(self.subject.view.round):
            found.setdefault(each.project_number, []).append(each)
        return found

    @cached_property
    def indicators(self) -> Mapping[str, list[Indicator]]:
        """Indicators by project."""
        found: dict[str, list[Indicator]] = {}
        for each in self.subject.view.snapshot.data.indicators:
            found.setdefault(each.project_number, []).append(each)
        return found

    @cached_property
    def vr_documents(self) -> Mapping[str, list[VrDocument]]:
        """Documents of the Flemish Government by project, oldest first."""
        found: dict[str, list[VrDocument]] = {}
        for each in sorted(self.subject.view.snapshot.data.vr_documents, key=lambda one: (one.dated_on, one.number)):
            for number in each.project_numbers:
                found.setdefault(number, []).append(each)
        return found

    @cached_property
    def confirmed_at(self) -> Mapping[str, Mapping[str, datetime]]:
        """When somebody confirmed a forecast of this round, by project and then by content."""
        view = self.subject.view
        zone = ZoneInfo(view.snapshot.data.programme.time_zone)
        found: dict[str, dict[str, datetime]] = {}
        for each in view.snapshot.confirmations:
            if each.round_key == view.round.key:
                moment = each.confirmed_at.astimezone(zone)
                found.setdefault(each.project_number, {})[each.content_sha256] = moment
        return found

    @cached_property
    def verdicts(self) -> Mapping[tuple[str, str], Verdict]:
        """Newest verdict by project and mandate."""
        return latest_verdicts(self.subject.view)


def write_fiche(story: Story, data: FicheData, standing: Standing) -> None:
    """One fiche under its heading."""
    project, subject = standing.project, data.subject
    story.heading(3, f"{project.number} {project.title}")
    if project.number in subject.view.forecasts:
        story.say(subject.say("rapport.vooruitzicht"), keep_next=True)
    facts_table(story, subject, standing)
    status_table(story, subject, standing)
    _texts(story, subject, standing)
    milestone_table(story, subject, subject.view.milestones_by_project.get(project.number, []))
    indicator_table(story, standing, data.indicators.get(project.number, []))
    finance_table(story, subject, project, data.credits.get(project.number, []))
    _vr_documents(story, subject, data.vr_documents.get(project.number, []))
    _validation(story, data, standing)


def _texts(story: Story, subject: Subject, standing: Standing) -> None:
    if standing.entry is None:
        story.say(subject.say("rapport.niet_gerapporteerd"))
        return
    report = standing.entry.report
    parts = (
        ("Stand van zaken", report.state_of_play),
        ("Realisaties", report.achievements),
        (
            "Knelpunten en bijsturing",
            "\n".join(part for part in (report.issues, _correction(standing)) if part.strip()),
        ),
        ("Vooruitblik", report.outlook),
        ("Motivering", report.motivation),
    )
    for title, text in parts:
        if text.strip():
            story.label(title)
            story.quote(text)
        elif title != "Motivering":
            story.say(f"**{title}.** {subject.say('rapport.niets_gemeld')}")


def _correction(standing: Standing) -> str:
    """The measure with its owner and date, as far as they were given."""
    report = standing.entry.report if standing.entry else None
    if report is None or not report.corrective_measure.strip():
        return ""
    owner = f" Eigenaar: {report.corrective_owner}." if report.corrective_owner else ""
    due = f" Tegen {dutch.long_date(report.corrective_due_on)}." if report.corrective_due_on else ""
    return f"Bijsturing: {report.corrective_measure.strip()}{owner}{due}"


def _vr_documents(story: Story, subject: Subject, documents: list[VrDocument]) -> None:
    if not documents:
        return
    story.label("Documenten van de Vlaamse Regering")
    rows: list[Row] = [
        [
            each.number,
            dutch.short_date(each.dated_on),
            each.title,
            each.decision.replace("_", " ") or subject.phrases.say("algemeen.onbekend"),
        ]
        for each in documents
    ]
    columns = [Column("Nummer", 52), Column("Datum", 20), Column("Titel", 64), Column("Beslissing", 30)]
    story.table(columns, rows, "Documenten van de Vlaamse Regering", keep_next=True)


def _validation(story: Story, data: FicheData, standing: Standing) -> None:
    subject = data.subject
    lines = [_verdict_line(data, standing, code) for code in standing.project.mandate_codes]
    submitted = standing.entry.submitted_at if standing.entry else None
    if submitted is not None:
        lines.append(subject.say("rapport.gegevens_van", wanneer=dutch.long_date(submitted.date())))
        lines += _confirmed(data, standing)
    elif standing.entry is not None:
        lines.append(subject.say("rapport.gegevens_onbekend"))
    story.note(f"**Validatie.** {' '.join(lines)}")


def _confirmed(data: FicheData, standing: Standing) -> list[str]:
    """When what was entered before the reference date was confirmed; nothing where it was not."""
    moments = data.confirmed_at.get(standing.project.number)
    # The hash of what was entered is worked out only where there is something to compare it with.
    confirmed_at = moments.get(standing.entry.content_sha256) if moments and standing.entry else None
    if confirmed_at is None:
        return []
    return [data.subject.say("rapport.bevestigd", wanneer=dutch.long_date(confirmed_at.date()))]


def _verdict_line(data: FicheData, standing: Standing, code: str) -> str:
    subject, verdict = data.subject, data.verdicts.get((standing.project.number, code))
    facts: dict[str, object] = {"mandaat": subject.mandate_name(code)}
    if verdict is None:
        return subject.say("rapport.niet_gevalideerd", **facts)
    facts |= {"wanneer": dutch.long_date(verdict.decided_at.date()), "opmerking": verdict.remark}
    if verdict.decision is Decision.RETURNED:
        return subject.say("rapport.teruggestuurd", **facts)
    if standing.entry is None or not verdict.stands_for(standing.entry.content_sha256):
        return subject.say("rapport.vervallen", **facts)
    has_remark = verdict.decision is Decision.REMARK
    return subject.say("rapport.gevalideerd_opmerking" if has_remark else "rapport.gevalideerd", **facts)
