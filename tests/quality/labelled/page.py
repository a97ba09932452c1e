"""The table of docs/text-quality.md, between its markers."""

from __future__ import annotations

from pathlib import Path

from tests.quality.labelled.measure import RULES, Score, scores, total

DOCUMENT = Path(__file__).parents[3] / "docs" / "text-quality.md"
HALVES = ("tuning", "held_out", "blind")
REKENHOF = (*RULES["milestone"], *RULES["indicator"], "KC-007")
BEGIN, END = "<!-- measured -->\n", "<!-- end -->\n"


def written(page: str) -> str:
    """The page with the table that the rules give now."""
    before, rest = page.split(BEGIN)
    return before + BEGIN + _table() + END + rest.split(END)[1]


def rekenhof(half: str) -> Score:
    """The rules of the suite that are labelled, as one."""
    found = scores(half)
    return total(found[rule] for rule in REKENHOF)


def _table() -> str:
    lines = ["| half | rule | n | broken | precision | recall |", "| --- | --- | --- | --- | --- | --- |"]
    for half in HALVES:
        lines += [_line(half, rule, score) for rule, score in scores(half).items()]
        lines.append(_line(half, "**suite rekenhof**", rekenhof(half)))
    return "\n".join(lines) + "\n"


def _line(half: str, rule: str, score: Score) -> str:
    broken = score.right + score.missed
    return f"| {half} | {rule} | {score.texts} | {broken} | {_share(score.precision)} | {_share(score.recall)} |"


def _share(share: float | None) -> str:
    return "–" if share is None else f"{share:.2f}"
