"""One centre of the house, to which rows of one claim are added."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from ohms.commands.audit import Entry
from ohms.commands.unit_of_work import bulk_unit
from ohms.models import Base
from ohms.models.claims import Claim
from tests.house import House

DAY = date(2026, 11, 5)
MOMENT = datetime(2026, 11, 5, 18, tzinfo=UTC)
# Low complexity and of a provider of the centre's hsc1: their assistant sees it too.
CLAIM = {"alder": "AL10002", "birch": "BI10002"}
Rows = dict[type[Base], int]


@dataclass
class Centre:
    """One centre of the house, and the rows it has so far."""

    house: House
    slug: str
    rows: Rows = field(default_factory=dict)

    def add(self, model: type[Base], **values: Any) -> int:
        """A row of the centre's claim."""
        claim = {"claim_id": self.rows[Claim]} if hasattr(model, "claim_id") else {}
        centre = {"cohe_id": self.house.cohe[self.slug]} if hasattr(model, "cohe_id") else {}
        self.rows[model] = self.house.add(model, **{**claim, **centre, **values})
        return self.rows[model]

    def staff(self, ending: str) -> int:
        return self.house.staff[f"{self.slug}.{ending}"]

    def provider(self, number: int) -> int:
        return self.house.provider[f"{self.slug}.{number}"]


@contextmanager
def as_one_loading(house: House) -> Iterator[None]:
    with bulk_unit("furnish", None) as unit:
        unit.entries.append(Entry("furnish"))
        house.being_furnished = True
        yield
    house.being_furnished = False
