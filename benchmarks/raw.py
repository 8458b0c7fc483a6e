"""The same operations as SQL by hand: the least that any program must ask of the same database."""

from collections.abc import Callable
from datetime import date, timedelta

from benchmarks.engines import Engine, Row
from benchmarks.work import NOTES_OF_BUSY

LISTED = """
  select c.id, c.claim_number, w.last_name, w.first_name, c.injury_on, c.initiated_on, e.name,
         p.last_name, c.status, c.coordination, c.complexity, c.work_status, c.on_time_loss,
         c.last_contact_on, c.next_due_by
  from claim c join worker w on w.id = c.worker_id join employer e on e.id = c.employer_id
       join provider p on p.id = c.initiating_provider_id"""
OWN = """ c.initiating_provider_id in (select provider_id from provider_assignment where staff_id = ?)
  and c.assigned_to_id is null and c.coordination = 'active' and c.on_time_loss = true"""


class Raw:
    """Asks the statewide database as `c1.hsc1` and `c1.supervisor` would."""

    def __init__(self, engine: Engine, today: date) -> None:
        self._engine = engine
        self._today = today
        (self.staff_id,) = self._one("select id from staff_member where username = 'c1.hsc1'")
        self.claim, self.busy = (
            self._a_claim("between 4 and 9"),
            self._a_claim(f"= {NOTES_OF_BUSY}"),
        )

    def operations(self) -> dict[str, Callable[[], object]]:
        return {
            "A": self.claim_list,
            "A deep": self.claim_list_deep,
            "B": lambda: self.claim_page(self.claim),
            "B busy": lambda: self.claim_page(self.busy),
            "C1": self.by_number,
            "C2": self.by_name,
            "C3": self.by_words,
            "E minutes": self.minutes_by_person,
            "E per FTE": self.claims_and_minutes_by_quarter,
            "F": self.waiting,
        }

    def claim_list(self) -> object:
        count = self._one(f"select count(*) from claim c where {OWN}", self.staff_id)
        order = "order by c.next_due_by is null, c.next_due_by, c.id limit 50"
        return count, self._all(f"{LISTED} where {OWN} {order}", self.staff_id)

    def claim_list_deep(self) -> object:
        order = "order by c.next_due_by, c.id limit 50"
        return self._all(
            f"{LISTED} where {OWN} and (c.next_due_by, c.id) > (?, 0) {order}",
            self.staff_id,
            self._today.isoformat(),
        )

    def claim_page(self, number: str) -> object:
        (claim_id,) = self._one("select id from claim where claim_number = ?", number)
        return (
            self._all(f"{LISTED} where c.id = ?", claim_id),
            self._all(
                "select * from case_note where claim_id = ? order by performed_on desc, id desc limit 20",
                claim_id,
            ),
            self._all("select * from task where claim_id = ? and finished_at is null", claim_id),
            self._all("select * from referral where claim_id = ?", claim_id),
            self._one("select sum(minutes) from time_entry where claim_id = ?", claim_id),
        )

    def by_number(self) -> object:
        start = self.claim[:5]
        return self._all(
            f"{LISTED} where c.claim_number >= ? and c.claim_number < ? limit 20",
            start,
            start + "~",
        )

    def by_name(self) -> object:
        return self._all(
            f"{LISTED} where w.cohe_id = 1 and w.search_name >= 'garcia1' and w.search_name < 'garcia2'"
            " limit 20"
        )

    def by_words(self) -> object:
        return self._all(
            "select n.id, n.claim_id from note_words join case_note n on n.id = note_words.rowid"
            f" where {self._engine.holds_words()} order by note_words.rowid desc limit 20"
        )

    def minutes_by_person(self) -> object:
        first = self._today - timedelta(days=self._today.day + 59)
        return self._all(
            "select staff_id, sum(minutes) from time_entry where cohe_id = 1 and performed_on between ?"
            " and ? and voided_at is null group by staff_id",
            first.isoformat(),
            self._today.isoformat(),
        )

    def claims_and_minutes_by_quarter(self) -> object:
        first = self._today - timedelta(days=3 * 365)
        return self._all(
            f"select {self._engine.month('initiated_on')}, count(*) from claim where counted_cohe_id = 1"
            " and initiated_on >= ? and fund = 'state_fund' group by 1",
            first.isoformat(),
        ), self._all(
            f"select {self._engine.month('performed_on')}, sum(minutes) from time_entry where cohe_id = 1"
            " and performed_on >= ? and voided_at is null group by 1",
            first.isoformat(),
        )

    def waiting(self) -> object:
        return self._all(
            f"{LISTED} where c.initiating_provider_id in"
            " (select provider_id from provider_assignment where staff_id = ?)"
            " and c.coordination = 'new' order by c.initiated_on limit 50",
            self.staff_id,
        )

    def _a_claim(self, notes: str) -> str:
        """A claim of the coordinator's own with so many notes, the newest of them."""
        return str(
            self._one(
                "select c.claim_number from claim c where c.initiating_provider_id in"
                " (select provider_id from provider_assignment where staff_id = ?)"
                " and c.coordination = 'active' and c.restricted = false and"
                f" (select count(*) from case_note n where n.claim_id = c.id) {notes}"
                " order by c.id desc limit 1",
                self.staff_id,
            )[0]
        )

    def coordinators(self) -> list[str]:
        """The sign-in names of the coordinators of the COHE: a small size has two."""
        rows = self._all(
            "select username from staff_member where username like 'c1.hsc%' order by id"
        )
        return [str(row[0]) for row in rows]

    def some_claims(self, count: int) -> list[str]:
        """Numbers of the coordinator's newest claims that are worked on, but those whose pages are read."""
        rows = self._all(
            "select claim_number from claim where initiating_provider_id in"
            " (select provider_id from provider_assignment where staff_id = ?)"
            " and coordination = 'active' and claim_number not in (?, ?) order by id desc limit ?",
            self.staff_id,
            self.claim,
            self.busy,
            count,
        )
        return [str(row[0]) for row in rows]

    def id_of(self, number: str) -> int:
        return int(self._one("select id from claim where claim_number = ?", number)[0])

    def notes(self) -> int:
        return int(self._one("select count(*) from case_note")[0])

    def _all(self, sql: str, *values: object) -> list[Row]:
        return self._engine.rows(sql, values)

    def _one(self, sql: str, *values: object) -> Row:
        return self._all(sql, *values)[0]
