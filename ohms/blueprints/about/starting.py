"""Getting started: what a new COHE has already, and what comes next."""

from flask import render_template

from ohms.blueprints.about.room import blueprint
from ohms.domain.access import Permission
from ohms.domain.values import Role
from ohms.queries.first_run import first_steps
from ohms.web.access import current_actor, requires


@blueprint.get("/help/start")
@requires(Permission.BENCH_READ, reads="read_first_steps")
def start() -> str:
    actor = current_actor()
    return render_template(
        "about/start.html",
        starts=first_steps(actor),
        is_administrator=actor.holds(Role.ADMINISTRATOR),
        is_supervisor=actor.holds(Role.SUPERVISOR),
        has_resources=actor.may(Permission.RESOURCE_READ),
    )
