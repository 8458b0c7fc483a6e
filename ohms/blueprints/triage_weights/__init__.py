"""The weights of triage of one's COHE: in force, drafted and simulated, and their history."""

from ohms.blueprints.triage_weights import setting
from ohms.blueprints.triage_weights.room import blueprint

__all__ = ["blueprint", "setting"]
