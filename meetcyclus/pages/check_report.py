"""The readable report of the checks of a round, as one page: what was found, what was said, what was in order."""

from __future__ import annotations

from collections import Counter

from meetcyclus.domain.dutch import long_date
from meetcyclus.domain.findings import Severity, Stage
from meetcyclus.pages.finding_tables import findings_to_answer, notices
from meetcyclus.pages.look import mark, page, table, text
from meetcyclus.pages.words import clock_words, stage_place, stage_words
from meetcyclus.services.check_report import CheckReport, ReportedFinding

FILE_NAME = "controle.html"
_NOTHING_TO_DO = "n.v.t."


def check_report_page(report: CheckReport) -> bytes:
    """The page. Equal facts give equal bytes."""
    title = f"Controle van meting {report.round.number} – {report.programme.name}"
    parts = (
        _head(report, title),
        _summary(report),
        _crashed(report),
        findings_to_answer(report),
        notices(report),
        _silent(report),
        _undecided(report),
        _how_to_read(),
    )
    return page(title, "\n".join(part for part in parts if part)).encode()


def _head(report: CheckReport, title: str) -> str:
    header = f"<header><h1>{text(title)}</h1>\n{_dates(report)}</header>\n<main>\n"
    if not report.runs:
        return f"{header}<p>Deze meting is nog niet gecontroleerd.</p>"
    rows = [
        (
            text(stage_words(each.stage)),
            text(clock_words(each.ran_at, report.programme.time_zone)),
            text(each.ran_by),
            str(each.rules_run),
            str(each.hits),
            f"<code>{text(each.input_sha256[:12])}</code>",
        )
        for each in sorted(report.runs, key=lambda each: (each.ran_at, each.id))
    ]
    heads = ("Fase", "Wanneer", "Door", "Regels", "Treffers", "Kenmerk van de invoer")
    return header + table("Laatste controle van elke fase", heads, rows, frozenset({3, 4}))


def _dates(report: CheckReport) -> str:
    """Which day the data are about, when was last looked, and with which rules."""
    facts = [
        ("Meting", text(f"meting {report.round.number} ({report.round.key})")),
        ("Meetmoment", text(long_date(report.round.reference_date))),
    ]
    if report.runs:
        last = max(report.runs, key=lambda each: (each.ran_at, each.id))
        when = clock_words(last.ran_at, report.programme.time_zone)
        facts.append(("Laatste controle", text(f"{when} ({stage_words(last.stage)})")))
    facts.append(("Regels (SHA-256)", f"<code>{text(report.catalogue_sha256)}</code>"))
    return f"<dl>{''.join(f'<dt>{name}</dt><dd>{value}</dd>' for name, value in facts)}</dl>"


def _summary(report: CheckReport) -> str:
    counts = Counter((each.finding.stage, each.finding.severity) for each in report.findings)
    open_ones = Counter((each.finding.stage, each.finding.severity) for each in report.findings if _is_open(each))

    def waiting(stage: Stage, severity: Severity) -> str:
        return _NOTHING_TO_DO if severity is Severity.INFO else str(open_ones[stage, severity])

    rows = [
        (text(stage_words(stage)), mark(severity), str(counts[stage, severity]), waiting(stage, severity))
        for stage, severity in sorted(counts, key=lambda each: (stage_place(each[0]), list(Severity).index(each[1])))
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


def _silent(report: CheckReport) -> str:
    rows = [(text(each.code), text(each.title), text(stage_words(each.stage))) for each in report.silent_rules]
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
