"""How long a signed-in browser goes on by itself, and for how long its covered page waits.

Source: security.md, "Sign-in and sessions". A page that ran out is covered, not left: the password of
the same person uncovers it where it stands.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from ohms.domain.errors import RuleBroken

IDLE_MINUTES, LEAST_IDLE, MOST_IDLE = 30.0, 5.0, 60.0
ABSOLUTE_HOURS, LEAST_ABSOLUTE, MOST_ABSOLUTE = 12.0, 1.0, 12.0
WARNED_BEFORE = timedelta(minutes=5)
SEEN_EVERY = timedelta(minutes=1)
PASSWORD_STANDS = timedelta(minutes=15)
"""So long a password that was given is not asked for again before a bulk export; our assumption."""
COVERED_FOR = timedelta(days=5)
"""Over a long weekend; our assumption. After it one signs in anew, and finds one's drafts."""


RECOGNISED_WITHIN = timedelta(minutes=2)
"""So long before an identity provider's answer somebody was asked there, by their clock; our assumption."""


def was_recognised_now(auth_time: object, now: datetime) -> bool:
    """Whether the provider asked the person themselves just now, by the seconds that it tells."""
    if isinstance(auth_time, bool) or not isinstance(auth_time, int | float):
        return False
    at, within = now.timestamp(), RECOGNISED_WITHIN.total_seconds()
    return at - within <= auth_time <= at + within


class WaitsFor(StrEnum):
    """What is missing between the right password and the first page."""

    CODE = "code"
    """The second step: a code of the person's app."""
    SET_UP = "set_up"
    """A second step that the person's position demands and that was never set up."""


@dataclass(frozen=True, slots=True)
class SessionLimits:
    """How long without any act, and how long at all."""

    idle: timedelta = timedelta(minutes=IDLE_MINUTES)
    absolute: timedelta = timedelta(hours=ABSOLUTE_HOURS)

    @property
    def warned_before(self) -> timedelta:
        """Five minutes; of a short limit its half."""
        return min(WARNED_BEFORE, self.idle / 2)

    @property
    def seen_every(self) -> timedelta:
        """How often signs of life are told and written, at most."""
        return min(SEEN_EVERY, self.idle / 10)

    def idle_left(self, last_seen_at: datetime, now: datetime) -> timedelta:
        return self.idle - (now - last_seen_at)

    def absolute_left(self, started_at: datetime, now: datetime) -> timedelta:
        return self.absolute - (now - started_at)

    def ran_out(self, started_at: datetime, last_seen_at: datetime, now: datetime) -> bool:
        zero = timedelta(0)
        return (
            self.idle_left(last_seen_at, now) < zero or self.absolute_left(started_at, now) < zero
        )


def checked_limits(
    idle_minutes: float, absolute_hours: float, *, demonstration: bool
) -> SessionLimits:
    """The limits as the installation set them; a demonstration may try shorter ones.

    RuleBroken for what a live installation may not set.
    """
    if idle_minutes <= 0 or absolute_hours <= 0:
        raise RuleBroken("Limits of sessions are more than nothing.")
    if not demonstration and not LEAST_IDLE <= idle_minutes <= MOST_IDLE:
        raise RuleBroken(f"Set OHMS_IDLE_MINUTES from {LEAST_IDLE:.0f} to {MOST_IDLE:.0f}.")
    if not demonstration and not LEAST_ABSOLUTE <= absolute_hours <= MOST_ABSOLUTE:
        raise RuleBroken(
            f"Set OHMS_ABSOLUTE_HOURS from {LEAST_ABSOLUTE:.0f} to {MOST_ABSOLUTE:.0f}."
        )
    return SessionLimits(timedelta(minutes=idle_minutes), timedelta(hours=absolute_hours))
