"""What OHMS is and what it rests on, and the help: words, measures, keys."""

from importlib.metadata import version

from flask import Blueprint, render_template

from ohms.blueprints.about.assumptions import ASSUMED, FACTS, NOT_FOUND
from ohms.domain.access import Permission
from ohms.domain.centre_settings import GROUPS
from ohms.domain.measures import MEASURES
from ohms.web.access import public, requires

blueprint = Blueprint("about", __name__)


@blueprint.get("/about")
@public
def index() -> str:
    return render_template(
        "about/index.html",
        version=version("ohms"),
        facts=FACTS,
        assumed=ASSUMED,
        not_found=NOT_FOUND,
        settings=GROUPS,
    )


@blueprint.get("/help")
@requires(Permission.TODAY_READ, reads="read_help")
def help_page() -> str:
    return render_template("about/help.html", measures=list(MEASURES.values()))
