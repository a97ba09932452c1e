"""The wheel: one name on the path, everything inside, and a command line that works far from the repository."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

from tests.repository.source import ROOT


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built as `pip wheel` would, with what is installed already and without a network."""
    folder = tmp_path_factory.mktemp("wheel")
    build = f"import hatchling.build; print(hatchling.build.build_wheel({os.fspath(folder)!r}))"
    done = subprocess.run([sys.executable, "-c", build], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return folder / done.stdout.splitlines()[-1]


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel in a folder of its own."""
    target = tmp_path_factory.mktemp("installed")
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index", "--no-compile"]
    subprocess.run([*pip, "--target", os.fspath(target), os.fspath(wheel)], check=True, capture_output=True)
    return target


def _run(installed: Path, home: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """The installed command from the root of the disk; the repository is nowhere on the path."""
    # -S leaves out the editable install of the repository, which a .pth file would put on the path.
    path = os.pathsep.join((os.fspath(installed), sysconfig.get_path("purelib")))
    kept = {name: text for name, text in os.environ.items() if not name.startswith(("MEETCYCLUS_", "PYTHON"))}
    return subprocess.run(
        [sys.executable, "-S", "-m", "meetcyclus", *words],
        cwd="/",
        env={**kept, "PYTHONPATH": path, "MEETCYCLUS_HOME": os.fspath(home)},
        capture_output=True,
        text=True,
        check=False,
    )


def test_wheel_brings_one_name_and_its_own_description(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
    tops = {name.split("/")[0] for name in names}
    assert tops == {"meetcyclus", "meetcyclus-0.4.1.dist-info"}
    inside = {name.split("/")[2] for name in names if name.startswith("meetcyclus/_project/")}
    assert inside == {"flows", "tasks", "expectations", "templates", "deployments"}
    assert any(name.endswith("licenses/LICENSE") for name in names)
    assert "meetcyclus/programmes/vlaamse_veerkracht/projecten.csv" in names
    assert not any("__pycache__" in name or "/tests/" in name for name in names)


def test_installed_command_runs_outside_the_repository(installed: Path, tmp_path: Path) -> None:
    where = subprocess.run(
        [sys.executable, "-S", "-c", "import meetcyclus; print(meetcyclus.__file__)"],
        cwd="/", env={"PYTHONPATH": os.fspath(installed)}, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert Path(where.stdout.strip()).is_relative_to(installed)
    rules = _run(installed, tmp_path, "check", "rules", "--json")
    assert rules.returncode == 0, rules.stderr
    assert len(json.loads(rules.stdout)["rules"]) > 40


def test_installed_command_finds_the_programmes_templates_and_rules_it_ships(installed: Path, tmp_path: Path) -> None:
    imported = _run(installed, tmp_path, "programme", "import", "vlaamse_veerkracht", "--json")
    assert imported.returncode == 0, imported.stderr
    assert json.loads(imported.stdout)["projects"] == 181
    goals = _run(installed, tmp_path, "goals")
    assert (goals.returncode, "Traceback" in goals.stderr) == (2, False)


def test_console_script_is_the_command_line(installed: Path) -> None:
    script = (installed / "bin" / "meetcyclus").read_text()
    assert "from meetcyclus.cli.main import main" in script
