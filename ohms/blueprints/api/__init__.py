"""The API of other programs, `/api/v1`: JSON by bearer tokens, described by itself."""

from ohms.blueprints.api import (
    claims,
    describing,
    episodes,
    exchanging,
    measures,
    minutes,
    referrals,
    reports,
    tasks,
)
from ohms.blueprints.api.room import blueprint

__all__ = [
    "blueprint",
    "claims",
    "describing",
    "episodes",
    "exchanging",
    "measures",
    "minutes",
    "referrals",
    "reports",
    "tasks",
]
