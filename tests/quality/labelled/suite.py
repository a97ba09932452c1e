"""The criteria of the Court of Audit over everything that was labelled and on which no rule was tuned.

The texts of `independent` and `controller` and the entries of `entries.toml` stand in one round, a project each. A text
is judged by the rules about its kind of text, an entry by every rule of the suite.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache

from meetcyclus.domain.findings import Hit, Stage
from meetcyclus.domain.snapshot import ProgrammeData
from meetcyclus.quality import GreatExpectationsCheck
from meetcyclus.services.checks import CRITERIA
from tests.quality.conftest import EXPECTATIONS
from tests.quality.labelled.entries import entries_as_programme, labelled_entries
from tests.quality.labelled.measure import RULES, Score, labelled, score_of, texts_as_programme
from tests.quality.small_programme import subject_of

SETS = ("independent", "controller")


@dataclass(frozen=True)
class Judged:
    """A project of the labelled round: the rules that are judged on it and those that it breaks."""

    number: str
    rules: frozenset[str]
    breaks: frozenset[str]


@cache
def criteria() -> frozenset[str]:
    """The rules of the suite."""
    return frozenset(each.code for each in GreatExpectationsCheck(EXPECTATIONS).rules() if CRITERIA in each.suites)


@cache
def judged() -> tuple[Judged, ...]:
    """Every project of the labelled round."""
    texts = [(frozenset(RULES[each.subject]) & criteria(), each.breaks) for name in SETS for each in labelled(name)]
    entries = [(criteria(), each.breaks) for each in labelled_entries()]
    return tuple(
        Judged(f"VV{place:03d}", rules, breaks & rules) for place, (rules, breaks) in enumerate([*texts, *entries])
    )


def labelled_round() -> ProgrammeData:
    """The round in which all of them are reported, with the two rounds before."""
    texts = texts_as_programme(tuple(each for name in SETS for each in labelled(name)))
    entries = entries_as_programme(len(texts.projects))
    return replace(
        texts,
        **{
            name: (*getattr(texts, name), *getattr(entries, name))
            for name in ("projects", "milestones", "indicators", "entries")
        },
    )


def suite_scores(found: Iterable[tuple[str, str]]) -> Mapping[str, Score]:
    """The score of every rule of the suite, from the projects and rules that were found."""
    hits: dict[str, set[str]] = {}
    for number, rule in found:
        hits.setdefault(number, set()).add(rule)
    return {
        rule: score_of(
            rule, [(each.breaks, frozenset(hits.get(each.number, ()))) for each in judged() if rule in each.rules]
        )
        for rule in sorted(criteria())
    }


@cache
def hits_of_suite() -> tuple[Hit, ...]:
    """What the check says of the labelled round."""
    stages = frozenset({Stage.ENTRY, Stage.QUALITY})
    outcome = GreatExpectationsCheck(EXPECTATIONS).run(subject_of(labelled_round()), stages, CRITERIA)
    assert not outcome.crashed
    return outcome.hits
