"""What the Flemish government discussed. Belongs here: VR documents with a VV label, and the shifts they decide."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from . import story
from .dice import Dice
from .money import Shift
from .projects import Project
from .rounds import ROUNDS, UPCOMING, Row, council_days

_FIRST_COUNCIL = date(2020, 10, 2)
_GIFT_DAY = date(2022, 10, 21)
_STOP_DAYS = {37: date(2023, 6, 16), 92: date(2023, 9, 29), 129: date(2023, 10, 20)}
_EXTRA = 36
_SUBJECTS = (
    "start van de uitvoering",
    "goedkeuring van het projectplan",
    "toewijzing van middelen",
    "uitvoeringsmodaliteiten",
    "gunning van de opdracht",
)
MONTHS = (
    "januari",
    "februari",
    "maart",
    "april",
    "mei",
    "juni",
    "juli",
    "augustus",
    "september",
    "oktober",
    "november",
    "december",
)


@dataclass(frozen=True)
class Document:
    """One document on the agenda of a council of ministers on the recovery plan."""

    day: date
    kind: str
    title: str
    projects: tuple[str, ...]
    suffix: str = ""
    moves_money: bool = False


def in_words(day: date) -> str:
    """Write a date as it is read: 29 september 2023."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def _first_items(projects: list[Project]) -> list[Document]:
    """Make one item for every few projects of one minister that turn dark green in the same meting."""
    documents = []
    for r in ROUNDS:
        first = ROUNDS[r.number - 2].moment + timedelta(days=1) if r.number > 1 else _FIRST_COUNCIL
        days = council_days(first, r.known_until)
        new = [p for p in projects if _agenda_round(p) == r.number]
        for mandate in sorted({p.mandates[0] for p in new}):
            codes = [p.code for p in new if p.mandates[0] == mandate]
            documents += _grouped(codes, days, Dice("agenda", r.key, mandate))
    return documents


def _agenda_round(project: Project) -> int | None:
    """Meting by which the project was first on the agenda; VV181 came there with its money."""
    if project.number == story.ADDED:
        return None
    reached = [
        number for number, status in enumerate(project.path, start=1) if status in (story.RUNNING, *story.NON_GREEN)
    ]
    return reached[0] if reached else None


def _grouped(codes: list[str], days: list[date], dice: Dice) -> list[Document]:
    documents = []
    while codes:
        size = dice.pick((1, 1, 2, 3, 4))
        documents.append(_item(tuple(codes[:size]), dice.pick(days), dice))
        codes = codes[size:]
    return documents


def _item(codes: tuple[str, ...], day: date, dice: Dice) -> Document:
    kind = dice.pick(("DOC", "DOC", "MED"))
    title = f"{'Mededeling' if kind == 'MED' else 'Nota'} – {dice.pick(_SUBJECTS)}: {', '.join(codes)} (synthetisch)"
    return Document(day, kind, title, codes, dice.pick(("",) * 11 + ("BIS",)))


def _later_items(projects: list[Project]) -> list[Document]:
    """Some projects come back on the agenda after their first item."""
    dice = Dice("later agenda")
    known = [p for p in projects if (_agenda_round(p) or 9) <= 3]
    days = council_days(date(2022, 1, 7), UPCOMING.known_until)
    return [_item((p.code,), dice.pick(days), dice) for p in dice.some(known, _EXTRA)]


def _decisions() -> list[Document]:
    givers = [f"VV{number:03d}" for number in story.GIVERS]
    gift = f"Nota – verschuiving van middelen van {', '.join(givers)} naar VV181 (synthetisch)"
    documents = [Document(_GIFT_DAY, "DOC", gift, (*givers, "VV181"), moves_money=True)]
    for stopped, taker in story.STOPPED_TO.items():
        pair = (f"VV{stopped:03d}", f"VV{taker:03d}")
        title = f"Nota – stopzetting van {pair[0]} en bestemming van de resterende middelen: {pair[1]} (synthetisch)"
        documents.append(Document(_STOP_DAYS[stopped], "DOC", title, pair, moves_money=True))
    return documents


def numbered_documents(projects: list[Project]) -> dict[str, Document]:
    """Return all documents by their VR number, counted through per year and kind as the chancellery does."""
    documents = sorted(
        _first_items(projects) + _later_items(projects) + _decisions(), key=lambda d: (d.day, d.kind, d.projects)
    )
    last: dict[tuple[int, str], int] = {}
    numbered = {}
    for document in documents:
        year, dice = document.day.year, Dice("vr number", document.day, document.projects)
        last[year, document.kind] = last.get((year, document.kind), 20) + dice.whole(3, 14)
        count = last[year, document.kind]
        numbered[f"VR {year} {document.day:%d%m} VV {document.kind}.{count:04d}/1{document.suffix}"] = document
    return numbered


def document_rows(documents: dict[str, Document]) -> list[Row]:
    """Return the rows of vr_documenten.csv."""
    return [
        {
            "vr_nummer": number,
            "projecten": ";".join(d.projects),
            "datum": d.day.isoformat(),
            "titel": d.title,
            "beslissing": "akte_genomen" if d.kind == "MED" else "goedgekeurd",
        }
        for number, d in sorted(documents.items())
    ]


def decision_about(giver: str, documents: dict[str, Document]) -> tuple[str, date]:
    """Return number and day of the document that moved money away from this project."""
    return next((number, d.day) for number, d in documents.items() if d.moves_money and giver in d.projects[:-1])


def shift_rows(shifts: list[Shift], documents: dict[str, Document]) -> list[Row]:
    """Return the rows of verschuivingen.csv."""
    rows = []
    for shift in shifts:
        number, day = decision_about(shift.giver, documents)
        reason = (
            "Middelen voor de gevolgen van de oorlog in Oekraïne voor landbouw en visserij."
            if shift.taker == "VV181"
            else f"Project {shift.giver} is stopgezet; het niet vastgelegde deel van het budget "
            f"gaat naar {shift.taker} in dezelfde cluster."
        )
        rows.append(
            {
                "datum": day.isoformat(),
                "van": shift.giver,
                "naar": shift.taker,
                "bedrag_eur": f"{shift.cents // 100}.{shift.cents % 100:02d}",
                "vr_nummer": number,
                "motivering": reason,
            }
        )
    return sorted(rows, key=lambda row: (row["datum"], row["van"]))
