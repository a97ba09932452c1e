"""Sixty rules over projects and milestones of any size, in the form of the catalogue, with faults in the data."""

from __future__ import annotations

from typing import Any

import numpy as np

from meetcyclus.quality.catalogue import Check

Data = dict[str, dict[str, np.ndarray[Any, Any]]]
SIZES = {181: 1_753, 10_000: 100_000, 100_000: 1_000_000}
STATUSES = ["niet_gestart", "opgestart", "in_uitvoering", "gerealiseerd", "aandacht", "actie", "stopgezet"]
STEPS = ["op_schema", "vertraagd", "gerealiseerd", "geschrapt", "vervangen"]
KINDS = {
    "projects": {
        **dict.fromkeys(("key", "status", "before", "cluster", "lead", "cause", "measure", "text", "funding"), "text"),
        **dict.fromkeys(("budget", "committed", "settled", "share", "year", "rounds"), "number"),
        **dict.fromkeys(("has_report", "is_late", "is_known"), "flag"),
    },
    "milestones": {
        **dict.fromkeys(("key", "project", "status", "before", "explanation", "evidence", "line"), "text"),
        **dict.fromkeys(("year", "slip", "overdue", "planned", "expected", "realised"), "number"),
        **dict.fromkeys(("is_final", "is_reported", "is_known"), "flag"),
    },
}
_BE = "expect_column_values_to_"
AT_RISK = ["status", "in", ["aandacht", "actie"]]
RUNS = ["status", "in", ["opgestart", "in_uitvoering", "aandacht", "actie"]]
REPORTED = ["has_report", "==", True]
DONE, ON_TIME = ["status", "==", "gerealiseerd"], ["status", "==", "op_schema"]


def _one(kind: str, column: str, *where: list[object], **kwargs: object) -> tuple[str, dict[str, object], Any]:
    return _BE + kind, {"column": column, **kwargs}, where


def _length(column: str, *where: list[object], **kwargs: object) -> tuple[str, dict[str, object], Any]:
    return "expect_column_value_lengths_to_be_between", {"column": column, **kwargs}, where


def _pair(one: str, other: str, *where: list[object]) -> tuple[str, dict[str, object], Any]:
    kwargs = {"column_A": one, "column_B": other, "or_equal": True, "ignore_row_if": "either_value_is_missing"}
    return "expect_column_pair_values_a_to_be_greater_than_b", kwargs, where


PROJECTS = (
    *(_one("not_be_null", each) for each in ("key", "status", "cluster", "lead", "budget", "year", "funding")),
    *(_one("not_be_null", each, AT_RISK) for each in ("cause", "measure", "text")),
    *(_one("not_be_null", each, RUNS, REPORTED) for each in ("text", "share", "committed")),
    _one("be_unique", "key"),
    _one("be_in_set", "status", value_set=STATUSES),
    _one("be_in_set", "before", value_set=STATUSES),
    _one("be_in_set", "funding", value_set=["relance", "rrf"]),
    _one("be_in_set", "has_report", value_set=[True]),
    _one("be_in_set", "is_late", value_set=[False]),
    _one("be_in_set", "is_known", value_set=[True]),
    _one("not_be_in_set", "before", ["status", "==", "niet_gestart"], value_set=["gerealiseerd", "stopgezet"]),
    _one("be_between", "budget", min_value=0),
    _one("be_between", "year", min_value=2020, max_value=2030),
    _one("be_between", "share", min_value=0, max_value=100),
    _one("be_between", "share", DONE, min_value=95),
    _one("be_between", "rounds", RUNS, max_value=4, strict_max=True),
    _one("match_regex", "key", regex=r"^VV\d{6}$"),
    _one("match_regex", "lead", regex=r"^[^@ ]+@[^@ ]+\.[a-z]+$"),
    _one("not_match_regex", "text", REPORTED, regex=r"(?i)^\W*(?:nvt|idem|geen|tbd)?\W*$"),
    _length("text", REPORTED, min_value=12),
    _length("text", max_value=31),
    _pair("budget", "committed"),
    _pair("committed", "settled"),
    _pair("budget", "settled", DONE),
)
MILESTONES = (
    *(_one("not_be_null", each) for each in ("key", "project", "status", "planned")),
    _one("not_be_null", "realised", DONE),
    _one("not_be_null", "evidence", DONE, ["is_final", "==", True]),
    _one("not_be_null", "explanation", ["slip", ">", 90], ["status", "not in", ["gerealiseerd", "geschrapt"]]),
    _one("not_be_null", "expected", ON_TIME),
    _one("be_null", "realised", ["status", "in", ["op_schema", "vertraagd"]]),
    _one("be_unique", "key"),
    _one("be_unique", "line", ["is_reported", "==", True]),
    _one("be_in_set", "status", value_set=STEPS),
    _one("be_in_set", "before", ["before", "is filled"], value_set=STEPS),
    _one("be_in_set", "is_reported", value_set=[True]),
    _one("be_in_set", "is_known", value_set=[True]),
    _one("not_be_in_set", "status", ["before", "==", "gerealiseerd"], value_set=["op_schema", "vertraagd"]),
    _one("be_between", "year", min_value=2020, max_value=2030),
    _one("be_between", "overdue", ON_TIME, max_value=0, strict_max=True),
    _one("be_between", "slip", ["explanation", "is empty"], max_value=180),
    _one("match_regex", "key", regex=r"^VV\d{6}-M\d{3}$"),
    _one("match_regex", "project", regex=r"^VV\d{6}$"),
    _length("explanation", min_value=5),
    _length("explanation", ["status", "==", "geschrapt"], min_value=10, max_value=60),
    _pair("expected", "planned", ON_TIME),
    _pair("realised", "planned", DONE, ["is_final", "==", True]),
    _pair("expected", "realised"),
)
CHECKS = tuple(
    Check(f"R{number:02d}", number, table, name, kwargs, {}, tuple(tuple(each) for each in where))
    for number, (table, (name, kwargs, where)) in enumerate(
        (*(("projects", each) for each in PROJECTS), *(("milestones", each) for each in MILESTONES))
    )
)


def data_of(projects: int) -> Data:
    """The same data for everybody: objects, floats and booleans by column; about one value in fifty is a fault."""
    lot, milestones = np.random.default_rng(1), SIZES[projects]
    keys = _texts(f"VV{n:06d}" for n in range(projects))
    own = keys[np.arange(milestones) % projects]
    places = np.arange(milestones) // projects
    lines = _texts(f"{key}-M{place:03d}" for key, place in zip(own, places, strict=True))

    def chosen(size: int, values: list[str], wrong: float = 0.02) -> np.ndarray[Any, Any]:
        found = np.array(values, dtype=object)[lot.integers(0, len(values), size)]
        found[lot.random(size) < wrong] = "fout"
        return _holed(found)

    def _holed(found: np.ndarray[Any, Any], part: float = 0.02) -> np.ndarray[Any, Any]:
        found[lot.random(len(found)) < part] = None if found.dtype == object else np.nan
        return found

    def numbers(size: int, low: int, high: int) -> np.ndarray[Any, Any]:
        return _holed(lot.integers(low, high, size).astype(float))

    def flags(size: int, part: float) -> np.ndarray[Any, Any]:
        return lot.random(size) < part

    def words(size: int) -> np.ndarray[Any, Any]:
        texts = _texts(f"Werken {n} lopen volgens plan" for n in lot.integers(0, 10**6, size))
        texts[lot.random(size) < 0.02] = "nvt"
        return _holed(texts, 0.1)

    def doubled(found: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
        copy = found.copy()
        copy[::500], copy[3::700] = copy[0], "fout"
        return _holed(copy)

    n, m = projects, milestones
    return {
        "projects": {
            "key": doubled(keys), "status": chosen(n, STATUSES), "before": chosen(n, STATUSES),
            "cluster": chosen(n, ["C1", "C2", "C3"]), "lead": chosen(n, [f"lead{k}@example.org" for k in range(90)]),
            "cause": chosen(n, ["vergunning", "levering"]), "measure": chosen(n, ["overleg", "uitstel"]),
            "text": words(n), "funding": chosen(n, ["relance", "rrf"]), "budget": numbers(n, -50_000, 10**6),
            "committed": numbers(n, 0, 10**6), "settled": numbers(n, 0, 10**6), "share": numbers(n, -1, 104),
            "year": numbers(n, 2019, 2032), "rounds": numbers(n, 1, 6), "has_report": flags(n, 0.98),
            "is_late": flags(n, 0.02), "is_known": flags(n, 0.99),
        },
        "milestones": {
            "key": doubled(lines), "project": _holed(doubled(own)), "status": chosen(m, STEPS),
            "before": chosen(m, STEPS), "explanation": words(m), "evidence": chosen(m, ["verslag", "foto"]),
            "line": doubled(lines), "year": numbers(m, 2019, 2032), "slip": numbers(m, -90, 200),
            "overdue": numbers(m, -900, 20), "planned": numbers(m, 0, 900), "expected": numbers(m, 0, 900),
            "realised": numbers(m, 0, 900), "is_final": flags(m, 0.1), "is_reported": flags(m, 0.98),
            "is_known": flags(m, 0.99),
        },
    }  # fmt: skip


def _texts(values: Any) -> np.ndarray[Any, Any]:
    listed = list(values)
    found = np.empty(len(listed), dtype=object)
    found[:] = listed
    return found
