"""The simulated L&I feed: files in the documented format, first in one load, then by increments.

What a file tells is what L&I knew at the end of the period's last day, never later: that day is
the as-of day, and stands in the folder's name.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from ohms.domain.feed.lines import (
    ApfLine,
    ClaimLine,
    FeedKind,
    ParsedLine,
    ProviderLine,
    RoaLine,
    TimeLossLine,
)
from ohms.domain.feed.writer import write_feed
from ohms.domain.values import Fund
from ohms.simulator.courses import ClaimCourse
from ohms.simulator.memory import collection_paused
from ohms.simulator.planned import World


@dataclass(frozen=True, slots=True)
class FeedWritten:
    """A folder of feed files and how many lines each file has; files without lines are absent."""

    folder: Path
    as_of: date
    lines: dict[FeedKind, int]


def folder_name(as_of: date) -> str:
    """A folder name that carries the as-of day, as the import reads it."""
    return f"lni-feed-{as_of.isoformat()}"


def claim_line(course: ClaimCourse, as_of: date) -> ClaimLine:
    """The claim as L&I knew it at the end of a day, on or after the day it was initiated."""
    paid = course.payments_as_of(as_of)
    established = course.established_on <= as_of
    represented = course.represented_on is not None and course.represented_on <= as_of
    combined = course.combined_on is not None and course.combined_on <= as_of
    worker, employer, injury = course.worker, course.employer, course.injury
    return ClaimLine(
        claim_number=course.claim_number,
        status=course.status_as_of(as_of),
        fund=course.fund_as_of(as_of),
        worker_last_name=worker.last_name,
        worker_first_name=worker.first_name,
        worker_birth_date=worker.birth_date,
        worker_key=worker.key,
        worker_language=worker.language,
        interpreter_needed=worker.interpreter,
        worker_phone=worker.phone,
        worker_phone_2=worker.phone_2,
        worker_email=worker.email,
        employer_account_id=employer.account_id,
        employer_name=employer.name,
        employer_contact=employer.contact,
        employer_phone=employer.phone,
        representative_name=course.representative if represented else None,
        representative_phone=course.representative_phone if represented else None,
        initiating_provider_id=course.provider.provider_id,
        attending_provider_id=course.attending_as_of(as_of),
        injury_on=course.injury_on,
        first_visit_on=course.first_visit_on,
        roa_received_on=course.roa.received_on,
        initiated_on=course.initiated_on,
        established_on=course.established_on if established else None,
        accident_kind=injury.kind,
        body_part_code=injury.body_part_code,
        nature_code=injury.nature_code,
        icd10=(injury.icd10,),
        claim_manager=course.claim_manager if established else None,
        claim_manager_phone=course.claim_manager_phone if established else None,
        time_loss_from=min((p.paid_from for p in paid), default=None),
        time_loss_to=max((p.paid_to for p in paid), default=None),
        combined_into=course.combined_into if combined else None,
    )


def roa_line(course: ClaimCourse) -> RoaLine:
    """The claim's Report of Accident, told with the claim itself."""
    roa = course.roa
    return RoaLine(
        course.claim_number,
        roa.signed_on,
        roa.received_on,
        not roa.missing_fields,
        roa.missing_fields,
    )


def apf_lines(course: ClaimCourse, from_on: date, to_on: date) -> list[ApfLine]:
    """The APFs that reached L&I in a range of days, none before the claim itself."""
    return [
        ApfLine(course.claim_number, exam.provider_id, exam.exam_on, *exam[2:10])
        for exam in course.exams
        if from_on <= max(exam.known_on, course.initiated_on) <= to_on
    ]


def time_loss_lines(course: ClaimCourse, from_on: date, to_on: date) -> list[TimeLossLine]:
    """The payments told in a range of days."""
    return [
        TimeLossLine(course.claim_number, paid.paid_from, paid.paid_to, paid.kind)
        for paid in course.payments
        if from_on <= max(paid.known_on, course.initiated_on) <= to_on
    ]


def provider_lines(world: World) -> list[ProviderLine]:
    """Every provider's enrolment."""
    lines = []
    for provider in world.providers:
        clinic = world.clinic_by_key[provider.clinic]
        lines.append(
            ProviderLine(
                provider_id=provider.provider_id,
                last_name=provider.last_name,
                first_name=provider.first_name,
                credential=provider.credential,
                npi=None,
                clinic=clinic.name,
                clinic_phone=clinic.phone,
                clinic_fax=clinic.fax,
                cohe=provider.cohe,
                enrolled_from=provider.enrolled_from,
                enrolled_to=provider.enrolled_to,
            )
        )
    return lines


def refusable_lines(course: ClaimCourse, as_of: date) -> list[ClaimLine]:
    """A few lines that the import must refuse, made from a good claim under free numbers."""
    good = claim_line(course, as_of)
    wrong: list[dict[str, Any]] = [
        {"claim_number": "ZZ99991", "fund": Fund.SELF_INSURED},
        {"claim_number": "ZZ99992", "fund": Fund.FEDERAL},
        {"claim_number": "ZZ9999"},
        {"claim_number": "ZZ99993", "worker_last_name": ""},
        {"claim_number": "ZZ99994", "initiating_provider_id": "12"},
        {"claim_number": "ZZ99995", "worker_phone": "call the shop"},
        {"claim_number": "ZZ99996", "injury_on": as_of.replace(year=as_of.year + 1, day=1)},
    ]
    return [good._replace(**changed) for changed in wrong]


def write_first_load(
    world: World, courses: Sequence[ClaimCourse], as_of: date, folder: Path
) -> FeedWritten:
    """The whole feed as of a day: every claim initiated by then, providers included."""
    return write_period(world, courses, date.min, as_of, folder, with_providers=True)


def write_period(
    world: World,
    courses: Sequence[ClaimCourse],
    from_on: date,
    to_on: date,
    folder: Path,
    *,
    with_providers: bool = False,
    with_refusable: bool = False,
) -> FeedWritten:
    """What changed in a range of days, ends included, as of its last day, to files in a folder.

    `courses` must hold every claim that may still change, not only those of the period. The
    folder is made when it is not there.
    """
    with collection_paused():
        files = _files(world, courses, from_on, to_on, with_providers, with_refusable)
        written = _written(files, folder)
    return FeedWritten(folder, to_on, written)


def _files(
    world: World,
    courses: Sequence[ClaimCourse],
    from_on: date,
    to_on: date,
    with_providers: bool,
    with_refusable: bool,
) -> dict[FeedKind, Iterable[ParsedLine]]:
    changed = [course for course in courses if course.changed_within(from_on, to_on)]
    begun = [course for course in courses if course.initiated_on <= to_on]
    claims: list[ParsedLine] = [claim_line(course, to_on) for course in changed]
    if with_refusable and begun:
        claims += refusable_lines(begun[0], to_on)
    return {
        FeedKind.PROVIDERS: provider_lines(world) if with_providers else [],
        FeedKind.CLAIMS: claims,
        FeedKind.ROA: [roa_line(c) for c in changed if from_on <= c.initiated_on],
        FeedKind.APF: [line for c in begun for line in apf_lines(c, from_on, to_on)],
        FeedKind.TIME_LOSS: [line for c in begun for line in time_loss_lines(c, from_on, to_on)],
    }


def _written(files: dict[FeedKind, Iterable[ParsedLine]], folder: Path) -> dict[FeedKind, int]:
    folder.mkdir(parents=True, exist_ok=True)
    written: dict[FeedKind, int] = {}
    for kind, lines in files.items():
        if lines:
            with (folder / kind.file_name).open("wb") as stream:
                written[kind] = write_feed(kind, lines, stream)
    return written
