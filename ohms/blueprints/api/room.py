"""The room's door plate: the blueprint of the API, what refuses in it, and no form's token."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Response, g, request
from flask.blueprints import BlueprintSetupState

from ohms.commands.refusals import Conflict
from ohms.domain.errors import RuleBroken
from ohms.extensions import db
from ohms.queries.cursors import LARGEST
from ohms.web.api_queries import read_query
from ohms.web.api_routes import operations
from ohms.web.problems import problem

blueprint = Blueprint("api", "ohms.blueprints.api")


@blueprint.errorhandler(RuleBroken)
def _refused(broken: RuleBroken) -> Response:
    db.session.rollback()
    return problem(422, broken.message, field=broken.field)


@blueprint.errorhandler(Conflict)
def _changed_meanwhile(_error: Conflict) -> Response:
    db.session.rollback()
    return problem(412, "Read it again: somebody changed it since.")


@blueprint.record_once
def _without_a_form_s_token(state: BlueprintSetupState) -> None:
    """No cookie is read here, so that no other site can act by one."""
    state.app.extensions["csrf"].exempt(blueprint)


@blueprint.url_value_preprocessor
def _name_no_row_beyond_the_last(_endpoint: str | None, named: dict[str, Any] | None) -> None:
    """A number greater than any id names no row, as any other that is missing. Refused by the rule of the
    address, it would be told as a method that is none."""
    if named:
        named |= {n: 0 for n, each in named.items() if isinstance(each, int) and each > LARGEST}


@blueprint.before_request
def _read_the_query() -> None:
    """Behind the front door, before the view."""
    g.asked_of_the_api = read_query(operations()[request.endpoint or ""])


def asked() -> Mapping[str, Any]:
    """What the address asks for beside its path."""
    told: Mapping[str, Any] = g.asked_of_the_api
    return told
