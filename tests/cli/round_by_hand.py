"""A whole round of the small programme, played with commands alone; every answer is kept under a name."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from meetcyclus.domain.credits import Credit
from meetcyclus.domain.entries import Entry
from meetcyclus.domain.rounds import Round
from meetcyclus.domain.snapshot import ProgrammeData
from meetcyclus.exchange.finance import write_finance
from meetcyclus.exchange.programme_writer import write_programme
from meetcyclus.exchange.workbook_filler import fill_workbook
from tests import factories
from tests.cli.command_line import Answer, Seat
from tests.factories import ANNA, CHAIR, CIS, CONTROLLER, DFB, KABINET_1, KABINET_2, KEY, NUMBERS, SECRETARIAT, SIGNER

ROUND = Round(KEY, 2, factories.REFERENCE_DATE, "KORT", "2")
DELIVERY_REPORT = """\
From: MAILER-DAEMON@example.org
Content-Type: multipart/report; report-type=delivery-status; boundary="=="

--==
Content-Type: text/plain

Uw bericht kwam niet aan.
--==
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.example.org

Final-Recipient: rfc822; {to}
Action: failed
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 onbekend

--==
Content-Type: message/rfc822

Message-ID: {message_id}
To: {to}

--==--
"""


def programme_folder(folder: Path) -> Path:
    """The small programme in the exchange format."""
    folder.mkdir()
    write_programme(factories.small_programme(), folder)
    return folder


def reports_folder(folder: Path, *numbers: str) -> Path:
    """What leads report for these projects, in the exchange format."""
    folder.mkdir()
    entries = tuple(replace(factories.entry(number, 1), version=1, source="uitwisseling") for number in numbers)
    write_programme(replace(_with_round(), entries=entries, credits=()), folder)
    return folder


def filled(workbook: Path, entries: Mapping[str, Entry]) -> Path:
    """The exported workbook, filled in."""
    workbook.write_bytes(fill_workbook(workbook.read_bytes(), entries, _with_round()))
    return workbook


def finance_file(path: Path, credits: tuple[Credit, ...]) -> Path:
    """An EMOE extract."""
    return write_finance(credits, _with_round(), path)


def workbook_of(answer: Answer, lead: str) -> Path:
    """The exported workbook of one lead."""
    return next(Path(each["path"]) for each in answer.json["files"] if each["lead"] == lead)


def play(seat: Seat, folder: Path) -> dict[str, Answer]:
    """The round, from import to publication. `folder` takes what goes in and out; the home is copied half-way."""
    said: dict[str, Answer] = {}
    _launch(seat.at("2023-11-13T09:00+01:00"), folder, said)
    _enter(seat, folder, said)
    shutil.copytree(seat.home, folder / "home_in_entry")
    _check(seat.at("2023-12-13T15:00+01:00"), said)
    _validate(seat.at("2023-12-22T10:00+01:00"), folder, said)
    _account(seat.at("2024-01-02T09:00+01:00"), folder, said)
    _report(seat.at("2024-01-05T09:00+01:00"), folder, said)
    _close_the_round(seat, folder, said)
    _look_back(seat.at("2024-01-23T09:00+01:00"), folder, said)
    return said


def _with_round() -> ProgrammeData:
    data = factories.small_programme()
    return replace(data, rounds=(*data.rounds, ROUND))


def _launch(seat: Seat, folder: Path, said: dict[str, Answer]) -> None:
    source = programme_folder(folder / "programme")
    said["programme import"] = seat.ask("programme", "import", source)
    said["programme import again"] = seat.ask("programme", "import", source, by=SECRETARIAT)
    said["programme show"] = seat.ask("programme", "show")
    said["programme export"] = seat.ask("programme", "export", folder / "exported")
    said["round open"] = seat.ask("round", "open", KEY, "--reference-date", "2023-12-31", by=SECRETARIAT)
    said["round open again"] = seat.ask("round", "open", KEY, by=SECRETARIAT)
    said["round list"] = seat.ask("round", "list")
    day = seat.at("2023-11-16T14:00+01:00")
    said["round close-step"] = day.ask(
        "round", "close-step", KEY, "informatiesessies", "--note", "gehouden", by=SECRETARIAT
    )


def _enter(seat: Seat, folder: Path, said: dict[str, Answer]) -> None:
    opening = seat.at("2023-12-01T09:00+01:00")
    said["round advance"] = opening.ask("round", "advance", KEY)
    said["round advance waiting"] = opening.ask("round", "advance", KEY, expect=3)
    said["round show"] = opening.ask("round", "show", KEY)
    said["workbook export"] = opening.ask("workbook", "export", KEY, "--out", folder / "workbooks")
    anna = filled(workbook_of(said["workbook export"], ANNA), {n: factories.entry(n, 1) for n in NUMBERS[:2]})
    said["workbook import"] = opening.ask("workbook", "import", anna, by=ANNA)
    said["entry import"] = opening.ask(
        "entry", "import", reports_folder(folder / "reports", *NUMBERS[2:]), by=SECRETARIAT
    )
    filled(anna, {NUMBERS[0]: factories.brief(factories.entry(NUMBERS[0], 1))})
    opening.ask("workbook", "import", anna, by=ANNA)
    said["entry show"] = opening.ask("entry", "show", KEY, NUMBERS[0])
    said["entry diff"] = opening.ask("entry", "diff", KEY, NUMBERS[0], 1, 2)
    planned = next(each for each in opening.ask("mail", "list", KEY).json["letters"] if each["state"] == "planned")
    said["mail hold"] = opening.ask("mail", "hold", planned["id"], "--reason", "adres nakijken", by=SECRETARIAT)
    said["mail edit"] = opening.ask("mail", "edit", planned["id"], "--intro", "Welkom bij deze meting.", by=SECRETARIAT)
    said["mail release"] = opening.ask("mail", "release", planned["id"], "--reason", "adres klopt", by=SECRETARIAT)
    said["round extend"] = opening.ask(
        "round", "extend", KEY, NUMBERS[0], "--until", "2023-12-15T17:00", "--reason", "ziekte", by=SECRETARIAT
    )
    said["progress"] = opening.ask("progress", KEY)


def _check(seat: Seat, said: dict[str, Answer]) -> None:
    seat.ask("round", "close-step", KEY, "invoer", "--note", "alles ontvangen", by=SECRETARIAT)
    seat.ask("round", "advance", KEY)
    said["check run"] = seat.ask(
        "check", "run", KEY, "--stage", "kwaliteitscheck", "--project", NUMBERS[0], by=CONTROLLER
    )
    said["check rules"] = seat.ask("check", "rules")
    said["finding list"] = seat.ask("finding", "list", KEY)
    number = next(each["id"] for each in said["finding list"].json["findings"] if each["rule"] == "KC-005")
    said["finding answer"] = seat.ask("finding", "answer", number, "--text", "meer is er niet te zeggen", by=ANNA)
    said["finding reopen"] = seat.ask("finding", "reopen", number, "--reason", "te kort door de bocht", by=CONTROLLER)
    said["finding waive"] = seat.ask("finding", "waive", number, "--reason", "afgesproken", by=CONTROLLER)
    said["check stats"] = seat.ask("check", "stats", KEY)
    said["check report"] = seat.ask("check", "report", KEY, "--out", seat.home / "controle")
    said["finding close"] = seat.ask("finding", "close", number, by=CONTROLLER)
    seat.ask("round", "close-step", KEY, "kwaliteitscheck", "--note", "in orde", by=CONTROLLER)


def _validate(seat: Seat, folder: Path, said: dict[str, Answer]) -> None:
    seat.ask("round", "advance", KEY)
    decide = ("validation", "decide", KEY, "--mandate")
    said["validation decide"] = seat.ask(
        *decide, "M1", "--all", "--decision", "validated", "--except", "KL001=graag meer uitleg", by=KABINET_1
    )
    seat.ask(*decide, "M2", "--all", "--decision", "validated", by=KABINET_2)
    said["validation list"] = seat.ask("validation", "list", KEY)
    seat.ask("round", "advance", KEY)
    mended = filled(workbook_of(said["workbook export"], ANNA), {"KL001": factories.entry("KL001", 1)})
    seat.ask("workbook", "import", mended, by=ANNA)
    again = (*decide, "M1", "--project", "KL001", "--decision", "validated")
    said["validation decide unseen"] = seat.ask(*again, by=KABINET_1, expect=3)
    seat.ask("round", "advance", KEY)
    seat.ask(*again, by=KABINET_1)


def _account(seat: Seat, folder: Path, said: dict[str, Answer]) -> None:
    seat.ask("round", "advance", KEY)
    right = factories.credits(1)
    wrong = (replace(right[0], project_number="KL999"), *right[1:])
    said["finance load mismatch"] = seat.ask(
        "finance", "load", KEY, finance_file(folder / "emoe_1.csv", wrong), by=DFB, expect=1
    )
    extract = finance_file(folder / "emoe_2.xlsx", right)
    said["finance load"] = seat.ask("finance", "load", KEY, extract, by=DFB)
    said["finance load again"] = seat.ask("finance", "load", KEY, extract, by=DFB)
    said["finance reconcile"] = seat.ask("finance", "reconcile", KEY)
    said["finance sign-off"] = seat.ask("finance", "sign-off", KEY, by=SIGNER)


def _report(seat: Seat, folder: Path, said: dict[str, Answer]) -> None:
    seat.ask("round", "advance", KEY)
    said["round freeze"] = seat.ask("round", "freeze", KEY, by=SECRETARIAT)
    said["report build"] = seat.ask("report", "build", KEY, "--out", folder / "report", by=CONTROLLER)
    for file in said["report build"].json["files"]:
        said[f"report check {file['kind']}"] = seat.ask("report", "check", file["path"])
    said["report template"] = seat.ask("report", "template", "--out", folder / "templates")
    said["report texts"] = seat.ask("report", "texts", KEY)
    said["figures"] = seat.ask("figures", KEY)
    said["trend"] = seat.ask("trend")
    said["trace"] = seat.ask("trace", KEY, "vak.totaal")
    seat.ask("round", "close-step", KEY, "rapportering", "--note", "goedgekeurd", by=CONTROLLER)


def _close_the_round(seat: Seat, folder: Path, said: dict[str, Answer]) -> None:
    forum = seat.at("2024-01-15T16:00+01:00")
    forum.ask("round", "advance", KEY)
    meeting = ("meeting", "record", KEY, "directiecomite", "--date", "2024-01-15", "--decision", "akte genomen")
    said["meeting record"] = forum.ask(*meeting, "--action", "nota aanvullen;secretariaat;2024-01-19", by=CHAIR)
    hand_over = seat.at("2024-01-16T09:00+01:00")
    hand_over.ask("round", "advance", KEY)
    said["package build"] = hand_over.ask("package", "build", KEY, "--out", folder / "packages", by=SECRETARIAT)
    said["package verify"] = hand_over.ask("package", "verify", said["package build"].json["folder"])
    hand_over.ask("round", "close-step", KEY, "overdracht", "--note", "ontvangen", by=SECRETARIAT)
    publication = seat.at("2024-01-22T09:00+01:00")
    publication.ask("round", "advance", KEY)
    said["opendata build"] = publication.ask("opendata", "build", KEY, "--out", folder / "opendata", by=SECRETARIAT)
    said["opendata prove"] = publication.ask("opendata", "prove", said["opendata build"].json["folder"], "--round", KEY)
    publication.ask("round", "close-step", KEY, "publicatie", "--note", "na de mededeling", by=SECRETARIAT)
    said["opendata correct"] = publication.ask(
        "opendata", "correct", KEY, "--note", "een titel verbeterd", "--out", folder / "corrections", by=SECRETARIAT
    )


def _look_back(seat: Seat, folder: Path, said: dict[str, Answer]) -> None:
    said["mail send"] = seat.ask("mail", "send")
    said["mail list"] = seat.ask("mail", "list", KEY)
    said["mail reconcile"] = seat.ask("mail", "reconcile", KEY)
    letter = next(each for each in said["mail list"].json["letters"] if each["to"] == CIS)
    said["mail show"] = seat.ask("mail", "show", letter["id"])
    said["mail bounce"] = seat.ask("mail", "bounce", stdin=DELIVERY_REPORT.format_map(letter).encode())
    said["mail settle"] = seat.ask("mail", "settle", letter["id"], "--reason", "per telefoon bezorgd", by=SECRETARIAT)
    said["round history"] = seat.ask("round", "history", KEY)
    said["log"] = seat.ask("log", KEY, "--csv", folder / "log.csv")
    said["log verify"] = seat.ask("log", "verify")
    said["round advance at the end"] = seat.ask("round", "advance", KEY)
    said["round show at the end"] = seat.ask("round", "show", KEY)
    said["round reopen-step"] = seat.ask(
        "round", "reopen-step", KEY, "publicatie", "--note", "de dataset wordt verbeterd", by=SECRETARIAT
    )
