"""How long records are kept: holds on claims, and purges asked for by one person and decided by another."""

from ohms.blueprints.retention import deciding, holding, showing
from ohms.blueprints.retention.room import blueprint

__all__ = ["blueprint", "deciding", "holding", "showing"]
