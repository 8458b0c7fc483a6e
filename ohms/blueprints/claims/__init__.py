"""The claim list, and everything on one claim."""

from ohms.blueprints.claims import (
    complexity,
    composing,
    correcting,
    file,
    letters,
    lists,
    note_acts,
    note_moves,
    parties,
    playbooks,
    recording,
    recovery,
    searching,
    showing,
    trying,
    viewing,
)
from ohms.blueprints.claims.room import blueprint

__all__ = [
    "blueprint",
    "complexity",
    "composing",
    "correcting",
    "file",
    "letters",
    "lists",
    "note_acts",
    "note_moves",
    "parties",
    "playbooks",
    "recording",
    "recovery",
    "searching",
    "showing",
    "trying",
    "viewing",
]
