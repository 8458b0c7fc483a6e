"""Writing, attesting, freezing and restating the Quarterly Status Report."""

import json
from dataclasses import replace

from sqlalchemy import select

from ohms import clock
from ohms.commands.audit import Entry
from ohms.commands.refusals import Conflict
from ohms.commands.unit_of_work import command, record_reading
from ohms.domain.access import Permission
from ohms.domain.actor import Actor, HeldPosition, check_supervises
from ohms.domain.calendar import Quarter
from ohms.domain.errors import NotFound, RuleBroken
from ohms.domain.quarterly_report import (
    ReportFiles,
    ReportState,
    check_attestable,
    check_freezable,
    check_writable,
    checked_restatement,
    hash_of,
)
from ohms.domain.report_attesting import check_seen, check_still_attested
from ohms.domain.report_texts import ReportPart, checked_text
from ohms.domain.values import Role
from ohms.extensions import db
from ohms.models.cohes import Cohe
from ohms.models.reports import Obligation, QuarterlyReport, ReportText, ReportVersion
from ohms.queries.quarterly_report import Report, centre_of_report, report_of, row_of


@command(Permission.REPORT_WRITE)
def write_report_text(
    actor: Actor,
    slug: str,
    quarter: Quarter,
    part: ReportPart,
    body: str | None,
    *,
    version: int | None = None,
) -> None:
    """Keep what is told in words under a part of the report; an attested report is a draft again.

    `version`: of the text that the form was filled in over, None where there was none. Raises
    RuleBroken once the report is frozen, Conflict when somebody else wrote the same text meanwhile.
    """
    row = _row(actor, slug, quarter)
    check_writable(row.state)
    text = checked_text(body)
    db.session.flush()
    standing = db.session.execute(
        select(ReportText)
        .where(ReportText.report_id == row.id, ReportText.part == part)
        .with_for_update()
    ).scalar_one_or_none()
    if version != (standing.version if standing else None):
        raise Conflict
    if standing is None:
        standing = ReportText(report_id=row.id, cohe_id=row.cohe_id, part=part)
        db.session.add(standing)
    standing.body, standing.written_by_id = text, actor.staff_id
    standing.written_at = clock.now()
    row.state = ReportState.DRAFT.value


@command(Permission.REPORT_WRITE)
def attest_report(
    actor: Actor, slug: str, quarter: Quarter, *, seen: str | None, version: int | None = None
) -> None:
    """The supervisor stands by the figures of a finished quarter as `seen`: the hash of what the
    page showed. They are kept; figures that moved meanwhile are attested again."""
    row = _row(actor, slug, quarter)
    _check_not_stale(row, version)
    check_attestable(quarter, row.state, actor.on_day)
    report = report_of(actor, slug, quarter)
    check_seen(seen, report.content)
    row.state, row.attested = ReportState.ATTESTED.value, report.canonical


@command(Permission.REPORT_WRITE)
def freeze_report(
    actor: Actor,
    slug: str,
    quarter: Quarter,
    canonical: str,
    files: ReportFiles,
    *,
    seen: str | None,
) -> None:
    """Keep the report as it was attested and printed; above the limit its obligation opens.

    RuleBroken when the figures moved since they were attested or `seen`, Conflict when they did
    between the printing of the files and now.
    """
    row = _row(actor, slug, quarter)
    check_freezable(row.state)
    report = report_of(actor, slug, quarter)
    check_still_attested(json.loads(row.attested or "{}"), report.content)
    check_seen(seen, report.content)
    _check_printed(report, canonical)
    row.state = ReportState.FROZEN.value
    _keep(actor, report, row, files, None)


@command(Permission.REPORT_WRITE)
def restate_report(
    actor: Actor,
    slug: str,
    quarter: Quarter,
    canonical: str,
    files: ReportFiles,
    reason: str,
    *,
    seen: str | None,
) -> None:
    """Freeze the figures as they are now, and as `seen`, beside the ones reported before; say why."""
    row = _row(actor, slug, quarter)
    report = report_of(actor, slug, quarter)
    check_seen(seen, report.content)
    _check_printed(report, canonical)
    before = report.frozen[0].canonical if report.frozen else ""
    _keep(actor, report, row, files, checked_restatement(row.state, before, canonical, reason))


def _row(actor: Actor, slug: str, quarter: Quarter) -> QuarterlyReport:
    """The row of one's own COHE's report, locked; made where nobody wrote anything yet."""
    cohe_id = centre_of_report(actor, slug, quarter).id
    check_supervises(actor, cohe_id)
    row: QuarterlyReport | None = db.session.execute(
        row_of(cohe_id, quarter).with_for_update()
    ).scalar_one_or_none()
    if row is None:
        row = QuarterlyReport(
            cohe_id=cohe_id,
            year=quarter.year,
            quarter=quarter.number,
            state=ReportState.DRAFT.value,
        )
        db.session.add(row)
    return row


def _check_not_stale(row: QuarterlyReport, version: int | None) -> None:
    """`version`: the one that the form was filled in over; None where nothing had been written yet."""
    if row in db.session.new:
        return
    if version is None:
        raise RuleBroken("Somebody began this report meanwhile. Look at it again, then save.")
    if row.version != version:
        raise Conflict


def _check_printed(report: Report, canonical: str) -> None:
    """The files were printed of these very facts."""
    if report.canonical != canonical:
        raise Conflict


def _keep(
    actor: Actor, report: Report, row: QuarterlyReport, files: ReportFiles, reason: str | None
) -> None:
    version = ReportVersion(
        report_id=row.id,
        cohe_id=row.cohe_id,
        number=len(report.frozen) + 1,
        canonical=report.canonical,
        data_hash=hash_of(report.canonical),
        pdf=files.pdf,
        xlsx=files.xlsx,
        csv=files.csv,
        frozen_by_id=actor.staff_id,
        frozen_at=clock.now(),
        reason=reason,
    )
    db.session.add(version)
    db.session.flush()
    if json.loads(report.canonical)["needs_discussion"] and not _is_open(row.id):
        db.session.add(
            Obligation(cohe_id=row.cohe_id, report_version_id=version.id, opened_on=actor.on_day)
        )


def _is_open(report_id: int) -> bool:
    """Whether the quarter's discussion is still owed: until it is confirmed a restatement above opens
    no second one, and after that it opens another."""
    standing = (
        select(Obligation.id)
        .join(ReportVersion, ReportVersion.id == Obligation.report_version_id)
        .where(ReportVersion.report_id == report_id, Obligation.confirmed_at.is_(None))
    )
    return db.session.execute(standing).first() is not None


def report_for_export(operator: Actor, slug: str, quarter: Quarter, kind: str) -> Report:
    """A report for the person at the machine, who reads it as its contract manager would; recorded.

    NotFound for an unknown COHE or a quarter to come.
    """
    cohe = db.session.execute(select(Cohe).where(Cohe.slug == slug)).scalar_one_or_none()
    if cohe is None:
        raise NotFound(f"There is no COHE {slug}.")
    held = HeldPosition(None, Role.CONTRACT_MANAGER, cohe.id, cohe.name)
    detail = {"quarter": str(quarter), "format": kind}
    record_reading(
        operator,
        Entry("download_report", cohe_id=cohe.id, detail=detail),
        operator.positions[0],
    )
    return report_of(replace(operator, positions=(held,)), slug, quarter)
