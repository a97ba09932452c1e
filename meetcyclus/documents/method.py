"""Method, caveats and register of figures of the cover note, and the colophon of both documents."""

from __future__ import annotations

import re
from collections.abc import Iterable

from meetcyclus.documents.score_table import score_point, score_table
from meetcyclus.documents.story import Story
from meetcyclus.documents.subject import FINAL, Subject
from meetcyclus.documents.tables import Cell, Column, Row
from meetcyclus.documents.timing import timing
from meetcyclus.domain import dutch
from meetcyclus.domain.figures import Figure
from meetcyclus.services.figure_score import open_questions
from meetcyclus.services.figure_shapes import slug
from meetcyclus.services.tallies import NEEDS_ATTENTION, ON_SCHEDULE
from meetcyclus.services.wording import capital, joined, joined_up_to

# Between two word parts of a name such as projecten.status.in_uitvoering.aantal.
_JOINT = re.compile(r"(?<=\w)[._](?=[a-z])")
_MOST_NUMBERS = 30
# Whole rows or columns of a table show these, and no sentence names them.
_IN_TABLES = re.compile(
    r"mijlpalen\.status\..+|projecten\.status\..+\.verschil|projecten\.status\.(?!gerealiseerd|stopgezet).+\.aandeel"
    r"|rekenhof\.(?:projecten|100|80-99|0-79)|rrf\.status\..+"
)
_GROUPED = ("evolutie.", "speerpunt.", "mandaat.", "beleidsdomein.", "geld.", "jaren.")


def method(story: Story, subject: Subject) -> None:
    """How was counted, what changed in population and code lists, and how to read the shares."""
    named = {"schema_namen": _labels(subject, ON_SCHEDULE), "aandacht_namen": _labels(subject, NEEDS_ATTENTION)}
    points = subject.lines("methode.punten", **named)
    if sentences := timing(subject):
        points.insert(2, subject.say("methode.peildatum", zinnen=sentences))
    if subject.has("projecten.vooruitzicht.aantal"):
        points.insert(2, _forecasts(subject))
    if subject.view.previous is not None:
        points.append(subject.say("methode.wijziging_populatie", tekst=_population_changes(subject)))
    versions = [(each.number, each.code_list_version) for each in subject.view.rounds]
    if len({version for _, version in versions}) > 1:
        lists = {
            version: [f"meting {number}" for number, used in versions if used == version] for _, version in versions
        }
        listed = "; ".join(f"lijst {version}: {joined(rounds)}" for version, rounds in lists.items())
        points.append(subject.say("methode.codelijst", lijst=listed))
    points += [each for each in (score_point(subject), _questions(subject)) if each]
    story.bullets(points)
    score_table(story, subject)


def _forecasts(subject: Subject) -> str:
    """Which reports nobody confirmed after the reference date."""
    numbers = sorted(subject.view.forecasts)
    if not numbers:
        return subject.say("methode.alles_bevestigd")
    count = subject.text("projecten.vooruitzicht.aantal")
    return subject.say("methode.vooruitzichten", aantal=count, namen=joined_up_to(numbers, _MOST_NUMBERS))


def _questions(subject: Subject) -> str:
    """Which questions of the check are open beside the score; nothing where there are none."""
    if not subject.count("bevindingen.open.aantal"):
        return ""
    found: dict[str, list[str]] = {}
    for each in open_questions(subject.view):
        found.setdefault(each.rule_code, []).append(each.project_number)
    named = [f"{code}: {joined_up_to(list(dict.fromkeys(of)), _MOST_NUMBERS)}" for code, of in found.items()]
    count = subject.text("bevindingen.open.aantal")
    return subject.say(
        "methode.open_vragen", aantal=count, dag=dutch.long_date(subject.made_on), lijst="; ".join(named)
    )


def _labels(subject: Subject, codes: tuple[str, ...]) -> str:
    found = [f"'{subject.looks[code].label}'" for code in codes if code in subject.looks]
    return " of ".join(found) if found else "die de statuslijst niet kent"


def _population_changes(subject: Subject) -> str:
    view = subject.view
    before = set(view.statuses_in(view.previous)) if view.previous else set()
    now = {each.project.number for each in view.standings}
    parts = []
    if now - before:
        parts.append(subject.say("methode.erbij", namen=joined_up_to(sorted(now - before), _MOST_NUMBERS)))
    if before - now:
        parts.append(subject.say("methode.eraf", namen=joined_up_to(sorted(before - now), _MOST_NUMBERS)))
    return " ".join(parts) or subject.say("methode.ongewijzigd")


def register(story: Story, subject: Subject) -> None:
    """The main figures with their name, printed form and formula."""
    story.say(subject.say("methode.register_inleiding"), keep_next=True)
    listed = [each for each in subject.figures.values() if _is_listed(each, subject)]
    register_table(story, listed, "Register van de hoofdcijfers")


def register_table(story: Story, figures: Iterable[Figure], title: str) -> None:
    """Figures with their description, printed form, formula and name: what `report check` holds the text against."""
    columns = [Column("Omschrijving", 49), Column("Cijfer", 24, True), Column("Formule", 53), Column("Naam", 40)]
    rows: list[Row] = [
        [
            Cell(text, style="Tabelklein")
            for text in (capital(each.label), each.text, _breakable(each.formula), _breakable(each.id))
        ]
        for each in figures
    ]
    story.captioned_table(columns, rows, title, loose=True)


def _breakable(text: str) -> str:
    """Names of figures may go on on a next line after a point or an underscore, never in the middle of a word."""
    return _JOINT.sub("\\g<0>\u200b", text)


def _compared(key: str) -> list[str]:
    return [f"evolutie.{key}.{slug(code)}" for code in ON_SCHEDULE]


def _is_listed(figure: Figure, subject: Subject) -> bool:
    """The tables show the figures per group, round and status, save those that only a sentence names."""
    if _IN_TABLES.fullmatch(figure.id):
        return False
    if subject.view.previous is not None and figure.id in _compared(subject.view.previous.key):
        return True
    if figure.id.startswith(_GROUPED):
        return figure.id.startswith("evolutie.") and ".mijlpalen." in figure.id
    return bool(figure.value) or not figure.id.startswith("rrf.")


def colophon(story: Story, subject: Subject, kind: str) -> None:
    """What this document is made from and how to check it."""
    half = len(subject.sha256) // 2
    moment, is_draft = subject.local_moment, subject.view.snapshot.is_draft
    minute = f".{moment.minute:02d}" if moment.minute else ""
    facts = {
        "soort": kind,
        "versie": subject.cover["versie"],
        "datum": subject.cover["datum"],
        "stempel": subject.cover["stempel"],
        "betekenis": subject.say("algemeen.definitief_uitleg") if subject.stamp == FINAL and not is_draft else "",
        "datum_tijd": f"{dutch.long_date(moment.date())}, {moment.hour}{minute} u.",
        "kenmerk_deel_1": subject.sha256[:half],
        "kenmerk_deel_2": subject.sha256[half:],
    }
    for line in subject.lines("algemeen.colofon", **facts):
        story.say(line)
    if is_draft:
        story.say(subject.say("algemeen.concept_uitleg"))
