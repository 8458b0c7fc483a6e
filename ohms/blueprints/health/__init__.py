"""Whether the program is alive, and whether its database can be used."""

from flask import Blueprint
from sqlalchemy import select

from ohms.extensions import db
from ohms.migrations import newest_revision, revision_of
from ohms.models.housekeeping import Installation
from ohms.web.access import public

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
@public
def alive() -> dict[str, str]:
    return {"status": "alive"}


@blueprint.get("/readyz")
@public
def ready() -> tuple[dict[str, str], int]:
    if revision_of(db.session.connection()) != newest_revision():
        return {"status": "database is not migrated"}, 503
    db.session.execute(select(Installation.kind)).scalar_one_or_none()
    return {"status": "ready"}, 200
