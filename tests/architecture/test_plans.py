"""What the hot pages ask reads no table from end to end that grows with the database, on either engine.

The statements are those that the pages send, taken from the engine as they went by.
"""

from typing import Any

import pytest
from sqlalchemy import insert, select

from ohms.commands.unit_of_work import bulk_unit
from ohms.extensions import db
from ohms.models.audit import AuditEntry, AuditLane
from ohms.models.claims import Claim
from ohms.models.coverage import Absence
from ohms.queries.claim_looks import looks_page, watched_claim
from ohms.queries.drafts import count_drafts
from ohms.queries.notes_to_co_sign import co_sign_queue
from ohms.queries.rounds import ask, ask_all
from ohms.queries.same_person import said_of_worker
from ohms.queries.today_of_supervisor import claims_without_coordinator, task_owners
from ohms.queries.triage import at_triage
from ohms.queries.waiting import notes_waiting
from ohms.simulator.loading.rows import table_of
from tests.architecture.both_centres import furnish_both
from tests.architecture.centre import MOMENT
from tests.architecture.filling import browser_of
from tests.architecture.plans import indexes_of, read_whole, sent_by
from tests.forms import posting_form
from tests.house import House
from tests.statements import engines_of

# Operations A to G of docs/performance.md as pages: who opens what.
PAGES = (
    ("alder.hsc1", "/"),
    ("alder.assistant1", "/"),
    ("alder.supervisor", "/"),
    ("alder.hsc1", "/claims"),
    ("alder.hsc1", "/claims?coordination=active&time_loss=yes&sort=-last_contact"),
    ("alder.hsc1", "/claims?scope=covered"),
    ("alder.hsc1", "/claims?sort=-score"),
    ("alder.hsc1", "/claims/AL10001"),
    ("alder.assistant1", "/claims/AL10002"),
    ("alder.supervisor", "/claims/AL10001"),
    ("alder.hsc1", "/claims/AL10001/notes"),
    ("alder.hsc1", "/claims/AL10001/time"),
    ("alder.hsc1", "/claims/AL10001/history"),
    ("alder.hsc1", "/search?q=AL100"),
    ("alder.hsc1", "/search?q=worker"),
    ("alder.hsc1", "/search?q=light+duty+offer"),
    ("alder.hsc1", "/triage"),
    ("alder.hsc1", "/tasks"),
    ("alder.hsc1", "/tasks/grouped"),
    ("alder.hsc1", "/referrals"),
    ("alder.hsc1", "/claims/AL10001/recovery"),
    ("alder.hsc1", "/claims/AL10001/coordination"),
    ("alder.hsc1", "/claims/AL10001/file"),
    ("alder.hsc1", "/time"),
    ("alder.supervisor", "/claims"),
    ("alder.supervisor", "/claims?sort=-initiated_on&time_loss=yes"),
    ("alder.supervisor", "/workload"),
    ("alder.supervisor", "/workload/minutes"),
    ("lni.contract", "/workload"),
    ("alder.supervisor", "/workload/588"),
    ("alder.supervisor", "/measures"),
    ("lni.contract", "/measures"),
    ("alder.supervisor", "/staffing"),
)


def test_no_hot_page_reads_a_growing_table_whole(house: House) -> None:
    with house.app.app_context():
        away_id = furnish_both(house)["alder"][Absence]
    (engine,) = engines_of(house.app)
    pages = (*PAGES, ("alder.hsc1", f"/handover/absences/{away_id}/back"))
    unlike: dict[str, tuple[str, Any]] = {}  # many pages ask the same: it is explained once
    for username in sorted({username for username, _path in pages}):
        client = browser_of(house.app, username)
        for path in (path for who, path in pages if who == username):
            with sent_by(house.app) as sent:
                assert client.get(path).status_code == 200, path
            unlike |= {sql: (path, values) for sql, values in sent if sql not in unlike}
    found = [
        (path, each, sql)
        for sql, (path, values) in unlike.items()
        for each in read_whole(engine, (sql, values))
    ]
    assert found == [], "\n\n".join(f"{path}: {each}\n{sql}" for path, each, sql in found)


def test_no_saving_of_a_note_reads_a_growing_table_whole(house: House) -> None:
    client = browser_of(house.app, "alder.hsc1")
    form = posting_form(client.get("/claims/AL10001").text, "/claims/AL10001/notes")
    said = {
        "party": "worker",
        "method": "phone",
        "outcome": "reached",
        "body": "Spoke about light duty.",
        "minutes": "6",
        "next_task": "Ask for the offer",
        "next_task_due": "+3b",
    }
    (engine,) = engines_of(house.app)
    with sent_by(house.app) as sent:
        assert client.post("/claims/AL10001/notes", data=form.filled_in(said)).status_code == 303
    assert [each for one in sent for each in read_whole(engine, one)] == []


def test_triage_looks_neither_among_all_that_was_closed_nor_at_what_keeps_all_of_it_from_an_assistant(
    house: House,
) -> None:
    (engine,) = engines_of(house.app)
    with house.app.app_context(), sent_by(house.app) as sent:
        at_triage(house.actor("alder.hsc1"))
    one = next(each for each in sent if "'not_needed'" in each[0])
    assert "ix_claim_may_come_back" in indexes_of(engine, one, "claim")
    assert not [each for each in sent if "complexity_ground" in each[0]]


@pytest.mark.parametrize("username", ["alder.hsc1", "alder.assistant1", "alder.supervisor"])
def test_what_waits_on_today_is_not_looked_for_among_all_there_ever_was(
    username: str, house: House
) -> None:
    (engine,) = engines_of(house.app)
    with house.app.app_context(), sent_by(house.app) as sent:
        actor = house.actor(username)
        ask(notes_waiting(actor))
        ask(co_sign_queue(actor))
        ask_all(task_owners(actor), claims_without_coordinator(actor))
        ask(count_drafts(actor))
    assert [each for one in sent for each in read_whole(engine, one)] == []


def test_who_looked_at_a_claim_is_read_by_the_claim_and_by_the_few_lists_that_left(
    house: House,
) -> None:
    """And not by all that the COHE ever did: of that are millions of entries."""
    (engine,) = engines_of(house.app)
    with house.app.app_context():
        add_acts(house, 3_000)
        actor = house.actor("alder.privacy")
        with sent_by(house.app) as sent:
            looks_page(actor, watched_claim(actor, "AL10001"), None)
    asked = [one for one in sent if "audit_entry" in one[0]]
    assert len(asked) == 3
    assert {name for one in asked for name in indexes_of(engine, one)} == {
        "ix_audit_entry_claim_id_at",
        "ix_audit_entry_action_at",
    }


def test_what_was_said_of_a_worker_is_read_by_the_pairs_and_not_by_all_that_was_done(
    house: House,
) -> None:
    """Of a claim's worker and another there are few pairs, and of each few acts; of the rest millions."""
    (engine,) = engines_of(house.app)
    with house.app.app_context():
        furnish_both(house)
        add_acts(house, 3_000)
        claim_id = house.claim["AL10002"]
        with bulk_unit("furnish", None):
            claim = db.session.get_one(Claim, claim_id)
        with sent_by(house.app) as sent:
            ask(said_of_worker(house.actor("alder.supervisor"), claim))
    asked = [one for one in sent if "same_person_proposal" in one[0]]
    assert asked
    assert [each for one in asked for each in read_whole(engine, one)] == []
    of_acts = {name for one in asked for name in indexes_of(engine, one)}
    assert of_acts == {"ix_audit_entry_object"}


def add_acts(house: House, many: int) -> None:
    """Lists that a COHE looked at, and one in a hundred exported."""
    with bulk_unit("furnish", None):
        head = db.session.execute(select(AuditLane).where(AuditLane.lane == 0)).scalar_one()
        entry = {
            "lane": 0,
            "at": MOMENT,
            "staff_id": house.staff["alder.hsc1"],
            "cohe_id": house.cohe["alder"],
            "claim_ids": "4,5,6",
            "result": "done",
            "previous_hash": "",
            "hash": "",
        }
        rows = [
            {
                **entry,
                "number": head.last_number + each,
                "action": "list_claims" if each % 100 else "export_claims",
            }
            for each in range(1, many + 1)
        ]
        db.session.execute(insert(table_of(AuditEntry)), rows)
    if db.engine.dialect.name == "postgresql":
        with db.engine.begin() as connection:
            connection.exec_driver_sql("ANALYZE audit_entry")


@pytest.mark.parametrize(
    ("statement", "whole"),
    [
        ("SELECT body FROM case_note WHERE claim_id = 1", False),
        ("SELECT body FROM case_note WHERE body = 'x'", True),
        ("SELECT n.id FROM case_note AS n ORDER BY n.id LIMIT 5", True),
        ("SELECT name FROM staff_member WHERE name = 'x'", False),
    ],
)
def test_a_table_read_whole_would_be_seen(statement: str, whole: bool, house: House) -> None:
    (engine,) = engines_of(house.app)
    assert bool(read_whole(engine, (statement, ()))) is whole
