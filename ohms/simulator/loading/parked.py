"""Claims that L&I told before their provider was enrolled: parked by the import, and told to the COHE."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

from ohms.domain.feed.lines import ClaimLine, FeedKind, ParsedLine, ProviderLine
from ohms.domain.feed.writer import write_feed
from ohms.domain.values import AccidentKind, ClaimStatus, Fund
from ohms.simulator.feed_files import FeedWritten
from ohms.simulator.planned import World

COHE = "puget"
PROVIDER_ID = "0990017"
ENROLLED_IN = timedelta(days=24)
"""After today: nobody has to answer for the provider before."""

WORKERS = (("Lindqvist", "Maja", "ZY10001", 6), ("Barrow", "Theo", "ZY10002", 3))
"""Names, claim numbers, and how many days ago the claims were initiated."""


def parked_beside(world: World, to_on: date, folder: Path) -> list[FeedWritten]:
    """The files of a provider who joins later and of their first claims; nothing without the COHE."""
    theirs = [each for each in world.providers if each.cohe == COHE]
    if not theirs:
        return []
    clinic = world.clinic_by_key[theirs[0].clinic]
    provider = ProviderLine(
        provider_id=PROVIDER_ID,
        last_name="Sandoval",
        first_name="Iris",
        credential="MD",
        npi=None,
        clinic=clinic.name,
        clinic_phone=clinic.phone,
        clinic_fax=clinic.fax,
        cohe=COHE,
        enrolled_from=world.today + ENROLLED_IN,
        enrolled_to=None,
    )
    lines: dict[FeedKind, list[ParsedLine]] = {
        FeedKind.PROVIDERS: [provider],
        FeedKind.CLAIMS: [_claim(to_on, *worker) for worker in WORKERS],
    }
    return [_written(folder, to_on, kind, lines[kind]) for kind in lines]


def _claim(to_on: date, last: str, first: str, number: str, days_ago: int) -> ClaimLine:
    initiated_on = to_on - timedelta(days=days_ago)
    told: dict[str, Any] = {
        "claim_number": number,
        "status": ClaimStatus.PENDING,
        "fund": Fund.STATE_FUND,
        "worker_last_name": last,
        "worker_first_name": first,
        "employer_account_id": "990,017-00",
        "employer_name": "Harbor Freight Handling",
        "initiating_provider_id": PROVIDER_ID,
        "injury_on": initiated_on - timedelta(days=1),
        "first_visit_on": initiated_on,
        "initiated_on": initiated_on,
        "accident_kind": AccidentKind.INJURY,
        "icd10": (),
    }
    return ClaimLine(**{**dict.fromkeys(ClaimLine._fields), **told})


def _written(folder: Path, as_of: date, kind: FeedKind, lines: list[ParsedLine]) -> FeedWritten:
    path = folder / f"{kind.value}-joining.csv"
    with path.open("wb") as stream:
        write_feed(kind, lines, stream)
    return FeedWritten(folder, as_of, {kind: len(lines)}, {kind: (path,)})
