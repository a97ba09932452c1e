"""What happens to each milestone. Belongs here: when it is realised, when it slips, and what each meting says about it.

Realised milestones of a project form an unbroken row from the first one, with dates in the same order, and no fact is
dated in the month before a meetmoment, because leads report before it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from . import story
from .dice import Dice
from .milestone_phrases import ATTENTION_REASONS, DROPPED_REASON, LATE_REASONS, SLIP_REASONS
from .milestones import Milestone
from .projects import Project
from .rounds import ROUNDS, Round, Row

ON_SCHEDULE, LATE, DROPPED = "op_schema", "vertraagd", "geschrapt"
# Published: 92% of the started milestones at meting 4, 1,483 of 1,753 at meting 6. The others are our own, plausible.
_SHARE_AT_RISK = {1: 3, 2: 5, 3: 7, 4: 8, 5: 7}
_ON_SCHEDULE_OR_REALISED = 1483
_AT_RISK_LAST = 52
# Milestones after this day have not started in that meting; the days move forward, so a start is never undone.
_NOT_STARTED_AFTER = {
    1: date(2021, 12, 31),
    2: date(2022, 7, 31),
    3: date(2022, 12, 31),
    4: date(2023, 7, 31),
    5: date(2024, 6, 30),
    6: date(2025, 3, 31),
}


@dataclass
class Course:
    """The course of one milestone: when it is or will be realised, and its status in each meting."""

    milestone: Milestone
    project: Project
    actual: date
    is_slipped: bool
    statuses: dict[int, str]

    @property
    def is_late_after_all(self) -> bool:
        """Tell whether it was realised after its date without a meetmoment in between."""
        return self.actual > self.milestone.original and not self.is_slipped

    def expected(self, r: Round) -> date:
        """Return the date that counts in this meting: the new one once the old one has passed."""
        return self.actual if self.is_slipped and self.milestone.original <= r.moment else self.milestone.original


def _on_time(original: date, dice: Dice) -> date:
    """Realise a little early, and never in the month before a meetmoment, when nobody can report it yet."""
    day = original - timedelta(days=dice.whole(0, 12))
    for r in ROUNDS:
        if r.known_until < day <= r.moment:
            return r.known_until - timedelta(days=dice.whole(0, 9))
    return day


def _slip(project: Project, place: int, milestones: list[Milestone], may_be_late: bool, dice: Dice) -> date | None:
    """Return a later date when this milestone misses a meetmoment, or None."""
    milestone = milestones[place]
    passed = [r for r in ROUNDS if timedelta(0) <= r.moment - milestone.original <= timedelta(days=85)]
    if not passed or milestone.is_final:
        return None
    forced = project.status(passed[0].number) in story.NON_GREEN and milestone.original == passed[0].moment - timedelta(
        days=30
    )
    spared = (
        milestone.is_critical
        or not may_be_late
        or milestone.cid
        or project.realised_in == passed[0].number
        or not dice.chance(80)
    )
    if spared and not forced:
        return None
    following = next((r.known_until for r in ROUNDS if r.number == passed[0].number + 1), date.max)
    latest = min(milestones[place + 1].original - timedelta(days=14), following)
    day = min(latest, passed[0].moment + timedelta(days=dice.whole(25, 58 if following < date.max else 88)))
    return day if day >= passed[0].moment + timedelta(days=15) else None


def _late_after_all(place: int, milestones: list[Milestone], dice: Dice) -> date | None:
    """Return a date some weeks late that no meetmoment saw, or None."""
    milestone = milestones[place]
    day = milestone.original + timedelta(days=dice.whole(15, 45))
    seen = any(milestone.original - timedelta(days=1) <= r.moment <= day + timedelta(days=31) for r in ROUNDS)
    early = milestones[place + 1].original - timedelta(days=14) if not milestone.is_final else date.min
    return day if dice.chance(9) and not (milestone.is_critical or milestone.cid or seen) and day <= early else None


def courses_of(project: Project, milestones: list[Milestone]) -> list[Course]:
    """Return the courses of the milestones of one project, with the statuses that follow from their dates."""
    dice = Dice("progress", project.code)
    courses: list[Course] = []
    for place, milestone in enumerate(milestones):
        # Fewer than three in ten come late, or the project could not stay green.
        may_be_late = (sum(c.actual > c.milestone.original for c in courses) + 1) * 10 < (place + 1) * 3
        slip = _slip(project, place, milestones, may_be_late, dice)
        late = _late_after_all(place, milestones, dice) if may_be_late and not slip else None
        actual = slip or late or _on_time(milestone.original, dice)
        if courses:
            actual = max(actual, courses[-1].actual)
        course = Course(milestone, project, actual, slip is not None, {})
        course.statuses = {r.number: _first_status(course, r) for r in ROUNDS if r.number >= milestone.introduced}
        courses.append(course)
    return courses


def _first_status(course: Course, r: Round) -> str:
    stopped = course.project.status(r.number) == story.STOPPED
    known = ROUNDS[r.number - 2].known_until if stopped else r.known_until
    if course.actual <= known:
        return story.REALISED
    if stopped:
        return DROPPED
    if course.is_slipped and course.milestone.original <= r.moment:
        return LATE
    waits = (
        course.project.status(r.number) == story.NOT_STARTED or course.milestone.original > _NOT_STARTED_AFTER[r.number]
    )
    return story.NOT_STARTED if waits else ON_SCHEDULE


def _at_risk(courses: list[Course], r: Round, count: int) -> None:
    """Mark some milestones that lie ahead as at risk, at most one in a project and none that is critical."""
    marked: set[str] = set()
    ahead = [
        course
        for course in courses
        if course.statuses.get(r.number) == ON_SCHEDULE
        and not course.milestone.is_critical
        and timedelta(days=20) < course.expected(r) - r.moment < timedelta(days=400)
    ]
    for course in Dice("at risk", r.number).shuffled(ahead):
        if len(marked) < count and course.project.code not in marked:
            course.statuses[r.number] = story.ATTENTION
            marked.add(course.project.code)
    if len(marked) < count:
        raise ValueError(f"only {len(marked)} milestones can be at risk in {r.key}, not {count}")


def _tally(courses: list[Course], number: int, *statuses: str) -> int:
    return sum(1 for course in courses if course.statuses.get(number) in statuses)


def _fit_last(courses: list[Course]) -> None:
    """Make the last meting add up: 1,483 milestones realised or on schedule."""
    waiting = [c for c in courses if c.statuses[6] == story.NOT_STARTED]
    surplus = _tally(courses, 6, ON_SCHEDULE, story.REALISED) - _ON_SCHEDULE_OR_REALISED
    if surplus < 0:
        # Start the earliest waiting ones; the opposite would undo a start that an earlier meting may have reported.
        for course in sorted(waiting, key=lambda c: (c.milestone.original, c.milestone.id))[:-surplus]:
            course.statuses[6] = ON_SCHEDULE
    elif surplus:
        raise ValueError(
            f"{surplus} milestones too many are on schedule: move the last day of _NOT_STARTED_AFTER forward"
        )


def all_courses(projects: list[Project], milestones: dict[str, list[Milestone]]) -> list[Course]:
    """Return the courses of all milestones, fitted to the published shares."""
    courses = [course for project in projects for course in courses_of(project, milestones[project.code])]
    for r in ROUNDS:
        late = _tally(courses, r.number, LATE)
        started = _tally(courses, r.number, LATE, ON_SCHEDULE, story.REALISED)
        goal = _AT_RISK_LAST if r.number == 6 else round(started * _SHARE_AT_RISK[r.number] / 100) - late
        _at_risk(courses, r, max(goal, 0))
    _fit_last(courses)
    return courses


def milestone_reports(courses: list[Course], r: Round, stop_decisions: dict[str, tuple[str, str]]) -> list[Row]:
    """Return the rows of mijlpaalrapporten.csv for one meting."""
    return [_report(course, r, stop_decisions) for course in courses if r.number in course.statuses]


def _report(course: Course, r: Round, stop_decisions: dict[str, tuple[str, str]]) -> Row:
    status, project = course.statuses[r.number], course.project.code
    realised = status == story.REALISED
    return {
        "meting": r.key,
        "mijlpaal": course.milestone.id,
        "status": status,
        "datum_verwacht": course.expected(r).isoformat(),
        "datum_realisatie": course.actual.isoformat() if realised else "",
        "toelichting": _explanation(course, r, stop_decisions.get(project, ("", ""))),
        "bewijs": f"https://dossier.example.org/{project}/{course.milestone.id[-3:]}.pdf" if realised else "",
    }


def _explanation(course: Course, r: Round, decision: tuple[str, str]) -> str:
    """Say why a date moved, a milestone is at risk or was dropped; the rest needs no words."""
    status, dice = course.statuses[r.number], Dice("explanation", course.milestone.id)
    reasons = {LATE: SLIP_REASONS, story.ATTENTION: ATTENTION_REASONS}
    if status in reasons:
        return dice.pick(reasons[status])
    if status == DROPPED:
        return DROPPED_REASON.format(number=decision[0], day=decision[1])
    newly_realised = status == story.REALISED and course.statuses.get(r.number - 1) != story.REALISED
    return dice.pick(LATE_REASONS) if newly_realised and course.is_late_after_all else ""
