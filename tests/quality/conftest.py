"""One pass over all spoilt copies: Great Expectations takes a second per pass, so the cases share it."""

from __future__ import annotations

from pathlib import Path

import pytest

from meetcyclus.domain.findings import CheckOutcome, Stage
from meetcyclus.quality import GreatExpectationsCheck
from meetcyclus.quality.catalogue import read_files
from meetcyclus.services.ports import CheckSubject
from tests.bench.material import Material, read_material
from tests.quality.cases import CASES
from tests.quality.cases_of_wording import WORDING
from tests.quality.cases_process import process_subject
from tests.quality.small_programme import merged, small_programme, subject_of

EXPECTATIONS = Path(__file__).parents[2] / "expectations"
PROCESS_FILES = {
    name: text
    for name, text in read_files(EXPECTATIONS).items()
    if name in ("process.toml", "portfolio.toml", "publication.toml")
}


@pytest.fixture(scope="session")
def check() -> GreatExpectationsCheck:
    """The check over the shipped catalogue."""
    return GreatExpectationsCheck(EXPECTATIONS)


@pytest.fixture(scope="session")
def spoilt() -> CheckSubject:
    """All cases as copies in one programme."""
    copies = [case.spoil(small_programme(copy), f"VV{copy:02d}") for copy, case in enumerate(CASES)]
    return subject_of(merged(copies), without=tuple(f"VV{copy:02d}9" for copy in range(len(CASES))))


@pytest.fixture(scope="session")
def outcome(check: GreatExpectationsCheck, spoilt: CheckSubject) -> CheckOutcome:
    """What the check finds in them."""
    return check.run(spoilt, frozenset({Stage.ENTRY, Stage.QUALITY, Stage.MONEY}))


@pytest.fixture(scope="session")
def released() -> CheckOutcome:
    """What the check finds in how the round was conducted and in what is about to leave the house."""
    return GreatExpectationsCheck(PROCESS_FILES).run(process_subject(), frozenset(Stage) - {Stage.MONEY})


@pytest.fixture(scope="session")
def shipped_material() -> Material:
    """The shipped programme with its open round."""
    return read_material()


@pytest.fixture(scope="session")
def wording(check: GreatExpectationsCheck) -> CheckOutcome:
    """What the check finds in the cases about wording."""
    copies = [case.spoil(small_programme(copy), f"VV{copy:02d}") for copy, case in enumerate(WORDING)]
    return check.run(subject_of(merged(copies)), frozenset({Stage.ENTRY, Stage.QUALITY}))
