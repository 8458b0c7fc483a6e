"""The list of tasks, one task, and what can be done with it."""

from ohms.blueprints.tasks import (
    acting,
    calendar,
    grouping,
    lists,
    many,
    passing_on,
    showing,
    writing,
)
from ohms.blueprints.tasks.room import blueprint

__all__ = [
    "acting",
    "blueprint",
    "calendar",
    "grouping",
    "lists",
    "many",
    "passing_on",
    "showing",
    "writing",
]
