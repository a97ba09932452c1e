"""For every rule: what is spoilt in a small programme, and the objects on which that rule must fire, and only there."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from meetcyclus.domain.entries import Entry, MilestoneReport
from meetcyclus.domain.programme import Milestone
from meetcyclus.domain.snapshot import ProgrammeData
from tests.quality.cases_of_wording import case_of
from tests.quality.small_programme import THIS, WORDS
from tests.quality.spoiling import Spoil, both, credit, document, entry, milestone, report, rows, value, without


def _added_entry(number: str) -> Spoil:
    return lambda data, prefix: replace(
        data,
        entries=(*data.entries, replace(data.entries[-1], project_number=number.format(prefix=prefix), milestones=())),
    )


def _second_entry(data: ProgrammeData, prefix: str) -> ProgrammeData:
    (own,) = [each for each in data.entries if each.project_number == prefix + "1" and each.round_key == THIS.key]
    return replace(data, entries=(*data.entries, replace(own, version=0, milestones=(), indicators=())))


def _same_as_before(data: ProgrammeData, prefix: str) -> ProgrammeData:
    before = {each.project_number: each for each in data.entries if each.round_key == "2022-12"}
    return entry("2", lambda _: replace(before[prefix + "2"], round_key=THIS.key))(data, prefix)


def _outside_population(data: ProgrammeData, prefix: str) -> ProgrammeData:
    added = replace(data.projects[0], number=prefix + "9")
    return _added_entry("{prefix}9")(replace(data, projects=(*data.projects, added)), prefix)


def _without_milestones(data: ProgrammeData, prefix: str) -> ProgrammeData:
    kept = tuple(each for each in data.milestones if each.project_number != prefix + "2")
    entries = tuple(replace(e, milestones=()) if e.project_number == prefix + "2" else e for e in data.entries)
    return replace(data, milestones=kept, entries=entries)


def _many_milestones(data: ProgrammeData, prefix: str) -> ProgrammeData:
    day, number = date(2024, 6, 30), prefix + "2"
    text = "Eindrapport goedgekeurd"
    added = [
        Milestone(f"{number}-X{n:02d}", number, text, "kwalitatief", False, False, day, "2023-12") for n in range(38)
    ]
    reports = tuple(MilestoneReport(each.id, "op_schema", day) for each in added)
    grown = entry("2", lambda each: replace(each, milestones=each.milestones + reports))
    return grown(replace(data, milestones=(*data.milestones, *added)), prefix)


def _doubled(each: Entry) -> Entry:
    return replace(each, milestones=(*each.milestones, each.milestones[0]))


def _doubled_indicator(each: Entry) -> Entry:
    return replace(each, indicators=each.indicators * 2)


def _without_m01(each: Entry) -> Entry:
    return replace(each, milestones=each.milestones[1:])


_lost_m01 = without("milestones", lambda each, prefix: getattr(each, "id", "") == prefix + "1-M01")
_no_documents = without("vr_documents", lambda each, _: getattr(each, "dated_on", None) == date(2021, 3, 5))
_no_stop = without("vr_documents", lambda each, _: getattr(each, "title", "") == "Stopzetting")
_no_shift = without("shifts", lambda each, _: True)

CASES = (
    case_of("clean", lambda data, _: data),
    case_of("no report", entry("1", lambda _: None), ("KC-001", "1", "rapportering")),
    case_of("empty text", report("1", state_of_play=" "), ("KC-002", "1", "stand_van_zaken")),
    case_of("empty achievements", report("1", achievements=""), ("KC-002", "1", "realisaties")),
    case_of("empty outlook", report("1", outlook=""), ("KC-002", "1", "vooruitblik")),
    case_of("empty status", report("1", status_code=""), ("KC-002", "1", "status")),
    case_of("not a number", _added_entry("XX{prefix}"), ("KC-003", "", "project")),
    case_of("outside population", _outside_population, ("KC-003", "9", "project")),
    case_of("second entry", _second_entry, ("KC-004", "1", "project")),
    case_of("milestone twice", entry("1", _doubled), ("KC-004", "1-M01", "id")),
    case_of("indicator twice", entry("1", _doubled_indicator), ("KC-004", "1-I01", "id")),
    case_of("short text", report("1", outlook="Wij gaan verder."), ("KC-005", "1", "vooruitblik")),
    case_of("placeholder", report("1", achievements="…" * 130), ("KC-005", "1", "realisaties")),
    case_of("long text", report("1", issues="traag " * 501), ("KC-006", "1", "knelpunten")),
    case_of("pasted text", report("1", state_of_play=WORDS[1]), ("KC-007", "1", "stand_van_zaken")),
    case_of("nothing new", _same_as_before, ("KC-008", "2", "stand_van_zaken")),
    case_of("unknown lead", rows("projects", "1", lead_email="weg@example.org"), ("KC-013", "1", "verantwoordelijke")),
    case_of("unknown spoc", rows("projects", "1", spoc_email="weg@example.org"), ("KC-013", "1", "spoc")),
    case_of("no spoc", rows("projects", "1", spoc_email=None)),
    case_of("old mandate", rows("projects", "1", mandate_codes=("OUD{copy}",)), ("KC-014", "1", "mandaten")),
    case_of("one mandate runs", rows("projects", "1", mandate_codes=("OUD{copy}", "M{copy}"))),
    case_of("unknown cluster", rows("projects", "1", cluster_code="C999"), ("KC-015", "1", "cluster")),
    case_of("unknown speerpunt", rows("projects", "1", cluster_code="L{copy}"), ("KC-015", "1", "speerpunt")),
    case_of("unknown entity", rows("projects", "1", entity_code="E999"), ("KC-015", "1", "entiteit")),
    case_of("late", entry("1", lambda each: replace(each, is_late=True)), ("KC-016", "1", "ingediend_op")),
    case_of("unknown status", report("1", status_code="groen"), ("KC-020", "1", "status")),
    case_of("step back", report("2", place=1, status_code="in_uitvoering"), ("KC-021", "2", "status")),
    case_of("reopened", report("1", place=1, status_code="gerealiseerd"), ("KC-021", "1", "status")),
    case_of(
        "reopened with an old decision",
        both(report("1", place=1, status_code="gerealiseerd"), document("1", date(2022, 12, 31))),
        ("KC-021", "1", "status"),
    ),
    case_of(
        "reopened by decision",
        both(report("1", place=1, status_code="gerealiseerd"), document("1", date(2023, 9, 1))),
    ),
    case_of("worse without reason", report("5", motivation=""), ("KC-022", "5", "motivering")),
    case_of("no cause", report("5", cause_code=""), ("KC-023", "5", "oorzaak")),
    case_of("no measure", report("5", corrective_measure=""), ("KC-023", "5", "bijsturing")),
    case_of("no owner", report("5", corrective_owner=""), ("KC-023", "5", "bijsturing_eigenaar")),
    case_of("no date", report("5", corrective_due_on=None), ("KC-023", "5", "bijsturing_datum")),
    case_of("not on the agenda", _no_documents, ("KC-026", "1", "vr_nummer")),
    case_of("on the agenda", document("2", date(2023, 12, 31)), ("KC-027", "2", "status")),
    case_of("on the agenda later", document("2", date(2024, 1, 1))),
    case_of("on the agenda without label", document("2", date(2023, 5, 5), label="")),
    case_of("should have begun", rows("projects", "6", starts_on=date(2023, 6, 1)), ("KC-028", "6", "startdatum")),
    case_of("money before the start", credit("6", 2023, committed_cents=5), ("KC-028", "6", "vastgelegd_eur")),
    case_of(
        "milestone before the start",
        milestone("6", "M01", status_code="gerealiseerd", realised_on=date(2023, 6, 1), evidence="x"),
        ("KC-028", "6", "mijlpalen"),
    ),
    case_of(
        "long not begun",
        rows("projects", "6", starts_on=date(2022, 9, 1)),
        ("KC-028", "6", "startdatum"),
        ("KC-029", "6", "motivering"),
    ),
    case_of(
        "realised too early",
        milestone("3", "M03", status_code="op_schema", realised_on=None),
        ("KC-030", "3", "status"),
    ),
    case_of("no proof", milestone("3", "M02", evidence=""), ("KC-031", "3-M02", "bewijs")),
    case_of(
        "no day of the end",
        milestone("3", "M02", realised_on=None),
        ("KC-031", "3-M02", "datum_realisatie"),
        ("KC-050", "3-M02", "datum_realisatie"),
    ),
    case_of("below target", value("3", value=Decimal("189")), ("KC-032", "3-I01", "toelichting")),
    case_of("just on target", value("3", value=Decimal("190"))),
    case_of("below target, explained", value("3", value=Decimal("189"), explanation="De rest volgt in maart.")),
    case_of("stopped without reason", report("4", motivation=""), ("KC-035", "4", "motivering")),
    case_of("stopped without decision", _no_stop, ("KC-035", "4", "vr_nummer")),
    case_of("stopped with money left", _no_shift, ("KC-035", "4", "verschuivingen")),
    case_of("end is past", rows("projects", "1", ends_on=date(2023, 12, 30)), ("KC-041", "1", "einddatum")),
    case_of("ends on the day", rows("projects", "1", ends_on=date(2023, 12, 31))),
    case_of("no day", milestone("1", "M01", realised_on=None), ("KC-050", "1-M01", "datum_realisatie")),
    case_of("in future", milestone("3", "M03", realised_on=date(2024, 1, 1)), ("KC-051", "3-M03", "datum_realisatie")),
    case_of("on the day", milestone("3", "M03", realised_on=date(2023, 12, 31))),
    case_of("a day too many", milestone("1", "M03", realised_on=date(2023, 6, 1)), ("KC-052", "1-M03", "status")),
    case_of("overdue", milestone("1", "M03", expected_on=date(2023, 12, 31)), ("KC-054", "1-M03", "status")),
    case_of("due next day", milestone("1", "M03", expected_on=date(2024, 1, 1))),
    case_of("slips", milestone("1", "M03", expected_on=date(2024, 4, 1)), ("KC-055", "1-M03", "toelichting")),
    case_of("slips, explained", milestone("1", "M03", expected_on=date(2024, 4, 1), explanation="Levering")),
    case_of(
        "new promise", rows("milestones", "1-M03", original_on=date(2024, 5, 1)), ("KC-058", "1-M03", "datum_origineel")
    ),
    case_of(
        "undone",
        milestone("1", "M01", status_code="vertraagd", realised_on=None),
        ("KC-059", "1-M01", "status"),
    ),
    case_of("not reported", entry("1", _without_m01), ("KC-060", "1-M01", "status")),
    case_of("gone from register", both(entry("1", _without_m01), _lost_m01), ("KC-060", "1-M01", "status")),
    case_of("dropped before", both(entry("1", _without_m01), rows("milestones", "1-M01", dropped_in="2023-12"))),
    case_of("dropped silently", milestone("1", "M03", status_code="geschrapt"), ("KC-060", "1-M03", "toelichting")),
    case_of("no milestones", _without_milestones, ("KC-066", "2", "mijlpalen")),
    case_of("many milestones", _many_milestones, ("KC-066", "2", "mijlpalen")),
    case_of("no end", rows("milestones", "1-M02", is_final=False), ("KC-067", "1", "finaal")),
    case_of("two ends", rows("milestones", "1-M03", is_final=True), ("KC-067", "1", "finaal")),
    case_of(
        "expected beyond",
        milestone("1", "M03", expected_on=date(2031, 1, 1), explanation="Later"),
        ("KC-070", "1-M03", "datum_verwacht"),
    ),
    case_of(
        "realised before",
        milestone("1", "M01", realised_on=date(2019, 12, 31)),
        ("KC-070", "1-M01", "datum_realisatie"),
    ),
    case_of(
        "planned before",
        rows("milestones", "1-M03", original_on=date(2019, 12, 31)),
        ("KC-070", "1-M03", "datum_origineel"),
    ),
    case_of("no target", rows("indicators", "1-I01", target=None), ("KC-080", "1-I01", "streefwaarde")),
    case_of("no target day", rows("indicators", "1-I01", target_on=None), ("KC-080", "1-I01", "streefdatum")),
    case_of("no unit", rows("indicators", "1-I01", unit=""), ("KC-081", "1-I01", "eenheid")),
    case_of("no definition", rows("indicators", "1-I01", definition=""), ("KC-081", "1-I01", "definitie")),
    case_of("no source", rows("indicators", "1-I01", source=""), ("KC-081", "1-I01", "bron")),
    case_of("no value", entry("1", lambda each: replace(each, indicators=())), ("KC-083", "1-I01", "waarde")),
    case_of("falls", value("1", value=Decimal("99.5")), ("KC-084", "1-I01", "waarde")),
    case_of("leaps", value("5", value=Decimal("401")), ("KC-087", "5-I01", "waarde")),
    case_of("ten times", value("5", value=Decimal("400"))),
    case_of("below zero", value("5", value=Decimal("-30")), ("KC-088", "5-I01", "waarde")),
    case_of("over the top", value("2", value=Decimal("100.5")), ("KC-088", "2-I01", "waarde")),
    case_of("half a person", value("5", value=Decimal("40.5")), ("KC-088", "5-I01", "waarde")),
    case_of("wrong year", credit("1", 2022, budget_year=2019), ("KC-100", "1/2019/KA-1", "begrotingsjaar")),
    case_of("no article", credit("1", 2022, budget_article=""), ("KC-100", "1/2022/", "begrotingsartikel")),
    case_of("unknown project", credit("6", 2023, project_number="XX{prefix}"), ("KC-103", "/2023/KA-1", "project")),
    case_of("overpaid", credit("1", 2023, settled_cents=226), ("KC-105", "1", "vereffend_eur")),
    case_of("all paid", credit("1", 2023, settled_cents=225)),
    case_of("over budget", credit("1", 2023, committed_cents=901), ("KC-107", "1", "vastgelegd_eur")),
    case_of("just on budget", credit("1", 2023, committed_cents=900)),
    case_of("released", credit("1", 2023, committed_cents=49), ("KC-108", "1", "vastgelegd_eur")),
    case_of("recovered", credit("1", 2023, settled_cents=24), ("KC-108", "1", "vereffend_eur")),
    case_of("released, explained", credit("1", 2023, committed_cents=49, remark="Geannuleerd na faillissement")),
)
