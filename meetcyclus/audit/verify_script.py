"""Controleert een overdrachtspakket zonder de software die het maakte: alleen Python 3.8 of later, geen internet.

Gebruik:  python3 verify.py [MAP] [--anchor CONTROLEGETAL]
Zonder MAP kijkt dit programma de map na waarin het zelf staat. Het wijzigt niets. Uitkomst: 0 in orde, 1 niet in orde.

This file belongs to the audit adapter and is copied verbatim into every package, so it imports nothing of ours.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import io
import json
import re
import sys
from collections.abc import Sequence
from pathlib import Path

DECLARATION = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
PAYLOAD, TAGS, INFO, README = "manifest-sha256.txt", "tagmanifest-sha256.txt", "bag-info.txt", "LEESMIJ.md"
LEDGER, FIRST_LINK = "data/grootboek.jsonl", "0" * 64
CHAINED = ("seq", "at", "by", "action", "object", "round_key", "project_number", "before", "after", "previous_sha256")
# What is counted, as it is called in bag-info.txt and LEESMIJ.md, and where it stands. A folder ends with a slash.
COUNTED = (
    ("Gegevensbestanden", "data/gegevens/"),
    ("Documenten", "data/documenten/"),
    ("Verloopbestanden", "data/verloop/"),
    ("Bevindingen", "data/bevindingen.csv"),
    ("Motiveringen", "data/motiveringen.csv"),
    ("Oordelen", "data/oordelen.csv"),
    ("Vergaderingen", "data/vergaderingen.json"),
    ("Verschoven mijlpalen", "data/verschoven_mijlpalen.csv"),
    ("Bewijsstukken", "data/bewijsstukken.csv"),
    ("Populatiewijzigingen", "data/populatie.csv"),
    ("Controleregels", "data/regels.json"),
    ("Grootboekregels", LEDGER),
)


def problems_in(folder: Path, anchors: Sequence[str] = ()) -> list[str]:
    """Everything that is wrong with the package, in Dutch sentences; empty when it is in order."""
    if not folder.is_dir():
        return [f"De map {folder} bestaat niet."]
    csv.field_size_limit(2**31 - 1)
    try:
        found, problems = _files_in(folder)
        payload = {name for name in found if name.startswith("data/")}
        problems += _manifest_problems(folder, PAYLOAD, payload, found)
        problems += _manifest_problems(folder, TAGS, found - payload - {TAGS}, found)
        problems += _statement_problems(folder, payload, found)
        lines = _text_of(folder, LEDGER, found, problems).split("\n")[:-1]
        problems += _ledger_problems(lines)
        problems += _anchor_problems(folder, found, lines, anchors)
    except OSError as error:
        return [f"{error.filename} kan niet worden gelezen: {error.strerror}."]
    return list(dict.fromkeys(problems))


def _files_in(folder: Path) -> tuple[set[str], list[str]]:
    paths = {path.relative_to(folder).as_posix(): path for path in sorted(folder.rglob("*"))}
    plain = {name for name, path in paths.items() if path.is_file() and not path.is_symlink()}
    odd = [name for name, path in paths.items() if name not in plain and (path.is_symlink() or not path.is_dir())]
    return plain, [f"{name} is geen gewoon bestand." for name in odd]


def _manifest_problems(folder: Path, manifest: str, expected: set[str], found: set[str]) -> list[str]:
    problems: list[str] = []
    listed: dict[str, str] = {}
    for number, line in enumerate(_text_of(folder, manifest, found, problems).split("\n")[:-1], start=1):
        digest, name = line[:64], line[66:]
        if not re.fullmatch("[0-9a-f]{64}", digest) or line[64:66] != "  " or name in listed:
            problems.append(f"{manifest}, lijn {number} is geen geldige lijn.")
        listed[name] = digest
    for name in sorted(set(listed) - expected):
        problems.append(f"{name} staat in {manifest}, maar zit niet in het pakket.")
    for name in sorted(expected - set(listed)):
        problems.append(f"{name} zit in het pakket, maar staat niet in {manifest}.")
    for name in sorted(expected & set(listed)):
        if _sha256(folder / name) != listed[name]:
            problems.append(f"{name} heeft niet het controlegetal dat in {manifest} staat.")
    return problems


def _text_of(folder: Path, name: str, found: set[str], problems: list[str]) -> str:
    if name not in found:
        problems.append(f"{name} ontbreekt.")
        return ""
    try:
        return (folder / name).read_bytes().decode("utf-8")
    except ValueError:
        problems.append(f"{name} is geen leesbare tekst.")
        return ""


def _sha256(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        for block in iter(lambda: stream.read(1 << 20), b""):
            digest.update(block)
    return digest.hexdigest()


def _statement_problems(folder: Path, payload: set[str], found: set[str]) -> list[str]:
    problems: list[str] = []
    if _text_of(folder, "bagit.txt", found, problems) != DECLARATION:
        problems.append("bagit.txt heeft niet de vaste inhoud.")
    info = _text_of(folder, INFO, found, problems)
    readme = _text_of(folder, README, found, problems)
    size = sum((folder / name).stat().st_size for name in payload)
    if f"\nPayload-Oxum: {size}.{len(payload)}\n" not in info:
        problems.append(f"{INFO} vermeldt niet het juiste totaal van de bestanden: {size} bytes, {len(payload)} stuks.")
    for label, place in COUNTED:
        actual = _count(folder, place, found, problems)
        in_info = re.search(rf"^Aantal-{label.replace(' ', '-')}: (\d+)$", info, re.MULTILINE)
        in_readme = re.search(rf"^\| {label} \| [^|]+ \| ([\d.]+) \|$", readme, re.MULTILINE)
        for name, stated in ((INFO, in_info), (README, in_readme)):
            if stated is None or stated.group(1).replace(".", "") != str(actual):
                said = stated.group(1) if stated else "niets"
                problems.append(f"{name} vermeldt {said} als aantal van {place}; geteld: {actual}.")
    return problems


def _count(folder: Path, place: str, found: set[str], problems: list[str]) -> int:
    if place.endswith("/"):
        return sum(1 for name in found if name.startswith(place))
    text = _text_of(folder, place, found, problems)
    try:
        if place.endswith(".csv"):
            return sum(1 for _ in csv.reader(io.StringIO(text, newline=""))) - 1
        return text.count("\n") if place.endswith(".jsonl") else len(json.loads(text))
    except (ValueError, TypeError, csv.Error, RecursionError):
        problems.append(f"{place} kan niet worden gelezen.")
        return -1


def _ledger_problems(lines: Sequence[str]) -> list[str]:
    problems = [] if lines else [f"{LEDGER} is leeg."]
    previous = FIRST_LINK
    for number, line in enumerate(lines, start=1):
        event = _event_of(line)
        if event.get("seq") != number:
            problems.append(f"{LEDGER}, lijn {number} heeft niet het volgende nummer of niet de afgesproken vorm.")
        if event.get("previous_sha256") != previous:
            problems.append(f"{LEDGER}, lijn {number} sluit niet aan op de vorige lijn.")
        if event and event["sha256"] != _event_sha256(event):
            problems.append(f"{LEDGER}, lijn {number} is gewijzigd nadat ze geschreven werd.")
        previous = str(event.get("sha256"))
    return problems


def _event_of(line: str) -> dict[str, object]:
    # A line counts only in the one agreed spelling: what a person reads is then exactly what was hashed.
    try:
        event = json.loads(line)
        agreed = isinstance(event, dict) and set(event) == {*CHAINED, "sha256"} and _canonical(event) == line.encode()
        return event if agreed else {}
    except (ValueError, RecursionError):
        return {}


def _canonical(value: object) -> bytes:
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def _event_sha256(event: dict[str, object]) -> str:
    return hashlib.sha256(_canonical([event[name] for name in CHAINED])).hexdigest()


def _anchor_problems(folder: Path, found: set[str], lines: Sequence[str], anchors: Sequence[str]) -> list[str]:
    known = {str(_event_of(line).get("sha256")) for line in lines if anchors}
    known |= {_sha256(folder / name) for name in found if name == TAGS}
    missing = [each for each in anchors if each.strip().lower() not in known]
    return [
        f"Het controlegetal {each} hoort niet bij dit pakket en niet bij een lijn van {LEDGER}." for each in missing
    ]


def main(arguments: Sequence[str] | None = None) -> int:
    """Check the package, say in Dutch what was found, and give the exit code."""
    parser = argparse.ArgumentParser(description="Controleert een overdrachtspakket.")
    parser.add_argument("map", nargs="?", default=str(Path(__file__).resolve().parent))
    parser.add_argument("--anchor", action="append", default=[], help="controlegetal uit de begeleidende brief")
    options = parser.parse_args(arguments)
    problems = problems_in(Path(options.map), options.anchor)
    for problem in problems:
        print(problem if problem.isprintable() else ascii(problem))
    if problems:
        print(f"Het pakket is NIET in orde. Aantal problemen: {len(problems)}.")
        return 1
    print(f"Het pakket is in orde. Controlegetal van het pakket: {_sha256(Path(options.map, TAGS))}.")
    if not options.anchor:
        print("Vergelijk dit getal met de begeleidende brief: zo ziet u ook of iemand het hele pakket verving.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
