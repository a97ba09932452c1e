"""For every rule: what is spoilt in a small programme, and the objects on which that rule must fire, and only there."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from meetcyclus.domain.entries import Entry, MilestoneReport
from meetcyclus.domain.programme import Milestone
from meetcyclus.domain.snapshot import ProgrammeData
from tests.quality.case import case as _case
from tests.quality.cases_of_money import MONEY
from tests.quality.cases_of_planning import PLANNING
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
    _case("clean", lambda data, _: data),
    _case("no report", entry("1", lambda _: None), ("KC-001", "1", "rapportering")),
    _case("empty text", report("1", state_of_play=" "), ("KC-002", "1", "stand_van_zaken")),
    _case("empty achievements", report("1", achievements=""), ("KC-002", "1", "realisaties")),
    _case("empty outlook", report("1", outlook=""), ("KC-002", "1", "vooruitblik")),
    _case("empty status", report("1", status_code=""), ("KC-002", "1", "status")),
    _case("not a number", _added_entry("XX{prefix}"), ("KC-003", "", "project")),
    _case("outside population", _outside_population, ("KC-003", "9", "project")),
    _case("second entry", _second_entry, ("KC-004", "1", "project")),
    _case("milestone twice", entry("1", _doubled), ("KC-004", "1-M01", "id")),
    _case("indicator twice", entry("1", _doubled_indicator), ("KC-004", "1-I01", "id")),
    _case("short text", report("1", outlook="Wij gaan verder."), ("KC-005", "1", "vooruitblik")),
    _case("placeholder", report("1", achievements="…" * 130), ("KC-005", "1", "realisaties")),
    _case("long text", report("1", issues="traag " * 501), ("KC-006", "1", "knelpunten")),
    _case("pasted text", report("1", state_of_play=WORDS[1]), ("KC-007", "1", "stand_van_zaken")),
    _case("nothing new", _same_as_before, ("KC-008", "2", "stand_van_zaken"), ("KC-085", "2-I01", "waardedatum")),
    _case("unknown lead", rows("projects", "1", lead_email="weg@example.org"), ("KC-013", "1", "verantwoordelijke")),
    _case("unknown spoc", rows("projects", "1", spoc_email="weg@example.org"), ("KC-013", "1", "spoc")),
    _case("no spoc", rows("projects", "1", spoc_email=None)),
    _case("old mandate", rows("projects", "1", mandate_codes=("OUD{copy}",)), ("KC-014", "1", "mandaten")),
    _case("one mandate runs", rows("projects", "1", mandate_codes=("OUD{copy}", "M{copy}"))),
    _case("unknown cluster", rows("projects", "1", cluster_code="C999"), ("KC-015", "1", "cluster")),
    _case("unknown speerpunt", rows("projects", "1", cluster_code="L{copy}"), ("KC-015", "1", "speerpunt")),
    _case("unknown entity", rows("projects", "1", entity_code="E999"), ("KC-015", "1", "entiteit")),
    _case("late", entry("1", lambda each: replace(each, is_late=True)), ("KC-016", "1", "ingediend_op")),
    _case("unknown status", report("1", status_code="groen"), ("KC-020", "1", "status")),
    _case("step back", report("2", place=1, status_code="in_uitvoering"), ("KC-021", "2", "status")),
    _case("reopened", report("1", place=1, status_code="gerealiseerd"), ("KC-021", "1", "status")),
    _case(
        "reopened with an old decision",
        both(report("1", place=1, status_code="gerealiseerd"), document("1", date(2022, 12, 31))),
        ("KC-021", "1", "status"),
    ),
    _case(
        "reopened by decision",
        both(report("1", place=1, status_code="gerealiseerd"), document("1", date(2023, 9, 1))),
    ),
    _case("worse without reason", report("5", motivation=""), ("KC-022", "5", "motivering")),
    _case("no cause", report("5", cause_code=""), ("KC-023", "5", "oorzaak")),
    _case("no measure", report("5", corrective_measure=""), ("KC-023", "5", "bijsturing")),
    _case("no owner", report("5", corrective_owner=""), ("KC-023", "5", "bijsturing_eigenaar")),
    _case("no date", report("5", corrective_due_on=None), ("KC-023", "5", "bijsturing_datum")),
    _case("not on the agenda", _no_documents, ("KC-026", "1", "vr_nummer")),
    _case("on the agenda", document("2", date(2023, 12, 31)), ("KC-027", "2", "status")),
    _case("on the agenda later", document("2", date(2024, 1, 1))),
    _case("on the agenda without label", document("2", date(2023, 5, 5), label="")),
    _case("should have begun", rows("projects", "6", starts_on=date(2023, 6, 1)), ("KC-028", "6", "startdatum")),
    _case("money before the start", credit("6", 2023, committed_cents=5), ("KC-028", "6", "vastgelegd_eur")),
    _case(
        "milestone before the start",
        milestone("6", "M01", status_code="gerealiseerd", realised_on=date(2023, 6, 1), evidence="x"),
        ("KC-028", "6", "mijlpalen"),
        ("KC-053", "6-M01", "datum_realisatie"),
    ),
    _case(
        "long not begun",
        rows("projects", "6", starts_on=date(2022, 9, 1)),
        ("KC-028", "6", "startdatum"),
        ("KC-029", "6", "motivering"),
    ),
    _case(
        "realised too early",
        milestone("3", "M03", status_code="op_schema", realised_on=None),
        ("KC-030", "3", "status"),
        ("KC-069", "3", "mijlpalen"),
    ),
    _case("no proof", milestone("3", "M02", evidence=""), ("KC-031", "3-M02", "bewijs")),
    _case(
        "no day of the end",
        milestone("3", "M02", realised_on=None),
        ("KC-031", "3-M02", "datum_realisatie"),
        ("KC-050", "3-M02", "datum_realisatie"),
    ),
    _case("below target", value("3", value=Decimal("189")), ("KC-032", "3-I01", "toelichting")),
    _case("just on target", value("3", value=Decimal("190"))),
    _case("below target, explained", value("3", value=Decimal("189"), explanation="De rest volgt in maart.")),
    _case("stopped without reason", report("4", motivation=""), ("KC-035", "4", "motivering")),
    _case("stopped without decision", _no_stop, ("KC-035", "4", "vr_nummer")),
    _case("stopped with money left", _no_shift, ("KC-035", "4", "verschuivingen")),
    _case(
        "end is past",
        rows("projects", "1", ends_on=date(2023, 12, 30)),
        ("KC-041", "1", "einddatum"),
        ("KC-068", "1", "einddatum"),
    ),
    _case("ends on the day", rows("projects", "1", ends_on=date(2023, 12, 31)), ("KC-068", "1", "einddatum")),
    _case("no day", milestone("1", "M01", realised_on=None), ("KC-050", "1-M01", "datum_realisatie")),
    _case(
        "in future",
        milestone("3", "M03", realised_on=date(2024, 1, 1)),
        ("KC-051", "3-M03", "datum_realisatie"),
        ("KC-069", "3", "mijlpalen"),
    ),
    _case("on the day", milestone("3", "M03", realised_on=date(2023, 12, 31)), ("KC-069", "3", "mijlpalen")),
    _case("a day too many", milestone("1", "M03", realised_on=date(2023, 6, 1)), ("KC-052", "1-M03", "status")),
    _case("overdue", milestone("1", "M03", expected_on=date(2023, 12, 31)), ("KC-054", "1-M03", "status")),
    _case("due next day", milestone("1", "M03", expected_on=date(2024, 1, 1))),
    _case("slips", milestone("1", "M03", expected_on=date(2024, 4, 1)), ("KC-055", "1-M03", "toelichting")),
    _case("slips, explained", milestone("1", "M03", expected_on=date(2024, 4, 1), explanation="Levering")),
    _case(
        "new promise", rows("milestones", "1-M03", original_on=date(2024, 5, 1)), ("KC-058", "1-M03", "datum_origineel")
    ),
    _case(
        "undone",
        milestone("1", "M01", status_code="vertraagd", realised_on=None),
        ("KC-059", "1-M01", "status"),
        ("KC-037", "1", "status"),
        ("KC-115", "1", "vereffend_eur"),
    ),
    _case("not reported", entry("1", _without_m01), ("KC-060", "1-M01", "status"), ("KC-115", "1", "vereffend_eur")),
    _case(
        "gone from register",
        both(entry("1", _without_m01), _lost_m01),
        ("KC-060", "1-M01", "status"),
        ("KC-115", "1", "vereffend_eur"),
    ),
    _case(
        "dropped before",
        both(entry("1", _without_m01), rows("milestones", "1-M01", dropped_in="2023-12")),
        ("KC-115", "1", "vereffend_eur"),
    ),
    _case("dropped silently", milestone("1", "M03", status_code="geschrapt"), ("KC-060", "1-M03", "toelichting")),
    _case("no milestones", _without_milestones, ("KC-066", "2", "mijlpalen")),
    _case("many milestones", _many_milestones, ("KC-066", "2", "mijlpalen"), ("KC-115", "2", "vereffend_eur")),
    _case("no end", rows("milestones", "1-M02", is_final=False), ("KC-067", "1", "finaal")),
    _case("two ends", rows("milestones", "1-M03", is_final=True), ("KC-067", "1", "finaal")),
    _case(
        "expected beyond",
        milestone("1", "M03", expected_on=date(2031, 1, 1), explanation="Later"),
        ("KC-070", "1-M03", "datum_verwacht"),
        ("KC-056", "1-M03", "datum_verwacht"),
        ("KC-133", "1-M03", "datum_verwacht"),
    ),
    _case(
        "realised before",
        milestone("1", "M01", realised_on=date(2019, 12, 31)),
        ("KC-070", "1-M01", "datum_realisatie"),
        ("KC-053", "1-M01", "datum_realisatie"),
    ),
    _case(
        "planned before",
        rows("milestones", "1-M03", original_on=date(2019, 12, 31)),
        ("KC-070", "1-M03", "datum_origineel"),
        ("KC-037", "1", "status"),
        ("KC-056", "1-M03", "datum_verwacht"),
    ),
    _case("no target", rows("indicators", "1-I01", target=None), ("KC-080", "1-I01", "streefwaarde")),
    _case("no target day", rows("indicators", "1-I01", target_on=None), ("KC-080", "1-I01", "streefdatum")),
    _case("no unit", rows("indicators", "1-I01", unit=""), ("KC-081", "1-I01", "eenheid")),
    _case("no definition", rows("indicators", "1-I01", definition=""), ("KC-081", "1-I01", "definitie")),
    _case("no source", rows("indicators", "1-I01", source=""), ("KC-081", "1-I01", "bron")),
    _case("no value", entry("1", lambda each: replace(each, indicators=())), ("KC-083", "1-I01", "waarde")),
    _case("falls", value("1", value=Decimal("99.5")), ("KC-084", "1-I01", "waarde")),
    _case("leaps", value("5", value=Decimal("401")), ("KC-087", "5-I01", "waarde"), ("KC-086", "5-I01", "waarde")),
    _case("ten times", value("5", value=Decimal("400")), ("KC-086", "5-I01", "waarde")),
    _case("below zero", value("5", value=Decimal("-30")), ("KC-088", "5-I01", "waarde")),
    _case("over the top", value("2", value=Decimal("100.5")), ("KC-088", "2-I01", "waarde")),
    _case("half a person", value("5", value=Decimal("40.5")), ("KC-088", "5-I01", "waarde")),
    _case("wrong year", credit("1", 2022, budget_year=2019), ("KC-100", "1/2019/KA-1", "begrotingsjaar")),
    _case("no article", credit("1", 2022, budget_article=""), ("KC-100", "1/2022/", "begrotingsartikel")),
    _case("unknown project", credit("6", 2023, project_number="XX{prefix}"), ("KC-103", "/2023/KA-1", "project")),
    _case(
        "overpaid",
        credit("1", 2023, settled_cents=226),
        ("KC-105", "1", "vereffend_eur"),
        ("KC-115", "1", "vereffend_eur"),
    ),
    _case("all paid", credit("1", 2023, settled_cents=225), ("KC-115", "1", "vereffend_eur")),
    _case("over budget", credit("1", 2023, committed_cents=901), ("KC-107", "1", "vastgelegd_eur")),
    _case("just on budget", credit("1", 2023, committed_cents=900)),
    _case(
        "released",
        credit("1", 2023, committed_cents=49),
        ("KC-108", "1", "vastgelegd_eur"),
        ("KC-115", "1", "vereffend_eur"),
    ),
    _case("recovered", credit("1", 2023, settled_cents=24), ("KC-108", "1", "vereffend_eur")),
    _case("released, explained", credit("1", 2023, committed_cents=49, remark="Geannuleerd na faillissement")),
    *PLANNING,
    *MONEY,
)
