"""What a coordinator sees of a simulated claim on the day of its triage, by the product's own rules."""

from datetime import date

from ohms.domain.apf_episodes import ApfFact, episodes_of_apfs
from ohms.domain.triage import Reason, TriageFacts, reasons
from ohms.domain.work_status import TIME_LOSS_PAID, EpisodeFact
from ohms.simulator.courses import ClaimCourse


def reasons_seen(course: ClaimCourse, day: date) -> tuple[Reason, ...]:
    """The reasons that hold on a day, by what the feed had told by then."""
    return tuple(reasons(_facts(course, day)))


def _facts(course: ClaimCourse, day: date) -> TriageFacts:
    known = [exam for exam in course.exams if exam.known_on <= day]
    apfs = [
        ApfFact(number, exam.exam_on, exam.work_status, exam.from_on, exam.to_on)
        for number, exam in enumerate(known)
    ]
    paid = [p.paid_to for p in course.payments_as_of(day) if p.kind in TIME_LOSS_PAID]
    return TriageFacts(
        today=day,
        status=course.status_as_of(day),
        established_on=course.established_on if course.established_on <= day else None,
        time_loss_told_on=min(paid, default=None),
        time_loss_last_on=max(paid, default=None),
        episodes=tuple(EpisodeFact(e.status, e.from_on, e.to_on) for e in episodes_of_apfs(apfs)),
        apfs=tuple((exam.from_on, exam.to_on) for exam in known),
        roa_complete=not course.roa.missing_fields,
        interpreter_needed=course.worker.interpreter,
        language=course.worker.language,
    )
