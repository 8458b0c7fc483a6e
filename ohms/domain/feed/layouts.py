"""The columns of each feed file: which must have a value, what each may hold, what must agree.

Source: the table "The L&I feed" of the interface; a column that may be empty may also be absent.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from ohms.domain.feed import checks, days, fields
from ohms.domain.feed.lines import (
    ApfLine,
    ClaimLine,
    DocumentLine,
    FeedKind,
    ParsedLine,
    ProviderLine,
    RoaLine,
    TimeLossLine,
)
from ohms.domain.values import (
    AccidentKind,
    ClaimStatus,
    DocumentKind,
    Fund,
    TimeLossKind,
    WorkStatus,
)


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `blank` is the value of an empty cell; a required column has none."""

    name: str
    reader: fields.ReaderFor
    required: bool = True
    blank: object = None
    many_lines: bool = False  # text that may hold line breaks and tabs


@dataclass(frozen=True, slots=True)
class Layout:
    """One file of the feed.

    `key`: the columns that may stand with the same values only once in a file. `order`: pairs of
    days of which the first is never after the second. `agreements`: further checks between cells.
    """

    kind: FeedKind
    line: type[ParsedLine]
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    order: tuple[tuple[str, str], ...] = ()
    agreements: tuple[checks.Agreement, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns)

    @property
    def required_names(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns if column.required)


def _optional(
    name: str, reader: fields.ReaderFor, *, blank: object = None, many_lines: bool = False
) -> Column:
    return Column(name, reader, required=False, blank=blank, many_lines=many_lines)


CLAIMS = Layout(
    kind=FeedKind.CLAIMS,
    line=ClaimLine,
    columns=(
        Column("claim_number", fields.claim_number),
        Column("status", fields.choice(ClaimStatus)),
        Column("fund", fields.choice(Fund)),
        Column("worker_last_name", fields.text(80)),
        Column("worker_first_name", fields.text(80)),
        _optional("worker_birth_date", days.birth_date),
        _optional("worker_key", fields.key(64)),
        _optional("worker_language", fields.text(40)),
        _optional("interpreter_needed", fields.yes_or_no),
        _optional("worker_phone", fields.phone),
        _optional("worker_phone_2", fields.phone),
        _optional("worker_email", fields.email),
        Column("employer_account_id", fields.employer_account_id),
        Column("employer_name", fields.text(120)),
        _optional("employer_contact", fields.text(120)),
        _optional("employer_phone", fields.phone),
        _optional("representative_name", fields.text(120)),
        _optional("representative_phone", fields.phone),
        Column("initiating_provider_id", fields.provider_id),
        _optional("attending_provider_id", fields.provider_id),
        Column("injury_on", days.past_day),
        _optional("first_visit_on", days.past_day),
        _optional("roa_received_on", days.past_day),
        Column("initiated_on", days.past_day),
        _optional("established_on", days.past_day),
        Column("accident_kind", fields.choice(AccidentKind)),
        _optional("body_part_code", fields.injury_code),
        _optional("nature_code", fields.injury_code),
        _optional("icd10", fields.icd10_list, blank=()),
        _optional("claim_manager", fields.text(120)),
        _optional("claim_manager_phone", fields.phone),
        _optional("time_loss_from", days.past_day),
        _optional("time_loss_to", days.past_day),
        _optional("combined_into", fields.claim_number),
    ),
    key=("claim_number",),
    # Established is not ordered against first visit or initiated: L&I's own examples have a claim
    # established before the visit that the contract's clock runs from.
    order=(
        ("worker_birth_date", "injury_on"),
        ("injury_on", "first_visit_on"),
        ("injury_on", "roa_received_on"),
        ("injury_on", "initiated_on"),
        ("first_visit_on", "initiated_on"),
        ("injury_on", "established_on"),
        ("injury_on", "time_loss_from"),
        ("time_loss_from", "time_loss_to"),
    ),
    agreements=(checks.COMBINED_INTO_ANOTHER, checks.TIME_LOSS_BEGAN),
)

ROA = Layout(
    kind=FeedKind.ROA,
    line=RoaLine,
    columns=(
        Column("claim_number", fields.claim_number),
        Column("signed_on", days.past_day),
        Column("received_on", days.past_day),
        Column("complete", fields.yes_or_no),
        _optional("missing_fields", fields.text_list, blank=()),
    ),
    key=("claim_number", "signed_on"),
    order=(("signed_on", "received_on"),),
    agreements=(checks.INCOMPLETE_ROA_NAMES_GAPS, checks.COMPLETE_ROA_HAS_NO_GAPS),
)

APF = Layout(
    kind=FeedKind.APF,
    line=ApfLine,
    columns=(
        Column("claim_number", fields.claim_number),
        Column("provider_id", fields.provider_id),
        Column("exam_on", days.past_day),
        Column("work_status", fields.choice(WorkStatus)),
        Column("from_on", days.any_day),
        _optional("to_on", days.any_day),
        _optional("hours_per_day", fields.hours_per_day),
        _optional("restrictions", fields.text(2000), many_lines=True),
        _optional("objective_finding", fields.text(2000), many_lines=True),
        _optional("next_exam_on", days.any_day),
        Column("complete", fields.yes_or_no),
    ),
    # Two providers may see the worker on one day; one provider's exam has exactly one status.
    key=("claim_number", "provider_id", "exam_on"),
    order=(("from_on", "to_on"), ("exam_on", "next_exam_on")),
)

TIME_LOSS = Layout(
    kind=FeedKind.TIME_LOSS,
    line=TimeLossLine,
    columns=(
        Column("claim_number", fields.claim_number),
        Column("paid_from", days.past_day),
        Column("paid_to", days.past_day),
        Column("kind", fields.choice(TimeLossKind)),
    ),
    key=("claim_number", "paid_from"),
    order=(("paid_from", "paid_to"),),
)

DOCUMENTS = Layout(
    kind=FeedKind.DOCUMENTS,
    line=DocumentLine,
    columns=(
        Column("claim_number", fields.claim_number),
        Column("kind", fields.choice(DocumentKind)),
        Column("document_on", days.past_day),
        Column("received_on", days.past_day),
        Column("title", fields.text(200)),
        Column("file", fields.file_name),
    ),
    key=("claim_number", "file"),
    order=(("document_on", "received_on"),),
)

PROVIDERS = Layout(
    kind=FeedKind.PROVIDERS,
    line=ProviderLine,
    columns=(
        Column("provider_id", fields.provider_id),
        Column("last_name", fields.text(80)),
        Column("first_name", fields.text(80)),
        Column("credential", fields.text(40)),
        _optional("npi", fields.npi),
        Column("clinic", fields.text(120)),
        _optional("clinic_phone", fields.phone),
        _optional("clinic_fax", fields.phone),
        Column("cohe", fields.cohe_slug),
        Column("enrolled_from", days.any_day),
        _optional("enrolled_to", days.any_day),
    ),
    key=("provider_id", "enrolled_from"),
    order=(("enrolled_from", "enrolled_to"),),
)

LAYOUTS: Mapping[FeedKind, Layout] = {
    layout.kind: layout for layout in (PROVIDERS, CLAIMS, ROA, APF, TIME_LOSS, DOCUMENTS)
}
