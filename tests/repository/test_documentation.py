"""What we say about the product is true: the README, the goals, the decisions and the settings."""

from __future__ import annotations

import ast
import inspect
import re
import shlex
from pathlib import Path

import click
import pytest

from meetcyclus import settings
from meetcyclus.cli.main import root
from meetcyclus.goals import goals_with_tests
from tests.repository.source import ROOT, modules

README = (ROOT / "README.md").read_text("utf-8")
EXAMPLE = (ROOT / "deployments" / "example.env").read_text("utf-8")
DECISIONS = sorted((ROOT / "docs" / "decisions").glob("*.md"))
PAGES = [ROOT / "README.md", ROOT / "CHANGELOG.md", *(ROOT / "docs").glob("*.md"), *DECISIONS,
         ROOT / "deployments" / "README.md"]  # fmt: skip
_COMMAND = re.compile(r"^(?:\$ )?meetcyclus (.+)$", re.M)


def _find(words: list[str]) -> tuple[click.Command | None, list[str]]:
    """The command that these words begin with, and the rest of the words."""
    command: click.Command = root
    while words and isinstance(command, click.Group):
        if words[0] not in command.commands:
            return None, words
        command, words = command.commands[words[0]], words[1:]
    return command, words


def _shown_commands() -> list[str]:
    """Every command that the pages show, in a block or between backticks."""
    found = []
    for page in PAGES:
        if page.name != "goals.md":  # the goals name commands of a later version
            text = page.read_text("utf-8")
            found += _COMMAND.findall(text) + re.findall(r"`meetcyclus ([^`]+)`", text)
    return sorted(set(found))


def test_pages_show_commands() -> None:
    assert len(_shown_commands()) > 8


@pytest.mark.parametrize("shown", _shown_commands())
def test_command_that_a_page_shows_exists_with_its_options(shown: str) -> None:
    command, rest = _find(shlex.split(shown.partition("  #")[0]))
    assert command is not None, f"meetcyclus {shown}"
    assert not isinstance(command, click.Group), f"meetcyclus {shown}: which of its commands?"
    known = {option for each in command.params for option in each.opts}
    assert {each for each in rest if each.startswith("--")} <= known
    needed = sum(isinstance(each, click.Argument) and each.required for each in command.params)
    assert len([each for each in rest if not each.startswith("--")]) >= needed


def test_table_of_commands_is_complete() -> None:
    table = README.partition("| commands |")[2].partition("\n\n")[0]
    listed = set()
    for cell in re.findall(r"`([^`]+)`", table):
        group, _, names = cell.partition(" ")
        listed |= {f"{group} {name}".strip() for name in names.split("/")}
    there = set()
    for name, command in root.commands.items():
        inner = command.commands if isinstance(command, click.Group) else {"": command}
        there |= {f"{name} {each}".strip() for each in inner}
    assert listed - {"log verify"} == there


def test_glossary_explains_every_public_class_of_the_domain() -> None:
    table = README.partition("## Glossary")[2].partition("\n## ")[0]
    rows = [line.split("|") for line in table.splitlines() if line.startswith("| ")][2:]
    assert all(len(row) == 5 and all(cell.strip() for cell in row[1:4]) for row in rows)
    explained = [name.strip() for row in rows for name in row[2].split(",")]
    public = {
        node.name
        for module in modules("meetcyclus/domain")
        for node in module.tree.body
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_")
    }
    assert len(explained) == len(set(explained))
    assert set(explained) == public


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_links_lead_somewhere(page: Path) -> None:
    links = re.findall(r"\]\(([^)#]+)[^)]*\)", page.read_text("utf-8"))
    missing = [each for each in links if "://" not in each and not (page.parent / each).exists()]
    assert missing == []


def test_folders_that_the_readme_names_exist() -> None:
    table = README.partition("| folder |")[2].partition("\n\n")[0]
    named = []
    for cell in re.findall(r"^\| `([^`]+)` \|", table, re.M):
        first, *others = cell.split()
        named += [first, *(f"{Path(first).parent}/{each}" for each in others)]
    assert len(named) > 10
    assert [each for each in named if not (ROOT / each).is_dir()] == []


def test_every_goal_that_a_test_names_is_a_goal_of_the_product() -> None:
    known = {each.id for each in goals_with_tests()}
    marks = {
        (number, path.name)
        for path in (ROOT / "tests").rglob("*.py")
        for number in re.findall(r"mark\.goal\(\"(.*?)\"\)", path.read_text("utf-8"))
    }
    assert len({number for number, _ in marks}) > 20
    assert {mark for mark in marks if mark[0] not in known} == set()


@pytest.mark.parametrize("page", DECISIONS, ids=lambda page: page.stem)
def test_decision_is_half_a_page_with_status_context_decision_and_consequences(page: Path) -> None:
    text = page.read_text("utf-8")
    assert text.startswith("# ")
    places = [text.find(each) for each in ("Status: ", "## Context", "## Decision", "## Consequences")]
    assert -1 not in places
    assert places == sorted(places)
    assert len(text.split()) < 350


def test_decisions_are_numbered_without_gaps() -> None:
    assert [each.name[:5] for each in DECISIONS] == [f"{number:04d}-" for number in range(1, len(DECISIONS) + 1)]
    assert len(DECISIONS) >= 10


def test_every_setting_is_explained_in_the_example_and_no_other() -> None:
    read = set(re.findall(r"MEETCYCLUS_[A-Z_]+", inspect.getsource(settings)))
    read |= {name for each in modules("meetcyclus") for name in re.findall(r"\"(MEETCYCLUS_[A-Z_]+)\"", each.text)}
    lines = EXAMPLE.splitlines()
    explained = {}
    for at, line in enumerate(lines):
        if line.startswith("MEETCYCLUS_"):
            above = [each for each in reversed(lines[:at]) if not each.startswith("MEETCYCLUS_")]
            explained[line.partition("=")[0]] = above[0] if above else ""
    assert set(explained) == read
    assert [name for name, text in explained.items() if not text.startswith("# ")] == []


def test_example_of_the_settings_can_be_read(tmp_path: Path) -> None:
    given = dict(line.split("=", 1) for line in EXAMPLE.splitlines() if line.startswith("MEETCYCLUS_"))
    (tmp_path / "password").write_text("geheim\n")
    read = settings.read_settings({**given, "MEETCYCLUS_SMTP_PASSWORD_FILE": str(tmp_path / "password")})
    assert read.by == given["MEETCYCLUS_BY"]
    assert read.smtp_password == "geheim"
    assert read.frozen_now is None


def test_licence_is_named_the_same_everywhere() -> None:
    licence = (ROOT / "LICENSE").read_text("utf-8")
    assert licence.startswith("SPDX-License-Identifier: EUPL-1.2\n")
    assert "interoperable-europe.ec.europa.eu/collection/eupl/eupl-text-eupl-12" in licence
    assert 'license = "EUPL-1.2"' in (ROOT / "pyproject.toml").read_text("utf-8")


def test_changelog_leads_with_the_version_that_is_packaged() -> None:
    version = re.search(r'^version = "(.+)"$', (ROOT / "pyproject.toml").read_text("utf-8"), re.M)
    assert version is not None
    first = re.search(r"^## (\S+)", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.M)
    assert first is not None
    assert first[1] == version[1]


def test_nothing_names_a_machine_of_ours() -> None:
    guilty = [
        f"{path.relative_to(ROOT)}: {found[0]}"
        for folder in ("meetcyclus", "flows", "tasks", "expectations", "templates", "docs", "deployments")
        for path in (ROOT / folder).rglob("*")
        if path.is_file() and path.suffix in (".py", ".md", ".toml", ".j2", ".txt", ".env", ".csv")
        for found in re.finditer(r"(?<![\w.])/(?:tmp|work|home)/\S*", path.read_text("utf-8"))
    ]
    assert guilty == []
