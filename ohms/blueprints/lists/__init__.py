"""Views of lists under a name, and how one likes a list to look."""

from ohms.blueprints.lists import bulk, keeping
from ohms.blueprints.lists.room import blueprint

__all__ = ["blueprint", "bulk", "keeping"]
