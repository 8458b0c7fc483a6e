"""What of a recovery is drawn: work status and payments over time, and the lines of its measures."""

from ohms.domain.recovery import MeasureKind
from ohms.domain.values import TimeLossKind, WorkStatus
from ohms.domain.work_status import OFF
from ohms.queries.recovery import Recovery
from ohms.web.charts import Chart, Lane, Point, Span, line_chart, span_chart
from ohms.web.words import words

STATUSES = (
    *sorted(OFF, reverse=True),
    WorkStatus.RELEASED_NOT_WORKING,
    WorkStatus.LIMITED_HOURS,
    WorkStatus.MODIFIED_DUTY,
    WorkStatus.TRANSITIONAL,
    WorkStatus.FULL_DUTY,
    WorkStatus.UNKNOWN,
)
PAID = 2
"""The tint of what was paid, beside that of work status."""


def over_time(recovery: Recovery) -> Chart | None:
    """Episodes and payments, one lane a kind; None where nothing is known."""
    lanes = [_status_lane(recovery, status) for status in STATUSES]
    lanes += [_paid_lane(recovery, kind) for kind in TimeLossKind]
    drawn = [lane for lane in lanes if lane.spans]
    if not drawn:
        return None
    title = "Work status and payments over time"
    return span_chart("work-status", title, drawn, today=recovery.today)


def trend(recovery: Recovery, kind: MeasureKind) -> Chart | None:
    """The line of one measure, 0 to 10; None before the first number."""
    standing = [measure for measure in recovery.measures[kind] if not measure.voided]
    if not standing:
        return None
    points = [
        Point(f"{each.measured_on:%b} {each.measured_on.day}", each.value, str(each.value))
        for each in standing
    ]
    title = f"{words(kind)} over time"
    measure = f"{words(kind)}, 0 to 10"
    return line_chart(
        f"trend-{kind.value}", title, points, measure=measure, period="Day", between=(0, 10)
    )


def _status_lane(recovery: Recovery, status: WorkStatus) -> Lane:
    held = sorted(
        (e.fact for e in recovery.episodes if e.status is status), key=lambda fact: fact.from_on
    )
    return Lane(words(status), tuple(Span(fact.from_on, fact.to_on) for fact in held))


def _paid_lane(recovery: Recovery, kind: TimeLossKind) -> Lane:
    paid = (each for each in recovery.payments if each.kind is kind)
    return Lane(
        f"{words(kind)}, paid", tuple(Span(each.from_on, each.to_on) for each in paid), PAID
    )
