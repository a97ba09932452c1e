"""No data is no success: stops a check over input that is empty or too short to be true."""

from __future__ import annotations

from collections.abc import Iterable

from meetcyclus.domain.errors import BadInput, Problem
from meetcyclus.domain.findings import Stage
from meetcyclus.domain.programme import Milestone
from meetcyclus.quality.view import RoundView, view_of
from meetcyclus.services.ports import CheckSubject

# Up to three rows, or a quarter of a table, can be missing because people forgot them. More means that a file was cut.
FORGOTTEN_ROWS = 3
FORGOTTEN_PART = 4
_ABOUT_RELEASE = frozenset({Stage.REPORT, Stage.PUBLICATION})


def require_true_input(subject: CheckSubject, stages: frozenset[Stage]) -> RoundView:
    """The view over the subject, or BadInput that names what is missing."""
    _require_population(subject)
    _require_whole_register(subject)
    view = view_of(subject)
    if stages - {Stage.ENTRY}:
        _require_reports(view)
        _require_milestones(view)
    if Stage.MONEY in stages:
        _require_credits(view)
    if stages & _ABOUT_RELEASE and subject.release is None:
        raise BadInput(f"nothing of round {subject.round.key} is ready to leave: there is nothing to check")
    return view


def is_cut(missing: int, total: int) -> bool:
    """Whether so many rows are missing that somebody must have cut the table."""
    return missing == total > 0 or missing > max(FORGOTTEN_ROWS, total // FORGOTTEN_PART)


def is_active(milestone: Milestone, view: RoundView) -> bool:
    """Whether a milestone must be reported: introduced by now, and not dropped or replaced by now."""
    far = view.reference_date
    introduced = view.round_dates.get(milestone.introduced_in, far)
    dropped = view.round_dates.get(milestone.dropped_in, far) if milestone.dropped_in else None
    gone = dropped is not None and dropped <= view.reference_date
    return introduced <= view.reference_date and not gone and milestone.replaced_by is None


def _require_population(subject: CheckSubject) -> None:
    key = subject.round.key
    if not subject.population:
        raise BadInput(f"round {key} has no projects: there is nothing to check")
    if not subject.data.projects:
        raise BadInput(f"the register is empty while round {key} has {len(subject.population)} projects")


def _require_whole_register(subject: CheckSubject) -> None:
    register = {each.number for each in subject.data.projects}
    wanted = {each.project_number: "projecten.csv" for each in subject.population}
    wanted |= {
        each.project_number: "projectrapporten.csv"
        for each in subject.data.entries
        if each.round_key != subject.round.key
    }
    wanted |= {each.project_number: "mijlpalen.csv" for each in subject.data.milestones}
    missing = sorted(wanted.keys() - register)
    if missing:
        raise BadInput(
            f"the register has {len(register)} projects and lacks {len(missing)} that the round or its history names",
            [Problem(wanted[number], 0, "project", number, "a project of the register") for number in missing],
        )


def _require_reports(view: RoundView) -> None:
    missing = [number for number in view.projects if number not in view.entries]
    if len(missing) * 2 > len(view.projects):
        raise BadInput(
            f"{len(missing)} of {len(view.projects)} projects have no report in round {view.subject.round.key}: "
            "the round cannot be checked yet, or the reports were cut",
            _absent("projectrapporten.csv", "project", missing),
        )


def _require_milestones(view: RoundView) -> None:
    register = {each.id for each in view.data.milestones}
    reported = {report.milestone_id for entry in view.own_entries for report in entry.milestones}
    due = {each.id for each in view.data.milestones if each.project_number in view.entries and is_active(each, view)}
    _refuse_cut("mijlpaalrapporten.csv", "mijlpaal", due, due - reported)
    before = {
        report.milestone_id
        for number, entry in view.previous_entries.items()
        if number in view.projects
        for report in entry.milestones
    }
    _refuse_cut("mijlpalen.csv", "id", before, before - register)


def _require_credits(view: RoundView) -> None:
    key = view.subject.round.key
    now = {each.project_number for each in view.data.credits_of(key)}
    if not now:
        raise BadInput(f"round {key} has no amounts: load the finance extract first")
    before = {each.project_number for each in view.data.credits_of(view.previous.key)} if view.previous else set()
    due = before & view.projects.keys()
    _refuse_cut("financien.csv", "project", due, due - now)


def _refuse_cut(file: str, column: str, due: set[str], missing: set[str]) -> None:
    if is_cut(len(missing), len(due)):
        raise BadInput(
            f"{len(missing)} of {len(due)} expected rows are missing in {file}: the table is too short to be true",
            _absent(file, column, sorted(missing)),
        )


def _absent(file: str, column: str, keys: Iterable[str]) -> list[Problem]:
    return [Problem(file, 0, column, "", f"a row for {key}") for key in keys]
