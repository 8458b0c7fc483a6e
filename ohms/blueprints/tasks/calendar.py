"""One's tasks as a calendar that another program subscribes to. Who asks is told by the token in the
address; what is told is what a digest may tell: days, counts and links, and the numbers of claims."""

from flask import Response, request, url_for

from ohms import clock
from ohms.blueprints.tasks.room import blueprint
from ohms.commands.api_tokens import note_calendar_given
from ohms.domain.access import Permission
from ohms.domain.icalendar import Day, calendar_of
from ohms.queries.task_calendar import TaskDay, days_of_tasks
from ohms.web.access import current_actor, requires
from ohms.web.reading import shown


@blueprint.get("/calendar/<token>.ics")
@requires(Permission.TASK_READ, reads="read_calendar")
def calendar(token: str) -> Response:
    """`token` was looked at by the door."""
    tasks = days_of_tasks(current_actor())
    claims = list(dict.fromkeys(each.claim_id for each in tasks))
    note_calendar_given(current_actor(), claims)
    shown(claim_ids=claims)
    told = calendar_of("OHMS tasks", map(_day, tasks), clock.now())
    return Response(told, content_type="text/calendar; charset=utf-8")


def _day(task: TaskDay) -> Day:
    return Day(
        uid=f"task-{task.id}@{request.host}",
        on=task.due_by,
        summary=f"OHMS: {task.claim_number}, task due",
        url=url_for("tasks.show", task_id=task.id, _external=True),
        sequence=task.version,
    )
