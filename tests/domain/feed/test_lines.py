"""What good lines come to mean: values, other funds, and what a complete APF lacks."""

import pytest

from ohms.domain.feed import (
    ApfLine,
    ClaimLine,
    FeedKind,
    Refusal,
    RoaLine,
    apf_shortcomings,
    parser,
    refuse_other_fund,
)
from ohms.domain.feed.layouts import LAYOUTS
from ohms.domain.values import Fund, WorkStatus
from tests.domain.feed.samples import GOOD, file_of, lines_of, refusals_of


def test_each_line_says_what_its_own_cells_do_however_many_different_ones_were_read_before(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(parser, "KEPT", 1)
    rows = [
        {"claim_number": f"A10000{n}", "signed_on": f" 2026-09-0{1 + n % 2}" + " " * (n % 3)}
        for n in range(6)
    ]

    read = [line.outcome for line in lines_of(FeedKind.ROA, file_of(FeedKind.ROA, *rows))]

    told = [(each.claim_number, each.signed_on.day) for each in read if isinstance(each, RoaLine)]
    assert told == [(f"A10000{n}", 1 + n % 2) for n in range(6)]


def claim_of(fund: Fund) -> ClaimLine:
    [line] = lines_of(FeedKind.CLAIMS, file_of(FeedKind.CLAIMS, {"fund": fund}))
    assert isinstance(line.outcome, ClaimLine)
    return line.outcome


@pytest.mark.parametrize("fund", [fund for fund in Fund if fund is not Fund.STATE_FUND])
def test_a_claim_of_another_fund_is_refused_unless_its_number_is_known(fund: Fund) -> None:
    claim = claim_of(fund)

    assert refuse_other_fund(claim, known=True, line_number=7) is None
    assert refuse_other_fund(claim, known=False, line_number=7) == Refusal(
        7,
        "fund",
        f"Leave this line out; COHEs coordinate state_fund claims only, and its fund is {fund}.",
    )


def test_a_state_fund_claim_is_never_refused_for_its_fund() -> None:
    assert refuse_other_fund(claim_of(Fund.STATE_FUND), known=False, line_number=7) is None


@pytest.mark.parametrize(
    ("changes", "short"),
    [
        ({}, ()),
        ({"restrictions": ""}, ("restrictions",)),
        ({"restrictions": "See chart notes"}, ("restrictions",)),
        ({"objective_finding": ""}, ("objective_finding",)),
        ({"work_status": "off_work", "restrictions": ""}, ("restrictions",)),
        ({"work_status": "full_duty", "restrictions": "", "objective_finding": ""}, ()),
    ],
)
def test_an_apf_falls_short_where_l_and_i_asks_for_more(
    changes: dict[str, str], short: tuple[str, ...]
) -> None:
    [line] = lines_of(FeedKind.APF, file_of(FeedKind.APF, changes))

    assert isinstance(line.outcome, ApfLine)
    assert apf_shortcomings(line.outcome) == short


DAYS_OF_A_CLAIM = (
    "injury_on",
    "first_visit_on",
    "roa_received_on",
    "initiated_on",
    "established_on",
    "time_loss_from",
    "time_loss_to",
)


@pytest.mark.parametrize(
    ("kind", "changes"),
    [
        (FeedKind.CLAIMS, dict.fromkeys(DAYS_OF_A_CLAIM, "2026-11-23")),
        (FeedKind.CLAIMS, dict.fromkeys(DAYS_OF_A_CLAIM, "1990-01-01")),
        (FeedKind.CLAIMS, {"established_on": "2026-09-01"}),
        (FeedKind.CLAIMS, {"worker_birth_date": "1900-01-01"}),
        (FeedKind.CLAIMS, {"worker_last_name": "x" * 80, "employer_name": "x" * 120}),
        (FeedKind.CLAIMS, {"worker_phone": "555-0123", "employer_phone": "1" * 15}),
        (FeedKind.CLAIMS, {"worker_phone": "360/555/0123ext9"}),
        (FeedKind.CLAIMS, {"claim_number": "AB12345", "combined_into": "B123456"}),
        (FeedKind.ROA, {"signed_on": "2026-09-04"}),
        (FeedKind.APF, {"hours_per_day": "0", "restrictions": "x" * 2000}),
        (FeedKind.APF, {"hours_per_day": "24.00", "next_exam_on": "2036-11-30"}),
        (FeedKind.APF, {"to_on": "2026-09-03", "next_exam_on": "2026-09-02"}),
        (FeedKind.TIME_LOSS, {"paid_to": "2026-09-05"}),
        (FeedKind.DOCUMENTS, {"title": "x" * 200, "file": "x" * 251 + ".pdf"}),
        (FeedKind.PROVIDERS, {"enrolled_to": "2024-01-01"}),
        (FeedKind.PROVIDERS, {"enrolled_from": "2027-01-01"}),
    ],
)
def test_a_line_at_the_edge_of_what_is_allowed_is_taken(
    kind: FeedKind, changes: dict[str, str]
) -> None:
    assert refusals_of(kind, changes) == []


def test_hours_codes_and_words_are_read_as_what_they_mean() -> None:
    [claim] = lines_of(
        FeedKind.CLAIMS, file_of(FeedKind.CLAIMS, {"employer_account_id": "12345678"})
    )
    [apf] = lines_of(FeedKind.APF, file_of(FeedKind.APF, {}))

    assert isinstance(claim.outcome, ClaimLine)
    assert isinstance(apf.outcome, ApfLine)
    assert claim.outcome.employer_account_id == "123,456-78"
    assert claim.outcome.icd10 == ("S33.5XXA", "M54.50")
    assert claim.outcome.interpreter_needed is False
    assert claim.outcome.time_loss_to is None
    assert (apf.outcome.work_status, str(apf.outcome.hours_per_day)) == (
        WorkStatus.LIMITED_HOURS,
        "4.5",
    )


def test_names_come_out_in_one_unicode_form() -> None:
    decomposed = {"worker_last_name": "Nu\u0301n\u0303ez"}

    [line] = lines_of(FeedKind.CLAIMS, file_of(FeedKind.CLAIMS, decomposed))

    assert isinstance(line.outcome, ClaimLine)
    assert line.outcome.worker_last_name == "N\u00fa\u00f1ez"


@pytest.mark.parametrize("kind", FeedKind)
def test_the_columns_of_a_file_are_the_fields_of_its_line_in_the_same_order(
    kind: FeedKind,
) -> None:
    layout = LAYOUTS[kind]

    assert layout.names == layout.line._fields == tuple(GOOD[kind])
    assert kind.file_name == layout.kind.value.replace("-", "_") + ".csv"
