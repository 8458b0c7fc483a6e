"""The room's door plate: the blueprint that its views hang on, and how its addresses name a task."""

from flask import Blueprint

blueprint = Blueprint("tasks", "ohms.blueprints.tasks")

# An id beyond what the database can hold is no task.
ONE_TASK = "/tasks/<int(max=2147483647):task_id>"
