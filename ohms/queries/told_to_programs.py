"""What another program is told of claims: each with its claim and COHE for the record, page by page."""

from dataclasses import dataclass
from typing import Generic, TypeVar

Told = TypeVar("Told")


@dataclass(frozen=True, slots=True)
class Found(Generic[Told]):
    """What is told, and of which claim and COHE it is."""

    told: Told
    claim_id: int
    cohe_id: int


@dataclass(frozen=True, slots=True)
class FoundPage(Generic[Told]):
    """One page, the newest first; `after` names the last one where there are more."""

    found: list[Found[Told]]
    total: int
    after: int | None
