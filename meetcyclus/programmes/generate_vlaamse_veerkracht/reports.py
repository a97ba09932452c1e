"""What project leads report. Belongs here: the texts and the status of each project in each meting."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from . import phrases, phrases_trouble, story
from .codelists import LABELS
from .dice import Dice
from .government import in_words
from .phrases import Bank
from .progress import Course
from .projects import Project
from .rounds import Round, Row, usual_dates

_SHORTEST, _LONGEST = 130, 700
_ENTRY_DAYS = (-29, -20)  # inside the entry window, not on its last day


@dataclass(frozen=True)
class Reporter:
    """Writes the reports of one project; banks are walked in an order of its own, so nothing comes back soon."""

    project: Project
    courses: list[Course]
    lead: str
    decision: tuple[str, str]

    def report(self, r: Round) -> Row:
        """Return the row of projectrapporten.csv for one meting."""
        status = self.project.status(r.number)
        trouble = status in story.NON_GREEN
        return {
            "meting": r.key,
            "project": self.project.code,
            "status": status,
            "oorzaak": story.CAUSES[self.project.number] if trouble or status == story.STOPPED else "",
            "stand_van_zaken": self._state(r),
            "realisaties": self._achievements(r),
            "knelpunten": self._issues(r),
            "bijsturing": self._measure(r) if trouble else "",
            "bijsturing_eigenaar": self._from(phrases_trouble.OWNERS, r, "owner") if trouble else "",
            "bijsturing_datum": self._measure_day(r) if trouble else "",
            "vooruitblik": self._outlook(r),
            "motivering": self._reason(r),
            "ingediend_door": self.lead,
            "ingediend_op": self._submitted(r),
        }

    def _from(self, bank: Bank, r: Round, name: str) -> str:
        """Take the sentence of this meting from a bank."""
        order = Dice("sentences", self.project.code, name).shuffled(bank)
        thing = self.project.thing
        sentence = order[r.number % len(order)]
        if r.number == 1:  # there was no meting before
            sentence = sentence.replace("Sinds de vorige meting", "Sinds de start").replace(
                "Tussen beide metingen", "Sinds de start"
            )
        return self._filled(sentence, thing)

    def _filled(self, sentence: str, thing: str) -> str:
        filled = sentence.replace("{thing}", thing).replace("{Thing}", thing[0].upper() + thing[1:])
        return filled.replace("{group}", self.project.theme.group)

    def _text(self, r: Round, *sentences: str, spare: Bank = phrases.CLOSING) -> str:
        """Join sentences; add a spare one while the text is too short, and refuse one that is too long."""
        text = " ".join(sentence for sentence in sentences if sentence)
        if len(text) < _SHORTEST:
            text = f"{text} {self._from(spare, r, 'spare')}"
        if not _SHORTEST <= len(text) <= _LONGEST:
            raise ValueError(f"{self.project.code} in {r.key}: {len(text)} characters: {text}")
        return text

    def _state(self, r: Round) -> str:
        status, kind = self.project.status(r.number), self.project.theme.kind
        if status == story.STOPPED:
            text = phrases_trouble.STOPPED_STATE.format(day=self.decision[1], issue=self._issue(r))
            return self._text(r, text)
        bank = phrases_trouble.STATE_TROUBLE if status in story.NON_GREEN else phrases.STATE[status]
        details = self._from(phrases.DETAIL[kind], r, "detail") if status in (story.RUNNING, *story.NON_GREEN) else ""
        closing = self._from(phrases.CLOSING, r, "closing") if status in (story.RUNNING, story.STARTED) else ""
        return self._text(r, self._from(bank, r, "state" + status), details, closing)

    def _newly_realised(self, r: Round) -> list[str]:
        return [
            course.milestone.text
            for course in self.courses
            if course.statuses.get(r.number) == story.REALISED and course.statuses.get(r.number - 1) != story.REALISED
        ]

    def _achievements(self, r: Round) -> str:
        status, new = self.project.status(r.number), self._newly_realised(r)
        if status == story.STOPPED:
            return self._text(r, self._filled(phrases_trouble.STOPPED_DONE, self.project.thing))
        if status == story.REALISED and not new:
            return self._text(
                r, self._from(phrases.AFTERCARE, r, "aftercare"), self._from(phrases.DELIVERED_MORE, r, "more")
            )
        if not new:
            bank = phrases.NOTHING_YET if status == story.NOT_STARTED else phrases.DELIVERED_NOTHING
            return self._text(r, self._from(bank, r, "nothing"), self._from(phrases.CLOSING, r, "idle"))
        named = "; ".join(f"‘{text[0].upper()}{text[1:]}’" for text in new[-2:])
        return self._text(
            r,
            f"{self._from(phrases.DELIVERED_LEAD, r, 'lead')} {named}.",
            self._from(phrases.DELIVERED_MORE, r, "delivered"),
        )

    def _issue(self, r: Round) -> str:
        cause = story.CAUSES[self.project.number]
        return self._from(phrases_trouble.ISSUE[cause], r, "issue")

    def _issues(self, r: Round) -> str:
        """Explain the trouble; a green project has a remark now and then."""
        if self.project.status(r.number) in story.NON_GREEN:
            return self._text(r, self._issue(r), self._from(phrases_trouble.CONSEQUENCE, r, "consequence"))
        if self.project.status(r.number) == story.RUNNING and Dice("remark", self.project.code, r.key).chance(22):
            return self._text(r, self._from(phrases.REMARKS, r, "remark"))
        return ""

    def _measure(self, r: Round) -> str:
        cause = story.CAUSES[self.project.number]
        return self._text(
            r,
            self._from(phrases_trouble.MEASURE[cause], r, "measure"),
            self._from(phrases_trouble.FOLLOW_UP, r, "follow"),
        )

    def _measure_day(self, r: Round) -> str:
        days = usual_dates(r.moment + timedelta(days=45), r.moment + timedelta(days=150))
        return Dice("measure day", self.project.code, r.key).pick(days).isoformat()

    def _outlook(self, r: Round) -> str:
        status = self.project.status(r.number)
        if status == story.STOPPED:
            return self._text(r, phrases_trouble.STOPPED_NEXT.format(taker=self._taker()))
        if status == story.REALISED:
            return self._text(r, self._from(phrases.AFTER_END, r, "after"), spare=phrases.DELIVERED_MORE)
        course = next(c for c in self.courses if r.number in c.statuses and c.statuses[r.number] != story.REALISED)
        text, day = course.milestone.text, in_words(course.expected(r))
        lead = self._from(phrases.NEXT_LEAD, r, "next").replace("{day}", day)
        return self._text(r, f"{lead} ‘{text[0].upper()}{text[1:]}’.", self._from(phrases.NEXT_MORE, r, "next more"))

    def _taker(self) -> str:
        return f"VV{story.STOPPED_TO[self.project.number]:03d}"

    def _reason(self, r: Round) -> str:
        """Motivate a step back, a return to green and a stop."""
        now = self.project.status(r.number)
        before = self.project.status(r.number - 1) if r.number > 1 else now
        if now == story.STOPPED:
            number, day = self.decision
            reason = phrases_trouble.STOPPED_REASON.format(
                issue=self._issue(r), number=number, day=day, taker=self._taker()
            )
            return self._text(r, reason)
        labels = {"{before}": LABELS[before] if before else "", "{now}": LABELS[now], "{issue}": ""}
        if now in story.NON_GREEN and before != now:
            text = phrases_trouble.WORSE.replace("{issue}", self._issue(r))
        elif before in story.NON_GREEN and now not in story.NON_GREEN:
            text = self._from(phrases_trouble.SOLVED, r, "solved")
        else:
            return ""
        for slot, label in labels.items():
            text = text.replace(slot, label)
        return self._text(r, text)

    def _submitted(self, r: Round) -> str:
        """Choose a moment on a working day within the entry window, in the time zone of the programme."""
        dice = Dice("submitted", self.project.code, r.key)
        days = [r.moment + timedelta(days=step) for step in range(*_ENTRY_DAYS)]
        day = dice.pick([day for day in days if day.weekday() < 5])
        # All entry windows lie well inside summer or winter time, so no zone database is needed.
        offset = "+02:00" if 4 <= day.month <= 9 else "+01:00"
        return f"{day.isoformat()}T{dice.whole(8, 17):02d}:{dice.whole(0, 59):02d}:00{offset}"


def project_reports(reporters: list[Reporter], r: Round) -> list[Row]:
    """Return the rows of projectrapporten.csv for one meting."""
    return [reporter.report(r) for reporter in reporters if reporter.project.status(r.number)]


def reporters_of(
    projects: list[Project], courses: list[Course], leads: dict[str, str], decisions: dict[str, tuple[str, str]]
) -> list[Reporter]:
    """Return the reporter of each project."""
    own: dict[str, list[Course]] = {project.code: [] for project in projects}
    for course in courses:
        own[course.project.code].append(course)
    return [Reporter(p, own[p.code], leads[p.code], decisions.get(p.code, ("", ""))) for p in projects]
