"""The financial report: money at every level, what moved, and the statement that it closes (DOCU-04)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from meetcyclus.documents.annexes import shift_table
from meetcyclus.documents.cover_sections import money_section, stopped_money
from meetcyclus.documents.method import colophon
from meetcyclus.documents.money_tables import decrease_table, money_table, total_table, year_table
from meetcyclus.documents.origins import listening, origins
from meetcyclus.documents.statement import bookkeeper, statement_section
from meetcyclus.documents.story import Story
from meetcyclus.documents.subject import Subject, cluster_name
from meetcyclus.domain import dutch
from meetcyclus.services.financial_report import FinancialReport, MoneyLine, financial_report
from meetcyclus.services.wording import joined, joined_up_to
from meetcyclus.services.year_gaps import YearGap, year_gaps

KIND = "Financiële rapportering"
_MOST_NAMES = 8


def write_financial_report(story: Story, plain: Subject) -> None:
    """The whole report, from the summary to the table of all projects."""
    subject, consulted = listening(plain)
    found = financial_report(subject.view.snapshot)
    _title(story, subject, "kern_titel")
    _summary(story, subject, found)
    _levels(story, subject, found)
    _title(story, subject, "evolutie_titel")
    money_section(story, subject)
    _title(story, subject, "verschuivingen_titel")
    text = subject.say("financien.verschuivingen" if found.shifts else "financien.geen_verschuivingen")
    story.say(text, keep_next=bool(found.shifts))
    shift_table(story, subject)
    stopped_money(story, subject)
    _title(story, subject, "dalingen_titel")
    name = "financien.dalingen" if found.decommitments else "financien.geen_dalingen"
    story.say(subject.say(name), keep_next=bool(found.decommitments))
    if found.decommitments:
        decrease_table(story, subject, found.decommitments)
    _regular(story, subject, found)
    _title(story, subject, "verklaring_titel")
    statement_section(story, subject, found.statement, found.total)
    story.heading(1, subject.say("financien.bijlage_titel"), new_page=True)
    title = subject.say("financien.tabel_project")
    lines = _with_codes(found.per_project)
    money_table(story, lines, found.total, str(subject.facts["Project"]), title, _dash_note(subject, lines))
    origins(story, subject, consulted)
    story.heading(1, subject.say("algemeen.colofon_titel"))
    colophon(story, subject, KIND)


def _title(story: Story, subject: Subject, name: str) -> None:
    story.heading(1, subject.say(f"financien.{name}"))


def _summary(story: Story, subject: Subject, found: FinancialReport) -> None:
    days = joined([dutch.long_date(each) for each in found.stand_dates])
    upload = found.statement.upload.file_name if found.statement else subject.say("financien.geschiedenis")
    for line in subject.lines("financien.kern", standdatum=days, bron=upload, boekhouding=bookkeeper(subject)):
        story.say(line)
    total_table(story, subject, found.total)
    same = found.total.means_cents == subject.view.snapshot.data.programme.budget_cents
    story.note(
        f"{subject.say('financien.noot')} {subject.say('financien.noot_gelijk' if same else 'financien.noot_anders')}"
    )


def _levels(story: Story, subject: Subject, found: FinancialReport) -> None:
    _title(story, subject, "niveaus_titel")
    story.say(subject.say("financien.niveaus"), keep_next=True)
    clusters = {each.code: each for each in subject.view.snapshot.data.clusters}
    per_cluster = [
        replace(each, label=cluster_name(subject, clusters.get(each.key), each.key)) for each in found.per_cluster
    ]
    facts = subject.facts
    for lines, word, name in (
        (_with_codes(found.per_speerpunt), facts["Speerpunt"], facts["speerpunt"]),
        (found.per_domain, "Beleidsdomein", "beleidsdomein"),
        (per_cluster, facts["Cluster"], facts["cluster"]),
    ):
        title = subject.say("financien.tabel_niveau", niveau=name)
        money_table(story, lines, found.total, str(word), title, _dash_note(subject, lines))
    year_table(story, found.per_year, found.total)
    story.note(subject.say("financien.noot_jaar"))
    for gap in year_gaps(subject.view):
        story.note(_gap_words(subject, gap))


def _gap_words(subject: Subject, gap: YearGap) -> str:
    """Why a total of the table of years is not the rise that the table of rounds shows, and by which projects."""
    chosen = [each for each, cents in gap.older.items() if (cents > 0) == (gap.older_cents > 0)]
    return subject.say(
        f"financien.jaar_verschil_{gap.name}",
        begrotingsjaren=_years(gap.new_years),
        nieuw=subject.text(f"jaren.{gap.name}.nieuw"),
        verschil=subject.text(f"jaren.{gap.name}.verschil"),
        richting="steeg" if gap.new_cents + gap.older_cents >= 0 else "daalde",
        eerder=subject.text(f"jaren.{gap.name}.eerder"),
        meer="meer" if gap.older_cents > 0 else "minder",
        # Where others moved the other way, those named did more than the difference.
        bij="bij" if len(chosen) == len(gap.older) else "vooral bij",
        namen=joined_up_to(chosen, _MOST_NAMES),
    )


def _years(years: Sequence[int]) -> str:
    """The budget years behind "op": begrotingsjaar 2023, de begrotingsjaren 2023 en 2024."""
    if not years:
        return "latere begrotingsjaren"
    named = joined([str(each) for each in years])
    return f"begrotingsjaar {named}" if len(years) == 1 else f"de begrotingsjaren {named}"


def _with_codes(lines: Sequence[MoneyLine]) -> list[MoneyLine]:
    return [replace(each, label=f"{each.key} {each.label}") for each in lines]


def _dash_note(subject: Subject, lines: Sequence[MoneyLine]) -> str:
    """What a row of dashes means; nothing where there is none."""
    return subject.say("financien.noot_leeg") if any(each.is_empty for each in lines) else ""


def _regular(story: Story, subject: Subject, found: FinancialReport) -> None:
    """Projects on regular means: the ones with amounts in a table, the others by name."""
    _title(story, subject, "regulier_titel")
    if not found.regular:
        story.say(subject.say("financien.geen_regulier"))
        return
    known = [each for each in found.regular if not each.is_empty]
    silent = [each.key for each in found.regular if each not in known]
    story.say(subject.say("financien.regulier"), keep_next=bool(known))
    if known:
        total = MoneyLine(
            "totaal",
            "totaal",
            sum(each.means_cents or 0 for each in known),
            sum(each.committed_cents for each in known),
            sum(each.settled_cents for each in known),
        )
        title = subject.say("financien.tabel_regulier")
        money_table(story, _with_codes(known), total, str(subject.facts["Project"]), title)
    if silent:
        story.say(subject.say("financien.regulier_zonder", namen=joined(silent)))
