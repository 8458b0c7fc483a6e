"""Feed."""

from flask import Blueprint, render_template

from ohms.domain.access import Permission
from ohms.web.access import requires

blueprint = Blueprint("feed", __name__)


@blueprint.get("/admin/feed")
@requires(Permission.FEED_IMPORT, reads="read_feed")
def index() -> str:
    return render_template("feed/index.html")
