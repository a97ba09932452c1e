"""Reads the rule catalogue: one place per rule, as TOML in the expectations folder.

A rule says what must hold, for whom and why; its checks say on which table and with which expectation. A rule that
no data can decide yet stands in the catalogue as well, with the reason.
A text that starts with `$` in a check stands for a parameter of the rule or a setting of the programme.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from meetcyclus.domain.errors import BadInput, Problem
from meetcyclus.domain.findings import Rule, Severity, Stage, UndecidedRule
from meetcyclus.domain.programme import ROLES
from meetcyclus.quality.known import columns_of, unknown_parts
from meetcyclus.quality.tables import BUILDERS
from meetcyclus.quality.undecided import undecided_problems, undecided_rules

RULE_KEYS = ("code", "version", "severity", "stage", "owner", "title", "what", "why", "how", "basis")
OPTIONAL_RULE_KEYS = ("parameters", "suites")
CHECK_KEYS = ("table", "expectation", "kwargs")
OPTIONAL_CHECK_KEYS = ("where", "field", "value", "expected", "needs")


@dataclass(frozen=True)
class Check:
    """One expectation of a rule over one table; `field`, `value` and `expected` are templates over the failing row.

    `needs` names what a programme must use before the check means anything, such as `vr_documents`.
    """

    rule_code: str
    position: int
    table: str
    expectation: str
    kwargs: Mapping[str, object]
    parameters: Mapping[str, object]
    where: tuple[tuple[object, ...], ...] = ()
    field: str = ""
    value: str = ""
    expected: str = ""
    needs: tuple[str, ...] = ()

    @property
    def columns(self) -> frozenset[str]:
        """The columns of the table that the expectation and its conditions name."""
        return frozenset({*columns_of(self.kwargs), *(str(condition[0]) for condition in self.where)})

    def filled(self, settings: Mapping[str, object]) -> tuple[dict[str, object], list[tuple[object, ...]]]:
        """The kwargs and conditions with every `$name` replaced by a parameter of the rule or by a setting."""
        known = {**settings, **self.parameters}
        return (
            {name: _filled(value, known) for name, value in self.kwargs.items()},
            [tuple(_filled(part, known) for part in condition) for condition in self.where],
        )


@dataclass(frozen=True)
class Catalogue:
    """All rules in order of code, each with its checks, and those that wait for data."""

    rules: tuple[Rule, ...]
    checks: tuple[Check, ...]
    undecided: tuple[UndecidedRule, ...] = ()

    def checks_for(self, stages: frozenset[Stage], suite: str = "") -> tuple[Check, ...]:
        """The checks of the rules of these stages, and of this suite where one is named."""
        codes = {rule.code for rule in self.rules if rule.stage in stages and suite in ("", *rule.suites)}
        return tuple(check for check in self.checks if check.rule_code in codes)


def read_files(folder: Path) -> dict[str, str]:
    """The rule files of a folder, by name; BadInput when it has none."""
    files = {path.name: path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.toml"))}
    if not files:
        raise BadInput(f"no rule files (*.toml) in {folder}")
    return files


def read_catalogue(files: Mapping[str, str]) -> Catalogue:
    """The catalogue in the texts of rule files, or BadInput with every entry that cannot be a rule."""
    entries: list[tuple[str, dict[str, object]]] = []
    waiting: list[tuple[str, dict[str, object]]] = []
    problems: list[Problem] = []
    for name, text in files.items():
        try:
            content = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            problems.append(Problem(name, 0, "", str(error), "a TOML file"))
            continue
        entries += [(name, entry) for entry in _tables(content.get("rule"))]
        waiting += [(name, entry) for entry in _tables(content.get("undecided"))]
    problems += [problem for name, entry in entries for problem in _problems_of(name, entry)]
    problems += [problem for name, entry in waiting for problem in undecided_problems(name, entry)]
    problems += _doubles([*entries, *waiting])
    if problems:
        raise BadInput("the rule catalogue cannot be read", problems)
    ordered = sorted((entry for _, entry in entries), key=lambda entry: str(entry["code"]))
    return Catalogue(
        tuple(_rule(entry) for entry in ordered),
        tuple(check for entry in ordered for check in _checks(entry)),
        undecided_rules(entry for _, entry in waiting),
    )


def _filled(value: object, known: Mapping[str, object]) -> object:
    """A day is given as text, because the columns with days hold text as well."""
    if isinstance(value, str) and value.startswith("$"):
        value = known[value[1:]]
    return value.isoformat() if isinstance(value, date) else value


def _rule(entry: Mapping[str, object]) -> Rule:
    texts = {name: str(entry[name]).strip() for name in ("code", "owner", "title", "what", "why", "how", "basis")}
    return Rule(
        version=int(str(entry["version"])),
        severity=Severity(str(entry["severity"])),
        stage=Stage(str(entry["stage"])),
        parameters=_mapping(entry.get("parameters")),
        suites=tuple(str(name) for name in _listed(entry.get("suites"))),
        **texts,
    )


def _checks(entry: Mapping[str, object]) -> Iterable[Check]:
    for position, raw in enumerate(_tables(entry.get("check"))):
        yield Check(
            rule_code=str(entry["code"]),
            position=position,
            table=str(raw["table"]),
            expectation=str(raw["expectation"]),
            kwargs=_mapping(raw["kwargs"]),
            parameters=_mapping(entry.get("parameters")),
            where=tuple(tuple(condition) for condition in _lists(raw.get("where"))),
            field=str(raw.get("field", "")),
            value=str(raw.get("value", "")),
            expected=str(raw.get("expected", "")),
            needs=tuple(str(name) for name in _listed(raw.get("needs"))),
        )


def _problems_of(file: str, entry: Mapping[str, object]) -> list[Problem]:
    code = str(entry.get("code", ""))
    found = [Problem(file, 0, f"{code} {name}", "", "a filled value") for name in RULE_KEYS if not entry.get(name)]
    found += [
        Problem(file, 0, f"{code} {name}", str(entry.get(name)), "one of " + ", ".join(allowed))
        for name, allowed in (
            ("severity", [each.value for each in Severity]),
            ("stage", [each.value for each in Stage]),
            ("owner", list(ROLES)),
        )
        if entry.get(name) and entry[name] not in allowed
    ]
    unknown = set(entry) - {*RULE_KEYS, *OPTIONAL_RULE_KEYS, "check"}
    found += [Problem(file, 0, code, name, "a known key of a rule") for name in sorted(unknown)]
    checks = _tables(entry.get("check"))
    if not checks:
        found.append(Problem(file, 0, f"{code} check", "", "at least one check"))
    return found + [problem for check in checks for problem in _check_problems(file, entry, check)]


def _check_problems(file: str, entry: Mapping[str, object], check: Mapping[str, object]) -> list[Problem]:
    code = str(entry.get("code", ""))
    found = [Problem(file, 0, f"{code} check {name}", "", "a filled value") for name in CHECK_KEYS if name not in check]
    if "table" in check and check["table"] not in BUILDERS:
        found.append(Problem(file, 0, f"{code} check table", str(check["table"]), "one of " + ", ".join(BUILDERS)))
    unknown = set(check) - {*CHECK_KEYS, *OPTIONAL_CHECK_KEYS}
    found += [Problem(file, 0, f"{code} check", name, "a known key of a check") for name in sorted(unknown)]
    if found:
        return found
    parts = unknown_parts(str(check["expectation"]), _mapping(check["kwargs"]))
    return [Problem(file, 0, f"{code} check expectation", value, expected) for value, expected in parts]


def _doubles(entries: Sequence[tuple[str, Mapping[str, object]]]) -> list[Problem]:
    seen: dict[str, str] = {}
    found: list[Problem] = []
    for file, entry in entries:
        code = str(entry.get("code", ""))
        if code in seen:
            found.append(Problem(file, 0, "code", code, f"a code that is not used in {seen[code]}"))
        seen.setdefault(code, file)
    return found


def _mapping(value: object) -> dict[str, object]:
    return dict(value) if isinstance(value, dict) else {}


def _listed(value: object) -> list[object]:
    return list(value) if isinstance(value, list) else []


def _lists(value: object) -> list[list[object]]:
    return [each for each in _listed(value) if isinstance(each, list)]


def _tables(value: object) -> list[dict[str, object]]:
    return [each for each in _listed(value) if isinstance(each, dict)]
