"""The reconciliation statement of the financial report: which file counts, whether it closes, and who signed for it."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from meetcyclus.documents.look import NO_VALUE
from meetcyclus.documents.story import Story
from meetcyclus.documents.subject import Subject
from meetcyclus.documents.tables import Column, Row
from meetcyclus.domain import dutch
from meetcyclus.domain.credits import FinanceUpload
from meetcyclus.services.financial_report import MoneyLine, Statement
from meetcyclus.services.wording import capital


def statement_section(story: Story, subject: Subject, statement: Statement | None, total: MoneyLine) -> None:
    """The statement; a sentence where no file was loaded for the round."""
    if statement is None:
        story.say(subject.say("financien.geen_bestand"))
        return
    upload = statement.upload
    half = len(upload.sha256) // 2
    facts = {"bestand": upload.file_name, "deel_1": upload.sha256[:half], "deel_2": upload.sha256[half:]}
    for line in subject.lines("financien.verklaring", boekhouding=bookkeeper(subject), **facts):
        story.say(line)
    _closing(story, statement, total)
    story.say(subject.say("financien.sluit" if _closes(statement) else "financien.sluit_niet"))
    story.bullets(upload.unmatched)
    _versions(story, subject, statement)
    _signature(story, subject, upload)


def bookkeeper(subject: Subject) -> str:
    """Who keeps the accounts, as this programme calls it."""
    words = subject.view.snapshot.data.programme.document_words
    return words.get("boekhouding") or subject.say("financien.boekhouding")


def _closes(statement: Statement) -> bool:
    gaps = (statement.difference_committed_cents, statement.difference_settled_cents)
    return gaps == (0, 0) and not statement.upload.unmatched


def _closing(story: Story, statement: Statement, total: MoneyLine) -> None:
    columns = [Column("Aansluiting", 70), Column("Vastgelegd", 40, True), Column("Vereffend", 40, True)]
    upload = statement.upload
    lines = (
        ("Controletotaal van het bestand", upload.committed_cents, upload.settled_cents),
        ("Geteld in deze rapportering", total.committed_cents, total.settled_cents),
        ("Verschil", statement.difference_committed_cents, statement.difference_settled_cents),
    )
    rows: list[Row] = [[name, dutch.amount(committed), dutch.amount(settled)] for name, committed, settled in lines]
    story.captioned_table(columns, rows, "Aansluiting met de boekhouding, in euro")


def _versions(story: Story, subject: Subject, statement: Statement) -> None:
    columns = [
        Column("Bestand", 48),
        Column("Versie", 14, True),
        Column("Regels", 16, True),
        Column("Opgeladen", 38),
        Column("Ondertekend", 38),
        Column("Geldt", 12),
    ]
    rows: list[Row] = [
        [
            each.file_name,
            str(each.sequence),
            dutch.number(each.rows),
            _who_when(subject, each.loaded_by, each.loaded_at),
            _who_when(subject, each.signed_off_by, each.signed_off_at),
            "ja" if each.sequence == statement.upload.sequence else "nee",
        ]
        for each in statement.versions
    ]
    story.captioned_table(columns, rows, "Bestanden van de boekhouding bij deze meting")
    story.bullets([f"Versie {each.sequence}: {each.reason}" for each in statement.versions if each.reason])


def _signature(story: Story, subject: Subject, upload: FinanceUpload) -> None:
    """Who signed for the file, or room to do so."""
    office, email = capital(bookkeeper(subject)), upload.signed_off_by
    story.say(subject.say("financien.ondertekend" if email else "financien.niet_ondertekend"), keep_next=True)
    columns = [Column("Naam", 56), Column("Namens", 64), Column("Datum en uur", 46)]
    signed = [_name(subject, email), office, _moment(subject, upload.signed_off_at)] if email else ["…", office, "…"]
    story.table(columns, [signed], subject.say("financien.tabel_handtekening"))


def _who_when(subject: Subject, email: str | None, moment: datetime | None) -> str:
    return f"{_name(subject, email)}, {_moment(subject, moment)}" if email else NO_VALUE


def _name(subject: Subject, email: str) -> str:
    return next((each.name for each in subject.view.snapshot.data.persons if each.email == email), email)


def _moment(subject: Subject, moment: datetime | None) -> str:
    if moment is None:
        return NO_VALUE
    return dutch.deadline(moment.astimezone(ZoneInfo(subject.view.snapshot.data.programme.time_zone)))
