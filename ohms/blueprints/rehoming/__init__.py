"""Changed initiating providers and days: the list, what one would change, and the decision."""

from ohms.blueprints.rehoming import deciding
from ohms.blueprints.rehoming.room import blueprint

__all__ = ["blueprint", "deciding"]
