"""What OHMS is and what it rests on; the help: days, words, measures, keys; a COHE's pages at hand."""

from ohms.blueprints.about import resources, showing, starting
from ohms.blueprints.about.room import blueprint

__all__ = ["blueprint", "resources", "showing", "starting"]
