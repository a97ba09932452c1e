"""What became of the findings of each rule: which rules lead to better data, and which only annoy.

Everything is counted from the ledger, where every move stands, so that a new run of the check changes no past.
"""

from __future__ import annotations

import json
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from statistics import median
from zoneinfo import ZoneInfo

from meetcyclus.domain.dutch import rounded, share
from meetcyclus.domain.findings import Finding
from meetcyclus.domain.ledger import Event
from meetcyclus.domain.rounds import RoundState
from meetcyclus.domain.workdays import working_hours
from meetcyclus.services.authority import programme_of
from meetcyclus.services.rounds import require_running
from meetcyclus.services.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class RuleStats:
    """One rule over one or more rounds. A finding counts once under each move that it ever made.

    `hits`: findings raised. `live`: somebody still has to act. `hours_to_mend`: median of the working hours between the
    letter and the correction; None where nothing was mended after a letter.
    """

    rule_code: str
    hits: int
    live: int
    waived: int
    withdrawn: int
    corrected: int
    share_corrected: Decimal
    hours_to_mend: Decimal | None


@dataclass
class _Moves:
    """Which findings made which move, and when they were first sent and then first corrected."""

    waived: set[str] = field(default_factory=set)
    withdrawn: set[str] = field(default_factory=set)
    corrected: set[str] = field(default_factory=set)
    sent_at: dict[str, datetime] = field(default_factory=dict)
    mended_at: dict[str, datetime] = field(default_factory=dict)

    def note(self, event: Event) -> None:
        """Take in one line of the ledger."""
        after = json.loads(event.after) if event.after else {}
        if event.action == "finding.waived":
            self.waived.add(event.object)
        elif event.action == "finding.withdrawn":
            self.withdrawn.add(event.object)
        elif event.action == "finding.sent":
            for id_ in after["findings"]:
                self.sent_at.setdefault(id_, event.at)
        elif event.action == "check.run":
            self.waived |= set(after.get("shielded", ()))
            self._note_corrected(after.get("corrected", ()), event.at)

    def _note_corrected(self, ids: Iterable[str], at: datetime) -> None:
        for id_ in ids:
            self.corrected.add(id_)
            if id_ in self.sent_at:
                self.mended_at.setdefault(id_, at)


def rule_stats(uow: UnitOfWork, *, round_key: str, holidays: Container[date]) -> list[RuleStats]:
    """Per rule that ever found something, in one round or, without a key, in all rounds held here."""
    if round_key:
        keys = [require_running(uow, round_key).key]
    else:
        keys = [each.key for each in uow.rounds.where() if each.state is not RoundState.HISTORY]
    moves, per_rule = _Moves(), dict[str, list[Finding]]()
    for key in keys:
        for event in uow.ledger.events(round_key=key):
            moves.note(event)
        for finding in uow.findings.where(round_key=key):
            per_rule.setdefault(finding.rule_code, []).append(finding)
    zone = ZoneInfo(programme_of(uow).time_zone)
    hours = {
        id_: working_hours(moves.sent_at[id_], mended_at, zone, holidays) for id_, mended_at in moves.mended_at.items()
    }
    return [_stats(code, per_rule[code], moves, hours) for code in sorted(per_rule)]


def _stats(code: str, found: list[Finding], moves: _Moves, hours: Mapping[str, Decimal]) -> RuleStats:
    ids = {each.id for each in found}
    corrected = len(ids & moves.corrected)
    taken = [hours[each] for each in sorted(ids & hours.keys())]
    return RuleStats(
        rule_code=code,
        hits=len(ids),
        live=sum(each.is_live for each in found),
        waived=len(ids & moves.waived),
        withdrawn=len(ids & moves.withdrawn),
        corrected=corrected,
        share_corrected=rounded(share(corrected, len(ids)), 1),
        hours_to_mend=rounded(median(taken), 1) if taken else None,
    )
