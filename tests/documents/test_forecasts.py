"""What nobody confirmed after the reference date is never shown as a fact."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from meetcyclus.documents import WordReports
from meetcyclus.documents.inspection import problems_of
from meetcyclus.domain.entries import EntryConfirmation
from meetcyclus.domain.snapshot import Snapshot
from meetcyclus.services.figures import figures_of
from tests.documents import samples
from tests.documents.conftest import both
from tests.documents.samples import NEW
from tests.documents.word import texts, whole

EARLY, SAID_AT = datetime(2023, 12, 10, 9, 0, tzinfo=UTC), datetime(2024, 1, 2, 9, 0, tzinfo=UTC)
MARK = "Vooruitzicht, niet bevestigd na het meetmoment."
NAMED = "(vooruitzicht, niet bevestigd na het meetmoment)"


def frozen(*confirmed: str, asks: bool = True) -> Snapshot:
    """P1, P5 and P6 were entered in December and the others in January; some of these three are confirmed."""
    entries = tuple(
        replace(each, submitted_at=EARLY) if each.project_number in ("P1", "P5", "P6") else each
        for each in samples.entries()
    )
    hashes = {each.project_number: each.content_sha256 for each in entries if each.round_key == NEW}
    said = tuple(EntryConfirmation(NEW, number, hashes[number], "leiding@example.org", SAID_AT) for number in confirmed)
    rounds = (NEW,) if asks else ()
    return samples.snapshot(data=samples.data(entries=entries), confirmations=said, confirming_rounds=rounds)


def marked(report: bytes) -> list[str]:
    """The projects whose sheet begins with the mark."""
    said = texts(report)
    return [said[at - 1].split()[0] for at, text in enumerate(said) if text.startswith(MARK)]


@pytest.mark.parametrize(
    ("confirmed", "left"),
    [((), ["P1", "P5", "P6"]), (("P1",), ["P5", "P6"]), (("P1", "P5", "P6"), [])],
)
def test_sheet_of_a_forecast_says_so_first(
    writer: WordReports, tmp_path: Path, confirmed: tuple[str, ...], left: list[str]
) -> None:
    made = both(writer, frozen(*confirmed))
    assert marked(made["monitoringsrapport"]) == left
    report = whole(made["monitoringsrapport"])
    assert report.count("Verwachte status bij meting 6") == len(left)
    assert report.count("Ze zijn na het meetmoment bevestigd op 2 januari 2024.") == len(confirmed)
    for name, content in made.items():
        (tmp_path / f"{name}.docx").write_bytes(content)
        assert problems_of(tmp_path / f"{name}.docx") == ()


def test_cover_note_counts_and_names_forecasts_wherever_it_names_the_project(writer: WordReports) -> None:
    note = whole(both(writer, frozen("P1"))["covernota"])
    assert "Van 2 van de 8 projecten is de invoer een vooruitzicht, niet bevestigd na het meetmoment: P5 en P6." in note
    assert "In deze cijfers zijn 2 projecten geteld met een vooruitzicht" in note
    for number in ("P5", "P6"):
        named = note.count(f"{number} Titel van {number}")
        assert named == note.count(f"{number} Titel van {number} {NAMED}") > 0
    assert f"P1 Titel van P1 {NAMED}" not in note and "P1 Titel van P1" in note


def test_when_all_is_confirmed_the_method_says_so(writer: WordReports) -> None:
    note = whole(both(writer, frozen("P1", "P5", "P6"))["covernota"])
    assert "Alles wat voor het meetmoment is ingevoerd, is daarna bevestigd of verbeterd" in note
    assert NAMED not in note and "Let op." not in note


@pytest.mark.parametrize(("confirmed", "said"), [((), True), (("P1",), False)])
def test_cover_note_says_when_a_validated_project_is_a_forecast(
    writer: WordReports, confirmed: tuple[str, ...], said: bool
) -> None:
    note = whole(both(writer, frozen(*confirmed))["covernota"])
    assert "1 van de 8 projecten is door alle bevoegde mandaten gevalideerd." in note
    sentence = "De validatie van P1 steunt op een vooruitzicht dat niet bevestigd is na het meetmoment."
    assert (sentence in note) is said


def test_path_that_asks_nobody_to_confirm_speaks_of_no_forecast(writer: WordReports) -> None:
    snapshot = frozen(asks=False)
    assert not [each for each in figures_of(snapshot) if "vooruitzicht" in each.id]
    for content in both(writer, snapshot).values():
        assert "ooruitzicht" not in whole(content)


def test_figure_counts_the_reports_that_are_forecasts() -> None:
    figure = next(each for each in figures_of(frozen("P6")) if each.id == "projecten.vooruitzicht.aantal")
    assert (int(figure.value), figure.rows) == (2, (f"projectrapporten:{NEW}:P1", f"projectrapporten:{NEW}:P5"))


def test_key_message_and_note_name_what_is_realised_but_not_confirmed(writer: WordReports) -> None:
    note = whole(both(writer, frozen("P5"))["covernota"])
    assert "zijn er 2 gerealiseerd (25%), waarvan 1 nog niet bevestigd (P1). Dat is er 1 meer dan bij" in note
    assert "niet bevestigd is na het meetmoment (gerealiseerd: P1; stopgezet: P6)." in note
    known = {each.id: each for each in figures_of(frozen("P5"))}
    assert known["projecten.vooruitzicht.gerealiseerd.aantal"].rows == (f"projectrapporten:{NEW}:P1",)


def test_key_message_names_no_forecast_where_the_realised_ones_are_confirmed(writer: WordReports) -> None:
    note = whole(both(writer, frozen("P1"))["covernota"])
    assert "zijn er 2 gerealiseerd (25%), 1 meer dan bij meting 5" in note and "nog niet bevestigd" not in note
