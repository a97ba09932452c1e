"""An auditor checks the package with nothing of ours: a real process, standard library only, in the package folder."""

from __future__ import annotations

import ast
import hashlib
import json
import random
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from meetcyclus.audit import verify_script
from meetcyclus.audit.folders import folder_files
from meetcyclus.audit.package import PackageContents, PackageManifest, build_package, verify_package
from meetcyclus.domain.ledger import Event

LEDGER = "data/grootboek.jsonl"
CHAINED = ("seq", "at", "by", "action", "object", "round_key", "project_number", "before", "after", "previous_sha256")


@pytest.fixture
def manifest(tmp_path: Path, contents: PackageContents) -> PackageManifest:
    return build_package(tmp_path / "pak", contents)


def run_verify(folder: Path, *arguments: str, program: Path | None = None) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-I", "-S", str(program or "verify.py"), *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, encoding="utf-8", check=False)


def reseal(folder: Path) -> None:
    """Make all manifests and the total fit again, as somebody would who wants to hide a change."""
    payload = {name: body for name, body in folder_files(folder).items() if name.startswith("data/")}
    info = (folder / "bag-info.txt").read_text().splitlines()
    total = f"Payload-Oxum: {sum(len(body) for body in payload.values())}.{len(payload)}"
    info = [total if line.startswith("Payload-Oxum") else line for line in info]
    (folder / "bag-info.txt").write_text("\n".join(info) + "\n")
    _write_manifest(folder / "manifest-sha256.txt", payload)
    tags = {name: body for name, body in folder_files(folder).items() if not name.startswith("data/")}
    tags.pop("tagmanifest-sha256.txt")
    _write_manifest(folder / "tagmanifest-sha256.txt", tags)


def _write_manifest(path: Path, files: dict[str, bytes]) -> None:
    lines = [f"{hashlib.sha256(body).hexdigest()}  {name}\n" for name, body in sorted(files.items())]
    path.write_text("".join(lines))


@pytest.mark.goal("73")
def test_package_is_in_order_for_a_process_without_our_code(manifest: PackageManifest) -> None:
    done = run_verify(manifest.folder)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("Het pakket is in orde.") and manifest.seal_sha256 in done.stdout
    assert sorted(folder_files(manifest.folder)) == sorted(manifest.files)


@pytest.mark.goal("73")
def test_folder_can_be_named_from_elsewhere(manifest: PackageManifest, tmp_path: Path) -> None:
    program = manifest.folder / "verify.py"
    assert run_verify(tmp_path, "pak", program=program).returncode == 0
    gone = run_verify(tmp_path, "weg", program=program)
    assert gone.returncode == 1 and "bestaat niet" in gone.stdout


@pytest.mark.goal("73")
def test_any_flipped_byte_in_any_file_is_named(manifest: PackageManifest) -> None:
    dice = random.Random(73)
    for name in manifest.files:
        path = manifest.folder / name
        body = path.read_bytes()
        places = {0, len(body) - 1, *(dice.randrange(len(body)) for _ in range(8))}
        for place in sorted(places):
            flipped = body[:place] + bytes([body[place] ^ (1 << dice.randrange(8))]) + body[place + 1 :]
            path.write_bytes(flipped)
            problems = verify_package(manifest.folder)
            assert any(name in problem for problem in problems), (name, place, problems)
        path.write_bytes(body)
    assert verify_package(manifest.folder) == ()


@pytest.mark.goal("73")
def test_flipped_byte_makes_the_process_fail_and_name_the_file(manifest: PackageManifest) -> None:
    pristine = Path(verify_script.__file__)
    for name in manifest.files:
        path = manifest.folder / name
        body = path.read_bytes()
        middle = len(body) // 2
        path.write_bytes(body[:middle] + bytes([body[middle] ^ 1]) + body[middle + 1 :])
        done = run_verify(manifest.folder, str(manifest.folder), program=pristine)
        assert done.returncode == 1 and name in done.stdout and done.stderr == "", name
        path.write_bytes(body)


def test_missing_extra_and_linked_files_are_named(manifest: PackageManifest) -> None:
    (manifest.folder / "data/regels.json").unlink()
    (manifest.folder / "data/extra.txt").write_text("x")
    (manifest.folder / "los.txt").write_text("x")
    (manifest.folder / "data/verloop/kopie.json").symlink_to(manifest.folder / "bagit.txt")
    said = "\n".join(verify_package(manifest.folder))
    for text in (
        "data/regels.json staat in manifest-sha256.txt, maar zit niet in het pakket",
        "data/extra.txt zit in het pakket, maar staat niet in manifest-sha256.txt",
        "los.txt zit in het pakket, maar staat niet in tagmanifest-sha256.txt",
        "data/verloop/kopie.json is geen gewoon bestand",
    ):
        assert text in said


@pytest.mark.parametrize("name", ["bagit.txt", "bag-info.txt", "manifest-sha256.txt", "tagmanifest-sha256.txt", LEDGER])
def test_missing_file_of_the_form_is_named(manifest: PackageManifest, name: str) -> None:
    (manifest.folder / name).unlink()
    assert f"{name} ontbreekt." in verify_package(manifest.folder)


def test_manifest_that_points_outside_is_never_followed(manifest: PackageManifest, tmp_path: Path) -> None:
    (tmp_path / "geheim.txt").write_text("x")
    with (manifest.folder / "manifest-sha256.txt").open("a") as stream:
        stream.write(f"{hashlib.sha256(b'x').hexdigest()}  ../geheim.txt\n")
    assert any("../geheim.txt" in problem and "zit niet" in problem for problem in verify_package(manifest.folder))


def test_wrong_count_is_found_even_when_everything_is_sealed_again(manifest: PackageManifest) -> None:
    readme = manifest.folder / "LEESMIJ.md"
    readme.write_text(readme.read_text().replace("`data/oordelen.csv` | 2 |", "`data/oordelen.csv` | 1 |"))
    reseal(manifest.folder)
    assert verify_package(manifest.folder) == ("LEESMIJ.md vermeldt 1 als aantal van data/oordelen.csv; geteld: 2.",)


def test_control_signs_in_names_cannot_forge_the_output(manifest: PackageManifest) -> None:
    (manifest.folder / "data" / "x\x1b[2J\nHet pakket is in orde.").write_text("x")
    done = run_verify(manifest.folder)
    assert done.returncode == 1 and "\x1b" not in done.stdout
    assert not any(line.startswith("Het pakket is in orde") for line in done.stdout.splitlines())


Attack = Callable[[list[str], random.Random], list[str]]


def _edit(lines: list[str], dice: random.Random) -> list[str]:
    place = dice.randrange(len(lines))
    event = json.loads(lines[place]) | {dice.choice(["by", "after", "action", "at"]): "vals"}
    return [*lines[:place], _line(event), *lines[place + 1 :]]


def _edit_and_rehash(lines: list[str], dice: random.Random) -> list[str]:
    place = dice.randrange(len(lines) - 1)
    event = json.loads(lines[place]) | {"by": "vals@example.org"}
    return [*lines[:place], _line(_rehashed(event)), *lines[place + 1 :]]


def _delete(lines: list[str], dice: random.Random) -> list[str]:
    place = dice.randrange(len(lines) - 1)
    return [*lines[:place], *lines[place + 1 :]]


def _insert(lines: list[str], dice: random.Random) -> list[str]:
    place = dice.randrange(1, len(lines))
    before = json.loads(lines[place - 1])
    event = _rehashed({**before, "seq": before["seq"] + 1, "by": "vals", "previous_sha256": before["sha256"]})
    return [*lines[:place], _line(event), *lines[place:]]


def _reorder(lines: list[str], dice: random.Random) -> list[str]:
    one, two = dice.sample(range(len(lines)), 2)
    swapped = list(lines)
    swapped[one], swapped[two] = lines[two], lines[one]
    return swapped


def _cut_the_tail(lines: list[str], dice: random.Random) -> list[str]:
    return lines[: dice.randrange(1, len(lines))]


def _rewrite_all(lines: list[str], dice: random.Random) -> list[str]:
    place, previous, written = dice.randrange(len(lines)), "0" * 64, []
    for number, line in enumerate(lines):
        event = json.loads(line) | {"previous_sha256": previous}
        event = _rehashed(event | {"by": "vals@example.org"} if number == place else event)
        previous = str(event["sha256"])
        written.append(_line(event))
    return written


def _line(event: dict[str, object]) -> str:
    return json.dumps(event, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def _rehashed(event: dict[str, object]) -> dict[str, object]:
    text = json.dumps([event[name] for name in CHAINED], ensure_ascii=False, separators=(",", ":"))
    return event | {"sha256": hashlib.sha256(text.encode()).hexdigest()}


def attack(folder: Path, change: Attack, dice: random.Random) -> None:
    path = folder / LEDGER
    lines = path.read_text(encoding="utf-8").split("\n")[:-1]
    path.write_text("".join(f"{line}\n" for line in change(lines, dice)), encoding="utf-8")


@pytest.mark.goal("72")
@pytest.mark.parametrize("change", [_edit, _edit_and_rehash, _delete, _insert, _reorder])
def test_chain_shows_the_attack_though_all_was_sealed_again(
    manifest: PackageManifest, tmp_path: Path, change: Attack
) -> None:
    dice = random.Random(72)
    original = (manifest.folder / LEDGER).read_bytes()
    for _ in range(100):
        attack(manifest.folder, change, dice)
        lines = (manifest.folder / LEDGER).read_text(encoding="utf-8").split("\n")[:-1]
        assert verify_script._ledger_problems(lines)
        (manifest.folder / LEDGER).write_bytes(original)
    attack(manifest.folder, change, dice)
    reseal(manifest.folder)
    done = run_verify(manifest.folder)
    assert done.returncode == 1 and LEDGER in done.stdout


@pytest.mark.goal("72")
def test_cut_tail_is_shown_by_the_count_and_by_the_anchor(manifest: PackageManifest) -> None:
    attack(manifest.folder, _cut_the_tail, random.Random(1))
    reseal(manifest.folder)
    assert any("Aantal" in problem or LEDGER in problem for problem in verify_package(manifest.folder))
    _adapt_count(manifest.folder)
    reseal(manifest.folder)
    assert verify_package(manifest.folder) == ()
    done = run_verify(manifest.folder, "--anchor", manifest.ledger_sha256)
    assert done.returncode == 1 and manifest.ledger_sha256 in done.stdout


def _adapt_count(folder: Path) -> None:
    count = len((folder / LEDGER).read_text(encoding="utf-8").split("\n")) - 1
    for name, old, new in (
        ("bag-info.txt", "Aantal-Grootboekregels: 25", f"Aantal-Grootboekregels: {count}"),
        ("LEESMIJ.md", f"`{LEDGER}` | 25 |", f"`{LEDGER}` | {count} |"),
    ):
        path = folder / name
        path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")


@pytest.mark.goal("72")
def test_rewritten_ledger_is_shown_by_the_anchor_alone(manifest: PackageManifest, contents: PackageContents) -> None:
    attack(manifest.folder, _rewrite_all, random.Random(2))
    reseal(manifest.folder)
    assert verify_package(manifest.folder) == ()
    assert verify_package(manifest.folder, [manifest.ledger_sha256])
    assert verify_package(manifest.folder, [manifest.seal_sha256])


@pytest.mark.goal("72")
def test_true_anchors_hold(manifest: PackageManifest, contents: PackageContents) -> None:
    anchors = [manifest.seal_sha256, manifest.ledger_sha256.upper(), contents.ledger[9].sha256]
    assert verify_package(manifest.folder, anchors) == ()
    done = run_verify(manifest.folder, *(part for each in anchors for part in ("--anchor", each)))
    assert done.returncode == 0 and "Vergelijk" not in done.stdout


def test_line_in_another_spelling_is_refused(manifest: PackageManifest) -> None:
    path = manifest.folder / LEDGER
    lines = path.read_text(encoding="utf-8").split("\n")
    doubled = lines[4].replace('{"action"', '{"action":"niets gedaan","action"', 1)
    path.write_text("\n".join([*lines[:4], doubled, *lines[5:]]), encoding="utf-8")
    reseal(manifest.folder)
    assert any("lijn 5" in problem for problem in verify_package(manifest.folder))


@pytest.mark.parametrize("body", ["", "\n", "{}\n", "[1]\n", "nul\n", '{"seq":1}\n', '"\\ud800"\n', "[" * 5000 + "\n"])
def test_ledger_that_is_no_ledger_is_a_problem_and_no_crash(manifest: PackageManifest, body: str) -> None:
    (manifest.folder / LEDGER).write_text(body)
    assert any(problem.startswith(LEDGER) for problem in verify_package(manifest.folder))


def test_script_is_the_same_everywhere_short_and_of_the_standard_library(manifest: PackageManifest) -> None:
    source = Path(verify_script.__file__).read_text(encoding="utf-8")
    assert (manifest.folder / "verify.py").read_text(encoding="utf-8") == source
    assert len(source.splitlines()) <= 200
    tree = ast.parse(source, feature_version=(3, 8))
    imported = {
        (node.module or "") if isinstance(node, ast.ImportFrom) else node.names[0].name
        for node in ast.walk(tree)
        if isinstance(node, (ast.Import, ast.ImportFrom))
    }
    assert {name.split(".")[0] for name in imported} <= sys.stdlib_module_names


def test_script_hashes_lines_as_the_domain_does(
    ledger_of: Callable[[int], tuple[Event, ...]], manifest: PackageManifest
) -> None:
    lines = (manifest.folder / LEDGER).read_text(encoding="utf-8").split("\n")[:-1]
    hashes = [verify_script._event_sha256(json.loads(line)) for line in lines]
    assert hashes == [event.sha256 for event in ledger_of(25)]


def test_copy_of_the_folder_is_in_order_too(manifest: PackageManifest, tmp_path: Path) -> None:
    shutil.copytree(manifest.folder, tmp_path / "kopie met spatie")
    assert run_verify(tmp_path / "kopie met spatie").returncode == 0
