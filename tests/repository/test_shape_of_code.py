"""Sizes and shapes: small modules, short functions, flows without rules, names that say what a module is."""

from __future__ import annotations

import ast
import statistics
import sys

import pytest

from tests.repository.source import PRODUCT, ROOT, Module, modules

MODULE_LINES, FUNCTION_LINES, MEDIAN_LINES = 300, 40, 10
CODE = modules(*PRODUCT)
FLOWS, TASKS = modules("flows"), modules("tasks")
# Words of a database; flows and tasks ask services.
SQL = ("select ", "insert into", "update ", "delete from", "execute(")


def _lines(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines of code: without the signature, which has a parameter a line, and without the docstring."""
    body = function.body[1:] if ast.get_docstring(function) and len(function.body) > 1 else function.body
    return (body[-1].end_lineno or 0) - body[0].lineno + 1


def _ids(found: list[Module]) -> list[str]:
    return [each.name for each in found]


def test_modules_stay_small() -> None:
    sizes = {each.name: len(each.text.splitlines()) for each in CODE}
    assert len(sizes) > 200
    assert {name: lines for name, lines in sizes.items() if lines > MODULE_LINES} == {}


def test_functions_stay_short() -> None:
    sizes = {f"{each.name}: {function.name}": _lines(function) for each in CODE for function in each.functions}
    assert {name: lines for name, lines in sizes.items() if lines > FUNCTION_LINES} == {}
    assert statistics.median(sizes.values()) < MEDIAN_LINES


def test_every_module_says_what_belongs_there() -> None:
    assert [each.name for each in CODE if not ast.get_docstring(each.tree)] == []


def test_nothing_is_left_to_do_later() -> None:
    marks = ("TO" + "DO", "FIX" + "ME", "X" * 3)
    assert [each.name for each in CODE if any(mark in each.text for mark in marks)] == []


@pytest.mark.parametrize("module", FLOWS + TASKS, ids=_ids(FLOWS + TASKS))
def test_stem_hides_no_module_of_the_standard_library(module: Module) -> None:
    """Prefect may put flows/ first on the path: a flow called calendar would hide Python's own."""
    assert module.path.stem == "__init__" or module.path.stem not in sys.stdlib_module_names


@pytest.mark.parametrize("module", FLOWS, ids=_ids(FLOWS))
def test_flow_is_one_function_named_as_its_file_and_knows_no_rules(module: Module) -> None:
    nodes = list(ast.walk(module.tree))
    assert not any(isinstance(each, ast.ClassDef | ast.Try | ast.Raise | ast.Lambda) for each in nodes)
    assert not any(word in module.text.lower() for word in SQL)
    names = [each.name for each in module.functions if not each.name.startswith("_")]
    assert names == ([] if module.path.stem == "__init__" else [module.path.stem])


@pytest.mark.parametrize("module", FLOWS, ids=_ids(FLOWS))
def test_flow_never_retries_and_carries_the_round_in_its_name(module: Module) -> None:
    for function in module.functions:
        if function.name.startswith("_"):
            assert not function.decorator_list
            continue
        (decorator,) = function.decorator_list
        assert isinstance(decorator, ast.Call)
        options = {each.arg: ast.literal_eval(each.value) for each in decorator.keywords}
        assert (options["name"], options["retries"]) == (module.path.stem, 0)
        # The walk over all rounds is of no round; the runs in it are.
        assert "{round_key}" in options["flow_run_name"] or module.path.stem == "walk_rounds"


@pytest.mark.parametrize("module", TASKS, ids=_ids(TASKS))
def test_tasks_are_plural_nouns_without_classes_or_sql(module: Module) -> None:
    assert module.path.stem == "__init__" or module.path.stem.endswith("s")
    assert not any(isinstance(each, ast.ClassDef | ast.Try) for each in ast.walk(module.tree))
    assert not any(word in module.text.lower() for word in SQL)


def test_tests_are_no_packages() -> None:
    """With an __init__.py under tests, tests/flows would hide flows."""
    assert [each.relative_to(ROOT).as_posix() for each in (ROOT / "tests").rglob("__init__.py")] == []
