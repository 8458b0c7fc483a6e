"""The data bench: what asks for somebody's hand, workers who may be one person, accounts that may be one
employer."""

from ohms.blueprints.bench import pairs, showing
from ohms.blueprints.bench.room import blueprint

__all__ = ["blueprint", "pairs", "showing"]
