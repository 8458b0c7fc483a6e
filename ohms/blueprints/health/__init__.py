"""Whether the program is alive, and whether its database can be used."""

from flask import Blueprint
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from ohms.extensions import db
from ohms.migrations import newest_revision, standing_revision
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
    try:
        standing = db.session.execute(standing_revision()).scalar_one_or_none()
        db.session.execute(select(Installation.kind)).scalar_one_or_none()
    except SQLAlchemyError:
        return {"status": "database cannot be used"}, 503
    if standing != newest_revision():
        return {"status": "database is not migrated"}, 503
    return {"status": "ready"}, 200
