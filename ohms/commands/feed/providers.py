"""providers.csv: who is enrolled in which COHE from when to when, and where they practise."""

from collections import defaultdict
from datetime import date
from typing import Any

from sqlalchemy import func, select

from ohms.commands.feed.batches import Batch, Line, Planned
from ohms.commands.feed.enrolments import Held, weigh
from ohms.commands.feed.fitting import too_long
from ohms.commands.feed.rows import rows_in
from ohms.domain.feed import FeedKind, FileRefused, ProviderLine
from ohms.extensions import db
from ohms.models.cohes import Clinic, ClinicMembership, Cohe
from ohms.models.feed import FeedRun
from ohms.models.providers import Enrolment, Provider

OF_THE_CLINIC = {"clinic_phone": "phone", "clinic_fax": "fax"}


def plan_providers(batch: Batch) -> Planned:
    """Add and change providers, clinics and enrolments; the whole file at once, because an enrolment
    stands or falls by all of its provider's lines."""
    _refuse_an_older_file(batch.as_of)
    planning = _Planning(batch)
    by_provider: dict[str, list[tuple[Line, int]]] = defaultdict(list)
    for line in batch.lines:
        cohe_id = planning.cohe_of(line)
        if cohe_id is not None:
            by_provider[line.said.provider_id].append((line, cohe_id))
    for number, lines in by_provider.items():
        planning.take(number, lines)
    planning.plan_memberships()
    return planning.planned


def _refuse_an_older_file(as_of: date) -> None:
    newest = db.session.execute(
        select(func.max(FeedRun.as_of_on)).where(
            FeedRun.kind == FeedKind.PROVIDERS.value, FeedRun.state == "done"
        )
    ).scalar_one()
    if newest is not None and newest > as_of:
        raise FileRefused(
            f"Give a newer file; providers as of {newest} are here, and this one is as of {as_of}.",
            field="as_of",
        )


class _Planning:
    def __init__(self, batch: Batch) -> None:
        self.batch, self.planned = batch, Planned()
        said: list[ProviderLine] = [line.said for line in batch.lines]
        self.cohes = {row.slug: row.id for row in db.session.execute(select(Cohe.slug, Cohe.id))}
        columns = (Provider.last_name, Provider.first_name, Provider.credential, Provider.npi)
        providers = select(Provider.id, Provider.lni_provider_id, Provider.clinic_id, *columns)
        self.providers = {
            row.lni_provider_id: row
            for row in rows_in(providers, Provider.lni_provider_id, {s.provider_id for s in said})
        }
        clinics = select(Clinic.id, Clinic.name, Clinic.phone, Clinic.fax)
        found = list(rows_in(clinics, Clinic.name, {s.clinic for s in said}))
        self.clinics = {row.name: row for row in found}
        self.clinic_ids = {row.name: row.id for row in found}
        self.enrolments: dict[int, list[Any]] = defaultdict(list)
        ids = [row.id for row in self.providers.values()]
        held = select(
            Enrolment.id,
            Enrolment.provider_id,
            Enrolment.cohe_id,
            Enrolment.from_on,
            Enrolment.to_on,
        )
        for row in rows_in(held, Enrolment.provider_id, ids):
            self.enrolments[row.provider_id].append(row)
        self.practised: dict[tuple[int, int], date] = {}  # clinic and COHE, from when

    def cohe_of(self, line: Line) -> int | None:
        """The COHE that the line names; None where the line was refused."""
        wrong = too_long(line.said)
        cohe_id: int | None = self.cohes.get(line.said.cohe)
        if wrong is None and cohe_id is None:
            here = ", ".join(sorted(self.cohes)) or "none yet"
            wrong = ("cohe", f"Enter the short name of a COHE that is here: {here}."[:400])
        if wrong is not None:
            self.planned.refuse(line, *wrong)
            return None
        return cohe_id

    def take(self, number: str, lines: list[tuple[Line, int]]) -> None:
        """All lines of one provider; the line enrolled last tells name and clinic."""
        known = self.providers.get(number)
        kept = self.enrolments[known.id] if known else []
        weighed = weigh(kept, lines, tells_ends="enrolled_to" in self.batch.columns)
        for line, reason in weighed.refused:
            self.planned.refuse(line, "enrolled_from", reason)
        if not weighed.good:
            return
        newest = max(weighed.good, key=lambda held: held.from_on)
        assert newest.line is not None
        provider_id, changed = self._provider(number, newest.line.said)
        ends = {row.id: row.to_on for row in kept}
        for held in weighed.good:
            self._enrol(provider_id, held, ends, changed and held is newest)

    def _provider(self, number: str, said: ProviderLine) -> tuple[int, bool]:
        clinic_id, changed_clinic = self._clinic(said)
        values: dict[str, Any] = {
            "last_name": said.last_name,
            "first_name": said.first_name,
            "credential": said.credential,
            "npi": said.npi,
            "clinic_id": clinic_id,
        }
        known = self.providers.get(number)
        if known is None:
            provider_id = self.batch.numbers.next(Provider)
            row = {"id": provider_id, "lni_provider_id": number, "version": 1, **values}
            self.planned.changes.add(Provider, row)
            return provider_id, True
        if "npi" not in self.batch.columns:
            del values["npi"]
        changed = any(getattr(known, name) != value for name, value in values.items())
        if changed:
            self.planned.changes.change(Provider, {"id": known.id, **values})
        return known.id, changed or changed_clinic

    def _clinic(self, said: ProviderLine) -> tuple[int, bool]:
        """The clinic of that name; of its numbers, the first line about it in a file counts."""
        known = self.clinics.pop(said.clinic, None)
        told = {"phone": said.clinic_phone, "fax": said.clinic_fax}
        clinic_id = self.clinic_ids.get(said.clinic)
        if clinic_id is None:
            clinic_id = self.clinic_ids[said.clinic] = self.batch.numbers.next(Clinic)
            self.planned.changes.add(Clinic, {"id": clinic_id, "name": said.clinic, **told})
            return clinic_id, False
        if known is None:
            return clinic_id, False
        new = {
            name: told[name]
            for column, name in OF_THE_CLINIC.items()
            if column in self.batch.columns and told[name] is not None
        }
        if all(getattr(known, name) == value for name, value in new.items()):
            return clinic_id, False
        self.planned.changes.change(Clinic, {"id": clinic_id, **new})
        return clinic_id, True

    def _enrol(
        self, provider_id: int, held: Held, ends: dict[int, date | None], changed: bool
    ) -> None:
        assert held.line is not None
        tally = self.planned.tally
        if held.row_id is None:
            self.planned.changes.add(
                Enrolment,
                {
                    "provider_id": provider_id,
                    "cohe_id": held.cohe_id,
                    "from_on": held.from_on,
                    "to_on": held.to_on,
                },
            )
            tally.added += 1
        elif ends[held.row_id] != held.to_on:
            self.planned.changes.change(Enrolment, {"id": held.row_id, "to_on": held.to_on})
            tally.updated += 1
        else:
            tally.updated += changed
            tally.unchanged += not changed
        self._practise(held)

    def _practise(self, held: Held) -> None:
        assert held.line is not None
        clinic_id = self.clinic_ids.get(held.line.said.clinic)
        if clinic_id is not None:
            pair = (clinic_id, held.cohe_id)
            self.practised[pair] = min(self.practised.get(pair, held.from_on), held.from_on)

    def plan_memberships(self) -> None:
        """A clinic belongs to a COHE from the first day that one of its providers does."""
        statement = select(
            ClinicMembership.id,
            ClinicMembership.clinic_id,
            ClinicMembership.cohe_id,
            ClinicMembership.from_on,
        ).order_by(ClinicMembership.from_on.desc())
        clinics = {clinic_id for clinic_id, _cohe_id in self.practised}
        rows = rows_in(statement, ClinicMembership.clinic_id, clinics)
        first = {(row.clinic_id, row.cohe_id): row for row in rows}
        for (clinic_id, cohe_id), from_on in self.practised.items():
            kept = first.get((clinic_id, cohe_id))
            if kept is None:
                self.planned.changes.add(
                    ClinicMembership,
                    {"clinic_id": clinic_id, "cohe_id": cohe_id, "from_on": from_on, "to_on": None},
                )
            elif from_on < kept.from_on:
                self.planned.changes.change(ClinicMembership, {"id": kept.id, "from_on": from_on})
