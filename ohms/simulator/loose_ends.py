"""What is set right once a period's work is planned: leavers' tasks, and the note that waits."""

from collections.abc import Iterable

from ohms.domain.calendar import ONE_DAY
from ohms.simulator.caseload import Caseload
from ohms.simulator.courses import ClaimCourse
from ohms.simulator.planned import PlannedPosition
from ohms.simulator.planned_work import WorkPlan

WAITING_FOR_CO_SIGNATURE = "puget.assistant1"


def hand_over(
    plan: WorkPlan,
    courses: Iterable[ClaimCourse],
    caseload: Caseload,
    positions: Iterable[PlannedPosition],
) -> None:
    """Nobody who has left keeps an open task: it goes with the claim."""
    gone = {p.staff for p in positions if p.to_on and p.to_on <= plan.to_on}
    claims = {course.claim_number: course for course in courses}
    for n, task in enumerate(plan.tasks):
        if task.owner in gone and task.done_on is None:
            course = claims[task.claim_number]
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
