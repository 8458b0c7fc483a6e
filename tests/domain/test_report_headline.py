"""What a Quarterly Status Report says first."""

from typing import Any

import pytest

from ohms.domain.report_headline import headline_of

CONTENT: dict[str, Any] = {
    "quarter": "2026Q3",
    "as_of": "2026-09-30",
    "settings": {"claims_per_fte_limit": "588"},
    "basis": "claim_specific",
    "fte": {"staffed": "4", "claim_specific": "41/12", "logged": "3"},
    "claims_initiated": 2010,
    "needs_discussion": True,
    "required": {"claims": 7983, "exact": "7983/2350", "half_steps": "3", "staffed": "4"},
}


def test_the_ratio_on_the_reports_own_basis_comes_first_and_says_what_it_calls_for() -> None:
    ratio, claims, fte, required = headline_of(CONTENT)
    assert (ratio.digits, ratio.note) == ("588.3", "above 588: calls for a discussion with L&I")
    assert ratio.is_over
    assert claims.digits == "2,010"
    assert (fte.digits, fte.note, fte.measure) == (
        "3.42",
        "claim-specific basis",
        "fte_claim_specific",
    )
    assert (required.digits, required.note) == ("3.40", "met: 4.00 staffed")


@pytest.mark.parametrize(
    ("changed", "last"),
    [
        ({"needs_discussion": False, "claims_initiated": 2009}, "Required FTE"),
        ({"required": None}, "FTE"),
    ],
)
def test_at_the_line_nothing_is_called_for_and_what_is_not_known_is_left_out(
    changed: dict[str, Any], last: str
) -> None:
    found = headline_of(CONTENT | changed)
    assert found[-1].label == last
    assert found[0].is_over is bool((CONTENT | changed)["needs_discussion"])


@pytest.mark.parametrize(
    ("as_of", "claims", "said"),
    [
        # 59 of 92 days: 1,330 claims over 41/12 FTE are 389.3 so far, and 607.0 at this pace.
        ("2026-08-28", 1330, "at this pace 607.0 claims per FTE, above 588"),
        ("2026-08-28", 1200, "at this pace 547.7 claims per FTE, at or below 588"),
        ("2026-07-10", 1330, ""),  # too early to tell
    ],
)
def test_while_the_quarter_runs_it_is_judged_by_nothing_but_its_pace(
    as_of: str, claims: int, said: str
) -> None:
    """Whichever side of the limit what stands so far is on."""
    for so_far in (True, False):
        running = {"as_of": as_of, "claims_initiated": claims, "needs_discussion": so_far}
        first = headline_of(CONTENT | running)[0]
        assert (first.label, first.note, first.is_over) == ("Claims per FTE so far", said, False)


def test_below_required_is_said_and_a_draft_before_its_first_day_has_no_headline() -> None:
    required = {**CONTENT["required"], "staffed": "3"}
    short = headline_of(CONTENT | {"required": required})[-1]
    assert (short.note, short.is_over) == ("below required: 3.00 staffed", True)
    assert headline_of({"claims_initiated": 0}) == ()
