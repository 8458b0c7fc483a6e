"""Staff at work: the time, notes, contacts, tasks and referrals of a period, as plain rows.

Time entries cover the whole period; notes and tasks begin on the world's `notes_from`. From then
on every claim-specific time entry is the minutes of one note.
"""

from collections import defaultdict
from datetime import date, datetime, timedelta
from random import Random

from ohms.commands.memory import collection_paused
from ohms.domain.calendar import ONE_DAY, PACIFIC
from ohms.domain.co_signing import note_waits
from ohms.domain.values import Capture, Complexity, OtherTime, Role, StandardWork, TaskState
from ohms.simulator.absences import Availability
from ohms.simulator.caseload import Caseload, complexity_of
from ohms.simulator.claim_queue import ClaimQueue, item_for
from ohms.simulator.courses import ClaimCourse
from ohms.simulator.deciding import claim_that_came_back, coordination_of, triage_of
from ohms.simulator.draws import Weighted, between, pick, stream
from ohms.simulator.loose_ends import hand_over, leave_one_waiting
from ohms.simulator.planned import PlannedPosition, World
from ohms.simulator.planned_work import Contact, Note, Task, TimeEntry, WorkPlan
from ohms.simulator.referring import silent_referral, started_referral
from ohms.simulator.sentences import Told, told
from ohms.simulator.shifts import Shift, pieces, share_of, shifts_of
from ohms.simulator.workdays import add_business_days, on_or_before

_OTHER: Weighted[OtherTime] = Weighted(
    [
        (OtherTime.MEETING, 42),
        (OtherTime.OUTREACH, 22),
        (OtherTime.TRAINING_TAKEN, 12),
        (OtherTime.QUALITY, 10),
        (OtherTime.TRAINING_GIVEN, 4),
        (OtherTime.OTHER, 10),
    ]
)
_CAPTURE: Weighted[Capture] = Weighted([(Capture.CAPTURED, 80), (Capture.TYPED, 20)])


class _Work:
    """One run through a period, day by day and person by person."""

    def __init__(
        self, world: World, courses: list[ClaimCourse], from_on: date, to_on: date
    ) -> None:
        self.world = world
        self.plan = WorkPlan(from_on, to_on)
        self.available = Availability(world.cohes, world.absences)
        plain = Caseload(world, (), frozenset())
        # What began earlier than the period was worked on already: it cannot come back untouched.
        untouched = world.notes_from
        if from_on > untouched:
            untouched = on_or_before(from_on - ONE_DAY)
        self.came_back = claim_that_came_back(courses, plain, untouched, to_on)
        alone = frozenset([self.came_back.claim_number] if self.came_back else [])
        self.plan.came_back = next(iter(alone), None)
        self.courses = courses
        self.caseload = Caseload(world, courses, alone)
        self.agenda: dict[tuple[str, date], list[tuple[int, ClaimCourse]]] = defaultdict(list)
        self.helped = {row.assistant: row.coordinator for row in world.assistantships}
        self.held_by = {p.staff: p for p in world.positions if p.role == Role.HSC}
        self.coordinators = {
            cohe.slug: world.positions_of(cohe.slug, Role.HSC) for cohe in world.cohes
        }

    def run(self) -> None:
        worked: list[tuple[date, str, PlannedPosition, Shift]] = []
        with_claims = {course.cohe for course in self.courses}
        for position in self.world.positions:
            if position.role not in (Role.HSC, Role.HSC_ASSISTANT):
                continue
            if position.staff in self.world.resting:
                continue
            if position.cohe is None or position.cohe not in with_claims:
                continue
            share = share_of(position, self.world.cohe_by_slug[position.cohe].share)
            for shift in shifts_of(
                self.world.seed,
                position,
                share,
                self.available,
                self.plan.from_on,
                self.plan.to_on,
            ):
                worked.append((shift.day, position.key, position, shift))
        for _, _, position, shift in sorted(worked, key=lambda row: row[:2]):
            self._day(position, shift)
        hand_over(self.plan, self.courses, self.caseload, self.held_by.values(), self.helped.keys())
        leave_one_waiting(self.plan)

    def _absent(self, cohe: str, day: date) -> frozenset[str]:
        return frozenset(
            p.staff
            for p in self.coordinators[cohe]
            if p.held_on(day) and not self.available.minutes(p, day)
        )

    def _day(self, position: PlannedPosition, shift: Shift) -> None:
        """One person's day: tasks that are due, claims that are new to them, then the caseload."""
        rng = stream(self.world.seed, "day", position.key, shift.day)
        waiting = self._claims_of_the_day(rng, position, shift.day)
        minute = 8 * 60 + between(rng, 0, 20)
        for minutes in pieces(self.world.seed, shift, position.key):
            task, course = next(waiting)
            minute = min(minute + minutes + between(rng, 0, 6), 18 * 60)
            self._piece(rng, position, shift.day, minutes, course, task, minute)
        self._other_time(rng, position, shift)

    def _claims_of_the_day(self, rng: Random, position: PlannedPosition, day: date) -> ClaimQueue:
        assert position.cohe is not None
        lead = self.helped.get(position.staff, position.staff)
        own = self.caseload.providers_of(lead, day)
        pool = self.caseload.active(own, day)
        first: list[tuple[int | None, ClaimCourse]] = []
        first += self.agenda.pop((position.staff, day), [])
        if position.role == Role.HSC_ASSISTANT:
            pool = [c for c in pool if complexity_of(c, day) is Complexity.LOW] or pool[:3]
        else:
            covered = self.caseload.covered_by(
                position.staff, day, self._absent(position.cohe, day)
            )
            first += [(None, c) for c in self.caseload.beginning(own + covered, day)]
            cover = self.caseload.active(covered, day)
            pool += cover[: len(pool) // 3 + 3]
        return ClaimQueue(rng, first, pool or self.caseload.any_of(position.cohe, day))

    def _piece(
        self,
        rng: Random,
        position: PlannedPosition,
        day: date,
        minutes: int,
        course: ClaimCourse,
        task: int | None,
        minute: int,
    ) -> None:
        assert position.cohe is not None
        plan = self.plan
        key = len(plan.time_entries) + 1
        work = item_for(rng, course, day)
        note = len(plan.notes) + 1 if day >= self.world.notes_from else None
        plan.time_entries.append(
            TimeEntry(
                key,
                position.staff,
                position.key,
                position.role,
                position.cohe,
                course.claim_number,
                None,
                work,
                day,
                minutes,
                _CAPTURE.draw(rng),
                note,
            )
        )
        if note is None:
            return
        words = told(rng, work, course.injury.label)
        plan.notes.append(
            self._note(rng, position, day, minutes, course, minute, key, note, work, words)
        )
        if task is not None:
            done = plan.tasks[task - 1]
            plan.tasks[task - 1] = done._replace(state=TaskState.DONE, done_on=day, done_note=note)
        self._next_step(rng, position, day, course, note, words)
        if work is StandardWork.REFERRALS and position.role == Role.HSC and rng.random() < 0.2:
            number = len(plan.referrals) + 1
            plan.referrals.append(
                started_referral(rng, number, course, position.staff, day, plan.to_on)
            )

    def _note(
        self,
        rng: Random,
        position: PlannedPosition,
        day: date,
        minutes: int,
        course: ClaimCourse,
        minute: int,
        entry: int,
        key: int,
        work: StandardWork,
        words: Told,
    ) -> Note:
        assert position.cohe is not None
        interpreter = course.worker.interpreter and words.party == "worker"
        checked = note_waits(position.role is Role.HSC_ASSISTANT, work)
        return Note(
            key=key,
            claim_number=course.claim_number,
            cohe=position.cohe,
            author=position.staff,
            position=position.key,
            performed_on=day,
            written_at=datetime(day.year, day.month, day.day, tzinfo=PACIFIC)
            + timedelta(minutes=minute),
            standard_work=work,
            body=words.body,
            minutes=minutes,
            time_entry=entry,
            contacts=(Contact(words.party, words.method, words.outcome, interpreter),),
            needs_co_signature=checked,
            co_signed_on=day if checked else None,
            co_signed_by=self._co_signer(position, day) if checked else None,
        )

    def _co_signer(self, position: PlannedPosition, day: date) -> str:
        """The named coordinator; while that one is away, the next who is at work."""
        assert position.cohe is not None
        here = [p.staff for p in self.coordinators[position.cohe] if self.available.minutes(p, day)]
        lead = self.helped[position.staff]
        return lead if lead in here or not here else here[0]

    def _next_step(
        self,
        rng: Random,
        position: PlannedPosition,
        day: date,
        course: ClaimCourse,
        note: int,
        words: Told,
    ) -> None:
        """A task for a third of the notes; nearly all are done about when they are due."""
        assert position.cohe is not None
        if rng.random() >= 0.36:
            return
        due_by = add_business_days(day, pick(rng, (1, 2, 3, 5, 5, 7, 10, 10, 15)))
        meant = max(due_by if rng.random() < 0.7 else day, add_business_days(day, 1))
        owner = position
        if position.to_on is not None and meant > position.to_on:
            # Whoever leaves hands the task to the one who has the claim then.
            owner = self.held_by[self.caseload.coordinator_on(course, meant)]
        key = len(self.plan.tasks) + 1
        state = TaskState.TO_DO
        if rng.random() < 0.15:
            state = pick(rng, (TaskState.IN_PROGRESS, TaskState.WAITING))
        self.plan.tasks.append(
            Task(
                key,
                course.claim_number,
                position.cohe,
                owner.staff,
                words.next_step,
                day,
                due_by,
                state,
                note,
                None,
                None,
            )
        )
        if rng.random() < 0.985:
            done_on = self._next_day_at_work(owner, meant)
            if done_on is not None:
                self.agenda[owner.staff, done_on].append((key, course))

    def _next_day_at_work(self, position: PlannedPosition, day: date) -> date | None:
        while day <= self.plan.to_on:
            if self.available.minutes(position, day) >= 60:
                return day
            day = add_business_days(day, 1)
        return None

    def _other_time(self, rng: Random, position: PlannedPosition, shift: Shift) -> None:
        """What is left of the day, but for breaks that nobody logs, for no claim."""
        assert position.cohe is not None
        left = (shift.available - shift.on_claims) * between(rng, 60, 95) // 100
        while left >= 10:
            minutes = left if left <= 40 else between(rng, 20, left)
            left -= minutes
            self.plan.time_entries.append(
                TimeEntry(
                    len(self.plan.time_entries) + 1,
                    position.staff,
                    position.key,
                    position.role,
                    position.cohe,
                    None,
                    _OTHER.draw(rng),
                    None,
                    shift.day,
                    minutes,
                    Capture.TYPED,
                    None,
                )
            )


def plan_work(
    world: World,
    courses: list[ClaimCourse],
    to_on: date,
    *,
    from_on: date | None = None,
) -> WorkPlan:
    """All that staff do from `from_on` (default: the world's first day) to `to_on`, inclusive.

    `courses`: the claims initiated by `to_on`; a COHE that has none there gets no work. Minutes of
    a day do not depend on where the period begins; which claims they go to does.
    """
    with collection_paused():
        work = _Work(world, courses, from_on or world.first_day, to_on)
        work.run()
        plan = work.plan
        plan.triage = triage_of(
            world, courses, work.caseload, work.available, to_on, work.came_back
        )
        plan.coordination = coordination_of(courses, to_on, work.came_back)
        silent = silent_referral(world, courses, work.caseload, to_on, len(plan.referrals) + 1)
        if silent is not None:
            plan.referrals.append(silent)
            plan.silent_referral = silent.key
    return plan
