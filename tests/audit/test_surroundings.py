"""Same facts, same bytes: in processes with another zone, another language and another seed for hashes."""

from __future__ import annotations

import json
import os
import pickle
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from meetcyclus.audit.open_data import DatasetDescription
from meetcyclus.audit.package import PackageContents
from meetcyclus.exchange.schema import table_schemas
from tests.audit import elsewhere

SURROUNDINGS = (
    {"TZ": "Asia/Tokyo", "LC_ALL": "C", "PYTHONHASHSEED": "1"},
    {"TZ": "America/New_York", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "2", "PYTHONUTF8": "0"},
)


@pytest.mark.goal("67")
def test_everything_that_leaves_the_house_is_the_same_in_other_surroundings(
    contents: PackageContents, description: DatasetDescription, tmp_path: Path
) -> None:
    """A setting inside a running process changes next to nothing: each of the surroundings has a process of its own."""
    facts = (contents, replace(description, table_schemas=table_schemas()))
    made = [_made(tmp_path / str(number), facts, given) for number, given in enumerate(SURROUNDINGS)]
    assert [each["zone"] for each in made] in (["+0900", "-0500"], ["+0900", "-0400"])
    here = elsewhere.hashes(_folder(tmp_path / "here"), *facts)
    kinds = {name.partition("/")[0] if "/" in name else name.rpartition(".")[2] for name in here}
    assert kinds == {"docx", "xlsx", "csv", "dataset", "package"}
    for each in made:
        assert each["hashes"] == here


def _made(folder: Path, facts: object, surroundings: dict[str, str]) -> dict[str, object]:
    (_folder(folder) / elsewhere.FACTS).write_bytes(pickle.dumps(facts))
    done = subprocess.run(
        [sys.executable, "-m", elsewhere.__name__, str(folder)],
        env={**os.environ, **surroundings},
        cwd=Path(__file__).parents[2],
        capture_output=True,
        check=False,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, object] = json.loads(done.stdout)
    return found


def _folder(path: Path) -> Path:
    path.mkdir()
    return path
