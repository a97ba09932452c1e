"""The calendar file of a meeting (RFC 5545). Nothing in it is random: the same meeting gives the same bytes."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, vCalAddress, vText

from meetcyclus.mail.message import one_line, readable

_BRUSSELS = ZoneInfo("Europe/Brussels")


def calendar_invitation(
    *,
    uid: str,
    title: str,
    description: str,
    place: str,
    starts_at: datetime,
    ends_at: datetime,
    organiser: str,
    attendee: str,
) -> bytes:
    """A request to attend, in the time zone of Brussels, from the organiser to one attendee."""
    calendar = Calendar()
    calendar.add("prodid", "-//Meetcyclus//Meetcyclus//NL")
    calendar.add("version", "2.0")
    calendar.add("method", "REQUEST")
    event = Event()
    event.add("uid", uid)
    # The start stands in for the moment of writing, which would change the file on every run.
    event.add("dtstamp", starts_at.astimezone(UTC))
    event.add("dtstart", starts_at.astimezone(_BRUSSELS))
    event.add("dtend", ends_at.astimezone(_BRUSSELS))
    event.add("summary", one_line(title))
    event.add("description", readable(description))
    event.add("location", one_line(place))
    event.add("sequence", 0)
    event.add("status", "CONFIRMED")
    event.add("organizer", _address(organiser), encode=False)
    event.add("attendee", _invited(attendee), encode=False)
    calendar.add_component(event)
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())


def _address(email: str) -> vCalAddress:
    return vCalAddress(f"mailto:{one_line(email)}")


def _invited(email: str) -> vCalAddress:
    address = _address(email)
    address.params["role"] = vText("REQ-PARTICIPANT")
    address.params["partstat"] = vText("NEEDS-ACTION")
    address.params["rsvp"] = vText("TRUE")
    return address
