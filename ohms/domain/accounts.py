"""Centres and people as they are added: how names are written, and a week's minutes by day."""

import re

from ohms.domain.errors import RuleBroken
from ohms.domain.staffing import DAYS_A_WEEK
from ohms.domain.values import Role

WORKING_DAYS = 5
MINUTES_A_DAY = 1_440
LONGEST_NAME = 120
LONGEST_EMAIL = 254
WITHOUT_COHE = frozenset({Role.DESK_RISK_MANAGEMENT, Role.DESK_STAY_AT_WORK, Role.ADMINISTRATOR})
WITH_MINUTES = frozenset({Role.HSC, Role.HSC_ASSISTANT})

_EMAIL = re.compile(r"[^@\s<>,;]+@[^@\s<>,;]+\.[^@\s<>,;]+")
_SLUG = re.compile(r"[a-z][a-z0-9-]{1,39}")
_USERNAME = re.compile(r"[a-z0-9][a-z0-9._-]{2,79}")


def check_slug(slug: str) -> None:
    """The short name of a centre, as addresses and user names carry it."""
    if not _SLUG.fullmatch(slug):
        raise RuleBroken(
            "Enter a short name of 2 to 40 small letters, digits and dashes, such as puget.",
            field="slug",
        )


def check_username(username: str) -> None:
    if not _USERNAME.fullmatch(username):
        raise RuleBroken(
            "Enter a user name of 3 to 80 small letters, digits, dots and dashes, such as"
            " puget.hsc1.",
            field="username",
        )


def check_name(name: str, *, field: str = "name", longest: int = LONGEST_NAME) -> None:
    if not name.strip() or not name.isprintable():
        raise RuleBroken("Enter a name.", field=field)
    if len(name) > longest:
        raise RuleBroken(f"Enter a name of at most {longest} characters.", field=field)


def check_email(email: str) -> None:
    """An address to which a message can be sent."""
    if len(email) > LONGEST_EMAIL or not email.isascii() or not _EMAIL.fullmatch(email):
        raise RuleBroken("Enter an e-mail address, such as rosa@example.org.", field="email")


def check_place(role: Role, has_cohe: bool) -> None:
    """L&I's desks and administrators stand outside the COHEs; everyone else holds a role in one."""
    if role in WITHOUT_COHE and has_cohe:
        raise RuleBroken("Leave the COHE out: this role is held in none.", field="cohe")
    if role not in WITHOUT_COHE and not has_cohe:
        raise RuleBroken("Choose the COHE in which this role is held.", field="cohe")


def check_weekly_minutes(role: Role, minutes: int) -> None:
    """Coordinators and assistants have scheduled minutes: staffed FTE is made of them."""
    if not 0 <= minutes <= WORKING_DAYS * MINUTES_A_DAY:
        raise RuleBroken(
            "Enter weekly minutes from 0 to 7,200; 2,400 are one FTE.", field="weekly_minutes"
        )
    if role in WITH_MINUTES and not minutes:
        raise RuleBroken(
            "Enter the weekly minutes of a coordinator or assistant; 2,400 are one FTE.",
            field="weekly_minutes",
        )


def spread_over_week(minutes: int) -> tuple[int, ...]:
    """Weekly minutes as whole minutes from Monday to Sunday, Monday to Friday as even as can be.

    Their sum is the week's exactly: what five does not divide goes to the first days.
    """
    each, left = divmod(minutes, WORKING_DAYS)
    weekdays = (each + (day < left) for day in range(WORKING_DAYS))
    return (*weekdays, *(0,) * (DAYS_A_WEEK - WORKING_DAYS))
