"""The whole programme. Belongs here: the order in which the parts are made and the file each of them goes to."""

from __future__ import annotations

from collections.abc import Iterable

from . import story
from .codelists import code_list_rows
from .files import csv_text
from .finance_rows import finance_rows
from .government import decision_about, document_rows, in_words, numbered_documents, shift_rows
from .indicators import indicator_reports, indicator_rows, indicators_of
from .milestones import all_milestones, milestone_rows
from .money import all_money
from .people import people_rows, project_leads
from .programme_file import programme_toml
from .progress import Course, all_courses, milestone_reports
from .projects import Project, all_projects, project_rows
from .readme import readme
from .reference import cluster_rows, entity_rows, focus_rows, mandate_rows
from .reports import project_reports, reporters_of
from .rounds import PAST, UPCOMING, Round, Row, round_rows


def _physical_shares(projects: list[Project], courses: list[Course]) -> dict[str, int]:
    """Return the percentage of realised milestones of each project at the last meting."""
    done = {project.code: [0, 0] for project in projects}
    for course in courses:
        done[course.project.code][0] += course.statuses[UPCOMING.number] == story.REALISED
        done[course.project.code][1] += 1
    return {code: 100 * realised // total for code, (realised, total) in done.items()}


def _csv(files: dict[str, list[Row]]) -> dict[str, str]:
    return {f"{name}.csv": csv_text(rows) for name, rows in files.items()}


class _Programme:
    """All parts of the programme, made once, in the order of what depends on what."""

    def __init__(self) -> None:
        self.projects = all_projects()
        self.leads = project_leads(self.projects)
        self.indicators = [indicator for project in self.projects for indicator in indicators_of(project)]
        targets = {i.project.code: i.target for i in reversed(self.indicators)}  # the first indicator of a project wins
        self.milestones = all_milestones(self.projects, targets)
        self.courses = all_courses(self.projects, self.milestones)
        self.money = all_money(self.projects, _physical_shares(self.projects, self.courses))
        self.documents = numbered_documents(self.projects)
        stopped = [f"VV{number:03d}" for number in story.STOPPED_TO]
        found = {code: decision_about(code, self.documents) for code in stopped}
        self.decisions = {code: (number, in_words(day)) for code, (number, day) in found.items()}
        self.reporters = reporters_of(self.projects, self.courses, self.leads, self.decisions)

    def register(self) -> dict[str, list[Row]]:
        """Return the files that describe the plan."""
        return {
            "speerpunten": focus_rows(),
            "clusters": cluster_rows(),
            "entiteiten": entity_rows(),
            "mandaten": mandate_rows(),
            "personen": people_rows(self.projects, self.leads),
            "projecten": project_rows(self.projects, self.leads, self.money.budgets),
            "mijlpalen": milestone_rows(self.projects, self.milestones),
            "indicatoren": indicator_rows(self.indicators),
            "metingen": round_rows(),
            "vr_documenten": document_rows(self.documents),
            "verschuivingen": shift_rows(self.money.shifts, self.documents),
            "codelijsten": code_list_rows(),
        }

    def entries(self, rounds: Iterable[Round]) -> dict[str, list[Row]]:
        """Return the files that hold what was reported in these metingen."""
        rounds = list(rounds)
        return {
            "projectrapporten": [row for r in rounds for row in project_reports(self.reporters, r)],
            "mijlpaalrapporten": [row for r in rounds for row in milestone_reports(self.courses, r, self.decisions)],
            "indicatorrapporten": [row for r in rounds for row in indicator_reports(self.indicators, r)],
            "financien": [row for r in rounds for row in finance_rows(self.projects, self.money, r)],
        }


def programme_files() -> dict[str, str]:
    """Return the text of every file of the programme by its relative name."""
    programme = _Programme()
    coming = _csv(programme.entries([UPCOMING]))
    return {
        "programma.toml": programme_toml(),
        "README.md": readme(),
        **_csv(programme.register()),
        **_csv(programme.entries(PAST)),
        **{f"meting_{UPCOMING.key}/{name}": text for name, text in coming.items()},
    }
