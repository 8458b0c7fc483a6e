"""What is set right once a period's work is planned: whose open tasks are, and the note that waits."""

from collections.abc import Collection, Iterable

from ohms.domain.calendar import ONE_DAY
from ohms.domain.values import Complexity
from ohms.simulator.caseload import Caseload, complexity_of
from ohms.simulator.courses import ClaimCourse
from ohms.simulator.planned import PlannedPosition
from ohms.simulator.planned_work import WorkPlan

WAITING_FOR_CO_SIGNATURE = "puget.assistant1"


def hand_over(
    plan: WorkPlan,
    courses: Iterable[ClaimCourse],
    caseload: Caseload,
    positions: Iterable[PlannedPosition],
    assistants: Collection[str],
) -> None:
    """Nobody who has left keeps an open task, and no assistant one of a claim that is not low: it is
    the coordinator's."""
    gone = {p.staff for p in positions if p.to_on and p.to_on <= plan.to_on}
    claims = {course.claim_number: course for course in courses}
    for n, task in enumerate(plan.tasks):
        if task.done_on is not None:
            continue
        course = claims[task.claim_number]
        is_low = complexity_of(course, plan.to_on) is Complexity.LOW
        if task.owner in gone or (task.owner in assistants and not is_low):
            owner = caseload.coordinator_on(course, plan.to_on + ONE_DAY)
            plan.tasks[n] = task._replace(owner=owner)


def leave_one_waiting(plan: WorkPlan) -> None:
    """The last note of puget's assistant that needs a co-signature waits for it."""
    for n in range(len(plan.notes) - 1, -1, -1):
        note = plan.notes[n]
        if note.author == WAITING_FOR_CO_SIGNATURE and note.needs_co_signature:
            plan.notes[n] = note._replace(co_signed_on=None, co_signed_by=None)
            plan.waiting_note = note.key
            return
