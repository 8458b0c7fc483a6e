"""What L&I's eleven benchmarks for COHEs count: each with its line, when something is ripe for it, and
the stand-in where OHMS is not told what L&I counts."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction
from types import MappingProxyType

from ohms.domain.measure import EVERY_SCOPE, Measure


class Judged(StrEnum):
    """What is judged, one by one; the rows behind the figure are of these."""

    CLAIM = "claim"
    PROVIDER = "provider"
    APF = "apf"


class Side(StrEnum):
    """On which side of the line a figure is good."""

    AT_LEAST = "at least"
    AT_MOST = "at most"
    BELOW = "below"


@dataclass(frozen=True, slots=True)
class Benchmark:
    """One of the eleven. `line`: percent, or business days of a median, as L&I published it."""

    number: int
    measure: Measure
    side: Side
    line: Fraction
    judged: Judged = Judged.CLAIM
    needs: frozenset[str] = frozenset()
    """Of a claim's facts, those that it asks beyond the claim's own days."""

    is_median: bool = False
    is_compared: bool = False
    """Held against a figure of others that somebody enters, not against `line`."""

    tells_reached: bool = False

    @property
    def name(self) -> str:
        return self.measure.name

    @property
    def unit(self) -> str:
        return "business days" if self.is_median else "%"

    def measured_at(self, line: Fraction | None) -> Measure:
        """Its measure in words, with another line than L&I's published one."""
        if self.is_compared or line is None or line == self.line:
            return self.measure
        was, now = f"{self.line} ", f"{line} "
        return replace(
            self.measure,
            threshold=self.measure.threshold.replace(was, now),
            numerator=self.measure.numerator.replace(was, now),
        )

    def holds(self, value: Fraction, line: Fraction) -> bool:
        """Compared exactly."""
        match self.side:
            case Side.AT_LEAST:
                return value >= line
            case Side.AT_MOST:
                return value <= line
            case Side.BELOW:
                return value < line


SOURCE = "L&I, COHE accountability (undated, about 2013 to 2015)"
BILLED = (
    "Billed activity is not told to OHMS. Instead: a signed note that was not voided, with"
    " claim-specific minutes of a coordinator or assistant."
)
_TWELVE_WEEKS = (
    "12 weeks after the claim was initiated (the weeks are assumed; a COHE may set them)"
)
_OF_TWELVE_WEEKS = "in the 12 weeks after the claim was initiated"


def _measure(
    name: str,
    label: str,
    sentence: str,
    numerator: str,
    denominator: str,
    *,
    threshold: str,
    ripe: str,
    stand_in: str = "",
    unit: str = "percent",
) -> Measure:
    return Measure(
        name,
        label,
        sentence,
        unit,
        numerator,
        denominator,
        threshold=threshold,
        source=SOURCE,
        ripe=ripe,
        stand_in=stand_in,
        by=EVERY_SCOPE,
    )


_ALL = (
    Benchmark(
        1,
        _measure(
            "apf_review",
            "APFs complete and timely",
            "Activity Prescription Forms of a sample that somebody of the COHE read and found complete"
            " and timely.",
            "APFs found complete and timely",
            "APFs of the sample that were read",
            threshold="80 % of APFs",
            ripe="once the APF was read",
            stand_in="L&I draws and reads its own sample. Instead: a sample drawn by OHMS, read by"
            " the COHE.",
        ),
        Side.AT_LEAST,
        Fraction(80),
        Judged.APF,
    ),
    Benchmark(
        2,
        _measure(
            "apf_in_12_weeks",
            "APF in the first 12 weeks",
            "Claims with at least one APF within 12 weeks of the first visit, the last day included.",
            "claims with an APF by then",
            "claims with a first visit",
            threshold="80 % of claims",
            ripe="12 weeks after the first visit",
        ),
        Side.AT_LEAST,
        Fraction(80),
        needs=frozenset({"apf_on"}),
    ),
    Benchmark(
        3,
        _measure(
            "provider_employer_call",
            "Provider and employer spoke",
            f"Claims on which the provider and the employer spoke {_OF_TWELVE_WEEKS}.",
            "claims on which both were reached by phone",
            "claims initiated",
            threshold="25 % of claims",
            ripe=_TWELVE_WEEKS,
            stand_in="Calls between a provider and an employer are not told to OHMS. Instead: both"
            " were reached by phone by somebody of the COHE.",
        ),
        Side.AT_LEAST,
        Fraction(25),
        needs=frozenset({"provider_call_on", "employer_call_on"}),
    ),
    Benchmark(
        4,
        _measure(
            "time_loss_touched",
            "Time-loss claims with a call or an activity",
            f"Claims with time loss or loss of earning power paid {_OF_TWELVE_WEEKS}, on which the"
            " provider called or an HSC was active by then.",
            "those with a provider call or an HSC activity",
            "claims with time loss",
            threshold="80 % of time-loss claims",
            ripe=_TWELVE_WEEKS,
            stand_in=f"{BILLED} A provider's billed call: the provider was reached by phone.",
        ),
        Side.AT_LEAST,
        Fraction(80),
        needs=frozenset({"time_loss_on", "activity_on", "provider_call_on", "reached_on"}),
        tells_reached=True,
    ),
    Benchmark(
        5,
        _measure(
            "claims_with_activity",
            "Claims with an HSC activity",
            f"Claims on which a coordinator or assistant was active {_OF_TWELVE_WEEKS}.",
            "claims with an HSC activity",
            "claims initiated",
            threshold="30 % of claims",
            ripe=_TWELVE_WEEKS,
            stand_in=BILLED,
        ),
        Side.AT_LEAST,
        Fraction(30),
        needs=frozenset({"activity_on", "reached_on"}),
        tells_reached=True,
    ),
    Benchmark(
        6,
        _measure(
            "time_loss_with_activity",
            "Time-loss claims with an HSC activity",
            f"Claims with time loss or loss of earning power paid {_OF_TWELVE_WEEKS}, on which a"
            " coordinator or assistant was active by then.",
            "those with an HSC activity",
            "claims with time loss",
            threshold="80 % of time-loss claims",
            ripe=_TWELVE_WEEKS,
            stand_in=BILLED,
        ),
        Side.AT_LEAST,
        Fraction(80),
        needs=frozenset({"time_loss_on", "activity_on", "reached_on"}),
        tells_reached=True,
    ),
    Benchmark(
        7,
        _measure(
            "first_activity",
            "Established to first HSC activity",
            "Business days from the day L&I established the claim to the first HSC activity, of claims"
            " that had one in the 12 weeks after: half took as long or longer.",
            "claims with the activity within 10 business days",
            "claims with an HSC activity",
            threshold="10 business days",
            ripe="12 weeks after the claim was established (the weeks are assumed; a COHE may set"
            " them)",
            stand_in=BILLED,
            unit="business days",
        ),
        Side.AT_MOST,
        Fraction(10),
        needs=frozenset({"activity_on"}),
        is_median=True,
    ),
    Benchmark(
        8,
        _measure(
            "time_loss_share",
            "Claims with any time loss",
            f"Claims with time loss or loss of earning power paid {_OF_TWELVE_WEEKS}, beside the"
            " share among claims of the same area that no COHE initiated.",
            "claims with time loss",
            "claims initiated",
            threshold="below non-COHE claims of the area",
            ripe=_TWELVE_WEEKS,
        ),
        Side.BELOW,
        Fraction(0),
        needs=frozenset({"time_loss_on"}),
        is_compared=True,
    ),
    Benchmark(
        9,
        _measure(
            "low_adopters",
            "Low adopters among providers",
            "Providers whose ripe claims met fewer than 75 % of three practices, taken together: an"
            " APF in 12 weeks, a Report of Accident complete when sent, and within 2 business days.",
            "low adopters",
            "providers with a ripe claim",
            threshold="under 20 % of providers",
            ripe="when one of the three practices of one of their claims is",
            stand_in="L&I's formula of adoption is not public: this one is assumed, and the 75 % is a"
            " setting.",
        ),
        Side.BELOW,
        Fraction(20),
        Judged.PROVIDER,
        needs=frozenset({"apf_on", "roa_received_on", "roa_complete"}),
    ),
    Benchmark(
        10,
        _measure(
            "roa_complete_when_sent",
            "ROAs complete when sent",
            "Claims whose first Report of Accident had no missing field when L&I first had it.",
            "claims with a complete report",
            "claims with a report",
            threshold="80 % of ROAs",
            ripe="when L&I has the report",
        ),
        Side.AT_LEAST,
        Fraction(80),
        needs=frozenset({"roa_complete"}),
    ),
    Benchmark(
        11,
        _measure(
            "roa_in_2_days",
            "ROAs within 2 business days",
            "Claims whose Report of Accident L&I had within 2 business days of the first visit.",
            "claims with the report in time",
            "claims with a first visit",
            threshold="80 % of ROAs",
            ripe="2 business days after the first visit",
        ),
        Side.AT_LEAST,
        Fraction(80),
        needs=frozenset({"roa_received_on"}),
    ),
)
BENCHMARKS: Mapping[str, Benchmark] = MappingProxyType({each.name: each for each in _ALL})
