"""What the commands of a round did, seen in their answers: one round played with commands alone."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from tests.cli.command_line import Seat
from tests.cli.conftest import Played
from tests.cli.round_by_hand import programme_folder
from tests.factories import ANNA, CHAIR, CIS, KABINET_1, KEY, NUMBERS, SECRETARIAT


@pytest.mark.goal("01")
def test_opening_a_round_twice_leaves_one_round(database: str, prefect_server: str, tmp_path: Path) -> None:
    settings = {"MEETCYCLUS_DATABASE_URL": database, "MEETCYCLUS_PREFECT_API_URL": prefect_server}
    seat = Seat(tmp_path / "house", "2023-11-13T09:00+01:00", settings)
    seat.ask("programme", "import", programme_folder(tmp_path / "programme"))
    first = seat.ask("round", "open", KEY, by=SECRETARIAT).json
    before = seat.ask("log").json["events"]
    again = seat.ask("round", "open", KEY, "--reference-date", "2023-12-31", by=SECRETARIAT).json
    assert [_without_run(each) for each in again["steps"]] == [_without_run(each) for each in first["steps"]]
    assert seat.ask("log").json["events"] == before
    found = [each for each in seat.ask("round", "list").json["rounds"] if each["key"] == KEY]
    assert len(found) == 1
    assert {name: found[0][name] for name in ("number", "reference_date", "governance", "code_list_version")} == {
        "number": 2,
        "reference_date": "2023-12-31",
        "governance": "KORT",
        "code_list_version": "2",
    }
    assert seat.ask("progress", KEY).json["total"] == len(NUMBERS)


def _without_run(step: dict[str, object]) -> dict[str, object]:
    """An open step notes the newest flow run that looked at it; all else must stay."""
    return {name: value for name, value in step.items() if name != "flow_run_id"}


def test_importing_a_programme_twice_changes_nothing(played: Played) -> None:
    first, again = played.answers["programme import"].json, played.answers["programme import again"].json
    assert first["added"] > 0
    assert (again["added"], again["changed"]) == (0, 0)
    assert {name: again[name] for name in ("projects", "milestones", "rounds")} == {
        "projects": 6,
        "milestones": 18,
        "rounds": 1,
    }


def test_exported_programme_can_be_imported_again(played: Played, tmp_path: Path) -> None:
    fresh = Seat(tmp_path / "fresh")
    assert fresh.ask("programme", "import", played.folder / "exported").json["projects"] == len(NUMBERS)


def test_round_says_for_whom_it_waits_and_until_when(played: Played) -> None:
    shown = played.answers["round show"].json
    states = {each["code"]: each["state"] for each in shown["steps"]}
    assert states["informatiesessies"] == "afgesloten"
    assert states["invoer"] == "open"
    waiting = shown["waiting_for"][0]
    assert (waiting["step_code"], waiting["who"], waiting["until"]) == (
        "invoer",
        "projectverantwoordelijke",
        "2023-12-13",
    )


def test_walking_a_round_that_waits_says_so_and_repeats_nothing(played: Played) -> None:
    answer = played.answers["round advance waiting"]
    assert answer.code == 3
    assert answer.json["ran"] == ["invoer"]
    opened = [each for each in played.answers["mail list"].json["letters"] if each["kind"] == "opening_invoer"]
    assert sorted(each["to"] for each in opened) == sorted({*(each["to"] for each in opened)})


def test_every_step_was_opened_by_a_flow_run_and_closed_by_a_person(played: Played) -> None:
    steps = played.answers["round history"].json["steps"]
    assert all(each["flow_run_id"] and each["closed_by"].endswith("@example.org") for each in steps)
    assert {each["code"]: each["closed_by"] for each in steps}["directiecomite"] == CHAIR


def test_receipt_of_a_workbook_is_the_hash_of_the_entry(played: Played) -> None:
    receipts = played.answers["workbook import"].json["receipts"]
    assert [each["project"] for each in receipts] == ["KL001", "KL002"]
    shown = played.answers["entry show"].json
    assert shown["version"] == 2
    assert shown["sha256"] != receipts[0]["receipt_sha256"]
    assert all(len(each["receipt_sha256"]) == 64 for each in receipts)


def test_diff_names_the_only_field_that_changed(played: Played) -> None:
    changes = played.answers["entry diff"].json["changes"]
    assert [(each["object_key"], each["field"], each["after"]) for each in changes] == [
        ("KL001", "state_of_play", "Loopt goed.")
    ]


@pytest.mark.goal("04")
def test_progress_sums_to_the_population(played: Played) -> None:
    found = played.answers["progress"].json
    assert (found["on_time_pct"], found["completeness_pct"], found["overdue_projects"]) == (100.0, 100.0, [])
    assert (found["total"], found["submitted"], found["missing"]) == (6, 6, 0)
    for group in ("by_mandate", "by_entity", "by_speerpunt"):
        assert sum(each["total"] for each in found[group]) == 6


@pytest.mark.goal("12")
def test_every_rule_has_a_code_a_version_a_severity_and_an_owner(played: Played) -> None:
    rules = played.answers["check rules"].json["rules"]
    assert len(rules) > 40
    assert len({each["code"] for each in rules}) == len(rules)
    assert all(each["code"].startswith("KC-") and each["version"] >= 1 for each in rules)
    assert {each["severity"] for each in rules} <= {"blokkerend", "fout", "waarschuwing", "info"}
    assert all(each["owner"] and each["basis"] and each["what"] for each in rules)


def test_check_shows_only_the_project_that_was_asked_for(played: Played) -> None:
    found = played.answers["check run"].json
    assert {each["project"] for each in found["findings"]} == {"KL001"}
    assert "KC-005" in {each["rule"] for each in found["findings"]}
    assert found["crashed"] == []


def test_conversation_about_a_finding_ends_in_the_list(played: Played, entering: Seat) -> None:
    assert played.answers["finding answer"].json["findings"][0]["state"] == "beantwoord"
    waived = played.answers["finding waive"].json["findings"][0]
    assert (waived["decided_by"], waived["answer"]) == ("controle@example.org", "afgesproken")
    entering.ask("check", "run", KEY, by="controle@example.org")
    number = next(
        each["id"] for each in entering.ask("finding", "list", KEY).json["findings"] if each["rule"] == "KC-005"
    )
    withdrawn = entering.ask(
        "finding", "withdraw", number, "--reason", "de regel past hier niet", by="controle@example.org"
    )
    assert withdrawn.json["findings"][0]["state"] == "onterecht"


def test_one_decision_of_a_cabinet_holds_its_exception(played: Played) -> None:
    decided = {each["project"]: each for each in played.answers["validation decide"].json["decisions"]}
    assert decided["KL001"]["decision"] == "returned"
    assert decided["KL001"]["remark"] == "graag meer uitleg"
    assert {each["decision"] for number, each in decided.items() if number != "KL001"} == {"validated"}
    listed = {(each["project"], each["mandate"]): each for each in played.answers["validation list"].json["decisions"]}
    assert listed["KL003", "M2"]["content_sha256"] == listed["KL003", "M1"]["content_sha256"]
    assert listed["KL002", "M1"]["decided_by"] == KABINET_1


@pytest.mark.goal("30")
def test_money_is_loaded_from_a_file_by_one_command(played: Played) -> None:
    loaded = played.answers["finance load"].json
    assert (loaded["rows"], loaded["committed_eur"], loaded["settled_eur"]) == (6, "14000.00", "7000.00")
    assert (loaded["is_new"], loaded["unmatched"]) == (True, [])
    assert {each["project"] for each in loaded["differences"]} == {"KL001", "KL999"}
    again = played.answers["finance load again"].json
    assert (again["is_new"], again["changes"]) == (False, 0)
    mismatch = played.answers["finance load mismatch"]
    assert mismatch.code == 1
    assert mismatch.json["unmatched"][-1].startswith("KL999: ")
    assert played.answers["finance sign-off"].json["signed_off_by"] == "dfb2@example.org"


def test_report_and_cover_note_are_written_where_asked(played: Played) -> None:
    files = played.answers["report build"].json["files"]
    kinds = {"monitoringsrapport", "covernota", "financiele_rapportering", "dc_nota"}
    assert {each["kind"] for each in files} == kinds
    assert all(Path(each["path"]).parent == played.folder / "report" for each in files)


def test_figure_is_traced_to_its_rows_and_to_the_file_it_came_in_with(played: Played) -> None:
    traced = played.answers["trace"].json
    figures = {each["id"]: each["value"] for each in played.answers["figures"].json["figures"]}
    assert traced["value"] == figures["vak.totaal"]
    assert len(traced["rows"]) == 6
    assert [each["file_name"] for each in traced["sources"]] == ["emoe_2.xlsx"]
    assert [each["row"] for each in traced["trail"]] == traced["rows"]
    people = {(each["version"], each["entered_by"], each["validated"][0]["by"]) for each in traced["trail"]}
    assert people == {(2, "dfb@example.org", "dfb2@example.org")}
    assert {each["source"]["sha256"] for each in traced["trail"]} == {traced["sources"][0]["sha256"]}
    assert len(traced["rules"]["sha256"]) == 64 and traced["rules"]["check_run"]


def test_corrected_dataset_stands_beside_the_first(played: Played) -> None:
    first, corrected = played.answers["opendata build"].json, played.answers["opendata correct"].json
    assert Path(first["folder"]).is_dir()
    assert Path(corrected["folder"]).is_dir()
    assert first["folder"] != corrected["folder"]


def test_letters_are_all_sent_and_none_is_missing(played: Played) -> None:
    found = played.answers["mail reconcile"].json
    assert found["planned"] == sum(found["states"].values()) == len(played.answers["mail list"].json["letters"])
    assert (found["difference"], set(found["states"])) == (0, {"sent"})


def test_delivery_report_marks_the_letter_it_is_about(played: Played) -> None:
    bounced = played.answers["mail bounce"].json["letters"]
    assert [(each["to"], each["state"]) for each in bounced] == [(CIS, "bounced")]


@pytest.mark.goal("35")
def test_log_says_who_did_what_when_before_and_after_as_json_and_csv(played: Played) -> None:
    events = played.answers["log"].json["events"]
    extended = next(each for each in events if each["action"] == "round.extend")
    assert (extended["by"], extended["object"]) == (SECRETARIAT, "KL001")
    assert json.loads(extended["before"])["entry_until"] is None
    assert json.loads(extended["after"])["extension_reason"] == "ziekte"
    with (played.folder / "log.csv").open(encoding="utf-8-sig", newline="") as file:
        lines = list(csv.DictReader(file))
    assert [int(each["nummer"]) for each in lines] == [each["seq"] for each in events]
    assert [each["na"].lstrip("'") for each in lines] == [each["after"] for each in events]
    assert [each["sha256"] for each in lines] == [each["sha256"] for each in events]


def test_log_of_one_project_or_person_holds_nothing_else(played: Played) -> None:
    of_project = played.seat.ask("log", KEY, "--project", "KL001").json["events"]
    assert {each["project_number"] for each in of_project} == {"KL001"}
    of_person = played.seat.ask("log", "--person", ANNA).json["events"]
    assert {each["by"] for each in of_person} == {ANNA}


def test_chain_of_the_log_is_whole_and_its_anchor_is_recognised(played: Played, tmp_path: Path) -> None:
    verified = played.answers["log verify"].json
    assert verified["ok"] is True
    anchors = tmp_path / "anchors.txt"
    anchors.write_text(verified["anchor"] + "\n")
    assert played.seat.ask("log", "verify", "--anchor", anchors).json["problems"] == []
    anchors.write_text(verified["anchor"].replace(verified["anchor"][-4:], "0000") + "\n")
    assert played.seat.ask("log", "verify", "--anchor", anchors, expect=1).json["problems"]


def test_round_that_is_done_has_nothing_to_wait_for(played: Played) -> None:
    answer = played.answers["round advance at the end"]
    assert answer.json["waiting_for"] == []
