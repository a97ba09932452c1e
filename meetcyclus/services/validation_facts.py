"""What a request to a cabinet shows of a project: what it says now, and what that changes in what was known."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal

from meetcyclus.domain.dutch import number, short_date
from meetcyclus.domain.entries import Entry, FieldChange, changes_between
from meetcyclus.domain.findings import Severity
from meetcyclus.domain.forecasts import unconfirmed_forecasts
from meetcyclus.domain.programme import CodeValue, Project
from meetcyclus.domain.rounds import Round
from meetcyclus.services.desk import Desk
from meetcyclus.services.rounds import local
from meetcyclus.services.text_changes import change_of
from meetcyclus.services.validation_money import ProjectMoney
from meetcyclus.services.verdict_state import current_verdicts
from meetcyclus.services.wording import counted

# What a status asks of who validates it.
_ASKED = {
    "aandacht": "graag uw oordeel over de maatregel",
    "actie": "graag uw oordeel over de bijkomende actie",
    "stopgezet": "graag uw bevestiging",
}
_SHOWN = 12
# The fields of a report in the words of the workbook.
_TEXTS = {
    "state_of_play": "stand van zaken",
    "achievements": "realisaties",
    "issues": "knelpunten",
    "corrective_measure": "bijsturing",
    "corrective_owner": "wie bijstuurt",
    "outlook": "vooruitblik",
    "motivation": "motivering",
    "explanation": "toelichting",
    "evidence": "bewijs",
}
_FACTS = {
    "status_code": "status",
    "cause_code": "oorzaak",
    "corrective_due_on": "bijsturing klaar op",
    "expected_on": "verwachte datum",
    "realised_on": "datum van realisatie",
    "value": "waarde",
    "value_on": "waardedatum",
}


@dataclass(frozen=True)
class Known:
    """What a request shows: the entries of now, of the round before and as the cabinet last saw them, and the money."""

    now: Mapping[str, Entry]
    previous: Mapping[str, Entry]
    previous_round: Round | None
    seen: Mapping[str, Entry]
    money: Mapping[str, ProjectMoney]


def known_entries(
    desk: Desk, now: Mapping[str, Entry], shown: Mapping[str, str], money: Mapping[str, ProjectMoney]
) -> Known:
    """Everything to compare with; `shown` is, by project, the hash of what the cabinet was shown before."""
    before = desk.data.previous_round(desk.round.key)
    previous = {each.project_number: each for each in desk.uow.entries.latest(before.key)} if before else {}
    versions = (each for key in shown for each in desk.uow.entries.versions(desk.round.key, key))
    seen = {each.project_number: each for each in versions if each.content_sha256 == shown[each.project_number]}
    return Known(now, previous, before, seen, money)


def request_projects(desk: Desk, mandate: str, projects: Iterable[Project], known: Known) -> list[dict[str, object]]:
    """The projects of a request: what needs attention first, then what has another status, then the others."""
    found = desk.uow.findings.where(round_key=desk.round.key)
    warnings = [each.project_number for each in found if each.is_live and each.severity is not Severity.INFO]
    titles = {each.code: each.title for each in desk.data.mandates}
    forecasts = _forecasts(desk, known)
    shown = [
        {
            **_status(desk, each.number, known),
            **_changes(desk, each.number, mandate, known),
            "number": each.number,
            "title": each.title,
            "is_forecast": each.number in forecasts,
            "entered_on": _entered_on(desk, known.now[each.number]),
            "texts": _texts(desk, each.number, known),
            "money": _money(known.money.get(each.number)),
            "shared_with": [titles[code] for code in each.mandate_codes if code != mandate],
            "open_warnings": warnings.count(each.number),
            "sha256": known.now[each.number].content_sha256,
        }
        for each in projects
    ]
    return sorted(shown, key=lambda each: (not each["needs_attention"], not each["is_changed"]))


def statuses_to_explain(desk: Desk, projects: Iterable[Mapping[str, object]]) -> list[dict[str, str]]:
    """The statuses in a request that need attention, with what they mean; none that does not occur."""
    codes = desk.data.codes("projectstatus", desk.round.code_list_version)
    used = {each["status_code"] for each in projects if each["needs_attention"]}
    return [
        {"code": code, "label": each.label, "definition": each.definition}
        for code, each in codes.items()
        if code in used
    ]


def _forecasts(desk: Desk, known: Known) -> set[str]:
    """What was entered by the reference date says what was expected, whether or not the path asks to confirm it."""
    confirmations = desk.uow.confirmations.where(round_key=desk.round.key)
    found = unconfirmed_forecasts(known.now.values(), confirmations, desk.round, desk.data.programme.time_zone)
    return {each.project_number for each in found}


def _status(desk: Desk, project: str, known: Known) -> dict[str, object]:
    now, before = known.now[project].report.status_code, known.previous.get(project)
    is_same = before is not None and before.report.status_code == now
    old = _label(desk, "status_code", project, before.report.status_code, known.previous_round) if before else ""
    return {
        "status_code": now,
        "status_label": _label(desk, "status_code", project, now, desk.round),
        "previous_status_label": old,
        "is_changed": before is not None and not is_same,
        "needs_attention": now in _ASKED,
        # What was stopped before was confirmed before.
        "asked": "" if now == "stopgezet" and is_same else _ASKED.get(now, ""),
    }


def _changes(desk: Desk, project: str, mandate: str, known: Known) -> dict[str, object]:
    """What differs from the round before (milestones and indicators) and from what the cabinet last saw (all)."""
    now, before, seen = known.now[project], known.previous.get(project), known.seen.get(project)
    objects = _by_object(each for each in changes_between(before, now) if each.field in _FACTS) if before else {}
    objects.pop(project, None)
    shown = len(objects) if len(objects) == _SHOWN + 1 else _SHOWN
    lines = [_line(desk, project, key, found, known.previous_round) for key, found in objects.items()]
    revised = _by_object(changes_between(seen, now)) if seen else {}
    revisions = [_line(desk, project, key, found, desk.round) for key, found in revised.items()]
    verdict = current_verdicts(desk.uow, desk.round.key).get((project, mandate))
    is_decided = verdict is not None and seen is not None and verdict.content_sha256 == seen.content_sha256
    return {
        "summary": _summary(desk, objects),
        "changes": lines[:shown],
        "changes_more": list(objects)[shown:],
        "revisions": revisions,
        "decided_on": local(verdict.decided_at, desk.data.programme).date() if verdict and is_decided else None,
    }


def _by_object(changes: Iterable[FieldChange]) -> dict[str, list[FieldChange]]:
    """The changes that can be told, by project, milestone or indicator."""
    objects: dict[str, list[FieldChange]] = {}
    for each in changes:
        if each.field in _FACTS or each.field in _TEXTS:
            objects.setdefault(each.object_key, []).append(each)
    return objects


def _summary(desk: Desk, objects: Mapping[str, object]) -> str:
    """How many milestones and indicators changed: 2 mijlpalen, 1 indicator."""
    milestones = sum(each.id in objects for each in desk.data.milestones)
    counts = ((milestones, desk.data.programme.term("mijlpaal")), (len(objects) - milestones, "indicator"))
    return ", ".join(f"{count} {counted(count, word)}" for count, word in counts if count)


def _line(desk: Desk, project: str, key: str, changes: Iterable[FieldChange], before: Round | None) -> str:
    """One object with what changed: VV014-M03 (Gunning): status van 'op schema' naar 'vertraagd'."""
    names = {each.id: each.description for each in desk.data.milestones} | {
        each.id: each.name for each in desk.data.indicators
    }
    said = ", ".join(_said(desk, project, each, before) for each in changes)
    about = "" if key == project else f"{key} ({names[key]}): " if key in names else f"{key}: "
    return f"{about}{said}"


def _said(desk: Desk, project: str, change: FieldChange, before: Round | None) -> str:
    if change.field in _TEXTS:
        change_ = change_of(change.before, change.after)
        return f"{_TEXTS[change.field]} gewijzigd" + (f": {change_}" if change_ else "")
    old = _label(desk, change.field, change.object_key, change.before, before)
    new = _label(desk, change.field, change.object_key, change.after, desk.round)
    return f"{_FACTS[change.field]} van {old or '–'} naar {new or '–'}"


def _label(desk: Desk, field: str, key: str, value: str, round_: Round | None) -> str:
    """A value as people read it: the label of a code, a date, a number."""
    if not value:
        return ""
    if field in ("status_code", "cause_code"):
        is_milestone = any(each.id == key for each in desk.data.milestones)
        lists = {"cause_code": "oorzaak", "status_code": "mijlpaalstatus" if is_milestone else "projectstatus"}
        codes: Mapping[str, CodeValue] = desk.data.codes(lists[field], round_.code_list_version if round_ else "")
        return codes[value].label if value in codes else value
    if field.endswith("_on"):
        return short_date(date.fromisoformat(value))
    exact = Decimal(value).normalize()
    return number(exact, max(0, -int(exact.as_tuple().exponent)))


def _entered_on(desk: Desk, entry: Entry) -> date:
    return local(entry.submitted_at or desk.at, desk.data.programme).date()


def _texts(desk: Desk, project: str, known: Known) -> list[dict[str, object]]:
    """What was written about a project, each with what it said in the round before and says no more.

    Of what is empty now and was empty then only the state of play is named.
    """
    before = known.previous.get(project)
    now = _written(desk, known.now[project], desk.round)
    old = _written(desk, before, known.previous_round) if before else {}
    return [
        {
            "label": label,
            "text": text,
            "is_same": bool(text) and text == old.get(label),
            "gone": change_of(old.get(label, ""), text).gone,
        }
        for label, text in now.items()
        if text or old.get(label) or label == "Stand van zaken"
    ]


def _written(desk: Desk, entry: Entry, measured: Round | None) -> dict[str, str]:
    report = entry.report
    by_whom = [report.corrective_owner] if report.corrective_owner else []
    by_when = [f"klaar op {short_date(report.corrective_due_on)}"] if report.corrective_due_on else []
    more = f"\n({', '.join([*by_whom, *by_when])})" if by_whom or by_when else ""
    texts = {
        "Stand van zaken": report.state_of_play,
        "Realisaties": report.achievements,
        "Oorzaak": _label(desk, "cause_code", entry.project_number, report.cause_code, measured),
        "Knelpunten": report.issues,
        "Maatregel om bij te sturen": report.corrective_measure + more,
        "Vooruitblik": report.outlook,
        "Motivering": report.motivation,
    }
    return {label: text.strip() for label, text in texts.items()}


def _money(money: ProjectMoney | None) -> dict[str, object] | None:
    return asdict(money) if money else None
