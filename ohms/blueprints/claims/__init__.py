"""The claim list, and everything on one claim."""

from ohms.blueprints.claims import (
    composing,
    letters,
    lists,
    note_acts,
    note_moves,
    playbooks,
    searching,
    showing,
    trying,
)
from ohms.blueprints.claims.room import blueprint

__all__ = [
    "blueprint",
    "composing",
    "letters",
    "lists",
    "note_acts",
    "note_moves",
    "playbooks",
    "searching",
    "showing",
    "trying",
]
