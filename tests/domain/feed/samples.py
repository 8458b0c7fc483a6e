"""One good line of each feed file as text, and the shortest ways to read changed ones."""

import csv
import io
from collections.abc import Mapping, Sequence
from datetime import date

from ohms.domain.feed import FeedKind, FeedLine, ParsedLine, Refusal, read_feed

AS_OF = date(2026, 11, 23)

GOOD: Mapping[FeedKind, Mapping[str, str]] = {
    FeedKind.CLAIMS: {
        "claim_number": "A123456",
        "status": "allowed",
        "fund": "state_fund",
        "worker_last_name": "Okafor",
        "worker_first_name": "Ada",
        "worker_birth_date": "1984-02-29",
        "worker_key": "W-1",
        "worker_language": "English",
        "interpreter_needed": "no",
        "worker_phone": "360-555-0123",
        "worker_phone_2": "(360) 555-0124 x12",
        "worker_email": "ada@example.org",
        "employer_account_id": "123,456-78",
        "employer_name": "Larch Roofing, Inc.",
        "employer_contact": "Bo Lind",
        "employer_phone": "+1 360.555.0125",
        "representative_name": "",
        "representative_phone": "",
        "initiating_provider_id": "123456",
        "attending_provider_id": "1234567",
        "injury_on": "2026-09-01",
        "first_visit_on": "2026-09-02",
        "roa_received_on": "2026-09-04",
        "initiated_on": "2026-09-03",
        "established_on": "2026-09-07",
        "accident_kind": "injury",
        "body_part_code": "230",
        "nature_code": "021",
        "icd10": "S33.5XXA; m54.50",
        "claim_manager": "Kim Ito",
        "claim_manager_phone": "360-555-0126",
        "time_loss_from": "2026-09-05",
        "time_loss_to": "",
        "combined_into": "",
    },
    FeedKind.ROA: {
        "claim_number": "A123456",
        "signed_on": "2026-09-02",
        "received_on": "2026-09-04",
        "complete": "no",
        "missing_fields": "icd10;worker_signature",
    },
    FeedKind.APF: {
        "claim_number": "A123456",
        "provider_id": "1234567",
        "exam_on": "2026-09-02",
        "work_status": "limited_hours",
        "from_on": "2026-09-03",
        "to_on": "2026-12-03",
        "hours_per_day": "4.5",
        "restrictions": "No lifting over 10 pounds",
        "objective_finding": "Reduced flexion",
        "next_exam_on": "2026-12-01",
        "complete": "yes",
    },
    FeedKind.TIME_LOSS: {
        "claim_number": "A123456",
        "paid_from": "2026-09-05",
        "paid_to": "2026-09-18",
        "kind": "time_loss",
    },
    FeedKind.DOCUMENTS: {
        "claim_number": "A123456",
        "kind": "chart_note",
        "document_on": "2026-09-02",
        "received_on": "2026-09-04",
        "title": "First visit",
        "file": "A123456-first-visit.pdf",
    },
    FeedKind.PROVIDERS: {
        "provider_id": "1234567",
        "last_name": "Moss",
        "first_name": "Lea",
        "credential": "PA-C",
        "npi": "1234567890",
        "clinic": "Harbor Occupational Clinic",
        "clinic_phone": "360-555-0127",
        "clinic_fax": "360-555-0128",
        "cohe": "puget",
        "enrolled_from": "2024-01-01",
        "enrolled_to": "",
    },
}


def as_csv(rows: Sequence[Sequence[str]]) -> bytes:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue().encode()


def file_of(kind: FeedKind, *changes: Mapping[str, str]) -> bytes:
    """A file with one line for each of `changes`, which are laid over the good line."""
    good = GOOD[kind]
    return as_csv([list(good), *(list({**good, **change}.values()) for change in changes)])


def lines_of(kind: FeedKind, content: bytes) -> list[FeedLine[ParsedLine]]:
    return list(read_feed(kind, io.BytesIO(content), AS_OF))


def refusals_of(kind: FeedKind, *changes: Mapping[str, str]) -> list[Refusal]:
    return refusals_in(lines_of(kind, file_of(kind, *changes)))


def refusals_in(lines: Sequence[FeedLine[ParsedLine]]) -> list[Refusal]:
    return [refusal for line in lines if isinstance(line.outcome, list) for refusal in line.outcome]
