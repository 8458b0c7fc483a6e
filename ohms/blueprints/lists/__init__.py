"""Views of lists under a name, and how one likes a list to look."""

from ohms.blueprints.lists import acts, keeping
from ohms.blueprints.lists.room import blueprint

__all__ = ["acts", "blueprint", "keeping"]
