"""Staff write in a document, give a template of their own and check what lies there: with commands alone."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import pytest
from docx import Document

from tests.cli.command_line import Answer, Seat
from tests.cli.conftest import Played
from tests.documents.one_digit import digits_in, with_another_digit
from tests.documents.writing import words, written
from tests.factories import CONTROLLER, KEY


@pytest.fixture(scope="module")
def seat(played: Played, tmp_path_factory: pytest.TempPathFactory) -> Seat:
    """A copy of the home at the end of the round."""
    house = tmp_path_factory.mktemp("writing") / "house"
    shutil.copytree(played.seat.home, house)
    return Seat(house, "2024-01-23T09:00+01:00", dict(played.seat.settings))


def build(seat: Seat, out: Path, *more: object, expect: int = 0) -> Answer:
    return seat.ask("report", "build", KEY, "--out", out, *more, by=CONTROLLER, expect=expect)


def path_of(answer: Answer, kind: str) -> Path:
    return Path(next(each["path"] for each in answer.json["files"] if each["kind"] == kind))


@pytest.mark.goal("70")
@pytest.mark.goal("65")
def test_text_written_in_a_copy_is_in_the_next_document_and_the_check_says_what_was_changed(
    seat: Seat, tmp_path: Path
) -> None:
    copy = path_of(build(seat, tmp_path / "writing", "--for-writing"), "covernota")
    assert copy.name.endswith("_SCHRIJFVERSIE.docx")
    copy.write_bytes(written(copy.read_bytes(), {"nota.inleiding": words("Met de hand.")}))
    answer = build(seat, tmp_path / "made", "--narrative-from", copy)
    assert answer.json["told"] == ["nota.inleiding (Schrijf hier zelf: inleiding): taken over"]
    assert [each["place"] for each in seat.ask("report", "texts", KEY).json["texts"]] == ["nota.inleiding"]
    made = path_of(answer, "covernota")
    checked = seat.ask("report", "check", made)
    assert (checked.json["problems"], checked.json["compared_with"]) == ([], "register")
    document = Document(str(made))
    paragraph = next(each for each in document.paragraphs if each.text.startswith("Kenmerk"))
    run = next(each for each in paragraph.runs if any(letter.isdigit() for letter in each.text))
    run.text = "".join(str((int(letter) + 1) % 10) if letter.isdigit() else letter for letter in run.text)
    document.save(str(made))
    checked = seat.ask("report", "check", made, expect=1)
    (problem,) = checked.json["problems"]
    assert "the document of the round says" in problem
    again = build(seat, tmp_path / "made")
    assert len(again.json["told"]) == 1 and "_bewerkt_" in again.json["told"][0]
    assert seat.ask("report", "confirm", KEY, by=CONTROLLER).json["confirmed"] == []


@pytest.mark.goal("31")
def test_template_with_an_undefined_field_is_refused_by_name_and_a_good_one_is_used(seat: Seat, tmp_path: Path) -> None:
    seat.ask("report", "template", "--out", tmp_path)
    seat.ask("report", "template", "--out", tmp_path, expect=2)
    template = Document(str(tmp_path / "covernota.docx"))
    added = template.paragraphs[0].insert_paragraph_before("Voor {{minster}}")
    broken = tmp_path / "covernota_broken.docx"
    template.save(str(broken))
    before = seat.ask("log").json["events"]
    refused = build(seat, tmp_path / "made", "--template", broken, expect=2)
    assert "minster" in refused.err and refused.json["errors"][0]["column"] == "minster"
    assert refused.json["errors"][0]["cell"] == "text, “Voor {{minster}}”"
    assert seat.ask("log").json["events"] == before and not (tmp_path / "made").exists()
    added.runs[0].text = "Voor {{programma}}"
    good = tmp_path / "covernota_huisstijl.docx"
    template.save(str(good))
    made = path_of(build(seat, tmp_path / "made", "--template", good), "covernota")
    assert any(each.text.startswith("Voor ") for each in Document(str(made)).paragraphs)
    assert seat.ask("report", "check", made).json["problems"] == []


@pytest.mark.goal("65")
@pytest.mark.goal("68")
def test_check_finds_one_digit_that_was_changed_in_text_margin_chart_or_workbook(seat: Seat, tmp_path: Path) -> None:
    made, chosen = path_of(build(seat, tmp_path / "made"), "covernota"), random.Random(65)
    content = made.read_bytes()
    assert seat.ask("report", "check", made).json["problems"] == []
    for kind in ("text", "margin", "chart", "workbook"):
        place = chosen.choice([each for each in digits_in(content) if each.kind == kind])
        made.write_bytes(with_another_digit(content, place, chosen))
        assert seat.ask("report", "check", made, expect=1).json["problems"], place


@pytest.mark.goal("65")
def test_check_outside_any_home_makes_none(seat: Seat, tmp_path: Path) -> None:
    made = path_of(build(seat, tmp_path / "made"), "covernota")
    elsewhere = Seat(tmp_path / "nowhere", seat.now)
    checked = elsewhere.ask("report", "check", made)
    assert checked.json["compared_with"] == "seal" and not (tmp_path / "nowhere").exists()
