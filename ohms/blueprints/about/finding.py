"""Pages and actions by their names, for everybody: the field of every page where no claims are searched."""

from flask import Response, jsonify, render_template, request
from flask import redirect as go
from werkzeug.wrappers import Response as AnyResponse

from ohms.blueprints.about.room import blueprint
from ohms.domain.access import Permission
from ohms.domain.search import LONGEST
from ohms.web import filters
from ohms.web.access import current_actor, requires
from ohms.web.places import groups_named, offered


@blueprint.get("/pages")
@requires(Permission.TODAY_READ, reads="list_pages")
def list_pages() -> str | AnyResponse:
    q = filters.line(request.args, "q", LONGEST)
    groups = groups_named(current_actor(), q)
    addresses = {place.href for _heading, places in groups for place in places}
    if q and len(addresses) == 1:
        return go(addresses.pop())
    return render_template("about/pages.html", q=q, groups=groups)


@blueprint.get("/pages/bar")
@requires(Permission.TODAY_READ, reads="list_pages")
def offer_pages() -> Response:
    groups = offered(current_actor(), filters.line(request.args, "q", LONGEST))
    return jsonify([{"name": name, "options": options} for name, options in groups if options])
