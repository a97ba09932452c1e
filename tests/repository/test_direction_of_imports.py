"""Who may import whom: flows know tasks, tasks know services, services know the domain, and never the other way."""

from __future__ import annotations

import ast
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.repository.source import PRODUCT, ROOT, Module, modules

# What each layer may import beside the standard library and itself.
ALLOWED = {
    "flows": ("tasks.", "prefect."),
    "tasks": (
        "meetcyclus.bootstrap.",
        "meetcyclus.handover",
        "meetcyclus.release",
        "meetcyclus.conductor.",
        "meetcyclus.services",
        "meetcyclus.domain.",
        "prefect.runtime.",
    ),
    "meetcyclus/domain": ("meetcyclus.domain.",),
    # A snapshot is JSON that must become facts again; pydantic does it for storage too. Files are written in one way.
    "meetcyclus/services": (
        "meetcyclus.domain.",
        "meetcyclus.services",
        "meetcyclus.safe_files.",
        "meetcyclus.calendars.",
        "pydantic.TypeAdapter",
    ),
}


def strangers(module: Module, allowed: tuple[str, ...]) -> list[str]:
    """What a module imports that its layer may not."""
    own = module.name.split("/")[0] + "."
    known = (*allowed, own) if own == "flows." else allowed
    found = [each for each in module.imports if each.split(".")[0] not in sys.stdlib_module_names]
    return [each for each in found if not f"{each}.".startswith(known)]


@pytest.mark.parametrize("layer", ALLOWED)
def test_layer_imports_only_what_it_may(layer: str) -> None:
    found = {each.name: strangers(each, ALLOWED[layer]) for each in modules(layer)}
    assert len(found) > 4
    assert {name: names for name, names in found.items() if names} == {}


def test_flows_and_tasks_import_nothing_inside_a_function() -> None:
    inside = [
        f"{module.name}: {function.name}"
        for module in modules("flows", "tasks")
        for function in module.functions
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]
    assert inside == []


def _lint(root: Path) -> subprocess.CompletedProcess[str]:
    program = Path(sys.executable).with_name("lint-imports")
    return subprocess.run([program, "--no-cache"], cwd=root, capture_output=True, text=True, check=False)


def test_contracts_of_import_linter_are_kept() -> None:
    done = _lint(ROOT)
    assert done.returncode == 0, done.stdout
    assert "0 broken" in done.stdout


def test_contracts_of_import_linter_can_be_broken(tmp_path: Path) -> None:
    """A contract that names a module which is not there would be kept for ever."""
    for name in PRODUCT:
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("*.csv", "*.docx", "__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    _add(tmp_path / "flows" / "hand_over.py", "import meetcyclus.services.rounds")
    _add(tmp_path / "tasks" / "checks.py", "import meetcyclus.storage.engine\nimport tasks.rounds")
    _add(tmp_path / "meetcyclus" / "domain" / "dutch.py", "import meetcyclus.services.rounds\nimport flows.hand_over")
    _add(tmp_path / "meetcyclus" / "mail" / "message.py", "import meetcyclus.audit.dcat\nimport openpyxl")
    for library in ("sqlalchemy", "prefect", "great_expectations", "docx", "yagmail", "click"):
        _add(tmp_path / "meetcyclus" / "calendars.py", f"import {library}")
    done = _lint(tmp_path)
    assert done.returncode == 1
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    kept = [each["name"] for each in contracts if f"{each['name']} BROKEN" not in done.stdout.replace("\n", " ")]
    assert kept == []


def _add(path: Path, line: str) -> None:
    path.write_text(f"{path.read_text()}\n{line}\n")
