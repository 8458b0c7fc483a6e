"""The simulated L&I feed: files in the documented format, first in one load, then by increments.

What a file tells is what L&I knew at the end of the period's last day, never later: that day is
the as-of day, and stands in the folder's name.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from ohms.commands.memory import collection_paused
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
from ohms.simulator.planned import World

WRITTEN = (FeedKind.PROVIDERS, FeedKind.CLAIMS, FeedKind.ROA, FeedKind.APF, FeedKind.TIME_LOSS)
"""The kinds that the simulated L&I sends, in the order in which they are read in."""


@dataclass(frozen=True, slots=True)
class FeedWritten:
    """A folder of feed files: how many lines of each kind, and the files that hold them, in order.

    Kinds without lines are absent.
    """

    folder: Path
    as_of: date
    lines: dict[FeedKind, int]
    files: dict[FeedKind, tuple[Path, ...]]


def folder_name(as_of: date) -> str:
    """A folder name that carries the as-of day, as the import reads it."""
    return f"lni-feed-{as_of.isoformat()}"


def _is_without_key(claim_number: str) -> bool:
    """Some lines come without: whether their worker is known by another claim, people say on the bench."""
    return int(claim_number[2:]) % 31 == 7


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
        worker_key=None if _is_without_key(course.claim_number) else worker.key,
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
    world: World,
    courses: Sequence[ClaimCourse],
    as_of: date,
    folder: Path,
    *,
    kinds: Collection[FeedKind] = WRITTEN,
    part: str = "",
    lines_a_file: int | None = None,
) -> FeedWritten:
    """The whole feed as of a day: every claim initiated by then, providers included.

    `kinds`: of these only. `part`: a word for the files' names, where another call writes more of
    the same kinds. `lines_a_file`: a kind with more lines goes into several files.
    """
    with collection_paused():
        files = _files(world, courses, date.min, as_of)
        return _written(files, folder, as_of, kinds, part, lines_a_file)


def write_period(
    world: World,
    courses: Sequence[ClaimCourse],
    from_on: date,
    to_on: date,
    folder: Path,
    *,
    with_refusable: bool = False,
) -> FeedWritten:
    """What changed in a range of days, ends included, as of its last day, to files in a folder.

    `courses` must hold every claim that may still change, not only those of the period. The
    folder is made when it is not there.
    """
    kinds = [kind for kind in WRITTEN if kind is not FeedKind.PROVIDERS]
    with collection_paused():
        files = _files(world, courses, from_on, to_on, with_refusable)
        return _written(files, folder, to_on, kinds)


def _files(
    world: World,
    courses: Sequence[ClaimCourse],
    from_on: date,
    to_on: date,
    with_refusable: bool = False,
) -> dict[FeedKind, Callable[[], list[ParsedLine]]]:
    """How to make the lines of each kind; nothing is made before it is asked for."""
    changed = [course for course in courses if course.changed_within(from_on, to_on)]
    begun = [course for course in courses if course.initiated_on <= to_on]

    def claims() -> list[ParsedLine]:
        lines: list[ParsedLine] = [claim_line(course, to_on) for course in changed]
        if with_refusable and begun:
            lines += refusable_lines(begun[0], to_on)
        return lines

    return {
        FeedKind.PROVIDERS: lambda: list(provider_lines(world)),
        FeedKind.CLAIMS: claims,
        FeedKind.ROA: lambda: [roa_line(c) for c in changed if from_on <= c.initiated_on],
        FeedKind.APF: lambda: [line for c in begun for line in apf_lines(c, from_on, to_on)],
        FeedKind.TIME_LOSS: lambda: [
            line for c in begun for line in time_loss_lines(c, from_on, to_on)
        ],
    }


def _written(
    made: Mapping[FeedKind, Callable[[], list[ParsedLine]]],
    folder: Path,
    as_of: date,
    kinds: Collection[FeedKind],
    part: str = "",
    lines_a_file: int | None = None,
) -> FeedWritten:
    folder.mkdir(parents=True, exist_ok=True)
    counts: dict[FeedKind, int] = {}
    files: dict[FeedKind, tuple[Path, ...]] = {}
    for kind in WRITTEN:
        lines = made[kind]() if kind in kinds else []
        if lines:
            counts[kind] = len(lines)
            at_most = lines_a_file or len(lines)
            files[kind] = tuple(_write_parts(kind, lines, folder, part, at_most))
    return FeedWritten(folder, as_of, counts, files)


def _write_parts(
    kind: FeedKind, lines: list[ParsedLine], folder: Path, part: str, at_most: int
) -> Iterator[Path]:
    for number, start in enumerate(range(0, len(lines), at_most)):
        name = Path(kind.file_name)
        words = [name.stem, *filter(None, (part, str(number + 1) if number else ""))]
        path = folder / f"{'-'.join(words)}{name.suffix}"
        with path.open("wb") as stream:
            write_feed(kind, lines[start : start + at_most], stream)
        yield path
