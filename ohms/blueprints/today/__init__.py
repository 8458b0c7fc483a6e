"""Today."""

from flask import Blueprint, render_template

from ohms.domain.access import Permission
from ohms.web.access import requires

blueprint = Blueprint("today", __name__)


@blueprint.get("/")
@requires(Permission.TODAY_READ, reads="read_today")
def index() -> str:
    return render_template("today/index.html")
