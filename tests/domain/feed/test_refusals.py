"""Every way in which a line can be wrong, and the sentence that tells what to do about it."""

import pytest

from ohms.domain.feed import FeedKind
from tests.domain.feed.samples import refusals_of

CLAIMS, ROA, APF = FeedKind.CLAIMS, FeedKind.ROA, FeedKind.APF
TIME_LOSS, DOCUMENTS, PROVIDERS = FeedKind.TIME_LOSS, FeedKind.DOCUMENTS, FeedKind.PROVIDERS

NUMBER = "as one letter and six digits (A123456) or two letters and five digits (AB12345)."
PHONE = "as 7 to 15 digits, for example 360-555-0123 or 360-555-0123 x12."
BARE_NAME = (
    "Enter file as the bare name of a file in the same folder or ZIP, without folders, "
    "of at most 255 characters."
)
EMAIL = "Enter worker_email as one address, name@example.org, of at most 254 characters."
ICD = "Enter icd10 as at most 25 ICD-10 codes separated by semicolons, S33.5XXA;M54.50."

WRONG: list[tuple[FeedKind, str, str, str]] = [
    (CLAIMS, "claim_number", "", "Fill in claim_number; this line leaves it empty."),
    (CLAIMS, "claim_number", "A12345", f"Enter claim_number {NUMBER}"),
    (CLAIMS, "claim_number", "ABC1234", f"Enter claim_number {NUMBER}"),
    (CLAIMS, "claim_number", "A12345６", f"Enter claim_number {NUMBER}"),
    (CLAIMS, "combined_into", "123", f"Enter combined_into {NUMBER}"),
    (
        CLAIMS,
        "combined_into",
        "a123456",
        "Enter another claim's number as combined_into, or leave it empty; this line has its own.",
    ),
    (
        CLAIMS,
        "status",
        "open",
        "Choose one of pending, interlocutory, allowed, rejected, closed, reopened for status; "
        'this line has "open".',
    ),
    (
        CLAIMS,
        "fund",
        "State Fund",
        "Choose one of state_fund, self_insured, federal, tribal, out_of_state for fund; "
        "this line has something else.",
    ),
    (
        CLAIMS,
        "accident_kind",
        "fall",
        'Choose one of injury, occupational_disease for accident_kind; this line has "fall".',
    ),
    (
        CLAIMS,
        "worker_last_name",
        "x" * 81,
        "Shorten worker_last_name to at most 80 characters; this line has 81.",
    ),
    (
        CLAIMS,
        "worker_last_name",
        "\u200b\u200d\u3164",
        "Fill in worker_last_name; this line leaves it empty.",
    ),
    (
        CLAIMS,
        "worker_first_name",
        "Ada\x00",
        "Remove the control characters from worker_first_name and enter it again.",
    ),
    (
        CLAIMS,
        "employer_name",
        "Larch\nRoofing",
        "Enter employer_name on one line; this cell has a line break or a tab in it.",
    ),
    (
        CLAIMS,
        "employer_name",
        "x" * 121,
        "Shorten employer_name to at most 120 characters; this line has 121.",
    ),
    (CLAIMS, "worker_birth_date", "1984", "Enter worker_birth_date as YYYY-MM-DD."),
    (CLAIMS, "worker_birth_date", "1899-12-31", "Enter worker_birth_date from 1900-01-01 on."),
    (
        CLAIMS,
        "worker_birth_date",
        "2026-10-01",
        "Enter injury_on on or after worker_birth_date; this line has 2026-09-01.",
    ),
    (
        CLAIMS,
        "interpreter_needed",
        "maybe",
        'Enter interpreter_needed as yes or no; this line has "maybe".',
    ),
    (CLAIMS, "worker_phone", "555", f"Enter worker_phone {PHONE}"),
    (CLAIMS, "worker_phone_2", "call mother", f"Enter worker_phone_2 {PHONE}"),
    (CLAIMS, "employer_phone", "1" * 16, f"Enter employer_phone {PHONE}"),
    (CLAIMS, "worker_email", "ada at example.org", EMAIL),
    (CLAIMS, "worker_email", "ada@example", EMAIL),
    (CLAIMS, "worker_email", "ada@" + "x" * 250 + ".org", EMAIL),
    (
        CLAIMS,
        "employer_account_id",
        "123-45678",
        'Enter employer_account_id as eight digits, 123,456-78; this line has "123-45678".',
    ),
    (
        CLAIMS,
        "initiating_provider_id",
        "12345",
        'Enter initiating_provider_id as 6 or 7 digits; this line has "12345": if a spreadsheet took '
        "a 0 off its beginning, make its column text.",
    ),
    (
        CLAIMS,
        "attending_provider_id",
        "Dr. Moss",
        "Enter attending_provider_id as 6 or 7 digits; this line has something else.",
    ),
    (
        CLAIMS,
        "initiated_on",
        "31/31/2026",
        'Enter initiated_on as YYYY-MM-DD; this line has "31/31/2026".',
    ),
    (
        CLAIMS,
        "injury_on",
        "2026-02-30",
        'Enter injury_on as a day of the calendar, YYYY-MM-DD; this line has "2026-02-30".',
    ),
    (CLAIMS, "injury_on", "9/1/26", 'Enter injury_on as YYYY-MM-DD; this line has "9/1/26".'),
    (
        CLAIMS,
        "injury_on",
        "1989-12-31",
        'Enter injury_on from 1990-01-01 on; this line has "1989-12-31".',
    ),
    (
        CLAIMS,
        "established_on",
        "2026-11-24",
        'Enter established_on no later than the as-of day, 2026-11-23; this line has "2026-11-24".',
    ),
    (
        CLAIMS,
        "first_visit_on",
        "2026-08-31",
        "Enter first_visit_on on or after injury_on; this line has 2026-08-31, before 2026-09-01.",
    ),
    (
        CLAIMS,
        "first_visit_on",
        "2026-09-04",
        "Enter initiated_on on or after first_visit_on; "
        "this line has 2026-09-03, before 2026-09-04.",
    ),
    (
        CLAIMS,
        "roa_received_on",
        "2026-08-31",
        "Enter roa_received_on on or after injury_on; this line has 2026-08-31, before 2026-09-01.",
    ),
    (
        CLAIMS,
        "time_loss_to",
        "2026-09-04",
        "Enter time_loss_to on or after time_loss_from; "
        "this line has 2026-09-04, before 2026-09-05.",
    ),
    (
        CLAIMS,
        "body_part_code",
        "lower back",
        "Enter body_part_code as a code of at most 10 letters and digits.",
    ),
    (CLAIMS, "icd10", "low back pain", ICD),
    (CLAIMS, "icd10", ";".join(["M54.50"] * 26), ICD),
    (
        ROA,
        "missing_fields",
        "",
        "Name the missing fields in missing_fields, because complete is no.",
    ),
    (
        ROA,
        "complete",
        "yes",
        "Leave missing_fields empty or enter complete as no; this line says both.",
    ),
    (
        ROA,
        "received_on",
        "2026-09-01",
        "Enter received_on on or after signed_on; this line has 2026-09-01, before 2026-09-02.",
    ),
    (
        ROA,
        "missing_fields",
        "x" * 81,
        "Enter missing_fields as at most 50 entries separated by semicolons, "
        "each of at most 80 characters.",
    ),
    (
        APF,
        "hours_per_day",
        "24.5",
        'Enter hours_per_day as hours from 0 to 24; this line has "24.5".',
    ),
    (
        APF,
        "hours_per_day",
        "-1",
        'Enter hours_per_day as hours from 0 to 24; this line has "-1".',
    ),
    (
        APF,
        "restrictions",
        "x" * 2001,
        "Shorten restrictions to at most 2,000 characters; this line has 2,001.",
    ),
    (
        APF,
        "to_on",
        "2026-09-02",
        "Enter to_on on or after from_on; this line has 2026-09-02, before 2026-09-03.",
    ),
    (
        APF,
        "next_exam_on",
        "2036-12-31",
        'Enter next_exam_on no later than ten years ahead, 2036-11-30; this line has "2036-12-31".',
    ),
    (
        TIME_LOSS,
        "kind",
        "wages",
        "Choose one of time_loss, loss_of_earning_power, kept_on_salary for kind; "
        'this line has "wages".',
    ),
    (
        TIME_LOSS,
        "paid_to",
        "2026-12-24",
        'Enter paid_to no later than the as-of day, 2026-11-23; this line has "2026-12-24".',
    ),
    (
        DOCUMENTS,
        "title",
        "x" * 201,
        "Shorten title to at most 200 characters; this line has 201.",
    ),
    (DOCUMENTS, "file", "../secrets.pdf", BARE_NAME),
    (DOCUMENTS, "file", "C:\\first.pdf", BARE_NAME),
    (DOCUMENTS, "file", ".hidden", BARE_NAME),
    (PROVIDERS, "npi", "123", "Enter npi as ten digits."),
    (
        PROVIDERS,
        "cohe",
        "Puget Sound",
        "Enter cohe as the COHE's short name: small letters, digits and hyphens.",
    ),
    (
        PROVIDERS,
        "enrolled_to",
        "2023-12-31",
        "Enter enrolled_to on or after enrolled_from; this line has 2023-12-31, before 2024-01-01.",
    ),
]


@pytest.mark.parametrize("kind", FeedKind)
def test_a_good_line_is_not_refused(kind: FeedKind) -> None:
    assert refusals_of(kind, {}) == []


@pytest.mark.parametrize(("kind", "field", "cell", "reason"), WRONG)
def test_a_wrong_cell_is_refused_once_with_a_reason_to_act_on(
    kind: FeedKind, field: str, cell: str, reason: str
) -> None:
    refusals = refusals_of(kind, {field: cell})

    assert [(refusal.line_number, refusal.reason) for refusal in refusals] == [(2, reason)]
    assert str(refusals[0].field) in reason
    assert reason.split()[0] in {"Enter", "Fill", "Choose", "Shorten", "Remove", "Name", "Leave"}


def test_time_loss_that_ended_must_have_begun() -> None:
    [refusal] = refusals_of(CLAIMS, {"time_loss_from": "", "time_loss_to": "2026-09-09"})

    assert refusal.field == "time_loss_from"
    assert refusal.reason == "Fill in time_loss_from, because time_loss_to is filled in."
