"""The table of docs/text-quality.md, between its markers."""

from __future__ import annotations

from pathlib import Path

from tests.quality.labelled.measure import FOLDER, RULES, Score, scores, total

DOCUMENT = Path(__file__).parents[3] / "docs" / "text-quality.md"
# `independent` is written by somebody else and measured once; the page shows it from the day that it is there.
# A first such set gave precision 0.80 and recall 0.88 and then joined `tuning`.
SETS = tuple(each for each in ("tuning", "independent") if (FOLDER / f"{each}.csv").exists())
REKENHOF = (*RULES["milestone"], *RULES["indicator"], "KC-007")
BEGIN, END = "<!-- measured -->\n", "<!-- end -->\n"


def written(page: str) -> str:
    """The page with the table that the rules give now."""
    before, rest = page.split(BEGIN)
    return before + BEGIN + _table() + END + rest.split(END)[1]


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


def _line(name: str, rule: str, score: Score) -> str:
    broken = score.right + score.missed
    return f"| {name} | {rule} | {score.texts} | {broken} | {_share(score.precision)} | {_share(score.recall)} |"


def _share(share: float | None) -> str:
    return "–" if share is None else f"{share:.2f}"
