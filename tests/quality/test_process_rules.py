"""Every rule about process, portfolio, report and publication fires where it is broken, and on no neighbour."""

from __future__ import annotations

from dataclasses import replace

import pytest

from meetcyclus.domain.findings import CheckOutcome, Stage
from meetcyclus.quality import GreatExpectationsCheck
from meetcyclus.quality.catalogue import read_catalogue
from meetcyclus.services.check_facts import OwnCheck, ProjectTrail
from tests.quality.cases_process import PROCESS_HITS, process_subject
from tests.quality.conftest import PROCESS_FILES

# The check of KC-150 as rounds of 0.3.0 keep it.
FIRST_KC_150 = """
[[rule]]
code = "KC-150"
version = 1
severity = "fout"
stage = "kwaliteitscheck"
owner = "secretariaat"
title = "Ingevoerd en nagekeken door dezelfde persoon"
what = "Project {project}: {value} heeft de huidige versie ingevoerd en ook zelf nagekeken. Wij verwachten {expected}."
why = "Vier ogen zien meer dan twee."
how = "Laat een collega de beslissing opnieuw nemen."
basis = "Vierogenprincipe (REQ-09)"

[[rule.check]]
table = "trails"
expectation = "expect_column_values_to_be_null"
kwargs = { column = "own_checks" }
field = "nagekeken_door"
value = "{author} (versie {version}: {own_checks})"
expected = "een andere persoon"
"""

OWN = {rule.code for rule in read_catalogue(PROCESS_FILES).rules}


@pytest.mark.goal("13")
@pytest.mark.goal("55")
def test_process_rules_fire_exactly_where_they_are_broken(released: CheckOutcome) -> None:
    found = {(each.rule_code, each.object_key, each.field) for each in released.hits}
    assert found == PROCESS_HITS
    assert released.crashed == ()


@pytest.mark.goal("13")
def test_every_rule_of_these_files_is_broken_once() -> None:
    assert {code for code, _, _ in PROCESS_HITS} == OWN


def test_findings_after_the_entry_are_not_for_leads(check: GreatExpectationsCheck) -> None:
    late = [rule for rule in check.rules() if rule.stage.value in ("validatie", "rapportering", "publicatie")]
    assert len(late) > 20
    assert {rule.owner for rule in late} <= {"secretariaat", "dossierbeheerder", "kabinet", "dfb"}


@pytest.mark.goal("55")
def test_a_round_that_keeps_the_first_version_of_a_rule_is_told_what_it_was_told() -> None:
    """Before version 2 only the author of the newest version was looked at: what was said then still stands."""
    subject, anna, bob = process_subject(), "anna@example.org", "bob@example.org"
    trails = (
        ProjectTrail("VV014", anna, 2, own_checks=(OwnCheck("KC-005", anna), OwnCheck("M1", bob))),
        ProjectTrail("VV015", anna, 2, own_checks=(OwnCheck("KC-005", bob),)),
    )
    seen = replace(subject, process=replace(subject.process, projects=trails))
    found = {}
    for name, rules in (("kept", FIRST_KC_150), ("own", PROCESS_FILES["process.toml"])):
        hits = GreatExpectationsCheck({"process.toml": rules}).run(seen, frozenset({Stage.QUALITY})).hits
        found[name] = {each.object_key: each.value for each in hits if each.rule_code == "KC-150"}
    assert found["kept"] == {"VV014": f"{anna} (versie 2: KC-005)"}
    assert found["own"] == {"VV014": f"KC-005 door {anna}, M1 door {bob}", "VV015": f"KC-005 door {bob}"}


def test_process_findings_speak_dutch(released: CheckOutcome) -> None:
    shown = {(each.rule_code, each.object_key): (each.value, each.expected) for each in released.hits}
    assert shown["KC-150", "VV014"] == (
        "KC-005 door lead1@example.org, M1 door lead1@example.org",
        "een andere persoon",
    )
    assert shown["KC-042", "VV012"] == ("08/12/2023", "een bevestiging na het meetmoment")
    # The same on every later day: what was said about it stands.
    assert shown["KC-149", "VV013"] == ("13/12/2023", "een antwoord binnen 3 werkdagen")
    assert shown["KC-143", "VV011/M1"] == ("versie cdcdcdcdcdcd", "abababababab")
    assert shown["KC-169", "VV013 in monitoringsrapport"] == ("in uitvoering", "gerealiseerd")
    assert shown["KC-175", "vr_later"] == ("02/03/2024", "een beslissing van ten laatste vandaag")
