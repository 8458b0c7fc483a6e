"""Workload: the quarter against 588 on three bases, its people, the rows behind each figure; and the 588
ledger with the quarters ahead, what-if, and the discussion with L&I; and COHEs side by side."""

from ohms.blueprints.workload import caseload, discussing, ledger, showing, side_by_side
from ohms.blueprints.workload.room import blueprint

__all__ = ["blueprint", "caseload", "discussing", "ledger", "showing", "side_by_side"]
