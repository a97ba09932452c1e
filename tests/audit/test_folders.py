"""Sealed folders appear whole or not at all and are never overwritten with something else."""

from __future__ import annotations

from pathlib import Path

import pytest

from meetcyclus.audit.folders import folder_files, write_folder
from meetcyclus.domain.errors import BadInput, NotAllowed

FILES = {"een.txt": b"1", "sub/twee.txt": b"2"}


def test_new_folder_holds_exactly_the_files(tmp_path: Path) -> None:
    assert write_folder(tmp_path / "diep" / "pak", FILES)
    assert folder_files(tmp_path / "diep" / "pak") == FILES
    assert [path.name for path in (tmp_path / "diep").iterdir()] == ["pak"]


def test_same_content_changes_nothing(tmp_path: Path) -> None:
    write_folder(tmp_path / "pak", FILES)
    before = (tmp_path / "pak" / "een.txt").stat().st_mtime_ns
    assert not write_folder(tmp_path / "pak", FILES)
    assert (tmp_path / "pak" / "een.txt").stat().st_mtime_ns == before


@pytest.mark.parametrize("other", [{"een.txt": b"X", "sub/twee.txt": b"2"}, {"een.txt": b"1"}, {**FILES, "drie": b""}])
def test_other_content_is_refused_and_the_old_stays(tmp_path: Path, other: dict[str, bytes]) -> None:
    write_folder(tmp_path / "pak", FILES)
    with pytest.raises(NotAllowed, match="already exists"):
        write_folder(tmp_path / "pak", other)
    assert folder_files(tmp_path / "pak") == FILES


def test_empty_folder_is_filled_and_a_file_in_the_way_is_refused(tmp_path: Path) -> None:
    (tmp_path / "leeg").mkdir()
    assert write_folder(tmp_path / "leeg", FILES)
    (tmp_path / "bestand").write_text("x")
    with pytest.raises(NotAllowed):
        write_folder(tmp_path / "bestand", FILES)
    assert (tmp_path / "bestand").read_text() == "x"


def test_failure_half_way_leaves_nothing_behind(tmp_path: Path) -> None:
    # A file that must also be a folder cannot be written: the second one fails after the first was written.
    with pytest.raises(OSError, match="een"):
        write_folder(tmp_path / "pak", {"een": b"1", "een/twee": b"2"})
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "name", ["../weg", "/weg", "a//b", "a/./b", "a\\b", "C:x", "a\nb", "eind.", " a", "e\u0301e\u0301n", "", "x%y"]
)
def test_unsound_names_are_refused_by_name(tmp_path: Path, name: str) -> None:
    with pytest.raises(BadInput) as caught:
        write_folder(tmp_path / "pak", {name: b"1", "goed.txt": b"2"})
    assert [problem.value for problem in caught.value.problems] == [name]
    assert not (tmp_path / "pak").exists()


def test_names_that_differ_in_case_only_are_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput):
        write_folder(tmp_path / "pak", {"A.csv": b"1", "a.csv": b"2"})
