"""What a Quarterly Status Report says first: its ratio against the limit, and what that is made of."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from ohms.domain.claims_per_fte import plain_text
from ohms.domain.contract import FteBasis
from ohms.domain.quarterly_report import BASES, fte_text, on_basis, pace_of


@dataclass(frozen=True, slots=True)
class Headline:
    """A figure of the report's own basis, ready to print; `measure` is the one it is."""

    label: str
    digits: str
    note: str
    measure: str
    is_over: bool = False


def headline_of(content: Mapping[str, Any]) -> tuple[Headline, ...]:
    """From the content alone, as its sections: what was frozen says the same for ever."""
    if "settings" not in content:
        return ()
    limit = Fraction(content["settings"]["claims_per_fte_limit"])
    basis = FteBasis(content["basis"])
    fte, ratio = on_basis(content, basis, limit)
    return (
        _ratio(content, ratio, limit),
        Headline("Claims initiated", f"{content['claims_initiated']:,}", "", "claims_initiated"),
        Headline("FTE", fte, f"{BASES[basis].lower()} basis", f"fte_{basis.value}"),
        *_required(content.get("required")),
    )


def _ratio(content: Mapping[str, Any], ratio: str, limit: Fraction) -> Headline:
    """Of a quarter that runs the ratio so far is on no side of the limit: where it leads is told."""
    if (pace := pace_of(content)) is not None:
        return Headline("Claims per FTE so far", ratio, pace.said, "claims_per_fte")
    above, line = bool(content["needs_discussion"]), plain_text(limit)
    note = f"above {line}: calls for a discussion with L&I" if above else f"at or below {line}"
    return Headline("Claims per FTE", ratio, note, "claims_per_fte", above)


def _required(said: Mapping[str, Any] | None) -> tuple[Headline, ...]:
    if said is None:
        return ()
    exact, staffed = Fraction(said["exact"]), Fraction(said["staffed"])
    short = staffed < exact
    note = f"{'below required' if short else 'met'}: {fte_text(staffed)} staffed"
    return (Headline("Required FTE", fte_text(exact), note, "required_fte", short),)
