"""The findings of a round as tables: what asks for an answer per project, what only informs per rule."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

from meetcyclus.domain.findings import Finding, FindingState, Severity
from meetcyclus.pages.look import STATES, mark, table, text
from meetcyclus.pages.words import day_words, field_words, stage_place
from meetcyclus.services.check_report import CheckReport, Remark, ReportedFinding

_ROUND = ""
_ROUND_NAME = "Meting als geheel"
_HEADS = ("Regel", "Object en veld", "Gevonden", "Verwacht", "Vraag", "Toestand")
_NOTICE_HEADS = ("Project of groep", "Vaststelling", "Gevonden op", "Kenmerk")


def findings_to_answer(report: CheckReport) -> str:
    """One table per project, in the order of the stages and then of weight; nothing where there are none."""
    chosen = [each for each in report.findings if each.finding.severity is not Severity.INFO]
    chosen.sort(key=lambda each: (each.finding.project_number, stage_place(each.finding.stage)))
    parts = ["<h2>Bevindingen</h2>"]
    for number, found in groupby(chosen, key=lambda each: each.finding.project_number):
        parts.append(f"<h3>{text(_project(number, report))}</h3>")
        parts.append(table("", _HEADS, [_row(each, report) for each in found], is_wide=True))
    return "\n".join(parts) if chosen else ""


def notices(report: CheckReport) -> str:
    """One table per rule of what nobody has to answer; nothing where there are none."""
    chosen = [each for each in report.findings if each.finding.severity is Severity.INFO]
    chosen.sort(key=lambda each: each.finding.rule_code)
    parts = ["<h2>Ter informatie</h2>"]
    for _, group in groupby(chosen, key=lambda each: each.finding.rule_code):
        found = list(group)
        parts.append(f"<h3>{text(found[0].finding.rule_code)} {text(found[0].title)}</h3>")
        parts.append(f"<p>{_once(each.finding.why for each in found)} {_once(each.finding.how for each in found)}</p>")
        parts.append(table("", _NOTICE_HEADS, [_notice(each, report) for each in found]))
    return "\n".join(parts) if chosen else ""


def _once(sentences: Iterable[str]) -> str:
    return text(" ".join(dict.fromkeys(sentences)))


def _project(number: str, report: CheckReport) -> str:
    if number == _ROUND:
        return _ROUND_NAME
    return f"{number} {report.projects[number]}" if number in report.projects else f"{number} (niet in het register)"


def _row(each: ReportedFinding, report: CheckReport) -> tuple[str, ...]:
    finding = each.finding
    return (
        f"{text(finding.rule_code)} {text(each.title)}<br>{mark(finding.severity)}",
        # The key of a line of money is long; it may go on after a slash.
        f"{text(finding.object_key).replace('/', '/<wbr>')}<br>{text(field_words(finding.field))}",
        text(finding.value or "–"),
        text(finding.expected or "–"),
        f"{text(finding.message)} {text(finding.how)}{_conversation(each.remarks, report)}",
        _state(finding, report),
    )


def _notice(each: ReportedFinding, report: CheckReport) -> tuple[str, ...]:
    finding = each.finding
    return (
        text(_project(finding.project_number, report) if finding.project_number else finding.object_key),
        f"{text(finding.message)}{_conversation(each.remarks, report)}",
        text(day_words(finding.raised_at, report.programme.time_zone)),
        _name(finding),
    )


def _state(finding: Finding, report: CheckReport) -> str:
    """When it was found, and where the conversation stands since when; of a closed one also how it was decided.

    Who can still say something about it needs its name.
    """
    zone = report.programme.time_zone
    found, changed = day_words(finding.raised_at, zone), day_words(finding.changed_at, zone)
    word = STATES[finding.state]
    state = f"{word} ({STATES[finding.outcome]})" if finding.outcome else word
    since = "sinds" if finding.state is FindingState.OPEN else "op"
    before = "" if found == changed else f"gevonden op\u00a0{found}<br>"
    return f"{before}{text(state)} {since}\u00a0{changed}{'' if finding.closed_at else f'<br>{_name(finding)}'}"


def _name(finding: Finding) -> str:
    return f"<code>{text(finding.id)}</code>"


def _conversation(remarks: Sequence[Remark], report: CheckReport) -> str:
    said = "".join(f"<li>{_said(each, report)}</li>" for each in remarks)
    return f'<ul class="said">{said}</ul>' if said else ""


def _said(remark: Remark, report: CheckReport) -> str:
    state = f" ({STATES[FindingState(remark.state)]})" if remark.state else ""
    day = day_words(remark.at, report.programme.time_zone)
    return f"{text(day)}, {text(remark.by)}{text(state)}: {text(remark.text)}"
