"""What a typed day means, for the field in which it is typed: a fact of the calendar, and nobody's."""

from flask import Response, jsonify, request

from ohms import clock
from ohms.blueprints.about.room import blueprint
from ohms.domain.days import Leaning, read_day
from ohms.domain.errors import RuleBroken
from ohms.web import cells, filters
from ohms.web.access import public

LONGEST = 40


@blueprint.get("/day")
@public
def typed_day() -> Response:
    """The day with its weekday; nothing where it is none, which the form says once it is sent."""
    today = clock.today()
    try:
        leaning = Leaning(request.args.get("leaning", ""))
        day = read_day(filters.line(request.args, "typed", LONGEST), today, leaning=leaning)
    except (RuleBroken, ValueError):
        return jsonify(day="")
    return jsonify(day=cells.day(day, today, weekday=True).striptags())
