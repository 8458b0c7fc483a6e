"""The pages that a COHE keeps at hand as they stand, and their versions."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select

from ohms.domain.errors import NotFound
from ohms.domain.house_resources import HOUSE_RESOURCES
from ohms.domain.resources import Resource, standing_resources
from ohms.extensions import db
from ohms.models.resources import ResourceVersion
from ohms.models.staff import StaffMember
from ohms.queries.versions import Versions, some_versions, stands

Version = ResourceVersion


class WrittenResource(NamedTuple):
    """One version of a page with who wrote it, when."""

    number: int
    title: str
    address: str
    note: str
    place: int
    listed: bool
    written_by: str
    written_at: datetime


def resources_of(cohe_id: int) -> list[Resource]:
    """Every page of a COHE in its newest version and its order; those no longer listed too."""
    rows = db.session.execute(
        select(
            Version.resource_key,
            Version.title,
            Version.address,
            Version.note,
            Version.place,
            Version.listed,
            Version.number,
        )
        .where(Version.cohe_id == cohe_id, stands(Version, Version.resource_key))
        .order_by(Version.title, Version.id)
    )
    return standing_resources(HOUSE_RESOURCES, [Resource(*row) for row in rows])


def resource_by_key(cohe_id: int, key: str) -> Resource:
    """The page of this key as it stands in a COHE; NotFound where there is none."""
    for each in resources_of(cohe_id):
        if each.key == key:
            return each
    raise NotFound


def resource_versions(
    cohe_id: int, key: str, before: int | None = None
) -> Versions[WrittenResource]:
    """What a COHE has written under this key, newest first."""
    written = (
        select(
            Version.number,
            Version.title,
            Version.address,
            Version.note,
            Version.place,
            Version.listed,
            StaffMember.name,
            Version.written_at,
        )
        .join(StaffMember, StaffMember.id == Version.written_by_id)
        .where(Version.cohe_id == cohe_id, Version.resource_key == key)
    )
    return some_versions(written, Version, before, WrittenResource)
