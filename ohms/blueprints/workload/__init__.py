"""Workload."""

from flask import Blueprint, render_template

from ohms.domain.access import Permission
from ohms.web.access import requires

blueprint = Blueprint("workload", __name__)


@blueprint.get("/workload")
@requires(Permission.WORKLOAD_READ, reads="read_workload")
def index() -> str:
    return render_template("workload/index.html")
