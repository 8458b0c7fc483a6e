"""Triage: new claims, and those that came back, decided one after another."""

from ohms.blueprints.triage import deciding
from ohms.blueprints.triage.room import blueprint

__all__ = ["blueprint", "deciding"]
