"""Tasks."""

from flask import Blueprint, render_template

from ohms.domain.access import Permission
from ohms.web.access import requires

blueprint = Blueprint("tasks", __name__)


@blueprint.get("/tasks")
@requires(Permission.TASK_READ, reads="read_tasks")
def index() -> str:
    return render_template("tasks/index.html")
