"""Claims per FTE against the contract's 588: the trigger, its headroom and how it is written.

L&I: when claims initiated / HSC FTE is more than 588 in any Quarterly Status Report, the COHE must
discuss forecast claim volumes and staffing strategies with its contract manager.
"""

from dataclasses import dataclass
from fractions import Fraction
from math import floor

NO_HSC_TIME = "not computable: no HSC time"


@dataclass(frozen=True, slots=True)
class ClaimsPerFte:
    """Claims initiated in a finished quarter against the HSC time that was there to carry them."""

    claims: int
    fte: Fraction
    """Exact, on the report's basis."""

    limit: Fraction = Fraction(588)
    """588 by contract; a setting with its source."""

    @property
    def ratio(self) -> Fraction | None:
        """None: not computable, no HSC time."""
        return self.claims / self.fte if self.fte else None

    @property
    def needs_discussion(self) -> bool:
        """Strictly more than the limit, or claims without any HSC time; never with neither."""
        return self.claims > self.limit * self.fte

    @property
    def shown(self) -> str:
        """One decimal, or as many as it takes not to hide which side of the limit it is on."""
        if self.ratio is None:
            return NO_HSC_TIME
        return beside_limit(self.ratio, self.limit)


@dataclass(frozen=True, slots=True)
class Headroom:
    """How far a COHE is from the trigger, in claims or else in minutes.

    Zero is the last that does not trigger. Above the limit both are negative: so many claims too
    many, so many minutes too few.
    """

    claims: int
    """That many more claims at the same FTE."""

    minutes: int | None
    """That many fewer claim-specific minutes at the same claims; None: minutes do not matter."""


def headroom(figure: ClaimsPerFte, fte_per_minute: Fraction | None) -> Headroom:
    """Claims that may still come, or minutes that may be missing, before the limit is passed.

    `fte_per_minute` is the FTE that one claim-specific minute carries (`ThreeBases.fte_per_minute`);
    None or 0 on a basis that minutes do not change.
    """
    claims = floor(figure.limit * figure.fte) - figure.claims
    if not fte_per_minute:
        return Headroom(claims, None)
    spare = figure.fte - figure.claims / figure.limit
    return Headroom(claims, floor(spare / fte_per_minute))


def decimal_text(value: Fraction, places: int) -> str:
    """The value with that many decimals, rounded half up (away from zero): 782.67."""
    scale = 10**places
    scaled = floor(abs(value) * scale + Fraction(1, 2))
    sign = "-" if value < 0 and scaled else ""
    whole, rest = divmod(scaled, scale)
    return f"{sign}{whole}.{rest:0{places}d}" if places else f"{sign}{whole}"


def plain_text(limit: Fraction) -> str:
    """A limit as it is written: whole where it is, else two decimals."""
    return decimal_text(limit, 0 if limit.denominator == 1 else 2)


def beside_limit(value: Fraction, limit: Fraction) -> str:
    """One decimal, or more where rounding would tell the wrong side of the limit.

    588.0188 is written 588.02, never "588.0, triggered".
    """
    places = 1
    while (Fraction(decimal_text(value, places)) > limit) != (value > limit):
        places += 1
    return decimal_text(value, places)
