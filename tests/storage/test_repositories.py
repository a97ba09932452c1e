"""Every fact comes back from the database exactly as it went in, in the order in which it came."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlalchemy.exc import IntegrityError

from meetcyclus.domain.credits import FinanceUpload
from meetcyclus.domain.letters import LetterState
from meetcyclus.storage.unit_of_work import SqlUnitOfWork, unit_of_work
from tests.factories import DFB, HISTORY, KEY, credits, entries, entry, small_programme
from tests.storage.samples import AT, facts

# Kept in the order of their key, because that is the order in which people count them.
BY_KEY = {"programmes", "rounds", "steps", "uploads", "findings", "verdicts", "meetings", "snapshots"}


def test_every_repository_gives_back_what_it_got(engine: Engine) -> None:
    with unit_of_work(engine) as uow:
        for name, items in facts().items():
            getattr(uow, name).add(items)
    with unit_of_work(engine) as uow:
        for name, items in facts().items():
            assert getattr(uow, name).where() == items, name


def test_the_samples_cover_every_repository_of_the_unit_of_work(engine: Engine) -> None:
    with unit_of_work(engine) as uow:
        assert set(vars(uow)) == {*facts(), "entries", "credits", "files", "ledger"}


def test_a_fact_is_found_by_its_key_and_by_its_fields(engine: Engine) -> None:
    with unit_of_work(engine) as uow:
        for name in ("steps", "round_projects", "letters"):
            getattr(uow, name).add(facts()[name])
    with unit_of_work(engine) as uow:
        found = uow.steps.get(KEY, "kep")
        assert found is not None and found.forum == "kep"
        assert uow.steps.get(KEY, "nergens") is None
        assert [each.project_number for each in uow.round_projects.where(round_key=KEY)] == ["KL002", "KL001"]
        assert [each.state for each in uow.letters.where(state="sending")] == [LetterState.SENDING]


def test_put_replaces_a_fact_and_keeps_its_place(engine: Engine) -> None:
    first, *others = small_programme().projects
    with unit_of_work(engine) as uow:
        uow.projects.add([first, *others])
    changed = replace(first, title="Andere titel", mandate_codes=("M2", "M1"), spoc_email=None)
    with unit_of_work(engine) as uow:
        uow.projects.put(changed)
        uow.projects.put(replace(first, number="KL999"))
    with unit_of_work(engine) as uow:
        assert uow.projects.where() == [changed, *others, replace(first, number="KL999")]


def test_add_refuses_a_key_that_is_there(engine: Engine) -> None:
    project = small_programme().projects[0]
    with unit_of_work(engine) as uow:
        uow.projects.add([project])
    with pytest.raises(IntegrityError), unit_of_work(engine) as uow:
        uow.projects.add([project])


def test_a_letter_is_refused_when_the_same_occasion_has_one(engine: Engine) -> None:
    letter: Any = facts()["letters"][0]
    with unit_of_work(engine) as uow:
        uow.letters.add([letter])
    with pytest.raises(IntegrityError), unit_of_work(engine) as uow:
        uow.letters.add([replace(letter, id="anders", message_id="<anders@example.org>")])


def test_an_error_undoes_the_whole_unit_of_work(engine: Engine) -> None:
    def fail(uow: SqlUnitOfWork) -> None:
        uow.projects.add(small_programme().projects)
        uow.files.put(b"inhoud")
        uow.ledger.append(action="a", object="b", by="c", at=AT)
        raise ValueError

    with pytest.raises(ValueError), unit_of_work(engine) as uow:
        fail(uow)
    with unit_of_work(engine) as uow:
        assert uow.projects.where() == []
        assert uow.ledger.last_seq() == 0
        with pytest.raises(KeyError):
            uow.files.get(hashlib.sha256(b"inhoud").hexdigest())


def test_a_moment_without_a_zone_is_refused(engine: Engine) -> None:
    run: Any = facts()["check_runs"][0]
    with pytest.raises(Exception, match="without a time zone"), unit_of_work(engine) as uow:
        uow.check_runs.add([replace(run, ran_at=AT.replace(tzinfo=None))])


def test_entries_keep_their_reports_their_decimals_and_the_offset_of_the_clock(engine: Engine) -> None:
    given = [entry(number, 0) for number in ("KL005", "KL001", "KL006", "KL003")]
    exact = replace(given[1].indicators[0], value=Decimal("30.00"))
    given[1] = replace(given[1], indicators=(exact, replace(exact, indicator_id="A", value=Decimal("-0.1"))))
    given[3] = replace(given[3], milestones=given[3].milestones[::-1], is_late=True)
    with unit_of_work(engine) as uow:
        uow.entries.add(given)
    with unit_of_work(engine) as uow:
        found = uow.entries.latest()
        assert found == given
        assert [str(each.value) for each in found[1].indicators] == ["30.00", "-0.1"]
        assert found[0].submitted_at is not None and found[0].submitted_at.isoformat() == "2023-06-20T09:30:00+02:00"


def test_entries_are_append_only_and_the_newest_version_counts(engine: Engine) -> None:
    first = replace(entries()[0], version=1, submitted_at=AT)
    second = replace(first, version=2, report=replace(first.report, outlook="Anders"), milestones=first.milestones[:1])
    other = replace(entries()[1], version=1)
    with unit_of_work(engine) as uow:
        uow.entries.add([first, other, entry("KL001", 0)])
        uow.entries.add([second])
    with pytest.raises(IntegrityError), unit_of_work(engine) as uow:
        uow.entries.add([replace(first, source="herschreven")])
    with unit_of_work(engine) as uow:
        assert {each.project_number: each for each in uow.entries.latest(KEY)} == {"KL001": second, "KL002": other}
        assert uow.entries.latest(KEY, projects=["KL002"]) == [other]
        assert uow.entries.latest(HISTORY) == [entry("KL001", 0)]
        assert len(uow.entries.latest()) == 3
        assert uow.entries.versions(KEY, "KL001") == [first, second]
        assert uow.entries.versions(KEY, "KL009") == []
        assert not any(hasattr(uow.entries, verb) for verb in ("put", "update", "delete", "remove"))


def test_the_credits_of_the_newest_signed_upload_are_in_force_and_of_the_newest_before(engine: Engine) -> None:
    old, first, second = credits(0), credits(1), tuple(reversed(credits(1)[2:]))
    upload = FinanceUpload(KEY, 1, "emoe.xlsx", "ab" * 32, DFB, AT, 6, 1, 1)
    with unit_of_work(engine) as uow:
        uow.credits.add(HISTORY, 0, old)
        uow.credits.add(KEY, 1, first)
        assert uow.credits.in_force() == [*old, *first]
        uow.credits.add(KEY, 2, second)
    with unit_of_work(engine) as uow:
        assert uow.credits.in_force() == [*old, *second]
        uow.uploads.add([replace(upload, signed_off_by=DFB), replace(upload, sequence=2, reason="later")])
        assert uow.credits.in_force() == [*old, *first]
        uow.uploads.put(replace(upload, sequence=2, signed_off_by=DFB))
        assert uow.credits.in_force() == [*old, *second]
        assert uow.credits.of_upload(KEY, 1) == list(first)


def test_files_are_kept_once_by_their_hash(engine: Engine) -> None:
    content = bytes(range(256)) * 4096
    with unit_of_work(engine) as uow:
        name = uow.files.put(content)
        assert uow.files.put(content) == name
    with unit_of_work(engine) as uow:
        assert uow.files.put(content) == name
        assert uow.files.get(name) == content
        with pytest.raises(KeyError):
            uow.files.get("0" * 64)
