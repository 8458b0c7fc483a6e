"""Every figure of security.md, "Sign-in and sessions", with the test that holds it; and those that no other
test holds."""

import ast
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from argon2 import PasswordHasher
from sqlalchemy import select, update

from ohms.clock import now
from ohms.commands import passwords
from ohms.commands import sign_in as signing_in
from ohms.commands.sign_in import TRIES_OF_AN_ADDRESS, Refused, sign_in, wait_of
from ohms.commands.unit_of_work import bulk_unit
from ohms.domain.values import Role
from ohms.extensions import db
from ohms.models.audit import AuditEntry
from ohms.models.housekeeping import SignInAttempt, SignInSession
from ohms.models.staff import Position, StaffMember
from ohms.queries.guard import unscoped
from tests.blueprints.signing_in import as_person, token
from tests.house import PASSWORD, House, count_of
from tests.pages import CheckedClient

TESTS = Path(__file__).parents[1]
HERE = "blueprints/test_sign_in_figures.py"

FIGURES = {
    "idle limit 30 min": "domain/test_sessions.py::test_half_an_hour_of_nothing_or_twelve_hours_end_it",
    "setting 5 to 60": "domain/test_sessions.py"
    "::test_a_live_installation_sets_five_minutes_to_an_hour_and_at_most_twelve_hours",
    "absolute 12 h": "blueprints/test_covering.py"
    "::test_twelve_hours_after_the_sign_in_it_is_covered_whoever_works_and_begins_anew",
    "draft saves, scrolling and a running call count as activity": "browser/test_covering.py"
    "::test_scrolling_a_call_and_one_press_keep_a_page_open_and_nothing_else_does",
    "warned 5 minutes before": "domain/test_sessions.py"
    "::test_it_is_warned_of_five_minutes_before_or_at_half_of_a_short_limit",
    "without sound or stolen focus; covered, not left": "browser/test_covering.py"
    "::test_a_page_is_covered_at_the_limit_and_the_password_brings_its_text_back",
    "the password alone uncovers it": "blueprints/test_covering.py"
    "::test_at_the_limit_it_is_shut_and_the_password_alone_opens_it_under_a_new_id",
    "new id at sign-in": f"{HERE}::test_each_sign_in_has_an_id_of_its_own_and_ends_the_one_before",
    "new id at password change; password change ends old sessions": "blueprints/test_sessions.py"
    "::test_a_new_password_ends_the_other_sessions_and_goes_on_here_under_a_new_id",
    "new id at MFA change": "blueprints/test_second_step.py"
    "::test_it_is_set_up_with_a_picture_and_its_first_code_and_then_asked_for",
    "new id at break-glass; the password again for it": "blueprints/test_break_glass.py"
    "::test_it_opens_for_reading_for_four_hours_and_both_supervisors_are_told",
    "sign-out ends old sessions at once": "blueprints/test_sign_in.py"
    "::test_a_cookie_is_worth_nothing_after_signing_out",
    "deactivation and role change act at the next request": f"{HERE}"
    "::test_deactivation_and_a_change_of_role_act_at_the_next_request",
    "Clear-Site-Data at sign-out": f"{HERE}::test_signing_out_empties_what_the_browser_kept",
    "sign out everywhere": "blueprints/test_sessions.py"
    "::test_signing_out_everywhere_leaves_no_session_of_ones_own_and_all_of_others",
    "cookie __Host-, Secure, HttpOnly, SameSite=Lax": "web/test_cookies.py"
    "::test_over_https_the_cookie_is_for_this_host_alone",
    "15 to 256, not common, not made of names": "domain/test_passwords.py"
    "::test_short_long_common_repeated_and_named_ones_are_refused",
    "no composition rules": "domain/test_passwords.py::test_of_length_alone_anything_else_is_taken",
    "a list of 10,000": "blueprints/test_sign_in.py::test_ten_thousand_common_passwords_are_known",
    "no expiry": f"{HERE}::test_a_password_has_no_day_on_which_it_ends",
    "argon2id": f"{HERE}::test_passwords_are_kept_as_argon2id",
    "upgraded at sign-in": "blueprints/test_sign_in.py"
    "::test_a_password_hashed_with_other_costs_is_hashed_anew_at_the_next_sign_in",
    "TOTP, each code once": "domain/test_second_factor.py"
    "::test_a_code_is_taken_once_and_none_before_it_afterwards",
    "10 recovery codes": "blueprints/test_second_step.py"
    "::test_a_code_opens_once_and_so_does_a_recovery_code",
    "required for three roles, a setting, off in the demo": "blueprints/test_second_step.py"
    "::test_where_it_is_asked_for_nothing_opens_before_it_is_set_up",
    "5 wrong in 5 min, doubling to 1 h": f"{HERE}"
    "::test_five_wrong_in_five_minutes_wait_and_each_five_more_wait_twice_as_long_up_to_an_hour",
    "Retry-After; other people unaffected": "blueprints/test_sign_in.py"
    "::test_five_wrong_tries_make_a_name_wait_and_nobody_else",
    "kept across restart and workers; X-Forwarded-For no help": f"{HERE}"
    "::test_the_count_is_in_the_database_and_another_address_is_no_way_round",
    "same answer and time for unknown, wrong and deactivated": f"{HERE}"
    "::test_unknown_wrong_and_deactivated_are_answered_alike_and_cost_the_same",
    "?next= never leaves the origin": "blueprints/test_sign_in.py"
    "::test_signing_in_never_leads_off_the_site",
    "the password again for account administration": "blueprints/test_accounts_looked_after.py"
    "::test_somebody_is_added_invited_closed_and_opened_again",
    "the password again for bulk export": "blueprints/test_again.py"
    "::test_a_cohes_list_asks_for_the_password_again_and_ones_own_does_not",
    "OIDC by extra": "blueprints/test_identity_provider.py"
    "::test_whom_the_provider_names_is_let_in_and_led_to_what_they_wanted",
}


@pytest.mark.parametrize("figure", FIGURES)
def test_each_figure_has_the_test_that_holds_it(figure: str) -> None:
    file, _, name = FIGURES[figure].partition("::")
    tree = ast.parse((TESTS / file).read_text())
    assert name in {each.name for each in tree.body if isinstance(each, ast.FunctionDef)}


def test_each_sign_in_has_an_id_of_its_own_and_ends_the_one_before(
    client: CheckedClient, house: House
) -> None:
    tokens = []
    for _again in range(2):
        assert client.fill("/login", username="alder.hsc1", password=PASSWORD).status_code == 303
        tokens.append(token(client))
    assert len(set(tokens)) == 2
    with client.session_transaction() as session:
        session["_user_id"] = tokens[0]
    assert client.get("/").status_code == 302


@pytest.mark.parametrize("ending", ["/logout", "/account/sessions/end"])
def test_signing_out_empties_what_the_browser_kept(
    client: CheckedClient, house: House, ending: str
) -> None:
    page = as_person(client, "alder.hsc1").get("/account/sessions")
    assert "Clear-Site-Data" not in page.headers
    gone = client.fill("/account/sessions", ending)
    assert (gone.status_code, gone.headers.get("Clear-Site-Data")) == (303, '"cache", "storage"')


def test_deactivation_and_a_change_of_role_act_at_the_next_request(
    client: CheckedClient, house: House
) -> None:
    as_person(client, "alder.supervisor")
    assert client.get("/admin/accounts").status_code == 200
    _change(house, Position, Position.id == house.position["alder.supervisor"], role=Role.HSC)
    assert client.get("/admin/accounts").status_code == 403
    _change(house, StaffMember, StaffMember.username == "alder.supervisor", active=False)
    assert client.get("/claims").status_code == 302


def test_a_password_has_no_day_on_which_it_ends(
    client: CheckedClient, house: House, clock: Callable[[str], None]
) -> None:
    clock("2046-11-24T12:00:00-08:00")
    assert client.fill("/login", username="alder.hsc1", password=PASSWORD).status_code == 303


def test_passwords_are_kept_as_argon2id(monkeypatch: pytest.MonkeyPatch) -> None:
    real = PasswordHasher(memory_cost=19_456, time_cost=2, parallelism=1)
    monkeypatch.setattr(passwords, "hasher", real)
    assert passwords.hash_password(PASSWORD).startswith("$argon2id$v=19$m=19456,t=2,p=1$")


def test_five_wrong_in_five_minutes_wait_and_each_five_more_wait_twice_as_long_up_to_an_hour(
    house: House, clock: Callable[[str], None]
) -> None:
    def wrong(at: str, times: int) -> int:
        clock(f"2026-11-24T{at}-08:00")
        with house.app.app_context():
            for _each in range(times):
                sign_in("alder.hsc1", "wrong", None)
            return wait_of("alder.hsc1")

    assert wrong("08:00:00", 4) == 0
    assert wrong("08:05:01", 1) == 0  # the five are not within five minutes
    assert wrong("08:06:00", 4) == 300
    waits = [wrong(f"{hour:02}:30:00", 5) for hour in (9, 11, 13, 15)]
    assert waits == [600, 1200, 2400, 3600]


def test_the_count_is_in_the_database_and_another_address_is_no_way_round(
    client: CheckedClient, house: House
) -> None:
    for number in range(5):
        with house.app.app_context():
            assert isinstance(sign_in("alder.hsc1", "wrong", f"10.0.0.{number}"), Refused)
            rows = select(SignInAttempt.username_hash)
            assert len(db.session.execute(rows).all()) == number + 1
    page = {"username": "alder.hsc1", "password": PASSWORD}
    client.environ_base["HTTP_X_FORWARDED_FOR"] = "203.0.113.9"
    assert client.fill("/login", **page).status_code == 429


@pytest.mark.parametrize("password", [PASSWORD, "wrong"])
def test_of_many_guesses_at_once_only_five_are_heard(
    house: House, monkeypatch: pytest.MonkeyPatch, password: str
) -> None:
    """Each began before any of the others was found to be wrong: the right one opens nothing either."""
    compared = passwords.is_password

    def others_end_first(stored: str | None, typed: str) -> bool:
        for _each in range(5):
            add_wrong(house, signing_in.hash_token("alder.hsc1"), "10.0.0.9")
        return compared(stored, typed)

    monkeypatch.setattr(signing_in, "is_password", others_end_first)
    with house.app.app_context():
        assert sign_in("alder.hsc1", password, "10.0.0.1") == Refused(300)
        assert count_of(SignInSession) == 0
        assert count_of(SignInAttempt) == 6


def test_who_guesses_for_many_names_from_one_address_waits_and_no_other_address_does(
    client: CheckedClient, house: House, clock: Callable[[str], None]
) -> None:
    clock("2026-11-24T08:00:00-08:00")
    here = client.environ_base["REMOTE_ADDR"] = "203.0.113.7"
    with house.app.app_context():
        for number in range(TRIES_OF_AN_ADDRESS):
            add_wrong(house, str(number), here)
    clock("2026-11-24T08:02:00-08:00")
    told = [
        client.fill("/login", username=name, password=password)
        for name, password in (("alder.hsc1", PASSWORD), ("alder.hsc1", "wrong"), ("nobody", "x"))
    ]
    assert [answer.status_code for answer in told] == [429] * 3
    assert {answer.headers["Retry-After"] for answer in told} == {"180"}
    with house.app.app_context():
        assert count_of(SignInAttempt) == TRIES_OF_AN_ADDRESS, "what is not heard counts for nobody"
        assert count_of(AuditEntry, AuditEntry.action == "sign_in") == 3
    client.environ_base["REMOTE_ADDR"] = "203.0.113.8"
    assert client.fill("/login", username="alder.hsc1", password="wrong").status_code == 422
    client.environ_base["REMOTE_ADDR"] = here
    clock("2026-11-24T08:05:01-08:00")
    assert client.fill("/login", username="alder.hsc1", password=PASSWORD).status_code == 303


def test_unknown_wrong_and_deactivated_are_answered_alike_and_cost_the_same(
    client: CheckedClient, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same page, and as many hashes of the same cost: that is what takes the time."""
    _change(house, StaffMember, StaffMember.username == "alder.hsc2", active=False)
    compared: list[str] = []

    class Counting(PasswordHasher):
        def verify(self, hash: Any, password: Any) -> Any:
            compared.append(str(hash).rpartition("$")[0].rpartition("$")[0])
            return super().verify(hash, password)

    monkeypatch.setattr(passwords, "hasher", Counting(memory_cost=8, time_cost=1, parallelism=1))
    told = []
    for name, password in (("nobody", "wrong"), ("alder.hsc1", "wrong"), ("alder.hsc2", PASSWORD)):
        answer = client.fill("/login", username=name, password=password)
        assert answer.status_code == 422
        told.append("belong together" in answer.text)
    assert told == [True, True, True]
    assert len(compared) == 3
    assert len(set(compared)) == 1


def _change(house: House, model: Any, condition: Any, **values: Any) -> None:
    with house.app.app_context(), bulk_unit("change", None):
        db.session.execute(update(model).where(condition).values(**values))


def try_for(name: str, address: str, times: int = 1, password: str = "wrong") -> list[bool]:
    """Whether each try was heard; a right password is heard with its session."""
    told = [sign_in(name, password, address) for _ in range(times)]
    return [not (isinstance(answer, Refused) and answer.wait_seconds) for answer in told]


def test_one_script_with_one_name_shuts_out_nobody_else_at_its_address(
    house: House, clock: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was not compared counts for no address; and whoever signed in from there is heard anyway."""
    monkeypatch.setattr(signing_in, "TRIES_OF_AN_ADDRESS", 10)
    clock("2026-11-24T08:00:00-08:00")
    office = "203.0.113.7"
    with house.app.app_context():
        assert try_for("alder.hsc2", office, password=PASSWORD) == [True]
        assert sum(try_for("made-up", office, 15)) == 5
        assert try_for("alder.hsc1", office) == [True]
        for number in range(10):
            add_wrong(house, f"{number}", office)
        assert try_for("alder.hsc1", office) == [False]
        clock("2026-12-24T07:58:00-08:00")
        for number in range(10):
            add_wrong(house, f"{number}", office)
        assert try_for("alder.hsc2", office) == [True]
        assert try_for("alder.hsc2", "203.0.113.8", password=PASSWORD) == [True]
        clock("2026-12-24T08:00:01-08:00")
        assert try_for("alder.hsc2", office) == [False], "thirty days are over"


def add_wrong(house: House, name_hash: str, address: str) -> None:
    house.add(SignInAttempt, username_hash=name_hash, address=address, at=now(), succeeded=False)


def test_an_address_that_begins_to_wait_is_told_once_with_its_network_and_stands_in_the_audit(
    house: House, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(signing_in, "TRIES_OF_AN_ADDRESS", 3)
    tried = ["2001:db8:0:1::a", "2001:db8:0:1:ffff::b", "2001:db8:0:1::c", "2001:db8:0:1::d"]
    with house.app.app_context():
        heard = [try_for(f"name{number}", each)[0] for number, each in enumerate(tried)]
        assert heard == [True, True, True, False]
        assert try_for("name4", "2001:db8:0:2::a") == [True]
        assert try_for("alder.hsc1", "2001:db8:0:3::a", password=PASSWORD) == [True]
        entries = select(AuditEntry.address).where(AuditEntry.action == "sign_in")
        with unscoped("a test looks"):
            told = list(db.session.scalars(entries.order_by(AuditEntry.number)))
    assert told == [*tried, "2001:db8:0:2::a", "2001:db8:0:3::a"]
    warned = [line.getMessage() for line in caplog.records if "wrong passwords" in line.message]
    assert warned == ["Too many wrong passwords from 2001:db8:0:1::c: it waits 300 seconds."]
