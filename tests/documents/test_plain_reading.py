"""A reader of the cover note who knows nothing else: nothing is cut, said twice, unexplained or contradicted."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from itertools import pairwise

from meetcyclus.documents import WordReports
from meetcyclus.domain.entries import Entry
from meetcyclus.domain.programme import Person, Shift
from meetcyclus.domain.snapshot import ProgrammeData
from meetcyclus.services.figures import figures_of
from meetcyclus.services.wording import joined_up_to
from tests.documents import samples
from tests.documents.conftest import MARK
from tests.documents.word import W, opened, whole

LONG = "een heel lange omschrijving van wat er tegen die dag klaar moet zijn en hoe dat wordt aangetoond " * 3


def note(writer: WordReports, **changes: object) -> bytes:
    snapshot = samples.snapshot(**changes)
    return writer.cover_note(snapshot, MARK, figures_of(snapshot))


def rows_of(content: bytes, first_column: str) -> list[list[str]]:
    """The rows of the table whose first column has that title."""
    tables = [each for each in opened(content).tables if each.rows[0].cells[0].text == first_column]
    return [[cell.text.replace("\u00a0", " ") for cell in row.cells] for row in tables[0].rows[1:]]


def stopped(**changes: object) -> ProgrammeData:
    """The programme in which P6 stopped as given, and P7 asks for action without a date or an owner."""

    def changed(entry: Entry) -> Entry:
        if (entry.round_key, entry.project_number) == (samples.NEW, "P6"):
            return replace(entry, report=replace(entry.report, **changes))  # type: ignore[arg-type]
        if (entry.round_key, entry.project_number) == (samples.NEW, "P7"):
            return replace(entry, report=replace(entry.report, corrective_owner="", corrective_due_on=None))
        return entry

    shift = Shift(date(2023, 6, 16), "P6", "P1", 708_000_000, "VR 2", "Stopgezet")
    return samples.data(entries=tuple(map(changed, samples.entries())), shifts=(shift,))


def test_reason_of_a_stop_does_not_say_that_it_is_one(writer: WordReports) -> None:
    content = note(writer, data=stopped(motivation="Reden van de stopzetting: het doel is elders opgenomen."))
    rows = {row[0].split()[0]: row for row in rows_of(content, "Project en status")}
    assert rows["P6"][1:] == ["Het doel is elders opgenomen.", "Middelen: 7,08 miljoen euro naar P1 (VR 2).", "n.v.t."]
    assert rows["P7"][3] == "–"


def test_marks_for_an_absent_value_are_explained_where_they_stand(writer: WordReports) -> None:
    said = whole(note(writer, data=stopped(motivation="Klaar.")))
    assert "n.v.t.: niet van toepassing" in said and "Een liggend streepje (–) betekent dat dit niet bekend is." in said
    entries = tuple(each for each in samples.entries() if each.project_number != "P6")
    without = whole(note(writer, data=samples.data(entries=entries)))
    assert "n.v.t." not in without and "dat dit niet bekend is" not in without


def test_european_deadlines_are_not_cut_and_say_how_many_there_are(writer: WordReports) -> None:
    data = samples.data()
    day = date(2024, 6, 30)
    due = tuple(
        replace(data.milestones[0], id=f"P1-D{place:02d}", description=LONG, cid_due_on=day) for place in range(9)
    )
    titled = tuple(replace(each, title=LONG.strip()) if each.number == "P1" else each for each in data.projects)
    entries = tuple(replace(each, milestones=()) for each in data.entries)
    content = note(writer, data=replace(data, milestones=due, projects=titled, entries=entries))
    rows = rows_of(content, "Europese deadline")
    assert len(rows) == 6 and rows[0][1:] == [f"P1 {LONG.strip()}", LONG.strip()]
    assert "Deze lijst toont de eerste 6 van 9 Europese deadlines na 31 december 2023." in whole(content)


def test_one_that_is_left_of_a_list_is_named(large: dict[str, bytes]) -> None:
    assert joined_up_to(["a", "b", "c"], 2, "projecten") == "a, b en c"
    assert joined_up_to(["a", "b", "c", "d"], 2, "projecten") == "a, b en nog 2 projecten"
    assert joined_up_to(["a", "b", "c", "d"], 2) == "a, b en nog 2"
    assert "en nog 1 " not in whole(large["covernota"])


def test_final_note_does_not_say_that_it_still_waits(writer: WordReports) -> None:
    draft, final = whole(note(writer, is_draft=True, meetings=())), whole(note(writer, meetings=()))
    assert "vóór de bespreking in de overlegorganen" in draft and "liggen vast" not in draft
    assert "vóór de bespreking" not in final and "nog geen overlegorgaan had ze toen besproken" in final


def test_cover_and_colophon_name_the_one_mailbox_of_the_secretariat(writer: WordReports) -> None:
    persons = tuple(
        Person(address, "Secretariaat", "secretariaat") for address in ("post2@example.org", "post@example.org")
    )
    said = whole(note(writer, data=samples.data(persons=persons)))
    assert set(re.findall(r"[\w.]+@[\w.]+\w", said)) == {"post@example.org"}
    assert "opgemaakt door het secretariaat (post@example.org)" in said and "Vragen: post@example.org" in said


def test_note_stays_on_the_page_of_its_table(large: dict[str, bytes]) -> None:
    body = list(opened(large["covernota"]).element.body)
    noted = [
        table
        for table, after in pairwise(body)
        if table.tag == f"{W}tbl" and any(each.get(f"{W}val") == "Noot" for each in after.iter(f"{W}pStyle"))
    ]
    assert len(noted) >= 6
    for table in noted:
        last = table.findall(f"{W}tr")[-1]
        assert all(each.find(f"{W}pPr/{W}keepNext") is not None for each in last.iter(f"{W}p"))
