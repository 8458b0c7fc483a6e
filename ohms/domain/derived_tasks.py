"""Tasks that follow from missing facts: which ones a claim's facts ask for, and what answers each.

Only claims that we coordinate ask for anything: active ones for all of it, watched ones for all but
the first contact (to watch was the decision). New claims wait for triage instead; claims on hold or
closed ask for nothing. Sources: domain notes 3 and 12; the day counts that no source gives stand in
`Waits` and on the About page as assumptions.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from ohms.domain.calendar import ONE_DAY, add_business_days
from ohms.domain.milestones import first_contact_due, frq_window
from ohms.domain.roa_figures import missing_in_words
from ohms.domain.task_facts import ApfTold, ClaimFacts, ContactFact, DocumentFact, FrqFact
from ohms.domain.values import ClaimStatus, Coordination, StandardWork, TaskKind, WorkStatus
from ohms.domain.work_status import OFF, EpisodeFact, off_stretches

COORDINATED = frozenset({Coordination.ACTIVE, Coordination.WATCHING})
UNDECIDED = frozenset({ClaimStatus.PENDING, ClaimStatus.INTERLOCUTORY})
RESTRICTED = OFF | {WorkStatus.MODIFIED_DUTY, WorkStatus.LIMITED_HOURS, WorkStatus.TRANSITIONAL}


@dataclass(frozen=True, slots=True)
class Waits:
    """Business days that we assumed: how long before or after its fact a task shows and is due."""

    contact_shows_before: int = 3
    apf_after_restriction: int = 10
    apf_after_its_end: int = 5
    exam_shows_before: int = 2
    job_description_answer: int = 5
    roa_after_receipt: int = 2


WAITS = Waits()


@dataclass(frozen=True, slots=True)
class Evidence:
    """The fact that answered a task, in words and as the row it is."""

    said: str
    note_id: int | None = None
    document_id: int | None = None
    apf_id: int | None = None


@dataclass(frozen=True, slots=True)
class DerivedTask:
    """A task that a claim's facts ask for, known by its key; `met` once another fact answers it.

    It shows from `appears_on`; after `shows_until_on` it can no longer be done. Both are days of the
    claim's own clocks, so nothing has to run when they come. Where a person may not end it for good,
    it is asked for anew `again_after` business days later.
    """

    key: str
    title: str
    because: str
    due_by: date
    appears_on: date
    kind: TaskKind
    standard_work: StandardWork | None
    shows_until_on: date | None = None
    met: Evidence | None = None
    again_after: int | None = None

    def is_wanted_on(self, day: date) -> bool:
        return self.met is None and not self.is_past_on(day)

    def is_past_on(self, day: date) -> bool:
        return self.shows_until_on is not None and self.shows_until_on < day


def derived_tasks(facts: ClaimFacts) -> list[DerivedTask]:
    """Every task whose clock the facts have started, answered or not; one for each key."""
    if facts.coordination not in COORDINATED:
        return []
    return [task for rule in RULES for task in rule(facts)]


def _first_contact(facts: ClaimFacts) -> Iterator[DerivedTask]:
    """Nobody of the claim was reached or tried by the 10th business day."""
    if facts.established_on is None or facts.coordination is not Coordination.ACTIVE:
        return
    due_by = first_contact_due(facts.established_on).day
    first = facts.first_contact
    yield DerivedTask(
        key="first_contact",
        title="Make the first contact",
        because=f"no first contact by {_said(due_by)}",
        due_by=due_by,
        appears_on=add_business_days(due_by, -WAITS.contact_shows_before),
        kind=TaskKind.CALL,
        standard_work=StandardWork.RECOVERY,
        met=_contact(first) if first else None,
    )


def _apf_missing(facts: ClaimFacts) -> Iterator[DerivedTask]:
    """Off work or restricted, as somebody told or as L&I paid, and no provider has said so."""
    days = [each.from_on for each in facts.by_hand if each.status in RESTRICTED]
    if facts.first_paid_on is not None:
        days.append(facts.first_paid_on)
    if not days:
        return
    since = min(days)
    yield DerivedTask(
        key="apf_missing",
        title="Ask the provider for an APF",
        because=f"restricted or off work since {_said(since)} and no APF",
        due_by=add_business_days(since, WAITS.apf_after_restriction),
        appears_on=since,
        kind=TaskKind.DOCUMENT,
        standard_work=StandardWork.RETURN_TO_WORK,
        met=_apf_of(facts.apfs[0]) if facts.apfs else None,
    )


def _apfs_end(facts: ClaimFacts) -> Iterator[DerivedTask]:
    """An APF that restricts ends, or names its next exam: the next APF is asked for."""
    for apf, newer in pairwise([*facts.apfs, None]):
        if apf is None or apf.status not in RESTRICTED:
            continue
        met = _apf_of(newer) if newer else _released_after(apf, facts.by_hand)
        if apf.next_exam_on is not None:
            yield _next_exam(apf, apf.next_exam_on, met)
        if apf.to_on is not None:
            yield _apf_ended(apf, apf.to_on, met)


def _next_exam(apf: ApfTold, exam_on: date, met: Evidence | None) -> DerivedTask:
    """While the APF holds; once it has ended, the task of its end takes this one's place."""
    return DerivedTask(
        key=f"next_exam:{apf.id}",
        title=f"Ask after the exam of {_said(exam_on)}",
        because=f"the APF of {_said(apf.exam_on)} names {_said(exam_on)} as the next exam",
        due_by=exam_on,
        appears_on=add_business_days(exam_on, -WAITS.exam_shows_before),
        kind=TaskKind.EXAM,
        standard_work=StandardWork.RECOVERY,
        shows_until_on=max(apf.to_on, exam_on) if apf.to_on else None,
        met=met,
    )


def _apf_ended(apf: ApfTold, to_on: date, met: Evidence | None) -> DerivedTask:
    return DerivedTask(
        key=f"apf_expired:{apf.id}",
        title="Ask the provider for a new APF",
        because=f"the APF of {_said(apf.exam_on)} ended on {_said(to_on)} and nobody told a release",
        due_by=add_business_days(to_on, WAITS.apf_after_its_end),
        appears_on=to_on + ONE_DAY,
        kind=TaskKind.DOCUMENT,
        standard_work=StandardWork.RETURN_TO_WORK,
        met=met,
    )


def _frq(facts: ClaimFacts) -> Iterator[DerivedTask]:
    """The FRQ is worth asking from the 10th to the 58th day off work, while the worker is off."""
    window = frq_window(facts.episodes)
    if window is None:
        return
    last = window.closes.day if window.closes else off_stretches(facts.episodes)[-1][1]
    assert last is not None  # a stretch without an end reaches the 58th day
    told = facts.frq_told
    yield DerivedTask(
        key="frq",
        title="Ask the worker the FRQ",
        because=f"the FRQ window opened on {_said(window.opens.day)}, {window.opens.how},"
        " and no FRQ is known",
        due_by=last,
        appears_on=window.opens.day,
        kind=TaskKind.CALL,
        standard_work=StandardWork.BARRIERS,
        shows_until_on=last,
        met=_frq_of(told) if told else None,
    )


def _job_description(facts: ClaimFacts) -> Iterator[DerivedTask]:
    """A job description in the file waits for the provider's word, from the day on which it was sent,
    else from its receipt: approved or rejected, the APF of a later exam, or itself come back."""
    for sent, answer in pairwise([*facts.job_descriptions, None]):
        if sent is None:
            continue
        yield DerivedTask(
            key=f"job_description:{sent.id}",
            title="Ask the provider about the job description",
            because=f"the job description {'sent' if sent.sent_on else 'of'}"
            f" {_said(sent.waits_since_on)} has no answer",
            due_by=add_business_days(sent.waits_since_on, WAITS.job_description_answer),
            appears_on=sent.waits_since_on,
            kind=TaskKind.FOLLOW_UP,
            standard_work=StandardWork.RETURN_TO_WORK,
            met=_answer_to(sent, answer, facts.apfs),
        )


def _roa_incomplete(facts: ClaimFacts) -> Iterator[DerivedTask]:
    """A Report of Accident lacks something that L&I needs to decide on the claim."""
    complete = next((roa for roa in facts.roas if roa.complete), None)
    for roa in facts.roas:
        met = None
        if complete is not None:
            met = Evidence(f"Report of Accident of {_said(complete.received_on)}, complete")
        elif facts.status not in UNDECIDED:
            met = Evidence("L&I has decided on the claim")
        yield DerivedTask(
            key=f"roa:{roa.id}",
            title="Ask the clinic for what the Report of Accident lacks",
            because=f"the Report of Accident of {_said(roa.received_on)} is incomplete"
            + (f": {', '.join(missing_in_words(roa.missing))}" if roa.missing else ""),
            due_by=add_business_days(roa.received_on, WAITS.roa_after_receipt),
            appears_on=roa.received_on,
            kind=TaskKind.DOCUMENT,
            standard_work=None,
            met=met,
        )


LONGEST_SAID = 200
RULES = (_first_contact, _apf_missing, _apfs_end, _frq, _job_description, _roa_incomplete)


def _contact(first: ContactFact) -> Evidence:
    return Evidence(f"Contact of {_said(first.contact_on)}", note_id=first.note_id)


def _frq_of(told: FrqFact) -> Evidence:
    return Evidence(f"FRQ of {_said(told.told_on)}", document_id=told.document_id)


def _document(what: str, told: DocumentFact) -> Evidence:
    return Evidence(f"{what} of {_said(told.received_on)}", document_id=told.id)


def _apf_of(apf: ApfTold) -> Evidence:
    return Evidence(f"APF of {_said(apf.exam_on)}", apf_id=apf.id)


def _released_after(apf: ApfTold, by_hand: Sequence[EpisodeFact]) -> Evidence | None:
    """Told by hand since: the worker is back in full or released."""
    free = (each for each in by_hand if each.status not in RESTRICTED | {WorkStatus.UNKNOWN})
    since = min((each.from_on for each in free if each.from_on > apf.from_on), default=None)
    return Evidence(f"Released since {_said(since)}") if since else None


def _answer_to(
    sent: DocumentFact, later: DocumentFact | None, apfs: Sequence[ApfTold]
) -> Evidence | None:
    if sent.verdict is not None:
        return Evidence(
            f"Job description {sent.verdict.in_words()}"[:LONGEST_SAID], document_id=sent.id
        )
    if later is not None:
        return _document("Job description", later)
    after = (apf for apf in apfs if apf.exam_on > sent.waits_since_on)
    apf = next(after, None)
    return _apf_of(apf) if apf else None


def _said(day: date) -> str:
    return f"{day:%b} {day.day}, {day.year}"
