"""meetcyclus package ... and opendata ...: what leaves the house."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from meetcyclus import handover
from meetcyclus.audit.package import verify_package
from meetcyclus.bootstrap import application
from meetcyclus.cli.shared import FOUND_SOMETHING, CommonGroup, Shown, actor, app_for_change, emit
from meetcyclus.cli.working import working
from meetcyclus.domain.errors import BadInput, NotNow
from meetcyclus.launch import conducting, read_history


@click.group(cls=CommonGroup)
def package() -> None:
    """The hand-over to the Rekenhof.

    Example:  meetcyclus package verify var/packages/2023-12/v1
    """


@package.command("build")
@click.argument("key")
@click.option("--out", required=True, type=click.Path(path_type=Path, file_okay=False))
def build_package(key: str, out: Path) -> None:
    """Build the package: data, documents, findings, verdicts, ledger, flow runs, manifest and verify.py.

    Example:  meetcyclus package build 2023-12 --out ./pakket --by secretariaat@example.org
    """
    app = app_for_change()
    with working("Building the package"):
        with conducting():
            flow_runs = read_history(key)
        made = handover.build_package(app, round_key=key, folder=out, flow_runs=flow_runs, by=actor())
    emit(
        {"ok": True, "folder": str(made.folder), "seal_sha256": made.seal_sha256, "files": made.files, "problems": []},
        lines=[f"{len(made.files)} files in {made.folder}", f"Check it: python3 {made.folder}/verify.py"],
    )


@package.command()
@click.argument("folder", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option("--anchor", "anchors", multiple=True, metavar="SHA256", help="A hash from the letter; may be repeated.")
def verify(folder: Path, anchors: tuple[str, ...]) -> int:
    """Check a package; DIR/verify.py does the same with Python alone.

    Example:  meetcyclus package verify ./pakket
    """
    problems = verify_package(folder, anchors)
    emit({"ok": not problems, "problems": problems}, lines=[*problems, "in orde" if not problems else "niet in orde"])
    return FOUND_SOMETHING if problems else 0


@click.group(cls=CommonGroup)
def opendata() -> None:
    """The open dataset.

    Example:  meetcyclus opendata prove var/opendata/2023-12/v1
    """


@opendata.command("build")
@click.argument("key")
@click.option("--out", required=True, type=click.Path(path_type=Path, file_okay=False))
def build_dataset(key: str, out: Path) -> None:
    """Build the dataset of a round from its newest snapshot.

    Example:  meetcyclus opendata build 2023-12 --out ./opendata --by secretariaat@example.org
    """
    app = app_for_change()
    with working("Building the dataset"):
        files = handover.build_dataset(app, round_key=key, folder=out, by=actor())
    _show_dataset(out, files)


@opendata.command()
@click.argument("key")
@click.option("--note", required=True, help="What was corrected, and why.")
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), help="Of the versions; HOME/opendata/KEY.")
def correct(key: str, note: str, out: Path | None) -> None:
    """Build a new version beside the old one, with a note of the change.

    Example:  meetcyclus opendata correct 2023-12 --note "einddatum VV014 verbeterd" --by secretariaat@example.org
    """
    app = app_for_change()
    with app.work() as uow:
        if handover.newest(uow, key, handover.DATASET) is None:
            raise NotNow(f"round {key} has no dataset to correct yet")
    home = out or app.settings.folder("opendata") / key
    if (home / "datapackage.json").exists():
        raise BadInput(f"{home} is a dataset itself; name the folder that holds its versions")
    with working("Building the dataset"):
        folder, files = handover.release_dataset(app, round_key=key, folder=home, by=actor(), note=note)
    _show_dataset(folder, files)


@opendata.command()
@click.argument("folder", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option("--round", "key", default="", help="The round; default the newest in the dataset.")
def prove(folder: Path, key: str) -> int:
    """Prove that a dataset equals the frozen round; exit code 1: it does not.

    Example:  meetcyclus opendata prove var/opendata/2023-12/v1
    """
    round_key = key or handover.round_of_dataset(folder)
    differences = handover.prove_dataset(application(), round_key=round_key, folder=folder)
    emit({"differences": differences}, lines=[*differences, f"{len(differences)} differences"])
    return FOUND_SOMETHING if differences else 0


def _show_dataset(folder: Path, files: Sequence[Path]) -> None:
    paths = [str(path) for path in files]
    emit(
        {"files": paths, "folder": str(folder), "differences": []}, Shown(str(folder), ("file",), ([p] for p in paths))
    )


COMMANDS = (package, opendata)
