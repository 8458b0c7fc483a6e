"""About."""

from flask import Blueprint, render_template

from ohms.web.access import public

blueprint = Blueprint("about", __name__)


@blueprint.get("/about")
@public
def index() -> str:
    return render_template("about/index.html")
