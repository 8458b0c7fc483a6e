"""How soon and how whole a provider's Reports of Accident reach L&I: figures with their rows.

L&I's published measures: complete when sent, and received within 2 business days of the first visit,
80 % each (domain notes S2, S17).
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median

from ohms.domain.milestones import roa_due


def missing_in_words(fields: str | None) -> tuple[str, ...]:
    """What a report lacks, from the feed's names of it, as a clinic is asked for it."""
    names = [name.strip() for name in (fields or "").split(";") if name.strip()]
    return tuple({"icd10": "ICD-10 code"}.get(name, name.replace("_", " ")) for name in names)


@dataclass(frozen=True, slots=True)
class RoaSent:
    """The first Report of Accident of one claim that the provider initiated."""

    claim_id: int
    claim_number: str
    first_visit_on: date | None
    signed_on: date
    received_on: date
    complete: bool
    missing_fields: str | None

    @property
    def days(self) -> int:
        """Days from the signature to the arrival at L&I; 0 on the same day."""
        return (self.received_on - self.signed_on).days

    @property
    def due_by(self) -> date | None:
        """None: no first visit is known, so no clock."""
        return roa_due(self.first_visit_on).day if self.first_visit_on else None

    @property
    def is_late(self) -> bool:
        return self.due_by is not None and self.received_on > self.due_by

    @property
    def missing(self) -> tuple[str, ...]:
        return missing_in_words(self.missing_fields)


@dataclass(frozen=True, slots=True)
class RoaFigures:
    """Of Reports of Accident, one a claim."""

    sent: Sequence[RoaSent]

    @property
    def median_days(self) -> str:
        """ "3" or "3.5"; a dash without any."""
        if not self.sent:
            return "–"
        middle = median(each.days for each in self.sent)
        return f"{middle:g}"

    @property
    def clocked(self) -> list[RoaSent]:
        """Those with a first visit, from which the two business days run."""
        return [each for each in self.sent if each.due_by is not None]

    @property
    def late(self) -> list[RoaSent]:
        return [each for each in self.sent if each.is_late]

    @property
    def incomplete(self) -> list[RoaSent]:
        return [each for each in self.sent if not each.complete]

    @property
    def in_time_share(self) -> str:
        return share(len(self.clocked) - len(self.late), len(self.clocked))

    @property
    def complete_share(self) -> str:
        return share(len(self.sent) - len(self.incomplete), len(self.sent))

    @property
    def missed(self) -> list[tuple[str, int]]:
        """What was missing, the commonest first."""
        return Counter(name for each in self.sent for name in each.missing).most_common()


def share(part: int, whole: int) -> str:
    """In whole percent, cut off: 79.9 % does not read as the 80 % that it misses. A dash of none."""
    return f"{part * 100 // whole}" if whole else "–"
