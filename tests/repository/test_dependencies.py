"""What is installed: every dependency has its reason, every version its hash, and no file names a registry."""

from __future__ import annotations

import re
import subprocess
import tomllib

import pytest

from tests.repository.source import ROOT, committed_files

PYPROJECT = (ROOT / "pyproject.toml").read_text("utf-8")
LOCKS = ("requirements.lock", "requirements-dev.lock")
_REGISTRY = re.compile(
    r"(?<!no-emit-)index-url|find-links|trusted-host|https?://[^/\s]*(pypi|pythonhosted|artifact|mirror)[^\s]*", re.I
)


def _names(requirements: list[object]) -> set[str]:
    return {re.split(r"[\[<>=!~ ]", each)[0] for each in requirements if isinstance(each, str)}


def _locked(name: str) -> dict[str, str]:
    """Per package its part of the lock: version, marker and hashes."""
    parts = re.split(r"\n(?=\S)", (ROOT / name).read_text("utf-8"))
    return {part.partition("==")[0]: part for part in parts if "==" in part.partition("\n")[0]}


def test_every_dependency_has_a_line_of_reason() -> None:
    project = PYPROJECT.partition("dependencies = [")[2].partition("\n]")[0]
    lines = [line for line in project.splitlines() if line.strip()]
    assert len(lines) > 15
    assert [line for line in lines if "# " not in line] == []


@pytest.mark.parametrize("name", LOCKS)
def test_every_locked_version_has_hashes(name: str) -> None:
    locked = _locked(name)
    assert len(locked) > 100
    assert [package for package, part in locked.items() if "--hash=sha256:" not in part] == []


def test_locks_hold_what_the_project_asks_for() -> None:
    project = tomllib.loads(PYPROJECT)
    asked = _names(project["project"]["dependencies"])
    assert asked - {re.sub(r"\[.*", "", each) for each in _locked("requirements.lock")} == set()
    groups = project["dependency-groups"]
    assert _names([*groups["dev"], *groups["build"]]) - set(_locked("requirements-dev.lock")) == set()


def test_both_locks_agree() -> None:
    run, develop = _locked("requirements.lock"), _locked("requirements-dev.lock")
    version = {package: part.split()[0] for package, part in run.items()}
    assert {package for package, text in version.items() if develop[package].split()[0] != text} == set()


def test_no_file_names_a_registry() -> None:
    guilty = []
    for path in committed_files():
        if path.suffix in (".png", ".docx", ".xlsx") or path == ROOT / "tests" / "repository" / "test_dependencies.py":
            continue
        found = _REGISTRY.search(path.read_text("utf-8", errors="replace"))
        guilty += [f"{path.relative_to(ROOT)}: {found[0]}"] if found else []
    assert guilty == []


def test_ci_does_what_a_developer_does() -> None:
    script = (ROOT / ".ci" / "run").read_text("utf-8")
    assert script.splitlines()[-2:] == ["make test", "make test-long"]
    assert (ROOT / ".ci" / "run").stat().st_mode & 0o111
    wanted = subprocess.run(["make", "-n", "test"], cwd=ROOT, capture_output=True, text=True, check=False).stdout
    assert all(each in wanted for each in ("ruff check", "ruff format --check", "mypy", "lint-imports", "pytest"))
