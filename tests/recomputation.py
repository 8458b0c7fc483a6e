"""Claims per FTE, and how two benchmarks stand with their lines, from the CSV files of an export alone, by
the text of the contract.

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
        self.settings = rows(folder, "settings")
        self.contacts, self.notes = rows(folder, "contacts"), rows(folder, "notes")
        self.note_events = rows(folder, "note_events")
        self.holidays = {(row["cohe"], row["day"]) for row in rows(folder, "holidays")}

    def recompute(self, cohe: str, first: date, last: date, quarter_days: int) -> Recomputed:
        """A COHE from the first to the last day, of a quarter of so many days."""
        days = [first + timedelta(n) for n in range((last - first).days + 1)]
        minutes = self._minutes(cohe, first, last)
        weekly = int(self.setting("full_time_minutes_a_week", cohe, first))
        yearly = int(self.setting("full_time_hours_a_year", cohe, first)) * 60
        staffed = specific = logged = Fraction(0)
        for position in self.positions:
            if position["cohe"] != cohe or position["role"] not in self._roles(cohe, first):
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
        claims = len(self._initiated_claims(cohe, first, last))
        return Recomputed(claims, staffed, specific, logged)

    def setting(self, name: str, cohe: str, day: date) -> str:
        """What is in force on a day: a COHE's own before everybody's, the latest of each, and of one day
        the one that came last."""
        standing = [
            (bool(row["cohe"]), row["from_on"], place, row["value"])
            for place, row in enumerate(self.settings)
            if row["name"] == name
            and row["cohe"] in ("", cohe)
            and row["from_on"] <= day.isoformat()
        ]
        return max(standing)[-1]

    def benchmarks(
        self, cohe: str, first: date, last: date, as_of: date
    ) -> dict[str, tuple[int, int, bool | None]]:
        """Claims met, claims counted and whether the line is met, of the activities and of the calls."""
        weeks = [row["value"] for row in self.settings if row["name"] == "benchmark.activity_weeks"]
        assert not weeks, "the files say that it is no longer twelve"
        claims = {
            claim["claim_number"]: end
            for claim in self._initiated_claims(cohe, first, last)
            if (end := date.fromisoformat(claim["initiated_on"]) + timedelta(weeks=12)) <= as_of
        }
        active, spoke = self._active(claims), self._reached(claims, "provider")
        spoke &= self._reached(claims, "employer")
        told = {}
        for name, met in (("claims_with_activity", active), ("provider_employer_call", spoke)):
            line = Fraction(self.setting(f"line_{name}", cohe, first))
            stands = Fraction(len(met), len(claims)) * 100 >= line if claims else None
            told[name] = (len(met), len(claims), stands)
        return told

    def _active(self, claims: dict[str, date]) -> set[str]:
        gone = {row["note"] for row in self.note_events if row["kind"] in ("voided", "taken_back")}
        timed = {
            row["note"]
            for row in self.entries
            if row["note"] and row["confirmed"] == "yes" and row["voided"] == "no"
        }
        return {
            note["claim_number"]
            for note in self.notes
            if note["claim_number"] in claims
            and note["id"] in timed - gone
            and date.fromisoformat(note["performed_on"]) <= claims[note["claim_number"]]
        }

    def _reached(self, claims: dict[str, date], party: str) -> set[str]:
        return {
            row["claim_number"]
            for row in self.contacts
            if row["claim_number"] in claims
            and (row["party"], row["method"], row["outcome"]) == (party, "phone", "reached")
            and date.fromisoformat(row["contact_on"]) <= claims[row["claim_number"]]
        }

    def _roles(self, cohe: str, first: date) -> set[str]:
        counted = self.setting("assistants_count", cohe, first) == "yes"
        return {"hsc", "hsc_assistant"} if counted else {"hsc"}

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

    def _initiated_claims(self, cohe: str, first: date, last: date) -> list[Row]:
        enrolled: dict[str, list[Row]] = defaultdict(list)
        for row in self.enrolments:
            if row["cohe"] == cohe:
                enrolled[row["provider_id"]].append(row)
        found = []
        for claim in self.claims:
            if claim["cohe"] != cohe or claim["fund"] != "state_fund" or claim["combined_into"]:
                continue
            day = date.fromisoformat(claim["initiated_on"])
            held = enrolled[claim["initiating_provider_id"]]
            if first <= day <= last and any(within(day, row) for row in held):
                found.append(claim)
        return found


def rows(folder: Path, name: str) -> list[Row]:
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def within(day: date, row: Row) -> bool:
    """Both ends count; an empty end means open."""
    return row["from_on"] <= day.isoformat() <= (row["to_on"] or "9999-12-31")
