"""The Quarterly Status Report of a COHE and quarter: as it stands, what was frozen of it, and what changed
since."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import and_, or_, select

from ohms.domain.actor import Actor
from ohms.domain.calendar import Computed, Quarter
from ohms.domain.errors import NotFound
from ohms.domain.quarterly_report import (
    Difference,
    ReportState,
    canonical_of,
    claims_between,
    differences,
    report_due,
)
from ohms.domain.report_attesting import moved
from ohms.domain.report_texts import ReportPart
from ohms.domain.values import Role
from ohms.extensions import db
from ohms.models.reports import QuarterlyReport, ReportText, ReportVersion
from ohms.models.staff import StaffMember
from ohms.models.time import TimeEntry
from ohms.queries.entry_sight import text_in_sight
from ohms.queries.prepared import AnySelect
from ohms.queries.report_content import content_of
from ohms.queries.rounds import ask, ask_all, asked
from ohms.queries.scope import visible
from ohms.queries.workload import Centre, Sight, Workload, centres, workload


class FrozenVersion(NamedTuple):
    """A frozen version without its files."""

    id: int
    number: int
    canonical: str
    data_hash: str
    frozen_at: datetime
    frozen_by: str | None
    reason: str | None


class TextShown(NamedTuple):
    """What was written under a part of a report, by whom and when."""

    body: str
    version: int
    written_by: str | None
    written_at: datetime


@dataclass(frozen=True, slots=True)
class ChangedMinutes:
    """A time entry of the quarter that came, went or was confirmed after the report was frozen."""

    name: str
    performed_on: date
    minutes: int
    gone: bool
    reason: str | None


@dataclass(frozen=True, slots=True)
class Since:
    """What differs from the last frozen version, with what changed."""

    differences: list[Difference]
    claims_come: int
    claims_gone: int
    minutes: list[ChangedMinutes]
    """By person, for the COHE's own supervisor; others have the sums above."""


@dataclass(frozen=True, slots=True)
class Report:
    """A report as it stands: a draft's content is of now, a frozen one's of the day it was frozen."""

    centre: Centre
    quarter: Quarter
    state: ReportState
    version: int | None
    """Of the row that is edited; None: nobody wrote anything yet."""

    texts: Mapping[ReportPart, TextShown]
    content: dict[str, Any]
    """As it stands now."""

    frozen: tuple[FrozenVersion, ...]
    """The newest first."""

    attested: dict[str, Any] | None
    """What its supervisor stood by last; None: nothing yet."""

    due: Computed
    load: Workload

    @property
    def moved(self) -> list[Difference]:
        """What reads otherwise than it was attested, while that is what it waits for."""
        waits = self.state is ReportState.ATTESTED and self.attested is not None
        return moved(self.attested or {}, self.content) if waits else []

    @property
    def shown(self) -> dict[str, Any]:
        """What the report says: frozen if it is, else as it stands."""
        if not self.frozen:
            return self.content
        reported: dict[str, Any] = json.loads(self.frozen[0].canonical)
        return reported

    @property
    def canonical(self) -> str:
        return canonical_of(self.content)


def report_centres(actor: Actor) -> list[Centre]:
    """The COHEs whose report the actor reads."""
    return [each for each in centres(actor) if each.sight is not Sight.OWN]


def centre_of_report(actor: Actor, slug: str, quarter: Quarter) -> Centre:
    """The COHE of a report; NotFound for a foreign one, or a quarter that has not begun."""
    centre = next((each for each in report_centres(actor) if each.slug == slug), None)
    if centre is None or quarter > Quarter.of(actor.on_day):
        raise NotFound
    return centre


def report_of(actor: Actor, slug: str, quarter: Quarter, *, benchmarks: bool = True) -> Report:
    """The report of one COHE, with or without L&I's benchmarks; NotFound for a foreign one, or a
    quarter that has not begun."""
    centre = centre_of_report(actor, slug, quarter)
    own = row_of(centre.id, quarter).with_only_columns(
        QuarterlyReport.state, QuarterlyReport.version, QuarterlyReport.attested
    )
    (rows, written, versions), load = ask_all(
        asked(own, _texts(centre.id, quarter), versions_of(centre.id, quarter)),
        workload(actor, centre, quarter, most=1),
    )
    row = rows[0] if rows else None
    texts = {each[0]: TextShown(*each[1:]) for each in written}
    said = {part: text.body for part, text in texts.items() if text.body}
    return Report(
        centre,
        quarter,
        ReportState(row.state) if row else ReportState.DRAFT,
        row.version if row else None,
        texts,
        ask(content_of(actor, load, said, benchmarks=benchmarks)),
        tuple(FrozenVersion(*each) for each in versions),
        json.loads(row.attested) if row and row.attested else None,
        report_due(quarter, load.facts.settings.report_due_days),
        load,
    )


def row_of(cohe_id: int, quarter: Quarter) -> Any:
    return select(QuarterlyReport).where(
        QuarterlyReport.cohe_id == cohe_id,
        QuarterlyReport.year == quarter.year,
        QuarterlyReport.quarter == quarter.number,
    )


def versions_of(cohe_id: int, quarter: Quarter) -> AnySelect:
    """What was frozen of a report, each as a `FrozenVersion` has it, the newest first."""
    return (
        select(
            ReportVersion.id,
            ReportVersion.number,
            ReportVersion.canonical,
            ReportVersion.data_hash,
            ReportVersion.frozen_at,
            StaffMember.name,
            ReportVersion.reason,
        )
        .outerjoin(StaffMember, StaffMember.id == ReportVersion.frozen_by_id)
        .where(ReportVersion.report_id.in_(_id_of(cohe_id, quarter)))
        .order_by(ReportVersion.number.desc())
    )


def _id_of(cohe_id: int, quarter: Quarter) -> AnySelect:
    found: AnySelect = row_of(cohe_id, quarter).with_only_columns(QuarterlyReport.id)
    return found


def _texts(cohe_id: int, quarter: Quarter) -> AnySelect:
    """Each part, and what a `TextShown` has of it."""
    return (
        select(
            ReportText.part,
            ReportText.body,
            ReportText.version,
            StaffMember.name,
            ReportText.written_at,
        )
        .outerjoin(StaffMember, StaffMember.id == ReportText.written_by_id)
        .where(ReportText.report_id.in_(_id_of(cohe_id, quarter)))
        .order_by(ReportText.part)
    )


def frozen_file(report: Report, kind: str) -> bytes | None:
    """The very bytes that were kept when it was last frozen."""
    column = {"pdf": ReportVersion.pdf, "xlsx": ReportVersion.xlsx, "csv": ReportVersion.csv}[kind]
    content: bytes | None = db.session.execute(
        select(column).where(ReportVersion.id == report.frozen[0].id)
    ).scalar_one()
    return content


def since_frozen(actor: Actor, report: Report) -> Since | None:
    """What changed since the last version was frozen; None for a draft."""
    if not report.frozen or "settings" not in report.shown:
        return None
    come, gone = claims_between(report.shown, report.content)
    return Since(
        differences(report.shown, report.content), len(come), len(gone), _minutes(actor, report)
    )


def _minutes(actor: Actor, report: Report) -> list[ChangedMinutes]:
    if report.centre.id not in actor.cohes_as(Role.SUPERVISOR):
        return []
    frozen_at = report.frozen[0].frozen_at
    rows = db.session.execute(
        visible(actor, TimeEntry)
        .join(StaffMember, StaffMember.id == TimeEntry.staff_id)
        .where(
            TimeEntry.cohe_id == report.centre.id,
            TimeEntry.claim_id.is_not(None),
            TimeEntry.performed_on.between(report.quarter.first_on, report.quarter.last_on),
            or_(
                TimeEntry.voided_at > frozen_at,
                and_(TimeEntry.voided_at.is_(None), TimeEntry.confirmed_at > frozen_at),
            ),
        )
        .with_only_columns(
            StaffMember.name,
            TimeEntry.performed_on,
            TimeEntry.minutes,
            TimeEntry.voided_at.is_not(None).label("gone"),
            text_in_sight(actor, TimeEntry.reason).label("reason"),
        )
        .order_by(TimeEntry.performed_on, TimeEntry.id)
    )
    return [
        ChangedMinutes(row.name, row.performed_on, row.minutes, row.gone, row.reason)
        for row in rows
    ]
