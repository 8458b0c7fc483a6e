"""Calls: taking one down, those that wait, and bringing one to its claim."""

from ohms.blueprints.calls import acting, showing, taking
from ohms.blueprints.calls.room import blueprint

__all__ = ["acting", "blueprint", "showing", "taking"]
