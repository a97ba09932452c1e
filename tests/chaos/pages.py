"""What the rehearsals did as Markdown, between the markers of docs/reliability.md."""

from __future__ import annotations

import os
import platform
from collections.abc import Sequence
from typing import Any

DOCUMENT = "docs/reliability.md"
BEGIN, END = "<!-- rehearsed: begin -->", "<!-- rehearsed: end -->"
Told = dict[str, Any]


def written(document: str, told: Sequence[Told]) -> str:
    """The document with new tables; what people wrote around the markers stays."""
    before, _, rest = document.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n{_measured(told)}\n{END}{after}"


def _measured(told: Sequence[Told]) -> str:
    machine = f"{os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}"
    heads = [f"- {each['database']}: `meetcyclus {each['words']}`" for each in told]
    lines = [f"On {machine}:", "", *heads, "", *_sums(told), "", *_steps(told)]
    differences = [f"- {each['database']}, {part['name']}: {line}" for each, part, line in _differences(told)]
    return "\n".join([*lines, "", "Differences:" if differences else "No differences.", *differences])


def _sums(told: Sequence[Told]) -> list[str]:
    rows = [
        [
            each["database"],
            part["name"],
            f"{part['blows']} of {part['wanted']}",
            ", ".join(f"{count} {target}" for target, count in sorted(part["by_target"].items())),
            part["rounds"],
            part["unknown_letters"],
            part["lost_on_disk"],
            len(part["differences"]),
            f"{part['seconds'] / 60:.0f}",
        ]
        for each in told
        for part in each["parts"]
    ]
    heads = ["database", "rehearsal", "blows", "what was hit", "rounds", "letters unknown", "lost on disk"]
    return _table([*heads, "differences", "minutes"], rows)


def _steps(told: Sequence[Told]) -> list[str]:
    steps = list(dict.fromkeys(step for each in told for part in each["parts"] for step in part["by_step"]))
    columns = [(f"{each['database']}, {part['name']}", part["by_step"]) for each in told for part in each["parts"]]
    rows = [[step, *(counts.get(step, 0) for _, counts in columns)] for step in steps]
    return _table(["blows while this step was worked on", *(name for name, _ in columns)], rows)


def _table(heads: Sequence[str], rows: Sequence[Sequence[object]]) -> list[str]:
    return [f"| {' | '.join(map(str, row))} |" for row in (heads, ["---"] * len(heads), *rows)]


def _differences(told: Sequence[Told]) -> list[tuple[Told, Told, str]]:
    return [(each, part, line) for each in told for part in each["parts"] for line in part["differences"]]
