"""Webhooks: which other programs are told of what, and what became of each telling."""

from ohms.blueprints.webhooks import keeping, showing
from ohms.blueprints.webhooks.room import blueprint

__all__ = ["blueprint", "keeping", "showing"]
