"""What left the house: packets, letters and fax sheets, prints, files saved and lists exported.

Source: security.md, "Audit and privacy".
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from ohms.domain.values import DocumentKind

INSTANT = "%Y-%m-%dT%H:%M:%S.%f"


class Leaving(StrEnum):
    """How something leaves; the value begins the audit action of what people print or save."""

    PACKET = "packet"
    LETTER = "letter"
    PRINT = "print"
    DOWNLOAD = "download"
    EXPORT = "export"


OF_ONE_CLAIM = (
    "download_document",
    "download_packet",
    "export_documents",
    "print_notes",
    "print_packet",
)
"""Audit actions whose entry names the one claim that was printed or saved."""

OF_MANY_CLAIMS = (
    "export_audit",
    "export_billing_batch",
    "export_calendar",
    "export_claims",
    "export_claims_initiated",
    "export_data",
    "export_desk",
    "export_figured_referrals",
    "export_looks",
    "export_measure_rows",
    "export_minutes",
    "export_program_claims",
    "export_program_minutes",
    "export_program_notes",
    "export_program_referrals",
    "export_program_tasks",
    "export_reassignment",
    "export_referrals",
    "export_refused_rows",
    "export_roas_of_provider",
    "export_tasks",
    "print_handover",
)
"""Audit actions of lists exported or printed, whose entry names every claim in the list; `export_data` is
the operator's, on the server, `export_calendar` a reading by the program that keeps a calendar, and those
of a `program` a reading by a token: these stand once a day for each claim, however often it asks.
`export_reassignment` is written no more: entries made under it stay and are told."""

WITHOUT_CLAIMS = (
    "download_report",
    "export_employers",
    "export_feed_refusals",
    "export_positions_counted",
    "export_providers",
    "export_rows_of_report",
)
"""Those whose entry names no claim, for no claim that is known here stands in the list: the Quarterly
Status Report and the positions behind FTE, which hold figures alone; who provides and who employs, with
numbers of claims; lines that the import refused: numbers, fields and reasons; who was away or covered behind
a figure of a report; and the claims that wait for their provider’s enrolment, a line each with provider and
day alone: health information all the same, as its workbook says."""

SENT_TO = {DocumentKind.LETTER: "The worker", DocumentKind.OTHER: "The provider’s clinic"}


@dataclass(frozen=True, slots=True)
class Disclosure:
    """One thing that left: what, when, by whom, to whom.

    `what` is an audit action, a title, or None for withheld content; `referral_id` and
    `number` are a packet's, `document_id` a letter's. `to` is None where nobody said it: paper and
    files go where who made them takes them.
    """

    leaving: Leaving
    id: int
    at: datetime
    by: str | None
    what: str | None
    to: str | None = None
    referral_id: int | None = None
    number: int | None = None
    document_id: int | None = None
    is_here: bool = False

    @property
    def key(self) -> str:
        """Its place in the list: a later one has a greater key."""
        return f"{self.at.astimezone(UTC).strftime(INSTANT)}|{self.leaving.value}|{self.id:012d}"


def instant_of(key: str) -> datetime | None:
    """The instant in a key; None for what is none."""
    try:
        return datetime.strptime(key.partition("|")[0], INSTANT).replace(tzinfo=UTC)
    except ValueError:
        return None


def leaving_of(action: str) -> Leaving:
    """How what an audit action names leaves."""
    return Leaving(action.partition("_")[0])
