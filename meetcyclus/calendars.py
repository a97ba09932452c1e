"""Public holidays of a programme's country, from the `holidays` library."""

from __future__ import annotations

from collections.abc import Container
from datetime import date
from functools import cache

import holidays

# The country whose working days count, by the time zone of the programme; Belgium is where we come from.
_COUNTRIES = {"Europe/Brussels": "BE", "Europe/Rome": "IT", "Europe/Amsterdam": "NL", "Europe/Paris": "FR"}


@cache
def public_holidays(time_zone: str) -> Container[date]:
    """Every public holiday of the country of that zone, whichever year is asked for."""
    return holidays.country_holidays(_COUNTRIES.get(time_zone, "BE"))
