"""When a letter that was refused for now is offered again, and when that ends."""

from __future__ import annotations

from datetime import datetime, timedelta

# GOV.UK Notify's measure: whoever could not take a letter for three days will not take it.
PATIENCE = timedelta(hours=72)
_LONGEST_WAIT = timedelta(hours=1)
# How long the trouble has lasted at least, and how long to wait then.
_WAITS = (
    (timedelta(0), timedelta(minutes=1)),
    (timedelta(minutes=1), timedelta(minutes=5)),
    (timedelta(minutes=6), timedelta(minutes=15)),
    (timedelta(minutes=21), timedelta(minutes=30)),
    (timedelta(minutes=51), _LONGEST_WAIT),
)


def next_attempt_at(first_refusal_at: datetime, refused_at: datetime) -> datetime | None:
    """When to try again after a refusal; None when the trouble lasted 72 hours and it is given up.

    1, 5, 15 and 30 minutes, then every hour, and a last time when the 72 hours are over. The wait follows from how
    long the trouble lasts, not from a count, so a sender that comes by less often does not make it longer.
    """
    lasted = refused_at - first_refusal_at
    if lasted >= PATIENCE:
        return None
    wait = next(wait for since, wait in reversed(_WAITS) if lasted >= since)
    return min(refused_at + wait, first_refusal_at + PATIENCE)
