"""The tables of docs/text-quality.md, between their markers."""

from __future__ import annotations

from pathlib import Path

from tests.quality.labelled.measure import FOLDER, RULES, Score, scores, total
from tests.quality.labelled.suite import hits_of_suite, suite_scores

DOCUMENT = Path(__file__).parents[3] / "docs" / "text-quality.md"
# `independent` is written by somebody else and measured once; the page shows it from the day that it is there.
# A first such set gave precision 0.80 and recall 0.88 and then joined `tuning`.
# `controller` adds what it lacks: the rules about report texts, and again eight texts for and against each other rule.
SETS = tuple(each for each in ("tuning", "independent", "controller") if (FOLDER / f"{each}.csv").exists())
REKENHOF = (*RULES["milestone"], *RULES["indicator"], "KC-007")
BEGIN, END = "<!-- measured -->\n", "<!-- end -->\n"
BEGIN_SUITE, END_SUITE = "<!-- suite -->\n", "<!-- end of suite -->\n"
PRECISION, RECALL = 0.9, 0.8


def written(page: str) -> str:
    """The page with the tables that the rules give now."""
    for begin, end, table in ((BEGIN, END, _table()), (BEGIN_SUITE, END_SUITE, _suite())):
        before, rest = page.split(begin)
        page = before + begin + table + end + rest.split(end)[1]
    return page


def rekenhof(name: str) -> Score:
    """The rules of the suite that are labelled, as one."""
    found = scores(name)
    return total(found[rule] for rule in REKENHOF)


def _table() -> str:
    lines = ["| set | rule | n | broken | precision | recall |", "| --- | --- | --- | --- | --- | --- |"]
    for name in SETS:
        lines += [_line(name, rule, score) for rule, score in scores(name).items()]
        lines.append(_line(name, "**suite rekenhof**", rekenhof(name)))
    return "\n".join(lines) + "\n"


def _suite() -> str:
    found = suite_scores((each.project_number, each.rule_code) for each in hits_of_suite())
    lines = ["| rule | n | broken | precision | recall |", "| --- | --- | --- | --- | --- |"]
    lines += [_line("", rule, score) for rule, score in found.items()]
    lines.append(_line("", "**suite rekenhof**", total(found.values())))
    below = [
        f"{rule} ({score.precision or 0:.3f} and {score.recall or 0:.3f})"
        for rule, score in found.items()
        if (score.precision or 0) < PRECISION or (score.recall or 0) < RECALL
    ]
    by_themselves = "Below the norm by themselves (precision and recall): " + ",\n".join(below) + "." if below else ""
    return "\n".join([*lines, "", by_themselves or "No rule is below the norm by itself."]) + "\n"


def _line(name: str, rule: str, score: Score) -> str:
    broken = score.right + score.missed
    start = f"| {name} |" if name else "|"
    return f"{start} {rule} | {score.texts} | {broken} | {_share(score.precision)} | {_share(score.recall)} |"


def _share(share: float | None) -> str:
    return "–" if share is None else f"{share:.2f}"
