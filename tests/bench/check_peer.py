"""The quality check beside the same rules in plain pandas, on the same faulty round; both must find the same."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from itertools import cycle
from pathlib import Path

from meetcyclus.domain.entries import Entry
from meetcyclus.domain.rounds import RoundProject
from meetcyclus.domain.snapshot import ProgrammeData
from meetcyclus.services.ports import CheckSubject
from tests.bench.material import Material, load

Work = Callable[[], str]
Found = tuple[str, str, str, str]
Fault = Callable[[Entry], Entry]
EXPECTATIONS = Path(__file__).parents[2] / "expectations"


def ours_all(folder: Path, _times: int) -> Work:
    """All rules about entries, by Great Expectations."""
    return _ours(folder, only=())


def ours_same(folder: Path, _times: int) -> Work:
    """Only the rules that pandas does too; keeps what was found."""
    from tests.bench.pandas_rules import CODES

    return _ours(folder, only=CODES)


def pandas_same(folder: Path, _times: int) -> Work:
    """The same rules in pandas, from the same data in memory to the same list of failing places."""
    from tests.bench.pandas_rules import CODES, findings_of

    subject = _subject(folder)

    def work() -> str:
        found = findings_of(subject)
        _keep(folder / "pandas_found.txt", found)
        return f"{len(CODES)} rules, {len(found)} places"

    return work


def compare(folder: Path, _times: int) -> Work:
    """Fails where one finds a place that the other does not, or where a rule has nothing to find."""
    from tests.bench.pandas_rules import CODES

    def work() -> str:
        one, other = ((folder / f"{name}_found.txt").read_text().splitlines() for name in ("ours", "pandas"))
        if one != other:
            raise SystemExit(
                f"ours only: {sorted(set(one) - set(other))}; pandas only: {sorted(set(other) - set(one))}"
            )
        silent = set(CODES) - {line.partition(" ")[0] for line in one}
        if silent:
            raise SystemExit(f"no fault was planted for {sorted(silent)}")
        return f"{len(one)} places under {len(CODES)} rules, equal"

    return work


def _ours(folder: Path, only: tuple[str, ...]) -> Work:
    import meetcyclus.quality.engine  # noqa: F401
    from meetcyclus.quality import GreatExpectationsCheck
    from meetcyclus.quality.catalogue import Catalogue, read_catalogue, read_files
    from meetcyclus.services.checks import ENTRY_STAGES

    subject, check = _subject(folder), GreatExpectationsCheck(EXPECTATIONS)
    whole = read_catalogue(read_files(EXPECTATIONS))
    if only:
        rules = tuple(each for each in whole.rules if each.code in only)
        checks = tuple(each for each in whole.checks if each.rule_code in only)
        check.__dict__["_catalogue"] = Catalogue(rules, checks)

    def work() -> str:
        outcome = check.run(subject, ENTRY_STAGES)
        found = {(hit.rule_code, hit.project_number, hit.object_key, hit.field) for hit in outcome.hits}
        if only:
            _keep(folder / "ours_found.txt", found)
        return f"{len(outcome.rules_run)} rules, {len(found)} places"

    return work


def _keep(path: Path, found: set[Found]) -> None:
    path.write_text("\n".join(" ".join(each) for each in sorted(found)))


def _subject(folder: Path) -> CheckSubject:
    return faulty_round(load(folder))


def faulty_round(material: Material) -> CheckSubject:
    """The open round of the material with a fault in every second entry and in parts of the register."""
    data = replace(material, entries=tuple(_faulty(material))).with_round()
    population = tuple(RoundProject(material.round.key, each.number) for each in data.projects)
    return CheckSubject(_with_faulty_register(data), material.round, population)


def _with_faulty_register(data: ProgrammeData) -> ProgrammeData:
    """Every fortieth indicator lacks its target, every fiftieth its source; some ends and final milestones are off."""
    indicators = tuple(
        replace(each, target=None) if place % 40 == 0 else replace(each, source=" ") if place % 50 == 1 else each
        for place, each in enumerate(data.indicators)
    )
    milestones = tuple(
        replace(each, is_final=False) if each.is_final and place % 30 == 0 else each
        for place, each in enumerate(data.milestones)
    )
    late = data.rounds[-1].reference_date - timedelta(days=30)
    projects = tuple(
        replace(each, ends_on=late) if place % 20 == 3 else each for place, each in enumerate(data.projects)
    )
    return replace(data, indicators=indicators, milestones=milestones, projects=projects)


def _faulty(material: Material) -> Iterator[Entry]:
    """Every second entry gets one of the faults, in turn; where a fault does not fit, the next one is tried."""
    today = material.round.reference_date
    faults = cycle(_faults(today))
    for place, entry in enumerate(material.entries):
        if place % 60 == 17:
            continue  # This project does not report at all.
        yield next(faults)(entry) if place % 2 else entry


def _faults(today: date) -> tuple[Fault, ...]:
    def report(**values: object) -> Fault:
        return lambda entry: replace(entry, report=replace(entry.report, **values))

    def milestone(only: str, **values: object) -> Fault:
        def change(entry: Entry) -> Entry:
            chosen = [each.milestone_id for each in entry.milestones if each.status_code == only][:1]
            changed = (replace(each, **values) if each.milestone_id in chosen else each for each in entry.milestones)
            return replace(entry, milestones=tuple(changed))

        return change

    def indicator(times: int) -> Fault:
        return lambda entry: replace(
            entry, indicators=tuple(replace(each, value=each.value * times) for each in entry.indicators)
        )

    return (
        report(outlook="  "),
        report(achievements="zie vorige meting"),
        report(state_of_play="Kort gezegd: alles loopt."),
        report(issues="Lang. " * 600),
        report(status_code="bijna_klaar"),
        report(status_code="aandacht", cause_code="", corrective_measure="", corrective_due_on=None),
        report(status_code="gerealiseerd"),
        lambda entry: replace(entry, is_late=True),
        milestone("gerealiseerd", realised_on=None),
        milestone("gerealiseerd", realised_on=today + timedelta(days=9)),
        milestone("op_schema", realised_on=today - timedelta(days=9)),
        milestone("op_schema", expected_on=today - timedelta(days=60)),
        milestone("op_schema", expected_on=today.replace(year=2029), explanation=""),
        milestone("op_schema", expected_on=today.replace(year=2052), explanation="Later."),
        milestone("gerealiseerd", status_code="op_schema", realised_on=None, expected_on=today + timedelta(days=90)),
        milestone("op_schema", status_code="geschrapt", explanation=""),
        lambda entry: replace(entry, milestones=entry.milestones[1:]),
        indicator(1000),
        indicator(0),
        lambda entry: replace(entry, indicators=()),
    )
