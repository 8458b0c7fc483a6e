"""What a COHE owes and its people owe, with its days; and the positions they hold."""

from ohms.blueprints.staffing import leaving, people, positions, showing, training
from ohms.blueprints.staffing.room import blueprint

__all__ = ["blueprint", "leaving", "people", "positions", "showing", "training"]
