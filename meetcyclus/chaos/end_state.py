"""What a round must look like however often it was killed: everything but the ids of runs and the story of kills."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from meetcyclus.audit.folders import folder_files
from meetcyclus.audit.package import verify_package
from meetcyclus.bootstrap import Application
from meetcyclus.domain.canonical import canonical_json, sha256_of
from meetcyclus.domain.ledger import Event, chain_problems
from meetcyclus.domain.letters import Letter, LetterKind, LetterState
from meetcyclus.handover import PACKAGE
from meetcyclus.services.report_kinds import WORD_KINDS
from meetcyclus.services.unit_of_work import UnitOfWork

Facts = Mapping[str, tuple[str, ...]]
# What became of a letter, what a person decided about one that got lost, and which walk did what: the story of a kill,
# not of the round. What the walks did stands in all other lines.
_STORY = {"letter.sent", "letter.unknown", "letter.release", "round.walk", "round.run_died", "round.run_ended"}
# These name flow runs and lines of the ledger, which no two rounds share; the package checks them itself.
_OF_THIS_RUN = (
    "flow_runs.json",
    "grootboek.jsonl",
    "sha256.txt",
    "bag-info.txt",
    "LEESMIJ.md",
    "ro-crate-metadata.json",
)
_NUMBERS = re.compile(r"[0-9a-f]{64}|\d+")
_DELIVERED = (LetterState.SENT, LetterState.UNKNOWN)


def facts_of(app: Application, round_key: str, mail: Path) -> Facts:
    """Everything that the database, the folders and the mail server hold of a round, as lines of text by kind."""
    with app.work() as uow:
        return {
            **_round_facts(uow, round_key),
            **_letter_facts(uow, round_key, mail),
            "ledger": tuple(_ledger_line(each) for each in uow.ledger.events() if each.action not in _STORY),
            "ledger is sound": chain_problems(uow.ledger.events()),
            "files": tuple(sorted(_files(app.settings.home, round_key))),
            "documents that are not as registered": tuple(_unlike_registered(uow, app.settings.home, round_key)),
        }


def hash_of(facts: Facts) -> str:
    """One hash of all of it."""
    return sha256_of(facts)


def differences(facts: Facts, wanted: Facts) -> list[str]:
    """Where two rounds differ, in words; empty when they are equal."""
    return [
        f"{kind}: {sign} {line[:300]}"
        for kind in sorted(facts.keys() | wanted.keys())
        for sign, line in _changed(facts.get(kind, ()), wanted.get(kind, ()))
    ]


def _changed(lines: tuple[str, ...], wanted: tuple[str, ...]) -> list[tuple[str, str]]:
    """Missing and added lines; where only the order differs, the first line out of order."""
    missing = [("is missing", line) for line in wanted if line not in lines]
    added = [("is too much", line) for line in lines if line not in wanted]
    if missing or added or lines == wanted:
        return missing + added
    pairs = zip(lines, wanted, strict=False)
    return [("is out of order or twice", next((found for found, right in pairs if found != right), lines[-1]))]


def _round_facts(uow: UnitOfWork, round_key: str) -> dict[str, tuple[str, ...]]:
    def of(items: Iterable[object]) -> tuple[str, ...]:
        return tuple(canonical_json(each) for each in items)

    projects = [each.project_number for each in uow.round_projects.where(round_key=round_key)]
    return {
        "round": of([uow.rounds.get(round_key)]),
        "steps": of(replace(each, flow_run_id="") for each in uow.steps.where(round_key=round_key)),
        "population": of(uow.round_projects.where(round_key=round_key)),
        "entries": of(each for number in projects for each in uow.entries.versions(round_key, number)),
        "confirmations": of(uow.confirmations.where(round_key=round_key)),
        "checks": of(replace(each, id="") for each in uow.check_runs.where(round_key=round_key)),
        "findings": of(uow.findings.where(round_key=round_key)),
        "requests": of(uow.validation_requests.where(round_key=round_key)),
        "verdicts": of(uow.verdicts.where(round_key=round_key)),
        "uploads": of(uow.uploads.where(round_key=round_key)),
        "credits": of(uow.credits.in_force()),
        "meetings": of(uow.meetings.where(round_key=round_key)),
        "snapshots": of(uow.snapshots.where(round_key=round_key)),
        "documents": of(
            replace(each, sha256="") if each.kind == PACKAGE else each
            for each in uow.documents.where(round_key=round_key)
        ),
    }


def _letter_facts(uow: UnitOfWork, round_key: str, mail: Path) -> dict[str, tuple[str, ...]]:
    letters = uow.letters.where(round_key=round_key)
    present = {path.stem: path for path in mail.glob("*.eml")}
    by_name = {mail_name(each): each for each in letters}
    return {
        "letters": tuple(_letter_line(each) for each in letters),
        "mail": tuple(sorted(_mail_line(name, present[name], by_name.get(name)) for name in present)),
        "lost": tuple(name for name, each in by_name.items() if each.state is LetterState.SENT and name not in present),
        "doubled": tuple(sorted(name for name in present if name not in by_name)),
    }


def mail_name(letter: Letter) -> str:
    """The name under which the mail server keeps a letter."""
    return letter.message_id.strip("<>").partition("@")[0]


def _letter_line(letter: Letter) -> str:
    """The letter without the story of its delivery; delivered is delivered, also where nobody heard the answer."""
    state = "delivered" if letter.state in _DELIVERED else letter.state.value
    facts = [letter.kind, letter.recipient_email, letter.planned_at, state, letter.template_version]
    names = [letter.sequence, letter.message_id]
    body = canonical_json([letter.subject, letter.text, letter.html, letter.attachments])
    if _is_of_this_run(letter):
        return canonical_json([*facts, _NUMBERS.sub("#", body)])
    return canonical_json([*facts, *names, body])


def _mail_line(name: str, path: Path, letter: Letter | None) -> str:
    if letter is not None and _is_of_this_run(letter):
        return f"{letter.kind} {letter.recipient_email}"
    return f"{name} {hashlib.sha256(path.read_bytes()).hexdigest()}"


def _is_of_this_run(letter: Letter) -> bool:
    """The letter about the package names the hashes of the package, and with them the runs of this round."""
    return letter.kind is LetterKind.HAND_OVER


def _ledger_line(event: Event) -> str:
    line = canonical_json([event.action, event.object, event.by, event.at, event.project_number])
    after: Any = json.loads(event.after) if event.after else None
    if event.action == "document.make" and after["kind"] == PACKAGE:
        return line
    if event.action == "letter.plan" and event.object == LetterKind.HAND_OVER:
        return line + canonical_json([recipient for _, recipient in after["letters"]])
    return line + canonical_json([_without_ids(event.before), _without_ids(event.after)])


def _without_ids(text: str) -> object:
    value = json.loads(text) if text else None
    if isinstance(value, dict):
        return {name: each for name, each in value.items() if name not in ("flow_run_id", "run_id")}
    return value


def _unlike_registered(uow: UnitOfWork, home: Path, round_key: str) -> Iterable[str]:
    """What the database says was made, and is not on the disk with that hash.

    Hand-written texts and templates are kept in the database alone. Of documents with one name the newest counts.
    """
    newest = {(each.kind, each.file_name): each for each in uow.documents.where(round_key=round_key)}
    for each in newest.values():
        if each.kind == PACKAGE:
            folder = home / "packages" / round_key / each.file_name
            yield from verify_package(folder, (each.sha256,)) if folder.is_dir() else (f"{folder.name} is not there",)
        elif each.kind in WORD_KINDS:
            path = home / "documents" / round_key / each.file_name
            if not path.is_file() or hashlib.sha256(path.read_bytes()).hexdigest() != each.sha256:
                yield f"{each.file_name} is not there as it was made"


def _files(home: Path, round_key: str) -> Iterable[str]:
    for folder in ("documents", "packages", "opendata"):
        root = home / folder / round_key
        for name, content in folder_files(root).items() if root.is_dir() else ():
            if "-onvoltooid-" not in name and not name.startswith("."):
                is_equal = folder != "packages" or not name.endswith(_OF_THIS_RUN)
                yield f"{folder}/{name} {hashlib.sha256(content).hexdigest() if is_equal else 'of this run'}"
