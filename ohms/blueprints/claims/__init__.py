"""The claim list, and everything on one claim."""

from ohms.blueprints.claims import composing, lists, showing
from ohms.blueprints.claims.room import blueprint

__all__ = ["blueprint", "composing", "lists", "showing"]
