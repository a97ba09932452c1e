"""The readable report of the checks of a round, as one page: what was found, what was said, what was in order."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from itertools import groupby
from zoneinfo import ZoneInfo

from meetcyclus.domain.dutch import long_date, short_date
from meetcyclus.domain.findings import Finding, FindingState, Severity
from meetcyclus.pages.look import STATES, mark, page, table, text
from meetcyclus.services.check_report import CheckReport, Remark, ReportedFinding

FILE_NAME = "controle.html"
_ROUND = ""
_HEADS = ("Regel", "Object en veld", "Gevonden", "Verwacht", "Vraag", "Toestand")


def check_report_page(report: CheckReport) -> bytes:
    """The page. Equal facts give equal bytes."""
    title = f"Controle van meting {report.round.number} – {report.programme.name}"
    parts = (
        _head(report, title),
        _summary(report),
        _crashed(report),
        _findings(report),
        _silent(report),
        _undecided(report),
        _how_to_read(),
    )
    return page(title, "\n".join(part for part in parts if part)).encode()


def _head(report: CheckReport, title: str) -> str:
    runs = [
        (
            text(each.stage),
            text(_clock(each.ran_at, report)),
            text(each.ran_by),
            str(each.rules_run),
            str(each.hits),
            f"<code>{text(each.input_sha256[:12])}</code>",
        )
        for each in report.runs
    ]
    return (
        f"<header><h1>{text(title)}</h1>\n"
        f'<p class="lead">Toestand op {text(long_date(report.round.reference_date))}, het meetmoment.</p></header>\n'
        f"<main>\n<dl><dt>Meting</dt><dd>{text(report.round.key)}</dd>"
        f"<dt>Regels (SHA-256)</dt><dd><code>{text(report.catalogue_sha256)}</code></dd></dl>\n"
        + table(
            "Laatste controle van elke fase",
            ("Fase", "Wanneer", "Door", "Regels", "Treffers", "Invoer"),
            runs,
            frozenset({3, 4}),
        )
        if runs
        else f"<header><h1>{text(title)}</h1></header>\n<main>\n<p>Deze meting is nog niet gecontroleerd.</p>"
    )


def _summary(report: CheckReport) -> str:
    counts = Counter((each.finding.stage.value, each.finding.severity) for each in report.findings)
    open_ones = Counter((each.finding.stage.value, each.finding.severity) for each in report.findings if _is_open(each))
    rows = [
        (text(stage), mark(severity), str(counts[stage, severity]), str(open_ones[stage, severity]))
        for stage, severity in sorted(counts, key=lambda each: (each[0], list(Severity).index(each[1])))
    ]
    found = (
        table("Bevindingen per fase en ernst", ("Fase", "Ernst", "Alle", "Nog open"), rows, frozenset({2, 3}))
        if rows
        else "<p>Er zijn geen bevindingen.</p>"
    )
    return f"<h2>Samenvatting</h2>\n{found}"


def _crashed(report: CheckReport) -> str:
    if not report.crashed:
        return ""
    codes = ", ".join(text(each) for each in report.crashed)
    return (
        "<h2>Regels die niet konden lopen</h2>\n"
        f"<p>Voor het secretariaat: {codes}. Een regel die niet kon lopen, zegt niets over de gegevens.</p>"
    )


def _findings(report: CheckReport) -> str:
    parts = ["<h2>Bevindingen</h2>"]
    for number, found in groupby(report.findings, key=lambda each: each.finding.project_number):
        name = "Meting als geheel" if number == _ROUND else f"{number} {report.projects.get(number, '')}".strip()
        parts.append(f"<h3>{text(name)}</h3>")
        rows = [_row(each, report) for each in found]
        parts.append(table(f"Bevindingen: {name}", _HEADS, rows, is_wide=True))
    return "\n".join(parts) if report.findings else ""


def _row(each: ReportedFinding, report: CheckReport) -> tuple[str, ...]:
    finding = each.finding
    said = "".join(f"<li>{_said(remark, report)}</li>" for remark in each.remarks)
    return (
        f"{text(finding.rule_code)} {text(each.title)}<br>{mark(finding.severity)}",
        f"{text(finding.object_key)}<br>{text(finding.field)}",
        text(finding.value or "–"),
        text(finding.expected or "–"),
        f"{text(finding.message)} {text(finding.how)}" + (f'<ul class="said">{said}</ul>' if said else ""),
        f"{text(_state(finding))}<br>{text(_day(finding.changed_at, report))}",
    )


def _state(finding: Finding) -> str:
    """Where the conversation stands; of a closed one also how it was decided."""
    word = STATES[finding.state]
    return f"{word} ({STATES[finding.outcome]})" if finding.outcome else word


def _said(remark: Remark, report: CheckReport) -> str:
    state = STATES[FindingState(remark.state)] if remark.state else ""
    return f"{text(_day(remark.at, report))}, {text(remark.by)} ({text(state)}): {text(remark.text)}"


def _silent(report: CheckReport) -> str:
    rows = [(text(each.code), text(each.title), text(each.stage.value)) for each in report.silent_rules]
    if not rows:
        return ""
    return "<h2>Regels zonder bevinding</h2>\n" + table(
        "Regels van de gecontroleerde fasen die niets vonden of niet van toepassing zijn",
        ("Regel", "Titel", "Fase"),
        rows,
    )


def _undecided(report: CheckReport) -> str:
    rows = [(text(each.code), text(each.title), text(each.reason), text(each.needs)) for each in report.undecided]
    if not rows:
        return ""
    return "<h2>Regels die nog op gegevens wachten</h2>\n" + table(
        "Deze regels kunnen niet worden nagegaan met de gegevens die er zijn",
        ("Regel", "Titel", "Waarom", "Nodig"),
        rows,
    )


def _how_to_read() -> str:
    rows = [
        (mark(Severity.BLOCKING), "De stap blijft open tot de fout verbeterd is, of aanvaard met een motivering."),
        (mark(Severity.ERROR), "De stap blijft open tot de fout verbeterd of uitgelegd is."),
        (mark(Severity.WARNING), "Een vraag. De stap kan worden afgesloten."),
        (mark(Severity.INFO), "Ter informatie. U hoeft niets te doen."),
    ]
    return (
        "<h2>Leeswijzer</h2>\n<p>Een bevinding is één plaats waar een regel niet klopt. Ze blijft dezelfde bevinding "
        "zolang de regel en de plaats dezelfde zijn, ook als ze later verbeterd is.</p>\n"
        + table("De vier graden van ernst", ("Ernst", "Wat het betekent"), rows)
        + "\n</main>"
    )


def _is_open(each: ReportedFinding) -> bool:
    return each.finding.is_live or each.finding.is_gating


def _clock(moment: datetime, report: CheckReport) -> str:
    local = moment.astimezone(ZoneInfo(report.programme.time_zone))
    clock = f"{local.hour} u." if local.minute == 0 else f"{local.hour}.{local:%M} u."
    return f"{short_date(local.date())}, {clock}"


def _day(moment: datetime, report: CheckReport) -> str:
    return short_date(moment.astimezone(ZoneInfo(report.programme.time_zone)).date())
