"""Every clause of security.md on break-glass, with the test that holds it; and those that no other test
holds."""

import ast
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from argon2 import PasswordHasher
from sqlalchemy import update

from ohms.commands import passwords
from ohms.commands.break_glass import break_glass
from ohms.commands.unit_of_work import bulk_unit
from ohms.domain.break_glass import NOT_OPENED, TOO_OFTEN
from ohms.domain.errors import NotAllowed, RuleBroken
from ohms.domain.values import Role
from ohms.extensions import db
from ohms.models.audit import AuditEntry
from ohms.models.break_glass import BrokenGlass
from ohms.models.claims import Claim
from ohms.queries.sight import NAMED_BY
from ohms.web.forms import new_key
from tests.architecture.addresses import Whose
from tests.architecture.both_centres import furnish_both
from tests.architecture.centre import CLAIM
from tests.architecture.filling import browser_of
from tests.architecture.routes import CHANGING, routes_of, token_of
from tests.house import PASSWORD, House, count_of
from tests.statements import counted

TESTS = Path(__file__).parents[1]
HERE, STORY = "blueprints/test_break_glass_clauses.py", "blueprints/test_break_glass.py"
OPENS = f"{STORY}::test_it_opens_for_reading_for_four_hours_and_both_supervisors_are_told"
REASON = "An emergency room asks about the last visit."

CLAUSES = {
    "coordinators and supervisors, nobody else": f"{HERE}"
    "::test_coordinators_and_supervisors_alone_may_try",
    "full claim number, reason of 20 characters": f"{STORY}::test_what_could_never_open_costs_no_try",
    "password; a missing number and a wrong one answer alike in words and time": f"{HERE}"
    "::test_missing_restricted_and_wrong_password_cost_the_same_work",
    "at most 5 tries a day": f"{STORY}"
    "::test_missing_restricted_and_wrong_password_are_refused_alike_and_five_times_a_day",
    "a day's tries are that day's": f"{HERE}::test_a_new_day_has_five_tries_of_its_own",
    "read-only": f"{HERE}::test_no_form_of_an_opened_claim_is_taken",
    "at most 4 hours; both supervisors told at once": OPENS,
    "new session id": OPENS,
    "inside visible()": "queries/test_prepared.py"
    "::test_what_rests_on_more_than_a_standing_is_built_anew",
    "of several at once one opens": f"{STORY}"
    "::test_of_several_at_once_one_opens_it_and_the_others_find_it_open",
    "told to who watches over the claim's COHE": "blueprints/test_claim_looks.py"
    "::test_a_broken_glass_is_named_on_the_weekly_list",
}


@pytest.fixture(autouse=True)
def _at_noon(clock: Callable[[str], None]) -> None:
    clock("2026-11-24T12:00:00-08:00")


@pytest.mark.parametrize("clause", CLAUSES)
def test_each_clause_has_the_test_that_holds_it(clause: str) -> None:
    file, _, name = CLAUSES[clause].partition("::")
    tree = ast.parse((TESTS / file).read_text())
    assert name in {each.name for each in tree.body if isinstance(each, ast.FunctionDef)}


def test_coordinators_and_supervisors_alone_may_try(house: House) -> None:
    with house.app.app_context():
        for username in ("alder.assistant1", "alder.privacy", "lni.contract", "admin"):
            with pytest.raises(NotAllowed):
                break_glass(house.actor(username), "BI10001", REASON, PASSWORD, key=new_key())
        for username in ("alder.hsc1", "alder.supervisor"):
            break_glass(house.actor(username), "BI10001", REASON, PASSWORD, key=new_key())
        assert count_of(BrokenGlass) == 2


def test_missing_restricted_and_wrong_password_cost_the_same_work(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As many hashes of the same cost, and the same statements: that is what takes the time."""
    compared: list[str] = []

    class Counting(PasswordHasher):
        def verify(self, hash: Any, password: Any) -> Any:
            compared.append(str(hash).rpartition("$")[0].rpartition("$")[0])
            return super().verify(hash, password)

    monkeypatch.setattr(passwords, "hasher", Counting(memory_cost=8, time_cost=1, parallelism=1))
    asked = []
    with house.app.app_context():
        with bulk_unit("furnish", None):
            named = update(Claim).where(Claim.claim_number == "BI10003")
            db.session.execute(named.values(restricted=True))
        actor = house.actor("alder.hsc1")
        for number, password in (
            ("ZZ99999", PASSWORD),
            ("ZZ99999", "wrong"),
            ("BI10001", "wrong"),
            ("BI10003", PASSWORD),
        ):
            with counted(house.app) as statements, pytest.raises(RuleBroken) as refused:
                break_glass(actor, number, REASON, password, key=new_key())
            assert refused.value.message == NOT_OPENED
            asked.append(list(statements))
    assert all(each == asked[0] for each in asked)
    assert len(compared) == 4
    assert len(set(compared)) == 1


def test_a_new_day_has_five_tries_of_its_own(house: House, clock: Callable[[str], None]) -> None:
    def refused() -> str:
        with house.app.app_context(), pytest.raises(RuleBroken) as said:
            break_glass(house.actor("alder.hsc1"), "ZZ99999", REASON, PASSWORD, key=new_key())
        return said.value.message

    clock("2026-11-24T23:59:00-08:00")
    assert [refused() for _each in range(6)] == [*[NOT_OPENED] * 5, TOO_OFTEN]
    clock("2026-11-25T00:00:00-08:00")
    assert refused() == NOT_OPENED


def test_no_form_of_an_opened_claim_is_taken(house: House) -> None:
    """Every route that changes something of the claim, or of what hangs on it, whatever is sent."""
    with house.app.app_context():
        rows = furnish_both(house)
        for username in ("alder.hsc1", "alder.supervisor"):
            break_glass(house.actor(username), CLAIM["birch"], REASON, PASSWORD, key=new_key())
    faults, refused = [], 0
    browsers = {each: browser_of(house.app, each) for each in ("alder.hsc1", "alder.supervisor")}
    tokens = {each: token_of(browser) for each, browser in browsers.items()}
    for route in routes_of(house.app):
        if not (CHANGING & route.methods and set(route.arguments) & set(NAMED_BY)):
            continue
        username = "alder.hsc1" if route.is_given_to(Role.HSC) else "alder.supervisor"
        path = route.path(rows, **dict.fromkeys(route.arguments, Whose.FOREIGN))
        sent = {"csrf_token": tokens[username], "reason": REASON, "body": "A protest"}
        status = browsers[username].post(path, data=sent).status_code
        refused += status == 403
        if status not in (403, 404):
            faults.append(f"{path} by {username}: {status}")
    assert faults == [], "\n".join(faults)
    assert refused > 30, "hardly any was refused"
    with house.app.app_context():
        opened = house.claim[CLAIM["birch"]]
        changed = (AuditEntry.claim_id == opened, AuditEntry.detail.like('%"how"%'))
        assert count_of(AuditEntry, *changed) == 2, "its two openings alone"
