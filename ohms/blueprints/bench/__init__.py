"""The data bench: what asks for somebody's hand, and workers who may be one person."""

from ohms.blueprints.bench import deciding, showing
from ohms.blueprints.bench.room import blueprint

__all__ = ["blueprint", "deciding", "showing"]
