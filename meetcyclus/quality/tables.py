"""The tables that rules can name, built from one view of the round."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from meetcyclus.quality.budget_rows import BudgetYearRow, ShiftRow, budget_year_rows, shift_rows
from meetcyclus.quality.document_rows import QuoteRow, VrDocumentRow, quote_rows, vr_document_rows
from meetcyclus.quality.finished_rows import DocumentRow, MentionRow, document_rows, mention_rows
from meetcyclus.quality.group_rows import GroupRow, LastDayRow, group_rows, last_day_rows
from meetcyclus.quality.indicator_rows import IndicatorRow, indicator_rows
from meetcyclus.quality.milestone_history_rows import MilestoneHistoryRow, milestone_history_rows
from meetcyclus.quality.milestone_rows import MilestoneRow, milestone_rows
from meetcyclus.quality.money_rows import CreditRow, MoneyRow, credit_rows, money_rows
from meetcyclus.quality.place_rows import PlaceRow, place_rows
from meetcyclus.quality.planning_rows import PlanningRow, planning_rows
from meetcyclus.quality.portfolio_rows import (
    ArrivalRow,
    CountRow,
    PromiseRow,
    arrival_rows,
    count_rows,
    promise_rows,
)
from meetcyclus.quality.process_rows import TrailRow, VerdictRow, WaiverRow, trail_rows, verdict_rows, waiver_rows
from meetcyclus.quality.project_rows import ProjectRow, project_rows
from meetcyclus.quality.publication_rows import (
    CatalogueRow,
    DatasetRow,
    FileRow,
    ForumRow,
    catalogue_rows,
    dataset_rows,
    file_rows,
    forum_rows,
)
from meetcyclus.quality.release_rows import (
    DayRow,
    SentenceRow,
    ShareSumRow,
    ShownFigureRow,
    ShownStatusRow,
    day_rows,
    sentence_rows,
    share_sum_rows,
    shown_figure_rows,
    shown_status_rows,
)
from meetcyclus.quality.report_rows import ReportLineRow, ReportRow, report_line_rows, report_rows
from meetcyclus.quality.spending_rows import SpendingRow, spending_rows
from meetcyclus.quality.stated_rows import StatedRow, stated_rows
from meetcyclus.quality.status_rows import StatusRow, status_rows
from meetcyclus.quality.text_rows import TextRow, text_rows
from meetcyclus.quality.view import RoundView
from meetcyclus.quality.wording.indicator_texts import IndicatorTextRow, indicator_text_rows
from meetcyclus.quality.wording.milestone_texts import MilestoneTextRow, milestone_text_rows
from meetcyclus.quality.wording.report_texts import ReportTextRow, report_text_rows


@dataclass(frozen=True)
class Table:
    """Rows of one kind. The position of a row is its label, so that a failing row can be found back."""

    name: str
    row_type: type
    rows: Sequence[object]


BUILDERS: Mapping[str, tuple[type, Callable[[RoundView], Sequence[object]]]] = {
    "places": (PlaceRow, place_rows),
    "statuses": (StatusRow, status_rows),
    "projects": (ProjectRow, project_rows),
    "reports": (ReportRow, report_rows),
    "report_lines": (ReportLineRow, report_line_rows),
    "texts": (TextRow, text_rows),
    "milestones": (MilestoneRow, milestone_rows),
    "indicators": (IndicatorRow, indicator_rows),
    "credits": (CreditRow, credit_rows),
    "money": (MoneyRow, money_rows),
    "report_texts": (ReportTextRow, report_text_rows),
    "milestone_texts": (MilestoneTextRow, milestone_text_rows),
    "indicator_texts": (IndicatorTextRow, indicator_text_rows),
    "milestone_history": (MilestoneHistoryRow, milestone_history_rows),
    "planning": (PlanningRow, planning_rows),
    "spending": (SpendingRow, spending_rows),
    "budget_years": (BudgetYearRow, budget_year_rows),
    "shifts": (ShiftRow, shift_rows),
    "stated_amounts": (StatedRow, stated_rows),
    "vr_documents": (VrDocumentRow, vr_document_rows),
    "quotes": (QuoteRow, quote_rows),
    "trails": (TrailRow, trail_rows),
    "verdicts": (VerdictRow, verdict_rows),
    "waivers": (WaiverRow, waiver_rows),
    "counts": (CountRow, count_rows),
    "arrivals": (ArrivalRow, arrival_rows),
    "promises": (PromiseRow, promise_rows),
    "groups": (GroupRow, group_rows),
    "last_days": (LastDayRow, last_day_rows),
    "shown_figures": (ShownFigureRow, shown_figure_rows),
    "sentences": (SentenceRow, sentence_rows),
    "days": (DayRow, day_rows),
    "share_sums": (ShareSumRow, share_sum_rows),
    "shown_statuses": (ShownStatusRow, shown_status_rows),
    "mentions": (MentionRow, mention_rows),
    "documents": (DocumentRow, document_rows),
    "files": (FileRow, file_rows),
    "forums": (ForumRow, forum_rows),
    "datasets": (DatasetRow, dataset_rows),
    "catalogue": (CatalogueRow, catalogue_rows),
}


def build_table(name: str, view: RoundView) -> Table:
    """One table of the round."""
    row_type, build = BUILDERS[name]
    return Table(name, row_type, build(view))
