"""What figures of the Quarterly Status Report beside the measures are made of: rows, one for each counted."""

from enum import StrEnum


class ReportRows(StrEnum):
    """Whose number a figure of the report tells."""

    ABSENCES = "absences"
    COVERED = "covered"
    DECLINED = "declined"
    PARKED = "parked"


COUNTED = "rows"
"""What a cell of the report names before a slash and one of these."""

STAFFED_LAST = "staffed_last"
"""What a cell names that tells FTE on the last day: its rows are the positions held then."""

COVERAGE_ROWS = tuple(
    f"{COUNTED}/{each}" for each in (ReportRows.ABSENCES, ReportRows.COVERED, ReportRows.DECLINED)
)
"""Of the part on coverage, line by line."""
