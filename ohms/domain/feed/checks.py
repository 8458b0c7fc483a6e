"""What must hold between the cells of one line, and what L&I asks of a complete APF."""

from collections.abc import Callable
from dataclasses import dataclass

from ohms.domain.feed.lines import ApfLine, ClaimLine, Refusal
from ohms.domain.values import Fund, WorkStatus

_REFERS_ELSEWHERE = ("see chart", "see note", "see attached", "see record")


@dataclass(frozen=True, slots=True)
class Agreement:
    """`holds` gets the values of `columns` (None where a cell is empty or wrong by itself); where
    it does not hold, `field` is refused with `reason`."""

    columns: tuple[str, ...]
    field: str
    reason: str
    holds: Callable[..., bool]


COMBINED_INTO_ANOTHER = Agreement(
    ("claim_number", "combined_into"),
    "combined_into",
    "Enter another claim's number as combined_into, or leave it empty; this line has its own.",
    lambda number, into: into is None or into != number,
)
TIME_LOSS_BEGAN = Agreement(
    ("time_loss_from", "time_loss_to"),
    "time_loss_from",
    "Fill in time_loss_from, because time_loss_to is filled in.",
    lambda began, ended: ended is None or began is not None,
)
INCOMPLETE_ROA_NAMES_GAPS = Agreement(
    ("complete", "missing_fields"),
    "missing_fields",
    "Name the missing fields in missing_fields, because complete is no.",
    lambda complete, missing: complete is not False or bool(missing),
)
COMPLETE_ROA_HAS_NO_GAPS = Agreement(
    ("complete", "missing_fields"),
    "missing_fields",
    "Leave missing_fields empty or enter complete as no; this line says both.",
    lambda complete, missing: complete is not True or not missing,
)


def refuse_other_fund(line: ClaimLine, known: bool, line_number: int) -> Refusal | None:
    """A claim of another fund is not stored, unless its number is known: then the fund changes.

    COHEs coordinate State Fund claims only (domain notes S9, S14).
    """
    if line.fund is Fund.STATE_FUND or known:
        return None
    return Refusal(
        line_number,
        "fund",
        f"Leave this line out; COHEs coordinate state_fund claims only, and its fund is {line.fund}.",
    )


def apf_shortcomings(line: ApfLine) -> tuple[str, ...]:
    """The columns in which an APF falls short of L&I's rules for a complete one (S45).

    Not a reason to refuse the line: `complete` is L&I's own word and is kept. Full duty needs
    nothing more. Otherwise an objective finding, and a restriction even while off work; "see chart
    notes" is none. An empty answer means nothing was found wanting.
    """
    if line.work_status is WorkStatus.FULL_DUTY:
        return ()
    short = []
    restrictions = (line.restrictions or "").casefold()
    if not restrictions or restrictions.startswith(_REFERS_ELSEWHERE):
        short.append("restrictions")
    if not line.objective_finding:
        short.append("objective_finding")
    return tuple(short)
