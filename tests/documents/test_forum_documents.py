"""Financial report, note for the deciding forum and communication to the government (goals 33, 63, 65, 67)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from openxml_audit import OpenXmlValidator

from meetcyclus.documents import WordReports
from meetcyclus.documents.communication import months_later
from meetcyclus.documents.inspection import problems_of
from meetcyclus.domain.credits import FinanceUpload
from meetcyclus.domain.meetings import Meeting
from meetcyclus.domain.programme import Mandate
from meetcyclus.domain.rounds import Step, StepState
from meetcyclus.domain.snapshot import Snapshot
from meetcyclus.services.figures import figures_of
from tests.documents import samples, shipped
from tests.documents.conftest import MARK
from tests.documents.word import headings, opened, texts, whole

KINDS = ("financieel", "nota", "mededeling")
# Before the forum decided, its note is a proposal; only what nobody decides about any more is final.
STAMPS = {"financieel": "DEFINITIEF", "nota": "ONTWERP VAN BESLISSING", "mededeling": "TER MEDEDELING"}
WORDS = {
    "boekhouding": "de dienst Boekhouding",
    "auditor": "de rekenkamer",
    "maanden_tot_volgende_meting": "12",
    "mededeling_forum": "regering",
    "mededeling_hoofding": "DE EERSTE MINISTER",
    "mededeling_titel": "MEDEDELING AAN DE REGERING",
    "mededeling_nummer": "volgt",
    "mededeling_mandaat": "M1",
    "mededeling_situering": "Waar dit over gaat.",
    "mededeling_besluit": "De regering neemt akte.",
}
# Code, kind and forum of the steps; the first four are closed when the government hears of the round.
PATH = (
    ("validatie", "validatie", ""),
    ("rapportering", "rapportering", ""),
    ("stuurgroep", "overleg", "stuurgroep"),
    ("overdracht", "overdracht", ""),
    ("regering", "overleg", "regering"),
    ("publicatie", "publicatie", ""),
)


def steps(closed: int = 4) -> list[Step]:
    """A path with a forum that decides and one in which the government hears of the round."""
    day = date(2024, 1, 15)
    return [
        Step(
            samples.NEW,
            code,
            kind,
            "secretariaat",
            at,
            day,
            day,
            StepState.CLOSED if at < closed else StepState.PLANNED,
            forum=forum,
            closed_at=datetime(2024, 1, 15, 23, 30, tzinfo=UTC) if at < closed else None,
        )
        for at, (code, kind, forum) in enumerate(PATH)
    ]


def meetings() -> list[Meeting]:
    """What the steering group decided."""
    return [
        Meeting(
            samples.NEW, "stuurgroep", 1, date(2024, 1, 17), "Goedgekeurd na bespreking.", (), "a", samples.TAKEN_AT
        )
    ]


def with_words(snapshot: Snapshot) -> Snapshot:
    """The snapshot of a programme with words of its own for the documents, and a signed extract."""
    programme = replace(snapshot.data.programme, document_words=WORDS)
    committed, settled = 97_000_000_000, 50_280_000_000
    upload = FinanceUpload(
        samples.NEW, 1, "emoe_12.xlsx", "cd" * 32, "a@example.org", samples.TAKEN_AT, 1, committed, settled
    )
    signed = replace(upload, signed_off_by="b@example.org", signed_off_at=samples.TAKEN_AT)
    return replace(snapshot, data=replace(snapshot.data, programme=programme), uploads=(signed,))


def made(writer: WordReports, snapshot: Snapshot) -> dict[str, bytes]:
    """All three documents of a snapshot."""
    figures = figures_of(snapshot)
    return {
        "financieel": writer.financial_report(snapshot, MARK, figures),
        "nota": writer.forum_note(snapshot, MARK, figures, steps()),
        "mededeling": writer.communication(snapshot, MARK, figures, steps(), meetings()),
    }


@pytest.fixture(scope="module")
def ours(writer: WordReports) -> dict[str, bytes]:
    return made(writer, with_words(samples.snapshot()))


@pytest.fixture(scope="module")
def of_shipped(writer: WordReports) -> dict[str, bytes]:
    return made(writer, shipped.vlaamse_veerkracht())


def footer(content: bytes) -> str:
    """The text of the footer."""
    return opened(content).sections[0].footer.paragraphs[0].text


def rows(content: bytes, first: str) -> list[list[str]]:
    """The cells of the first table whose first header is this."""
    table = next(each for each in opened(content).tables if each.rows[0].cells[0].text == first)
    return [[cell.text.replace("\u00a0", " ") for cell in row.cells] for row in table.rows[1:]]


@pytest.mark.goal("33")
@pytest.mark.goal("65")
@pytest.mark.parametrize("kind", KINDS)
def test_report_check_finds_nothing(
    ours: dict[str, bytes], of_shipped: dict[str, bytes], kind: str, tmp_path: Path
) -> None:
    for content in (ours[kind], of_shipped[kind]):
        path = tmp_path / "document.docx"
        path.write_bytes(content)
        assert problems_of(path) == ()
        assert list(OpenXmlValidator().validate(path).errors) == []


@pytest.mark.goal("65")
@pytest.mark.parametrize("kind", ["nota", "mededeling"])
def test_a_figure_that_somebody_changes_in_the_text_is_found(ours: dict[str, bytes], kind: str, tmp_path: Path) -> None:
    document = opened(ours[kind])
    said = next(each for each in document.paragraphs if "8 projecten" in each.text.replace("\u00a0", " "))
    said.runs[-1].text = f"{said.runs[-1].text} Er zijn 97 projecten."
    document.save(str(tmp_path / "document.docx"))
    assert any("97" in each for each in problems_of(tmp_path / "document.docx"))


@pytest.mark.goal("67")
def test_same_facts_give_same_bytes(
    writer: WordReports, ours: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    monkeypatch.setenv("LC_ALL", "C")
    assert made(writer, with_words(samples.snapshot())) == ours


@pytest.mark.parametrize("kind", KINDS)
def test_footer_names_state_version_and_snapshot(writer: WordReports, ours: dict[str, bytes], kind: str) -> None:
    assert f"{STAMPS[kind]} · versie 3 · {MARK[:12]}" in footer(ours[kind])
    draft = made(writer, with_words(samples.snapshot(is_draft=True)))[kind]
    assert "CONCEPT" in footer(draft) and "Dit is een concept" in whole(draft)


@pytest.mark.goal("63")
def test_money_adds_up_at_every_level_and_the_statement_names_who_signed(ours: dict[str, bytes]) -> None:
    content = ours["financieel"]
    for first in ("Speerpunt", "Beleidsdomein", "Cluster", "Project"):
        assert rows(content, first)[-1][2:5] == ["970.000.000,00", "502.800.000,00", "467.200.000,00"]
    assert rows(content, "Begrotingsjaar")[-1][1:] == ["970.000.000,00", "502.800.000,00", "467.200.000,00"]
    closing = {row[0]: row[1:] for row in rows(content, "Aansluiting")}
    assert closing["Verschil"] == ["0,00", "0,00"]
    assert rows(content, "Naam") == [["b@example.org", "De dienst Boekhouding", "vrijdag 19/01/2024, 15.05 u."]]
    assert "De rapportering sluit aan op het bestand" in whole(content)


@pytest.mark.goal("63")
def test_statement_that_does_not_close_or_was_not_signed_says_so(writer: WordReports) -> None:
    snapshot = with_words(samples.snapshot())
    upload = replace(
        snapshot.uploads[0],
        committed_cents=97_000_000_007,
        unmatched=("regel 9: P99 is geen project",),
        signed_off_by=None,
        signed_off_at=None,
    )
    content = made(writer, replace(snapshot, uploads=(upload,)))["financieel"]
    assert {row[0]: row[1:] for row in rows(content, "Aansluiting")}["Verschil"] == ["0,07", "0,00"]
    assert "sluit niet volledig aan" in whole(content) and "regel 9: P99" in whole(content)
    assert "Nog niet ondertekend." in whole(content)
    assert "geen bestand van de boekhouding opgeladen" in whole(made(writer, samples.snapshot())["financieel"])


def test_what_fell_and_what_moved_is_listed(writer: WordReports, of_shipped: dict[str, bytes]) -> None:
    text = whole(of_shipped["financieel"])
    assert "41.507.000,00 40.257.000,00 1.250.000,00" in text
    assert "Voor deze projecten met reguliere middelen zijn geen bedragen opgeladen: VV158" in text
    assert rows(of_shipped["financieel"], "Datum")[0][1:4] == ["VV028", "VV181", "2.000.000,00"]
    assert text.count("Vrijgave van een deel van een vastlegging uit 2022") <= 1
    assert "Het saldo van 11,41 miljoen euro is nog te vereffenen" in text.replace("\u00a0", " ")


@pytest.mark.goal("63")
def test_two_totals_for_the_same_year_are_explained_with_the_project_that_makes_the_difference(
    of_shipped: dict[str, bytes], ours: dict[str, bytes]
) -> None:
    said = [each.replace("\u00a0", " ") for each in texts(of_shipped["financieel"])]
    assert (
        "Op begrotingsjaar 2023 is 84,17 miljoen euro vastgelegd. Sinds meting 5 steeg het vastgelegde totaal met "
        "82,92 miljoen euro. Die twee verschillen, want op vroegere begrotingsjaren is sindsdien 1,25 miljoen euro "
        "minder vastgelegd, bij VV011."
    ) in said
    assert not [each for each in said if "vereffende totaal" in each]
    assert "Die twee verschillen" not in whole(ours["financieel"])


@pytest.mark.goal("63")
def test_a_release_in_the_new_years_keeps_its_sign_and_only_who_made_the_difference_is_named(
    writer: WordReports,
) -> None:
    before, now = (replace(each, budget_year=2022) for each in samples.credits())
    now = replace(now, settled_cents=before.settled_cents)
    rows = (
        before,
        replace(before, project_number="P2", committed_cents=1_000_000_000, settled_cents=0),
        replace(now, committed_cents=before.committed_cents - 1_000_000_000),
        replace(now, project_number="P2", committed_cents=1_200_000_000, settled_cents=0),
        replace(now, budget_year=2023, committed_cents=-300_000_000, settled_cents=0),
        replace(now, budget_year=2024, committed_cents=0, settled_cents=0),
    )
    content = made(writer, samples.snapshot(data=samples.data(credits=rows)))["financieel"]
    assert [each.replace("\u00a0", " ") for each in texts(content) if "Die twee verschillen" in each] == [
        "Op de begrotingsjaren 2023 en 2024 is −3,00 miljoen euro vastgelegd. Sinds meting 5 daalde het vastgelegde "
        "totaal met 11,00 miljoen euro. Die twee verschillen, want op vroegere begrotingsjaren is sindsdien 8,00 "
        "miljoen euro minder vastgelegd, vooral bij P1."
    ]


@pytest.mark.goal("63")
def test_what_has_no_means_and_no_amounts_shows_dashes(of_shipped: dict[str, bytes]) -> None:
    last = next(
        each
        for each in opened(of_shipped["financieel"]).tables
        if each.rows[-1].cells[0].text == "Totaal" and len(each.rows) > 181
    )
    listed = {row.cells[0].text.partition(" ")[0]: [cell.text for cell in row.cells[1:]] for row in last.rows}
    assert listed["VV158"] == listed["VV180"] == ["–"] * 5
    assert sum(row == ["–"] * 5 for row in listed.values()) == 22
    assert "Een liggend streepje (–) betekent dat er geen middelen" in whole(of_shipped["financieel"])


def test_means_are_said_to_differ_only_where_they_do(ours: dict[str, bytes], of_shipped: dict[str, bytes]) -> None:
    assert "Het bedrag is gelijk aan de middelen van het programma" in whole(of_shipped["financieel"])
    assert "Daarom wijkt het bedrag af van de middelen van het programma" in whole(ours["financieel"])


@pytest.mark.goal("33")
def test_sentence_before_a_table_stays_with_it(of_shipped: dict[str, bytes]) -> None:
    said = next(
        each for each in opened(of_shipped["financieel"]).paragraphs if each.text.startswith("Bij deze projecten ligt")
    )
    assert said.paragraph_format.keep_with_next


def test_note_asks_for_what_the_next_steps_of_the_path_need(ours: dict[str, bytes]) -> None:
    said = texts(ours["nota"])
    asked = said[said.index("Gevraagd wordt:") + 1 :][:5]
    assert asked[1].endswith("onder voorbehoud van de validaties die nog open zijn;")
    assert asked[2].endswith("aan de rekenkamer;")
    assert asked[3].endswith("aan: Regering;")
    assert asked[4] == "kennis te nemen van de geplande publicatie op 15 januari 2024."
    assert "Nota stuurgroep meting 6" in said


def test_note_says_that_its_decisions_are_proposals_until_the_forum_decided(ours: dict[str, bytes]) -> None:
    said = texts(ours["nota"])
    assert "Voorgelegd aan: Stuurgroep. Gepland op: maandag 15/01/2024." in said
    assert any(each.startswith("Stand op 19 januari 2024. ") and "is een voorstel" in each for each in said)
    assert "DEFINITIEF" not in whole(ours["nota"]) and "liggen vast" not in whole(ours["nota"])
    assert "DEFINITIEF: de cijfers en teksten liggen vast zoals op die dag." in whole(ours["financieel"])


def test_note_counts_per_mandate_and_closes(ours: dict[str, bytes]) -> None:
    found = rows(ours["nota"], "Bevoegd mandaat")
    assert [row[0] for row in found] == ["Mobiliteit – Minister A", "Omgeving", "Totaal"]
    assert found[-1][1:4] == ["8", "2", "1"]
    assert [int(row[5]) for row in found] == [7, 3, 10]


def test_note_says_why_a_validation_is_open(ours: dict[str, bytes]) -> None:
    states = {(row[0].partition(" ")[0], row[1]): row[2] for row in rows(ours["nota"], "Project")}
    first, second = "Mobiliteit – Minister A", "Omgeving"
    assert ("P1", first) not in states and ("P5", second) not in states
    assert states["P2", first] == "gevalideerd op 19/01/2024, maar de inhoud is daarna gewijzigd"
    assert states["P3", first] == "teruggestuurd op 19/01/2024: Een opmerking."
    assert states["P5", first] == "nog niet beslist"
    assert states["P8", second] == "niet gerapporteerd"


def test_note_without_open_validations_asks_without_reserve(writer: WordReports) -> None:
    snapshot = samples.snapshot(population=("P1",))
    content = writer.forum_note(snapshot, MARK, figures_of(snapshot), steps())
    assert "Alle bevoegde mandaten hebben de rapporten van hun projecten gevalideerd" in whole(content)
    assert "onder voorbehoud" not in whole(content)


def test_communication_has_its_heading_numbered_chapters_steps_and_decision(ours: dict[str, bytes]) -> None:
    content = ours["mededeling"]
    said = texts(content)
    assert said[:2] == ["DE EERSTE MINISTER", "MEDEDELING AAN DE REGERING"]
    assert said[2] == "Betreft: Testprogramma, meting 6, stand van zaken op 31 december 2023"
    numbered = [text for _, text in headings(content) if text[0].isdigit()]
    assert numbered == [
        "1. Situering",
        "2. Inhoud",
        "3. Doorlopen stappen",
        "4. Volgende meting",
        "5. Bijlagen",
        "6. Voorstel van beslissing",
    ]
    assert "De belangrijkste resultaten, met de stand van 19 januari 2024, zijn:" in said
    assert "Meting 7 heeft als meetmoment 31 december 2024." in said
    assert "De regering neemt akte." in said
    assert rows(content, "Ondertekening") == [["DE EERSTE MINISTER", "Minister A"]]


def test_communication_tells_only_steps_that_are_closed_with_the_day_of_here(ours: dict[str, bytes]) -> None:
    assert rows(ours["mededeling"], "Stap") == [
        ["Validatie door de bevoegde ministers", "16/01/2024", "afgesloten"],
        ["Monitoringsrapport en covernota", "16/01/2024", "afgesloten"],
        ["Stuurgroep", "17/01/2024", "Goedgekeurd na bespreking."],
        ["Overdracht aan de rekenkamer", "16/01/2024", "afgesloten"],
    ]


def test_communication_bears_the_day_of_the_last_thing_that_it_tells(
    ours: dict[str, bytes], writer: WordReports
) -> None:
    assert "Versie 3 van 19 januari 2024" in texts(ours["mededeling"])
    snapshot = with_words(samples.snapshot())
    ended = Mandate("M1", "Mobiliteit", "Minister A", "a@example.org", date(2019, 10, 2), date(2024, 1, 25))
    changed = replace(snapshot, data=replace(snapshot.data, mandates=(ended,)))
    late = [replace(each, held_on=date(2024, 1, 30)) for each in meetings()]
    content = writer.communication(changed, MARK, figures_of(changed), steps(), late)
    assert "Versie 3 van 30 januari 2024" in texts(content)
    assert rows(content, "Ondertekening") == [["DE EERSTE MINISTER", "…"]]
    # What the government itself decided is not told, so it does not move the day.
    own = Meeting(samples.NEW, "regering", 1, date(2024, 2, 5), "Akte genomen.", (), "a", samples.TAKEN_AT)
    told = writer.communication(changed, MARK, figures_of(changed), steps(closed=len(PATH)), [*late, own])
    assert "Versie 3 van 30 januari 2024" in texts(told)


def test_communication_refers_to_the_register_of_the_cover_note(ours: dict[str, bytes]) -> None:
    said = texts(ours["mededeling"])
    assert "Covernota meting 6, met het register van alle cijfers van deze mededeling" in said
    assert "Herkomst van de cijfers" not in said and "Formule" not in said
    assert "Herkomst van de cijfers" in texts(ours["nota"]) and "Herkomst van de cijfers" in texts(ours["financieel"])


def test_communication_never_tells_the_decision_of_the_government_itself(
    ours: dict[str, bytes], writer: WordReports
) -> None:
    snapshot = with_words(samples.snapshot())
    late = writer.communication(snapshot, MARK, figures_of(snapshot), steps(closed=len(PATH)), meetings())
    assert rows(late, "Stap") == rows(ours["mededeling"], "Stap")


def test_communication_bears_no_name_when_the_mandate_ended(writer: WordReports) -> None:
    snapshot = with_words(samples.snapshot())
    ended = Mandate("M1", "Mobiliteit", "Minister A", "a@example.org", date(2019, 10, 2), date(2024, 1, 1))
    changed = replace(snapshot, data=replace(snapshot.data, mandates=(ended,)))
    content = writer.communication(changed, MARK, figures_of(changed), steps(), meetings())
    assert rows(content, "Ondertekening") == [["DE EERSTE MINISTER", "…"]]


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2023, 12, 31), 12, date(2024, 12, 31)),
        (date(2023, 12, 31), 2, date(2024, 2, 29)),
        (date(2024, 6, 30), 6, date(2024, 12, 31)),
        (date(2024, 1, 30), 1, date(2024, 2, 29)),
        (date(2024, 1, 15), 13, date(2025, 2, 15)),
    ],
)
def test_last_day_of_a_month_stays_the_last(day: date, months: int, later: date) -> None:
    assert months_later(day, months) == later


@pytest.mark.goal("62")
def test_report_shows_both_series_and_what_old_statuses_became(writer: WordReports) -> None:
    snapshot = samples.snapshot(population=tuple(number for number in samples.STATUSES if number != "P2"))
    content = writer.monitoring_report(snapshot, MARK, figures_of(snapshot))
    table = next(each for each in opened(content).tables if each.rows[0].cells[1].text == "Reeks")
    found = [[cell.text for cell in row.cells] for row in table.rows[1:]]
    series = ["gepubliceerd", "gepubliceerd", "dezelfde", "gepubliceerd", "dezelfde"]
    assert [row[1] for row in found] == series
    assert [row[2] for row in found] == ["0", "7", "6", "7", "6"]
    assert all(sum(int(cell) for cell in row[3:] if cell.isdigit()) == int(row[2]) for row in found[1:])
    assert rows(content, "Statuslijst") == [
        ["lijst 1", "nog niet begonnen", "niet gestart"],
        ["lijst 1", "loopt", "in uitvoering"],
    ]
