"""Claims."""

from flask import Blueprint, render_template

from ohms.domain.access import Permission
from ohms.web.access import requires

blueprint = Blueprint("claims", __name__)


@blueprint.get("/claims")
@requires(Permission.CLAIM_READ, reads="read_claims")
def index() -> str:
    return render_template("claims/index.html")
