"""When the texts were written and what day the money is of: a reader must not mistake the one for the other."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from meetcyclus.documents.subject import Subject
from meetcyclus.domain import dutch


def timing(subject: Subject) -> str:
    """Sentences about the day of the texts and of the money; empty where neither is known."""
    return " ".join(each for each in (_texts(subject), _money(subject)) if each)


def _texts(subject: Subject) -> str:
    """Whether the texts are from before the reference date; empty where no entry bears a moment."""
    written = [each.entry.submitted_at for each in subject.view.standings if each.entry and each.entry.submitted_at]
    if not written:
        return ""
    last, reference = _day(subject, max(written)), subject.view.round.reference_date
    name = "methode.teksten_vooraf" if last < reference else "methode.teksten_achteraf"
    also = subject.say("methode.en_gevalideerd") if _validated_before(subject, reference) else ""
    return subject.say(name, laatste=dutch.long_date(last), gevalideerd=also)


def _validated_before(subject: Subject, reference: date) -> bool:
    decided = [each for each in subject.view.snapshot.verdicts if each.round_key == subject.view.round.key]
    return bool(decided) and all(_day(subject, each.decided_at) < reference for each in decided)


def _money(subject: Subject) -> str:
    credits = subject.view.credits_in(subject.view.round)
    if not credits:
        return ""
    return subject.say("methode.bedragen", stand=dutch.long_date(max(each.stand_on for each in credits)))


def _day(subject: Subject, moment: datetime) -> date:
    return moment.astimezone(ZoneInfo(subject.view.snapshot.data.programme.time_zone)).date()
