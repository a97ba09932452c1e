"""Every rule about process, portfolio, report and publication fires where it is broken, and on no neighbour."""

from __future__ import annotations

import pytest

from meetcyclus.domain.findings import CheckOutcome
from meetcyclus.quality import GreatExpectationsCheck
from meetcyclus.quality.catalogue import read_catalogue
from tests.quality.cases_process import PROCESS_HITS
from tests.quality.conftest import PROCESS_FILES

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
