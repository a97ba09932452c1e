"""Simulated leads: each gets a character from the seed, reads the mail, fills in the workbook and sends it in."""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path

from openpyxl import load_workbook

from meetcyclus import reception
from meetcyclus.demo.faults import FAULTS, Fault, forgets_measure
from meetcyclus.demo.material import ROUND_KEY, Material
from meetcyclus.demo.stage import Stage
from meetcyclus.domain.entries import Entry
from meetcyclus.domain.snapshot import ProgrammeData
from meetcyclus.exchange.workbook_filler import fill_workbook
from meetcyclus.exchange.workbook_layout import sheet_layouts

PROMPT, MISTAKEN, SLOPPY, EXTENDED, LATE = "stipt", "vergist zich", "slordig", "met uitstel", "te laat"
MISTAKEN_LEADS, _STUBBORN = 14, 3
# Just above what the rule about short texts asks (KC-005).
_BRIEF = 125


@dataclass(frozen=True)
class Lead:
    """One lead: own projects, a character, and the entries that will be handed in first and in the end.

    `stubborn` leads mend only half at the first request, so that a second round of feedback is needed.
    """

    email: str
    projects: tuple[str, ...]
    character: str
    first: Mapping[str, Entry]
    right: Mapping[str, Entry]
    is_stubborn: bool = False


def cast_leads(
    data: ProgrammeData, material: Material, seed: int, mistaken: int = MISTAKEN_LEADS
) -> tuple[list[Lead], str]:
    """Give every lead a character, and choose the project that a cabinet will send back. Same seed, same people."""
    dice = random.Random(seed)
    by_lead: dict[str, list[str]] = {}
    for project in data.projects:
        by_lead.setdefault(project.lead_email, []).append(project.number)
    emails = sorted(by_lead)
    dice.shuffle(emails)
    characters = dict(zip(emails, [LATE, EXTENDED, SLOPPY, SLOPPY, *[MISTAKEN] * mistaken], strict=False))
    stubborn = set(emails[4 : 4 + _STUBBORN])
    cast = []
    for at, email in enumerate(sorted(by_lead)):
        right = {number: material.entries[number] for number in by_lead[email]}
        character = characters.get(email, PROMPT)
        first = _with_mistakes(right, dice, at) if character == MISTAKEN else dict(right)
        first |= {n: forgets_measure(e) or e for n, e in first.items() if e.report.status_code == "actie"}
        cast.append(Lead(email, tuple(by_lead[email]), character, first, right, email in stubborn))
    return _with_brief_one(cast)


def _with_brief_one(cast: list[Lead]) -> tuple[list[Lead], str]:
    """One prompt lead is right by every rule but so brief that a cabinet will ask for more."""
    for at, lead in enumerate(cast):
        for number in lead.projects if lead.character == PROMPT and lead.first == lead.right else ():
            brief = _too_brief(lead.right[number])
            if brief is not None and brief.report.status_code == "in_uitvoering":
                changed = replace(lead, first={**lead.first, number: brief})
                return [*cast[:at], changed, *cast[at + 1 :]], number
    raise LookupError("no project whose text can be shortened")


def fill_in(stage: Stage, lead: Lead, entries: Mapping[str, Entry], data: ProgrammeData, letter_kind: str) -> Path:
    """Open the workbook of the newest letter, fill it in and save it, as a person would."""
    letter = stage.newest_letter(lead.email, letter_kind)
    attachment = next(part for part in letter.iter_attachments() if str(part.get_filename()).endswith(".xlsx"))
    content = attachment.get_payload(decode=True)
    path = stage.inbox / f"{len(list(stage.inbox.iterdir())):03d}_{attachment.get_filename()}"
    path.write_bytes(fill_workbook(bytes(content), entries, data))
    return path


def send_in(stage: Stage, path: Path, by: str) -> int:
    """Hand the workbook in through the door that the command line uses; gives the number of new entries."""
    receipts = reception.receive_workbook(stage.app, stage.handed_in(path), by=by)
    return sum(bool(each["is_new"]) for each in receipts)


def spoil(path: Path, data: ProgrammeData) -> None:
    """Type things into the workbook that cannot be: a day that does not exist and an unknown status."""
    workbook = load_workbook(BytesIO(path.read_bytes()))
    layout = next(each for each in sheet_layouts(data, data.round(ROUND_KEY)) if each.key == "mijlpalen")
    sheet = workbook[layout.name]
    row = max(cell.row for cell in sheet["A"] if cell.value)
    sheet.cell(row, layout.position("expected_on")).value = "31/02/2024"
    sheet.cell(row, layout.position("status_code")).value = "bijna klaar"
    workbook.save(path)


def half_mended(lead: Lead) -> dict[str, Entry]:
    """What a stubborn lead hands in at the first request: every second mistake is still there."""
    wrong = [number for number in lead.projects if lead.first[number] != lead.right[number]]
    return {**lead.right, **{number: lead.first[number] for number in wrong[::2]}}


def _with_mistakes(right: Mapping[str, Entry], dice: random.Random, at: int) -> dict[str, Entry]:
    entries = dict(right)
    for number in dice.sample(sorted(right), k=min(2, len(right))):
        order = [*FAULTS[at % len(FAULTS) :], *FAULTS[: at % len(FAULTS)]]
        entries[number] = _first_that_fits(right[number], order)
    return entries


def _first_that_fits(entry: Entry, faults: Iterable[Fault]) -> Entry:
    return next(wrong for wrong in (fault(entry) for fault in faults) if wrong is not None)


def _too_brief(entry: Entry) -> Entry | None:
    """The state of play without its last sentence, where enough is left for the rules."""
    text = entry.report.state_of_play
    shorter = text[: text.rstrip(" .").rfind(". ") + 1]
    if len(shorter) < _BRIEF:
        return None
    return replace(entry, report=replace(entry.report, state_of_play=shorter))
