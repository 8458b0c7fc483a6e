"""Time."""

from flask import Blueprint, render_template

from ohms.domain.access import Permission
from ohms.web.access import requires

blueprint = Blueprint("time", __name__)


@blueprint.get("/time")
@requires(Permission.TIME_WRITE, reads="read_time")
def index() -> str:
    return render_template("time/index.html")
