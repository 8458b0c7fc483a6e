"""Absences of people, who covers whom meanwhile, and the gaps."""

from ohms.blueprints.coverage import absences, arranging, own, plan
from ohms.blueprints.coverage.room import blueprint

__all__ = ["absences", "arranging", "blueprint", "own", "plan"]
