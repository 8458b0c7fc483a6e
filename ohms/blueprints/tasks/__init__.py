"""The list of tasks, one task, and what can be done with it."""

from ohms.blueprints.tasks import (
    acting,
    bulk,
    calendar,
    grouping,
    lists,
    passing_on,
    showing,
    writing,
)
from ohms.blueprints.tasks.room import blueprint

__all__ = [
    "acting",
    "blueprint",
    "bulk",
    "calendar",
    "grouping",
    "lists",
    "passing_on",
    "showing",
    "writing",
]
