"""`ohms nightly`: what is nobody's work and must be done once a day. Run again, it changes nothing."""

from datetime import date, datetime

import click

from ohms import clock
from ohms.cli.house import open_house
from ohms.commands.covering import bring_cover_to_facts
from ohms.commands.derived_tasks import bring_tasks_to_facts
from ohms.commands.digests import queue_digests
from ohms.commands.document_pages import LONGEST, DocumentPages
from ohms.commands.document_reading import read_unread
from ohms.commands.feed.jobs import end_interrupted
from ohms.commands.no_longer_low import bring_complexity_to_facts
from ohms.commands.outbox import forget_old_messages
from ohms.commands.purging import carry_out_purges
from ohms.commands.vacancies import bring_vacancies_to_facts
from ohms.commands.webhook_deliveries import forget_old_deliveries, give_up_what_waited_too_long
from ohms.config import Settings
from ohms.domain.actor import operator
from ohms.domain.anchors import Anchor
from ohms.domain.calendar import pacific_day
from ohms.extensions import db
from ohms.models.anchor_file import AnchorFile
from ohms.models.document_store import DocumentStore
from ohms.models.operation_file import OperationFile
from ohms.models.unfinished import clear_files, clear_folders
from ohms.queries.audit_anchors import first_forgotten, heads_now
from ohms.queries.audit_chain import first_break
from ohms.queries.checks.files import documents_differ, packets_differ
from ohms.queries.checks.storage import file_damaged
from ohms.queries.guard import unscoped


@click.command(epilog="\b\nExample:\n  ohms nightly")
def nightly() -> None:
    """Bring tasks, complexity, cover and vacancies to what the facts say today, write digests, carry out purges
    that were approved, read documents whose text is not known, tell of interrupted imports, take away what was left unfinished, anchor and verify the audit, look at the database and every file.

    Exit 1 where the database, the audit or a stored file is not what it was.
    """
    today = clock.today()
    with open_house() as settings:
        harder, tasks = bring_complexity_to_facts(today), bring_tasks_to_facts(today)
        click.echo(
            f"Claims that are harder than rated: {harder}. Tasks that follow from facts: {tasks}."
        )
        click.echo(
            f"Days of cover brought to leave, hours and deputies: {bring_cover_to_facts(today)}."
        )
        click.echo(f"Vacancies judged anew: {_vacancies(settings, today)}.")
        click.echo(_written(settings, today))
        for told in carry_out_purges(operator(today), DocumentStore(settings.instance)):
            click.echo(told)
        click.echo(_read(settings))
        click.echo(f"Imports that were interrupted: {end_interrupted(settings.instance)}.")
        left = clear_folders(settings.instance, "") + clear_files(settings.instance)
        click.echo(f"Left lying unfinished, and taken away: {left}.")
        click.echo(_anchored(settings, today))
        faults, broken = _faults(settings, today), _break_in_audit(settings)
        OperationFile(settings.instance).note(
            "nightly", clock.now(), faults=faults, audit=broken or ""
        )
    for fault in (*faults, *filter(None, [broken])):
        click.echo(fault)
    if faults or broken:
        raise click.ClickException("The database or stored files are not what they were.")


def _read(settings: Settings) -> str:
    """After the purges: what is gone is not read."""
    store = DocumentStore(settings.instance)
    pages = DocumentPages(store, settings.instance, patience=LONGEST)
    read, left = read_unread(pages)
    return f"Documents whose text was read: {read}. Not read yet: {left}."


def _vacancies(settings: Settings, today: date) -> int:
    """Nights that were missed too: from the day of the last one on."""
    last_at = OperationFile(settings.instance).read().get("nightly", {}).get("at")
    since = pacific_day(datetime.fromisoformat(last_at)) if last_at else today
    return bring_vacancies_to_facts(operator(today), since)


def _written(settings: Settings, today: date) -> str:
    """Digests wait for `ohms send`; where no mail is set up there are none. What waited too long for a
    webhook is given up here too: nothing grows where nobody runs `ohms send`."""
    give_up_what_waited_too_long()
    gone = forget_old_messages() + forget_old_deliveries()
    if settings.mail is None:
        return f"No mail is set up: no digests. Old messages taken away: {gone}."
    written = queue_digests(today, settings.mail.address)
    return f"Digests written: {written}. Old messages taken away: {gone}."


def _anchored(settings: Settings, today: date) -> str:
    file = AnchorFile(settings.instance)
    with file.alone() as append:
        *_, last = None, *file.anchors()
        if last is not None and last.on == today and last.restored is None:
            return f"The audit is anchored for {today} already."
        heads = heads_now(db.session())
        db.session.rollback()
        append(Anchor(today, heads))
    return f"The audit is anchored for {today} in {file.place}."


def _faults(settings: Settings, today: date) -> list[str]:
    store = DocumentStore(settings.instance)
    with unscoped("every file is looked at"):
        found = [*file_damaged(today), *documents_differ(store), *packets_differ(store)]
    db.session.rollback()
    return found


def _break_in_audit(settings: Settings) -> str | None:
    anchors = AnchorFile(settings.instance).anchors()
    broken = first_break(db.session()) or first_forgotten(db.session(), anchors)
    db.session.rollback()
    if broken is None:
        return None
    return f"Audit lane {broken.lane} breaks at entry {broken.number}: {broken.reason}"
