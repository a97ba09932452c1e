"""The goals of the product (docs/goals.md) and the tests that are marked with their number."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from meetcyclus.domain.errors import NotAllowed
from meetcyclus.paths import project_root

_GOAL = re.compile(r"^\| (\d\d) \| (.+?) \|")
_MARK = re.compile(r"goal\(\"(\d\d)\"\)")


@dataclass(frozen=True)
class Goal:
    """A promise with its number and the test files that prove it."""

    id: str
    title: str
    tests: tuple[str, ...]


def goals_with_tests() -> list[Goal]:
    """Every goal, in order; NotAllowed outside the repository, where there are no tests to look at."""
    root = project_root()
    if not (root / "tests").is_dir():
        raise NotAllowed("the goals and their tests are in the repository, not in an installed package")
    marked = _marked_tests(root / "tests")
    matches = (_GOAL.match(line) for line in (root / "docs" / "goals.md").read_text().splitlines())
    return [Goal(match[1], match[2].replace("**", ""), tuple(marked.get(match[1], ()))) for match in matches if match]


def _marked_tests(folder: Path) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for path in sorted(folder.rglob("test_*.py")):
        for number in sorted(set(_MARK.findall(path.read_text()))):
            found.setdefault(number, []).append(str(path.relative_to(folder.parent)))
    return found
