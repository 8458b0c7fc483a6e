"""Which coordinator has which provider, and the move of one to another."""

from ohms.blueprints.provider_moves import moving
from ohms.blueprints.provider_moves.room import blueprint

__all__ = ["blueprint", "moving"]
