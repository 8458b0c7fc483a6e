"""L&I says that another provider initiated a claim, or on another day: supervisors confirm or refuse it.

Within a COHE its supervisor decides; a claim that would go to another COHE needs both supervisors, the
one who gives it first. Source: interface.md, "Import rules"; the order of the two is our assumption.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from ohms.domain.errors import RuleBroken


class RehomingDecision(StrEnum):
    """What became of a proposal; none while it waits."""

    CONFIRMED = "confirmed"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class RehomingFacts:
    """A proposal as its rules ask for it. `to_cohe_id` is the COHE in which the provider that L&I
    names was enrolled on the day that it names; None where they were in none."""

    from_cohe_id: int
    to_cohe_id: int | None
    injury_on: date
    initiated_on: date
    transferred: bool = False
    """Another COHE than the one that counts it coordinates it already: it stays with that one."""
    given: bool = False
    decision: RehomingDecision | None = None

    @property
    def leaves(self) -> bool:
        """Whether the claim would go to another COHE."""
        return not self.transferred and self.to_cohe_id not in (None, self.from_cohe_id)

    @property
    def waits_for_cohe_id(self) -> int | None:
        """The COHE whose supervisor is asked now; None once it is decided."""
        if self.decision is not None:
            return None
        return self.to_cohe_id if self.given and self.leaves else self.from_cohe_id


def check_asked(facts: RehomingFacts, supervised: Collection[int]) -> None:
    """Refuse a second decision, and one that another COHE's supervisor is asked for."""
    if facts.decision is not None:
        raise RuleBroken(f"This was {facts.decision.value} already.")
    if facts.waits_for_cohe_id not in supervised:
        raise RuleBroken("This waits for the supervisor of the other COHE.")


def check_may_be_confirmed(facts: RehomingFacts) -> None:
    """Refuse what cannot be true: a provider of no COHE that day, a day before the injury."""
    if facts.to_cohe_id is None:
        raise RuleBroken(
            "That provider was enrolled in no COHE on that day. Refuse it, or wait until L&I's list"
            " of providers says otherwise."
        )
    if facts.initiated_on < facts.injury_on:
        raise RuleBroken("That day lies before the injury. Refuse it, or wait for L&I's next file.")
