"""The calendar file of an information session."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from icalendar import Calendar

from meetcyclus.mail.writer import TemplateLetterWriter
from tests.mail.letter_samples import BRUSSELS

MEETING: dict[str, Any] = {
    "uid": "2023-12.informatiesessies.jose@meetcyclus",
    "title": "Informatiesessie meting 6\r\nATTENDEE:mailto:evil@example.org",
    "description": "Met uitleg;\nen vragen, één uur.",
    "place": "zaal 1.24 en online:\nhttps://example.org/sessie",
    "starts_at": datetime(2023, 11, 16, 10, 0, tzinfo=BRUSSELS),
    "ends_at": datetime(2023, 11, 16, 11, 30, tzinfo=BRUSSELS),
    "organiser": "meetcyclus@example.org",
    "attendee": "jose.mueller@example.org",
}


def test_invitation_parses_back_with_its_time_and_people(writer: TemplateLetterWriter) -> None:
    calendar = Calendar.from_ical(writer.calendar_invitation(**MEETING))
    (event,) = calendar.walk("VEVENT")
    assert calendar["METHOD"] == "REQUEST"
    assert event["UID"] == MEETING["uid"]
    assert event["DTSTART"].dt == MEETING["starts_at"]
    assert event["DTEND"].dt == MEETING["ends_at"]
    assert event["DTSTAMP"].dt == MEETING["starts_at"]
    assert event["DTSTART"].params["TZID"] == "Europe/Brussels"
    assert event["ORGANIZER"] == "mailto:meetcyclus@example.org"
    assert event["ATTENDEE"] == "mailto:jose.mueller@example.org"
    assert event["LOCATION"] == "zaal 1.24 en online: https://example.org/sessie"
    assert event["DESCRIPTION"] == MEETING["description"]
    assert [str(zone["TZID"]) for zone in calendar.walk("VTIMEZONE")] == ["Europe/Brussels"]


def test_invitation_is_the_same_bytes_for_the_same_moment(writer: TemplateLetterWriter) -> None:
    elsewhere = {name: MEETING[name].astimezone(UTC) for name in ("starts_at", "ends_at")}
    assert writer.calendar_invitation(**MEETING) == writer.calendar_invitation(**{**MEETING, **elsewhere})


def test_invitation_has_lines_of_at_most_75_octets_ended_by_crlf(writer: TemplateLetterWriter) -> None:
    content = writer.calendar_invitation(**MEETING)
    assert b"\n" not in content.replace(b"\r\n", b"")
    assert max(len(line) for line in content.split(b"\r\n")) <= 75
