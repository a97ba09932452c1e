"""Fulfils the QualityCheck port: guards the input, runs the catalogue, names every failing place in Dutch."""

from __future__ import annotations

import importlib
import json
import os
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from meetcyclus.domain.canonical import canonical_json
from meetcyclus.domain.errors import BadInput
from meetcyclus.domain.findings import CheckOutcome, Crash, Hit, Rule, Stage, UndecidedRule
from meetcyclus.domain.programme import Programme
from meetcyclus.quality.catalogue import Catalogue, Check, read_catalogue, read_files
from meetcyclus.quality.guard import require_true_input
from meetcyclus.quality.shown import ShownRow
from meetcyclus.quality.tables import Table, build_table
from meetcyclus.quality.view import RoundView
from meetcyclus.quality.wording.lexicon import Lexicon
from meetcyclus.services.ports import CheckSubject

if TYPE_CHECKING:
    from meetcyclus.quality.engine import EngineResult


@lru_cache(maxsize=2)
def _kept(content: bytes) -> GreatExpectationsCheck:
    """Reading a catalogue takes longer than most rules, and a walk asks for the same one again and again."""
    return GreatExpectationsCheck(json.loads(content))


class Engine(Protocol):
    """What this module needs of the engine module."""

    def run_checks(
        self, tables: Sequence[Table], checks: Sequence[Check], settings: Mapping[str, object]
    ) -> EngineResult:
        """Validate every table with its checks in one pass."""
        ...


class GreatExpectationsCheck:
    """The quality check over the rule catalogue in a folder, or over the texts of its files by name."""

    def __init__(self, expectations: Path | Mapping[str, str]) -> None:
        self._expectations = expectations

    @cached_property
    def _files(self) -> Mapping[str, str]:
        return read_files(self._expectations) if isinstance(self._expectations, Path) else self._expectations

    @cached_property
    def _catalogue(self) -> Catalogue:
        return read_catalogue(self._files)

    def content(self) -> bytes:
        """The catalogue as one file: the text of every rule file, by name."""
        return canonical_json(self._files).encode()

    def with_content(self, content: bytes) -> GreatExpectationsCheck:
        """The check by a catalogue that was kept; this one where they are the same."""
        return self if content == self.content() else _kept(content)

    def rules(self) -> Sequence[Rule]:
        """The catalogue, in order of code. Never loads Great Expectations."""
        return self._catalogue.rules

    def undecided(self) -> Sequence[UndecidedRule]:
        """What the catalogue says that no data can decide yet, in order of code."""
        return self._catalogue.undecided

    def run(self, subject: CheckSubject, stages: frozenset[Stage], suite: str = "") -> CheckOutcome:
        """One pass over all rules of these stages, or of one suite of them. Raises BadInput when a table is empty or
        too short to be true."""
        checks = self._catalogue.checks_for(stages, suite)
        if not checks:
            names = ", ".join([*sorted(stages), *([f"suite {suite}"] if suite else [])]) or "none"
            raise BadInput(f"the catalogue has no rule for the stages asked ({names}): nothing would be checked")
        view = replace(require_true_input(subject, stages), lexicon=Lexicon(self.rules()))
        checks = tuple(check for check in checks if view.uses.issuperset(check.needs))
        tables, unread = _tables(checks, view)
        checks = tuple(check for check in checks if check.table in unread or tables[check.table].rows)
        settings = _settings(view.data.programme)
        filled = [table for table in tables.values() if table.rows]
        result = _engine().run_checks(filled, [check for check in checks if check.table in tables], settings)
        crashes = [Crash(check.rule_code, unread[check.table]) for check in checks if check.table in unread]
        return _outcome(checks, tables, settings, replace(result, crashes=(*result.crashes, *crashes)))


def _tables(checks: Iterable[Check], view: RoundView) -> tuple[dict[str, Table], dict[str, str]]:
    """The tables that the checks name, and why a table cannot be built: a rule lacks a list that its rows need."""
    tables: dict[str, Table] = {}
    unread: dict[str, str] = {}
    for name in dict.fromkeys(check.table for check in checks):
        try:
            tables[name] = build_table(name, view)
        except (KeyError, re.error) as error:
            unread[name] = f"the table {name} cannot be built: {error.args[0]}"
    return tables, unread


def _engine() -> Engine:
    """Load the engine at first use: it costs seconds and only a running check needs it. It may not call home."""
    os.environ["GX_ANALYTICS_ENABLED"] = "false"
    os.environ["DO_NOT_TRACK"] = "1"
    engine: Engine = importlib.import_module("meetcyclus.quality.engine")
    return engine


def _settings(programme: Programme) -> dict[str, object]:
    return {
        "horizon_from": programme.horizon_from,
        "horizon_until": programme.horizon_until,
        "project_number_pattern": programme.project_number_pattern,
    }


def _outcome(
    checks: Iterable[Check], tables: Mapping[str, Table], settings: Mapping[str, object], result: EngineResult
) -> CheckOutcome:
    """A rule with a crash gives no hit at all: half a rule must not blame anybody."""
    crashes = {each.rule_code: each for each in reversed(result.crashes)}
    hits: dict[tuple[str, str, str, str], Hit] = {}
    for each in sorted(result.failing, key=lambda failing: (failing.check.rule_code, failing.check.position)):
        if each.check.rule_code not in crashes:
            for position in each.positions.tolist():
                hit = _hit(each.check, tables[each.check.table].rows[position], settings)
                hits.setdefault((hit.project_number, hit.object_key, hit.rule_code, hit.field), hit)
    codes = dict.fromkeys(check.rule_code for check in checks if check.rule_code not in crashes)
    return CheckOutcome(
        rules_run=tuple(codes),
        crashed=tuple(crashes[code] for code in sorted(crashes)),
        hits=tuple(hits[key] for key in sorted(hits)),
    )


def _hit(check: Check, row: object, settings: Mapping[str, object]) -> Hit:
    words = ShownRow(row, {**settings, **check.parameters})
    return Hit(
        rule_code=check.rule_code,
        project_number=words["project"],
        object_key=words["object_key"],
        field=check.field.format_map(words),
        value=check.value.format_map(words),
        expected=check.expected.format_map(words),
    )
