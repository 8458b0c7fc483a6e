"""The first days of a COHE in OHMS: what stands already and what comes next, told from the facts alone."""

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CentreFacts:
    """What a COHE has today."""

    cohe_id: int
    name: str
    supervisors: int
    coordinators: int
    """Positions with minutes: without any nothing becomes FTE."""

    privacy_officers: int
    providers: int
    """Enrolled today."""

    assigned: int
    """Of those with a coordinator."""

    deputies: int
    """Of those with a standing deputy."""

    has_claims: bool

    settings: int
    """That the COHE set itself, or that its contract has."""


@dataclass(frozen=True, slots=True)
class FirstStep:
    """One line of the list. `for_administrator`, `for_supervisor`: where each of them does it; empty
    where it is the other one's to do."""

    title: str
    is_done: bool
    told: str
    for_administrator: str = ""
    for_supervisor: str = ""
    is_needed: bool = True
    """Whether casework waits for it; what may come later is said so."""


def steps_of(centre: CentreFacts) -> list[FirstStep]:
    """In the order in which they build on each other."""
    return [
        FirstStep(
            "People",
            bool(centre.supervisors and centre.coordinators),
            f"{centre.supervisors} supervisor{_s(centre.supervisors)}, {centre.coordinators}"
            f" coordinator{_s(centre.coordinators)} with minutes, {centre.privacy_officers} privacy"
            f" officer{_s(centre.privacy_officers)}. Each gets a link for one use and chooses a"
            " password.",
            "/admin/accounts",
            "/staffing",
        ),
        FirstStep(
            "Providers",
            centre.providers > 0,
            f"{centre.providers} enrolled today. They come with the feed’s providers.csv, before any"
            " claim.",
            "/admin/feed",
        ),
        FirstStep(
            "Claims",
            centre.has_claims,
            "The feed’s claims.csv, each night. A claim of a provider who is not enrolled yet waits,"
            " and comes in by itself.",
            "/admin/feed",
        ),
        FirstStep(
            "A coordinator for each provider",
            0 < centre.providers == centre.assigned,
            f"{_part(centre.assigned, centre.providers)} Claims follow the provider who initiated"
            " them: until then nobody’s list holds them.",
            "",
            "/staffing/providers",
        ),
        FirstStep(
            "A standing deputy for each provider",
            0 < centre.providers == centre.deputies,
            f"{_part(centre.deputies, centre.providers)} Who covers from the first hour of an"
            " absence: printed, it is the contract’s coverage plan.",
            "",
            "/staffing/coverage",
            is_needed=False,
        ),
        FirstStep(
            "Settings",
            centre.settings > 0,
            f"{centre.settings} set by the COHE. Until then the house’s assumptions hold, each of them"
            " told on the page about OHMS.",
            "",
            "/admin/casework",
            is_needed=False,
        ),
    ]


def next_of(steps: list[FirstStep]) -> FirstStep | None:
    """What comes next: the first that is needed and not done, else the first not done."""
    return next(_left(steps), None)


def _left(steps: list[FirstStep]) -> Iterator[FirstStep]:
    for needed in (True, False):
        yield from (step for step in steps if step.is_needed is needed and not step.is_done)


def _part(number: int, providers: int) -> str:
    return f"{number} of {providers} have one." if providers else "Once providers are enrolled."


def _s(number: int) -> str:
    return "" if number == 1 else "s"
