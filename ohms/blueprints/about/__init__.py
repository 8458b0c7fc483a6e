"""What OHMS is and what it rests on; the help: days, words, measures, keys; a COHE's pages at hand;
and every page of OHMS by its name."""

from ohms.blueprints.about import finding, resources, showing, starting, typed_days
from ohms.blueprints.about.room import blueprint

__all__ = ["blueprint", "finding", "resources", "showing", "starting", "typed_days"]
