"""Claims per FTE from the CSV files of an export alone, by the text of the contract.

Nothing of the product is imported here, and nothing may be: this is the second opinion on its figures.
"""

import csv
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
Row = dict[str, str]


@dataclass(frozen=True)
class Recomputed:
    """Claims initiated and the three bases of FTE; a ratio is None where there was no time."""

    claims: int
    staffed: Fraction
    claim_specific: Fraction
    logged: Fraction

    @property
    def ratios(self) -> tuple[Fraction | None, ...]:
        bases = (self.staffed, self.claim_specific, self.logged)
        return tuple(self.claims / fte if fte else None for fte in bases)


class Export:
    """The files of one folder."""

    def __init__(self, folder: Path) -> None:
        self.claims, self.entries = rows(folder, "claims"), rows(folder, "time_entries")
        self.positions, self.absences = rows(folder, "positions"), rows(folder, "absences")
        self.enrolments = rows(folder, "enrolments")
        self.settings = {row["name"]: row["value"] for row in rows(folder, "settings")}
        self.holidays = {(row["cohe"], row["day"]) for row in rows(folder, "holidays")}

    def recompute(self, cohe: str, first: date, last: date, quarter_days: int) -> Recomputed:
        """A COHE from the first to the last day, of a quarter of so many days."""
        days = [first + timedelta(n) for n in range((last - first).days + 1)]
        minutes = self._minutes(cohe, first, last)
        weekly = int(self.settings["full_time_minutes_a_week"])
        yearly = int(self.settings["full_time_hours_a_year"]) * 60
        staffed = specific = logged = Fraction(0)
        for position in self.positions:
            if position["cohe"] != cohe or position["role"] not in self._roles():
                continue
            held = [day for day in days if within(day, position)]
            share = Fraction(int(position["weekly_minutes"]), weekly) * Fraction(
                len(held), len(days)
            )
            available = sum(self._available(position, day) for day in held)
            given = minutes[position["id"]]
            staffed += share
            specific += share * Fraction(given, available) if available else 0
            logged += Fraction(given) / (Fraction(yearly, 4) * Fraction(len(days), quarter_days))
        return Recomputed(self._initiated(cohe, first, last), staffed, specific, logged)

    def _roles(self) -> set[str]:
        also = {"hsc_assistant"} if self.settings["assistants_count"] == "yes" else set()
        return {"hsc"} | also

    def _minutes(self, cohe: str, first: date, last: date) -> dict[str, int]:
        total: dict[str, int] = defaultdict(int)
        for entry in self.entries:
            counts = (
                entry["cohe"] == cohe
                and entry["claim_number"]
                and entry["confirmed"] == "yes"
                and entry["voided"] == "no"
            )
            if counts and first <= date.fromisoformat(entry["performed_on"]) <= last:
                total[entry["position"]] += int(entry["minutes"])
        return total

    def _available(self, position: Row, day: date) -> int:
        scheduled = int(position[f"minutes_{DAYS[day.weekday()]}"])
        if (position["cohe"], day.isoformat()) in self.holidays:
            return 0
        for absence in self.absences:
            its_own = absence["staff"] == position["staff"] and absence["position"] in (
                "",
                position["id"],
            )
            if its_own and within(day, absence):
                scheduled -= int(absence["minutes_a_day"] or scheduled)
        return max(scheduled, 0)

    def _initiated(self, cohe: str, first: date, last: date) -> int:
        enrolled: dict[str, list[Row]] = defaultdict(list)
        for row in self.enrolments:
            if row["cohe"] == cohe:
                enrolled[row["provider_id"]].append(row)
        count = 0
        for claim in self.claims:
            if claim["cohe"] != cohe or claim["fund"] != "state_fund" or claim["combined_into"]:
                continue
            day = date.fromisoformat(claim["initiated_on"])
            if first <= day <= last:
                count += any(within(day, row) for row in enrolled[claim["initiating_provider_id"]])
        return count


def rows(folder: Path, name: str) -> list[Row]:
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def within(day: date, row: Row) -> bool:
    """Both ends count; an empty end means open."""
    return row["from_on"] <= day.isoformat() <= (row["to_on"] or "9999-12-31")
