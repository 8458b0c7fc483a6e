"""Our coordination of a claim as FHIR R4 says it: an EpisodeOfCare, and never a Claim, which is a bill.

Source of the mapping: the notes on the domain, section 9; which of FHIR's words stands for which of ours is
our assumption. A claim that is watched is active: somebody answers for it and its period runs. L&I
publishes no codes that we found for what is coordinated, so that it is told in words. Every resource
carries what it names in itself.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any

from ohms.domain.referral_exchange import Resource
from ohms.domain.values import Coordination

STATUS: Mapping[Coordination, str] = MappingProxyType(
    {
        Coordination.NEW: "planned",
        Coordination.WATCHING: "active",
        Coordination.ACTIVE: "active",
        Coordination.ON_HOLD: "onhold",
        Coordination.CLOSED: "finished",
    }
)
STATUSES = tuple(dict.fromkeys(STATUS.values()))
PATIENT, COHE, COORDINATOR = "patient", "cohe", "coordinator"


@dataclass(frozen=True, slots=True)
class CareEpisode:
    """A claim as far as it is told. `from_on`: the first day on which we ever worked on it, `to_on` the
    last one; empty where the asker does not see them, and before it is taken up."""

    claim_number: str
    coordination: Coordination
    worker: str
    cohe: str
    coordinator: str | None
    from_on: date | None
    to_on: date | None

    @property
    def ended_on(self) -> date | None:
        """Of one that is closed; taken up again it goes on from its first day."""
        return self.to_on if self.coordination is Coordination.CLOSED else None


def coordinations_of(status: str) -> list[Coordination]:
    """What of ours a status of FHIR stands for."""
    return [each for each, told in STATUS.items() if told == status]


def episode_of_care(told: CareEpisode) -> Resource:
    made: Resource = {
        "resourceType": "EpisodeOfCare",
        "id": told.claim_number,
        "contained": list(_contained(told)),
        "identifier": [{"type": {"text": "L&I claim number"}, "value": told.claim_number}],
        "status": STATUS[told.coordination],
        "type": [{"text": "Coordination of a workers’ compensation claim"}],
        "patient": _pointing(PATIENT, told.worker),
        "managingOrganization": _pointing(COHE, told.cohe),
    }
    if told.from_on is not None:
        days = (("start", told.from_on), ("end", told.ended_on))
        made["period"] = {name: day.isoformat() for name, day in days if day is not None}
    if told.coordinator is not None:
        made["careManager"] = _pointing(COORDINATOR, told.coordinator)
    return made


def _contained(told: CareEpisode) -> Iterator[Resource]:
    yield {"resourceType": "Patient", "id": PATIENT, "name": [{"text": told.worker}]}
    yield {"resourceType": "Organization", "id": COHE, "name": told.cohe}
    if told.coordinator is not None:
        named: dict[str, Any] = {"name": [{"text": told.coordinator}]}
        yield {"resourceType": "Practitioner", "id": COORDINATOR, **named}


def _pointing(to: str, display: str) -> Resource:
    return {"reference": f"#{to}", "display": display}
