"""Personal data of every kind is stopped in clean texts; texts without it pass."""

from __future__ import annotations

from dataclasses import replace
from itertools import cycle, islice
from pathlib import Path

import pytest

from meetcyclus.domain.findings import Stage
from meetcyclus.domain.snapshot import ProgrammeData
from meetcyclus.exchange.csv_exchange import CsvExchange
from meetcyclus.quality import GreatExpectationsCheck
from meetcyclus.quality.guard import require_true_input
from meetcyclus.quality.view import RoundView
from meetcyclus.quality.wording.lexicon import Lexicon
from meetcyclus.quality.wording.personal import PersonalData
from tests.quality.world import SIXTH, sixth_round, subject_at

PLANTED = 100
PNRR = Path(__file__).parents[1] / "data" / "pnrr"
# Common names; half of the surnames stand in no list of the rule.
NAMES = (
    "Sofie Vermeire", "Tom Vandaele", "Nele Bruneel", "Koen De Schepper", "Lien Van Eeckhout", "Bram Delanghe",
    "Fatima Ouali", "Pieter Roelandt", "Hilde Standaert", "Griet Buyse", "Mohamed Tahiri", "Eva De Keyser",
    "Luc Cardoen", "Wim Vanneste", "Katrien Boone", "Joris Haegeman", "Ann Sioen", "Stijn Raes", "Dirk Van Parys",
    "mevrouw Standaert", "dhr. Van Eeckhout", "de heer Cardoen", "collega Haegeman", "K. Bruneel", "familie Boone",
)  # fmt: skip
PHONES = (
    "0478 12 34 56", "0478/12.34.56", "0478-123456", "0478123456", "+32 478 12 34 56", "+32478123456",
    "+32 (0)478 12 34 56", "0032 478 12 34 56", "02 553 11 22", "02/553.11.22", "(02) 553 11 22", "025531122",
    "+32 2 553 11 22", "09 267 33 44", "051/26 50 20", "011 23 45 67", "+31 6 12345678", "0478 / 12 34 56",
    "03-227.18.19", "016 26 55 44", "+32-50-44-81-11", "0499.11.22.33", "+32(0)9 267 33 44", "014/41 51 61",
    "0468 90 12 34",
)  # fmt: skip
LOCALS = ("sofie.vermeire", "t.vandaele", "nele_bruneel", "koen-deschepper", "lien.vaneeckhout2")
DOMAINS = ("vlaanderen.be", "gmail.com", "telenet.be", "mobiliteit.be", "stad.example")
SENTENCES = (
    "De werken zijn klaar. Vragen gaan naar {}, ook tijdens de vakantie.",
    "Het verslag is goedgekeurd na een nazicht door {} in het voorjaar.",
    "De stuurgroep besprak het dossier met {} en keurde de planning goed.",
)


def _national(place: int) -> str:
    """A number with check digits that are right, in one of four spellings."""
    born, serial = f"{60 + place:02d}{place % 12 + 1:02d}{place % 28 + 1:02d}", f"{100 + place * 7:03d}"
    check = f"{97 - int(born + serial) % 97:02d}"
    year, month, day = born[:2], born[2:4], born[4:]
    return (
        f"{year}.{month}.{day}-{serial}.{check}", f"{born}{serial}{check}", f"{born}-{serial}-{check}",
        f"{year} {month} {day} {serial} {check}",
    )[place % 4]  # fmt: skip


def planted() -> list[str]:
    """A hundred texts: a quarter of them of every kind."""
    mails = [f"{local}@{domain}" for local in LOCALS for domain in DOMAINS]
    data = [*NAMES, *PHONES, *mails, *(_national(place) for place in range(25))]
    return [sentence.format(each) for sentence, each in zip(islice(cycle(SENTENCES), len(data)), data, strict=True)]


@pytest.fixture(scope="module")
def view(check: GreatExpectationsCheck) -> RoundView:
    """The shipped programme in its sixth round."""
    return replace(
        require_true_input(subject_at(sixth_round(), SIXTH), frozenset({Stage.QUALITY})), lexicon=Lexicon(check.rules())
    )


@pytest.mark.goal("78")
def test_planted_personal_data_is_stopped(view: RoundView) -> None:
    reader, texts = PersonalData(view), planted()
    missed = [text for text in texts if not reader.found(text)]
    assert len(texts) == PLANTED and len(missed) <= 5, missed


def texts_of(data: ProgrammeData) -> set[str]:
    """Every text that a programme publishes."""
    reports = [each.report for each in data.entries]
    texts = {each.description for each in data.milestones} | {each.name for each in data.indicators}
    texts |= {text for each in data.projects for text in (each.title, each.description, each.aim)}
    texts |= {text for each in reports for text in (each.state_of_play, each.achievements, each.issues, each.outlook)}
    return texts - {""}


@pytest.mark.goal("78")
@pytest.mark.parametrize("name", ["vlaamse_veerkracht", "pnrr"])
def test_clean_texts_of_a_programme_pass(view: RoundView, name: str) -> None:
    data = view.data if name == "vlaamse_veerkracht" else CsvExchange().read_programme(PNRR)
    reader, texts = PersonalData(replace(view, subject=replace(view.subject, data=data))), texts_of(data)
    wrong = [text for text in texts if reader.found(text)]
    assert len(texts) > 1000 and len(wrong) <= 0.02 * len(texts), wrong[:20]
