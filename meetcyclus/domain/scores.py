"""How well the data of a round meet the criteria of the Rekenhof: a score from 0 to 100 per project and per round.

The score of a project is the share of the criteria that its data meet. A criterion is a rule of the suite `rekenhof`
that ran; it is not met while a finding about it stands: open, sent, answered or waived. A criterion that does not apply
to a project is met. Only projects with a report have a score. Halves are rounded up.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from meetcyclus.domain.dutch import rounded, share


@dataclass(frozen=True)
class ProjectScore:
    """The criteria that the data of one project do not meet, by code of the rule."""

    project_number: str
    unmet: tuple[str, ...] = ()


@dataclass(frozen=True)
class RoundScore:
    """The criteria of a round and what each project with a report does not meet."""

    round_key: str
    criteria: tuple[str, ...]
    projects: tuple[ProjectScore, ...]

    def score(self, project: ProjectScore) -> int:
        """The score of a project."""
        return int(rounded(share(len(self.criteria) - len(project.unmet), len(self.criteria)), 0))

    @property
    def met(self) -> int:
        """How often a criterion is met, over all projects."""
        return self.asked - sum(len(each.unmet) for each in self.projects)

    @property
    def asked(self) -> int:
        """How often a criterion is asked, over all projects."""
        return len(self.criteria) * len(self.projects)

    @property
    def mean(self) -> Decimal:
        """The mean of the scores of the projects, exact."""
        return share(self.met, self.asked)

    def band(self, lowest: int, highest: int) -> tuple[ProjectScore, ...]:
        """The projects with a score from `lowest` to `highest`; 100 is only for who meets every criterion."""
        return tuple(each for each in self.projects if lowest <= self._of_band(each) <= highest)

    def _of_band(self, project: ProjectScore) -> int:
        return min(self.score(project), 99) if project.unmet else 100


# How the scores of a round are spread, by name: from and to.
BANDS = {"100": (100, 100), "80-99": (80, 99), "0-79": (0, 79)}
