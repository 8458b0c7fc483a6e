"""The permission table against what security.md says of the roles, told here a second time.

The walks of the URL map take the table's word for who may; this test takes nobody's.
"""

import pytest

from ohms.domain.access import ROLES_WITH, Permission
from ohms.domain.values import Role
from tests.architecture.access_places import PLACES
from tests.architecture.access_table import CELLS, deeds_without_route
from tests.architecture.routes import all_routes_of, routes_of
from tests.house import House

SEE_CLAIMS = frozenset({Role.HSC, Role.HSC_ASSISTANT, Role.SUPERVISOR})
# First words of permissions, and rooms of pages, that are about claims and what hangs on them.
ABOUT_CLAIMS = (
    "claim.",
    "note.",
    "task.",
    "call.",
    "provider.",
    "employer.",
    "light_duty.",
    "document.",
    "time.",
    "triage.",
    "same_person.",
    "same_employer.",
    "rehoming.",
)
ROOMS_OF_CLAIMS = frozenset({"calls", "claims", "parties", "tasks", "time", "transfers", "triage"})
NEVER_TOGETHER = {
    Permission.NOTE_WRITE: Role.SUPERVISOR,
    Permission.DOCUMENT_FILE: Role.SUPERVISOR,
    Permission.DOCUMENT_FLAG: Role.HSC_ASSISTANT,
    Permission.NOTE_CO_SIGN: Role.HSC_ASSISTANT,
    Permission.TRIAGE_DECIDE: Role.HSC_ASSISTANT,
    Permission.CLAIM_RATE: Role.HSC_ASSISTANT,
    Permission.CLAIM_DELEGATE: Role.HSC_ASSISTANT,
    Permission.REFERRAL_SEND: Role.HSC_ASSISTANT,
    Permission.CLAIM_EXPORT: Role.HSC_ASSISTANT,
    Permission.ACCOUNT_MANAGE: Role.SUPERVISOR,
    Permission.CLAIM_HAND_OVER: Role.HSC_ASSISTANT,
    Permission.CLAIM_ASSIGN: Role.HSC,
}


def test_every_permission_is_in_the_table_and_some_role_has_it() -> None:
    assert set(ROLES_WITH) == set(Permission)
    assert all(ROLES_WITH.values())


@pytest.mark.parametrize(
    "permission", [p for p in Permission if p.value.startswith(ABOUT_CLAIMS)], ids=str
)
def test_what_is_about_claims_is_for_those_who_see_claims(permission: Permission) -> None:
    assert ROLES_WITH[permission] <= SEE_CLAIMS


@pytest.mark.parametrize("permission", NEVER_TOGETHER, ids=str)
def test_a_role_is_not_given_what_security_keeps_from_it(permission: Permission) -> None:
    assert NEVER_TOGETHER[permission] not in ROLES_WITH[permission]


def test_notes_are_co_signed_added_to_and_voided_by_those_whom_security_names() -> None:
    assert ROLES_WITH[Permission.NOTE_CO_SIGN] == {Role.HSC, Role.SUPERVISOR}
    assert ROLES_WITH[Permission.NOTE_ADDENDUM] == SEE_CLAIMS
    assert ROLES_WITH[Permission.NOTE_VOID] == SEE_CLAIMS


def test_coordinators_rate_and_lend_claims_and_whoever_sees_one_may_raise_it() -> None:
    assert ROLES_WITH[Permission.CLAIM_RATE] == {Role.HSC}
    assert ROLES_WITH[Permission.CLAIM_DELEGATE] == {Role.HSC}
    assert ROLES_WITH[Permission.CLAIM_RAISE] == SEE_CLAIMS


def test_assistants_draft_referrals_and_never_send_them() -> None:
    assert Role.HSC_ASSISTANT in ROLES_WITH[Permission.REFERRAL_DRAFT]
    assert ROLES_WITH[Permission.REFERRAL_SEND] == {Role.HSC}
    assert ROLES_WITH[Permission.REFERRAL_READ] == SEE_CLAIMS


def test_referrals_are_answered_by_the_desks_and_by_coordinators_for_services_without_one() -> None:
    desks = {Role.DESK_RISK_MANAGEMENT, Role.DESK_STAY_AT_WORK}
    assert ROLES_WITH[Permission.REFERRAL_ANSWER] == {Role.HSC} | desks


def test_a_desk_works_on_its_queue_and_nobody_else_does() -> None:
    assert ROLES_WITH[Permission.DESK_WORK] == {
        Role.DESK_RISK_MANAGEMENT,
        Role.DESK_STAY_AT_WORK,
    }


def test_packets_are_read_by_those_who_see_the_claim_and_by_the_desks() -> None:
    desks = {Role.DESK_RISK_MANAGEMENT, Role.DESK_STAY_AT_WORK}
    assert ROLES_WITH[Permission.PACKET_READ] == SEE_CLAIMS | desks


def test_claims_are_handed_over_by_coordinators_and_given_by_supervisors() -> None:
    assert ROLES_WITH[Permission.CLAIM_HAND_OVER] == {Role.HSC, Role.SUPERVISOR}
    assert ROLES_WITH[Permission.CLAIM_ASSIGN] == {Role.SUPERVISOR}


def test_the_templates_of_a_cohe_are_its_supervisors_alone() -> None:
    assert ROLES_WITH[Permission.TEMPLATE_EDIT] == {Role.SUPERVISOR}


def test_the_bench_is_its_supervisors_and_one_person_is_told_by_who_answers_for_claims() -> None:
    assert ROLES_WITH[Permission.BENCH_READ] == {Role.SUPERVISOR, Role.ADMINISTRATOR}
    assert ROLES_WITH[Permission.SAME_PERSON_DECIDE] == {Role.HSC, Role.SUPERVISOR}
    assert ROLES_WITH[Permission.SAME_EMPLOYER_DECIDE] == {Role.HSC, Role.SUPERVISOR}


def test_the_pages_at_hand_are_read_by_the_cohes_people_and_kept_by_its_supervisor() -> None:
    assert ROLES_WITH[Permission.RESOURCE_READ] == SEE_CLAIMS | {Role.PRIVACY_OFFICER}
    assert ROLES_WITH[Permission.RESOURCE_EDIT] == {Role.SUPERVISOR}


def test_the_playbooks_of_a_cohe_are_its_supervisors_alone() -> None:
    assert ROLES_WITH[Permission.PLAYBOOK_EDIT] == {Role.SUPERVISOR}


def test_what_a_cohe_set_is_read_by_who_sees_claims_and_set_by_its_supervisor() -> None:
    assert ROLES_WITH[Permission.SETTING_READ] == SEE_CLAIMS
    assert ROLES_WITH[Permission.SETTING_WRITE] == {Role.SUPERVISOR}


def test_the_weights_of_triage_are_a_supervisors_alone() -> None:
    assert ROLES_WITH[Permission.TRIAGE_WEIGHTS] == {Role.SUPERVISOR}


def test_calls_are_taken_by_caseworkers_and_matched_by_all_who_see_claims() -> None:
    assert ROLES_WITH[Permission.CALL_TAKE] == {Role.HSC, Role.HSC_ASSISTANT}
    assert ROLES_WITH[Permission.CALL_READ] == SEE_CLAIMS
    assert ROLES_WITH[Permission.CALL_MATCH] == SEE_CLAIMS


def test_providers_employers_and_their_light_duty_are_for_all_who_see_claims() -> None:
    for permission in (
        Permission.PROVIDER_READ,
        Permission.EMPLOYER_READ,
        Permission.LIGHT_DUTY_WRITE,
    ):
        assert ROLES_WITH[permission] == SEE_CLAIMS


def test_administrators_manage_accounts_and_the_feed_and_nothing_of_claims() -> None:
    held = {permission for permission in Permission if Role.ADMINISTRATOR in ROLES_WITH[permission]}
    assert held == {
        Permission.TODAY_READ,
        Permission.OWN_SETTINGS,
        Permission.DRAFT_KEEP,
        Permission.ACCOUNT_MANAGE,
        Permission.BENCH_READ,  # counts alone
        Permission.FEED_IMPORT,
        Permission.SETTING_TECHNICAL,
        Permission.AUDIT_READ,
        Permission.AUDIT_WATCH,
        Permission.ACCOUNT_INVITE,
        Permission.WEBHOOK_MANAGE,
    }
    for permission in held - {
        Permission.TODAY_READ,
        Permission.OWN_SETTINGS,
        Permission.DRAFT_KEEP,
        Permission.AUDIT_READ,
        Permission.AUDIT_WATCH,
        Permission.ACCOUNT_INVITE,
        Permission.BENCH_READ,
    }:
        assert ROLES_WITH[permission] == {Role.ADMINISTRATOR}


def test_links_are_given_by_administrators_and_by_supervisors() -> None:
    assert ROLES_WITH[Permission.ACCOUNT_INVITE] == {Role.ADMINISTRATOR, Role.SUPERVISOR}


def test_the_audit_is_read_as_security_says() -> None:
    assert ROLES_WITH[Permission.AUDIT_READ] == set(Role) - {Role.CONTRACT_MANAGER}
    over_a_cohe = {Role.SUPERVISOR, Role.PRIVACY_OFFICER}
    assert ROLES_WITH[Permission.AUDIT_WATCH] == over_a_cohe | {Role.ADMINISTRATOR}
    assert ROLES_WITH[Permission.AUDIT_EXPORT] == over_a_cohe


def test_every_page_in_a_room_of_claims_is_for_those_who_see_claims(standing_house: House) -> None:
    pages = [
        route
        for route in routes_of(standing_house.app)
        if route.rule.endpoint.partition(".")[0] in ROOMS_OF_CLAIMS
    ]
    assert len(pages) >= 5
    wide = [
        str(route)
        for route in pages
        if route.access.permission is None or not ROLES_WITH[route.access.permission] <= SEE_CLAIMS
    ]
    assert wide == []


def test_every_route_stands_in_one_row_of_the_table(standing_house: House) -> None:
    """Who adds a route says in `access_places.py` in which row it stands and what deed it is."""
    routes = all_routes_of(standing_house.app)
    behind_the_door = {each.rule.endpoint for each in routes if not each.is_open_to_all}
    assert behind_the_door - set(PLACES) == set(), "in no row of the access table"
    assert set(PLACES) - behind_the_door == set(), "no route any more"
    assert {row for row, _deed in PLACES.values()} == {row for row, _column in CELLS}
    assert list(deeds_without_route()) == []
