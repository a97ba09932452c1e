"""Rows about the money of a project beside its status, its progress and the rounds before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from meetcyclus.domain.credits import Credit, committed_total, settled_total
from meetcyclus.domain.entries import Entry
from meetcyclus.quality.measures import filled
from meetcyclus.quality.milestone_rows import ENDED
from meetcyclus.quality.money_rows import credits_by_project, limits_by_project
from meetcyclus.quality.view import RoundView

THOUSAND = 1000
Credits = Mapping[str, list[Credit]]


@dataclass(frozen=True)
class SpendingRow:
    """One project of the population. Shares are percentages; they are empty where there is nothing to divide by.

    `rounds_same_settled` counts the rounds in a row, this one included, with the same settled amount.
    `thousandfold_gap_pct` says how far the change since the round before is from a factor of exactly a thousand.
    `has_comment`: the lines of the extract, or the lead under issues or motivation, explain something.
    """

    project: str
    object_key: str
    reference_on: date
    funding: str
    status: str | None
    status_words: str | None
    previous_status: str | None
    credit_lines: int
    has_remark: bool
    has_comment: bool
    committed_cents: int
    previous_committed_cents: int
    limit_cents: int
    committed_change_cents: int
    committed_share_pct: Decimal | None
    settled_cents: int
    settled_share_pct: Decimal | None
    progress_pct: Decimal | None
    progress_gap_pp: Decimal | None
    rounds_same_settled: int
    thousandfold_gap_pct: Decimal | None


def spending_rows(view: RoundView) -> list[SpendingRow]:
    """The population of the round."""
    rounds = [credits_by_project(view.data.credits_of(each.key)) for each in (view.subject.round, *view.earlier[::-1])]
    limits = limits_by_project(view)
    labels = view.data.codes("projectstatus", view.subject.round.code_list_version)
    words = {code: value.label for code, value in labels.items()}
    return [_row(view, number, rounds, limits[number], words) for number in view.projects]


def _row(
    view: RoundView, number: str, rounds: Sequence[Credits], limit_cents: int, words: Mapping[str, str]
) -> SpendingRow:
    lines = rounds[0].get(number, [])
    before = rounds[1].get(number, []) if len(rounds) > 1 else []
    entry, previous = view.entries.get(number), view.previous_entries.get(number)
    committed, settled, earlier = committed_total(lines), settled_total(lines), committed_total(before)
    status = filled(entry.report.status_code) if entry else None
    settled_share, progress = _share_pct(settled, committed), _progress_pct(entry)
    has_remark = any(filled(each.remark) for each in lines)
    return SpendingRow(
        project=number,
        object_key=number,
        reference_on=view.reference_date,
        funding=view.projects[number].funding,
        status=status,
        status_words=words.get(status or "", status),
        previous_status=filled(previous.report.status_code) if previous else None,
        credit_lines=len(lines),
        has_remark=has_remark,
        has_comment=has_remark or (entry is not None and bool(filled(entry.report.issues + entry.report.motivation))),
        committed_cents=committed,
        previous_committed_cents=earlier,
        limit_cents=limit_cents,
        committed_change_cents=committed - earlier,
        committed_share_pct=_share_pct(committed, limit_cents),
        settled_cents=settled,
        settled_share_pct=settled_share,
        progress_pct=progress,
        progress_gap_pp=None if settled_share is None or progress is None else abs(settled_share - progress),
        rounds_same_settled=_rounds_same_settled(number, rounds),
        thousandfold_gap_pct=_thousandfold_gap_pct(earlier, committed),
    )


def _share_pct(part: int, whole: int) -> Decimal | None:
    return Decimal(part * 100) / whole if whole > 0 else None


def _progress_pct(entry: Entry | None) -> Decimal | None:
    """The share of the milestones that still stand which is realised."""
    standing = [each for each in entry.milestones if each.status_code not in ENDED] if entry else []
    return _share_pct(sum(1 for each in standing if each.status_code == "gerealiseerd"), len(standing))


def _rounds_same_settled(number: str, rounds: Sequence[Credits]) -> int:
    count = 1
    for earlier in rounds[1:]:
        if number not in earlier or settled_total(earlier[number]) != settled_total(rounds[0].get(number, [])):
            break
        count += 1
    return count


def _thousandfold_gap_pct(before: int, now: int) -> Decimal | None:
    """Nought for a change by exactly a thousand, up or down."""
    if before <= 0 or now <= 0:
        return None
    smaller, larger = sorted((before, now))
    return abs(Decimal(larger * 100) / (smaller * THOUSAND) - 100)
