"""Quarterly Status Reports: drafts, what was frozen of them, and what changed since."""

from ohms.blueprints.reports import counting, freezing, showing, writing
from ohms.blueprints.reports.room import blueprint

__all__ = ["blueprint", "counting", "freezing", "showing", "writing"]
