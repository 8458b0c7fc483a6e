"""Providers by their L&I number, and in which COHE each was enrolled on which day."""

from collections import defaultdict
from datetime import date
from typing import NamedTuple

from sqlalchemy import select

from ohms.commands.feed.batches import Batch, Planned
from ohms.extensions import db
from ohms.models.cohes import Clinic
from ohms.models.providers import Enrolment, Provider

CLINIC_NOT_KNOWN = "Clinic not known"


class Membership(NamedTuple):
    """A provider's days in a COHE, both ends included; `to_on` None: open."""

    cohe_id: int
    from_on: date
    to_on: date | None


class Directory:
    """Some thousand providers: loaded once a batch, asked once a line."""

    def __init__(self) -> None:
        self.provider_id: dict[str, int] = {
            row.lni_provider_id: row.id
            for row in db.session.execute(select(Provider.lni_provider_id, Provider.id))
        }
        self._memberships: dict[int, list[Membership]] = defaultdict(list)
        for row in db.session.execute(
            select(Enrolment.provider_id, Enrolment.cohe_id, Enrolment.from_on, Enrolment.to_on)
        ):
            self._memberships[row.provider_id].append(Membership(*row[1:]))
        self._clinic_not_known: int | None = None

    def number_of(self, provider_id: int) -> str | None:
        """The L&I number of a provider."""
        numbers = (number for number, id_ in self.provider_id.items() if id_ == provider_id)
        return next(numbers, None)

    def enrolled(self) -> set[str]:
        """The L&I numbers of providers who were ever enrolled."""
        return {number for number, id_ in self.provider_id.items() if id_ in self._memberships}

    def cohe_on(self, lni_provider_id: str, day: date) -> int | None:
        """The COHE in which the provider was enrolled that day; None: in none, or unknown."""
        provider_id = self.provider_id.get(lni_provider_id)
        if provider_id is None:
            return None
        for held in self._memberships.get(provider_id, ()):
            if held.from_on <= day and (held.to_on is None or day <= held.to_on):
                return held.cohe_id
        return None

    def known_or_named(self, lni_provider_id: str, batch: Batch, planned: Planned) -> int:
        """The provider's id. One who treats but was never enrolled is known by number only: the feed
        names nobody else, and a claim must not be lost for it."""
        provider_id = self.provider_id.get(lni_provider_id)
        if provider_id is None:
            provider_id = self.provider_id[lni_provider_id] = batch.numbers.next(Provider)
            planned.changes.add(
                Provider,
                {
                    "id": provider_id,
                    "lni_provider_id": lni_provider_id,
                    "last_name": f"Provider {lni_provider_id}",
                    "first_name": "name not known",
                    "credential": "",
                    "npi": None,
                    "clinic_id": self._unknown_clinic(batch, planned),
                    "version": 1,
                },
            )
        return provider_id

    def _unknown_clinic(self, batch: Batch, planned: Planned) -> int:
        if self._clinic_not_known is None:
            self._clinic_not_known = db.session.execute(
                select(Clinic.id).where(Clinic.name == CLINIC_NOT_KNOWN)
            ).scalar_one_or_none()
        if self._clinic_not_known is None:
            self._clinic_not_known = batch.numbers.next(Clinic)
            planned.changes.add(
                Clinic,
                {
                    "id": self._clinic_not_known,
                    "name": CLINIC_NOT_KNOWN,
                    "phone": None,
                    "fax": None,
                },
            )
        return self._clinic_not_known
