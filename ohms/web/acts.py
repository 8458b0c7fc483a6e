"""How audit actions read on the screen, and which are meant by words that were typed."""

from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType

from flask import current_app

from ohms.commands.unit_of_work import COMMANDS
from ohms.domain.feed import FeedKind
from ohms.domain.names import folded
from ohms.queries.security_acts import OF_SECURITY
from ohms.web.words import words

ACTS: Mapping[str, str] = MappingProxyType(
    {
        "download_document": "Document saved",
        "download_packet": "Packet saved",
        "export_audit": "What somebody saw exported",
        "export_billing_batch": "Billing batch saved",
        "export_calendar": "Number and days told to a calendar",
        "export_claims": "Claim list exported",
        "export_claims_initiated": "Claims initiated exported",
        "export_data": "All data of the COHE exported",
        "export_desk": "Desk’s list exported",
        "export_documents": "List of the claim file exported",
        "export_figured_referrals": "Referrals behind a figure exported",
        "export_looks": "Looks beyond one’s list exported",
        "export_measure_rows": "Claims behind a measure exported",
        "export_minutes": "Minutes exported",
        "export_program_claims": "Told to another program",
        "export_program_minutes": "Minutes told to another program",
        "export_program_notes": "Notes told to another program",
        "export_program_referrals": "Referrals told to another program",
        "export_program_tasks": "Tasks told to another program",
        "export_reassignment": "Refused tasks exported",
        "export_referrals": "Referrals exported",
        "export_refused_rows": "Refused rows exported",
        "export_roas_of_provider": "Reports of Accident of a provider exported",
        "export_tasks": "Tasks exported",
        "print_handover": "Handover pack opened to print",
        "print_notes": "Notes opened to print",
        "print_packet": "Packet opened to print",
    }
)
"""How an audit action reads in the list."""

CALLED = {
    "compare_cohes": "COHEs side by side compared",
    "begin_export": "Export begun",
    "co_sign": "Co-sign",
    "open_claim": "Opened by break-glass",
    "export_rows_of_report": "Rows behind a report’s figure exported",
    "open_call_form": "Log a call, opened",
    "open_list_with": "Choose the view that a list opens with",
    "open_task_form": "Write a task, opened",
    "preview_cover": "Arrange cover, previewed",
    "preview_hand_over": "Hand over claims, previewed",
    "preview_rebalancing": "Rebalance, previewed",
    "read_claim": "Timeline opened",
    "read_answered_form": "Shown with the answer to a form",
    "read_history": "History opened",
    "read_document_page": "Page of a document looked at",
    "read_time_of_claim": "Time opened",
    "read_referrals_of_claim": "Referrals opened",
    "read_claim_looks": "Who looked, opened",
    "read_apf_sample": "Review of APFs opened",
    "read_caseloads": "Load opened",
    "read_centre_settings": "Casework settings opened",
    "read_desk_keeping": "Desks of L&I opened",
    "read_entry_to_co_sign": "Entry to co-sign opened",
    "read_first_steps": "Getting started opened",
    "read_ledger_brief": "Brief: claims per FTE and staffing, opened",
    "read_note_to_co_sign": "Note to co-sign opened",
    "read_obligations": "Staffing opened",
    "read_referral_figures": "Figures of referrals opened",
    "read_report": "Quarterly Status Report opened",
    "read_reports": "Quarterly Status Reports opened",
    "read_second_step": "Second step of signing in opened",
    "read_self_check": "Self-check opened",
    "read_sign_in_rules": "Sign-in rules opened",
    "read_time_entry": "Change minutes, opened",
    "read_unbilled_time": "Billing opened",
    "list_absences": "Absences and coverage opened",
    "list_documents": "Claim file opened",
    "list_disclosures": "What left the house, opened",
    "list_drafts": "Drafts that I left, listed",
    "list_letters": "Letters opened",
    "list_looks": "Looks beyond one’s list opened",
    "list_notes_to_co_sign": "Notes to co-sign listed",
    "list_own_absences": "Own absences and cover opened",
    "list_own_sessions": "Signed in, and password, opened",
    "list_own_tokens": "Tokens for other programs listed",
    "list_pages": "Pages and actions listed",
    "list_providers_of_coordinators": "Providers and their coordinators listed",
    "list_rehomings": "Changed initiations listed",
    "list_standing_deputies": "Coverage plan opened",
    "list_transfers": "Claims handed over, listed",
}
"""What its action alone does not say: of a look, what its page is called."""

BESIDE_COMMANDS = frozenset(
    {
        "begin_draft",
        "begin_export",
        "bring_complexity_to_facts",
        "bring_cover_to_facts",
        "bring_tasks_to_facts",
        "bring_vacancies_to_facts",
        "carry_out_purge",
        "copy_database",
        "download_report",
        "end_copy_database",
        "end_draft",
        "end_interrupted_import",
        "forget_deliveries",
        "forget_messages",
        "found_installation",
        "import_data",
        "import_document_file",
        *(f"import_{kind.value.replace('-', '_')}" for kind in FeedKind),
        "keep_document_text",
        "make_backup",
        "queue_digest",
        "raise_complexity",
        "rebuild_roll_ups",
        "send_again",
        "send_message",
        "send_webhook",
        "simulate",
        "take_files_away",
        "throw_away_draft",
        "tidy_drafts",
    }
)
"""What is recorded beside a command's own name, or where none is: at night, by imports, of drafts and mail."""

LOOKED = {
    "read": "opened",
    "open": "opened",
    "list": "listed",
    "preview": "previewed",
    "search": "searched",
    "compare": "compared",
    "export": "exported",
    "print": "opened to print",
    "download": "saved",
}
"""What became of the thing that a look's action names after its verb."""


SPELLED = {
    "apf": "APF",
    "cohe": "COHE",
    "cohes": "COHEs",
    "frq": "FRQ",
    "roa": "ROA",
    "roas": "ROAs",
}
"""Words of the field that are no words of a sentence."""


def is_look(action: str) -> bool:
    """Whether something was seen, and nothing changed: a barrier is opened by a command."""
    return action.partition("_")[0] in LOOKED and action not in COMMANDS


def in_words(action: str) -> str:
    """What somebody did, as people say it: what left the house as the claim's own list calls it."""
    told = CALLED.get(action) or ACTS.get(action) or _by_its_name(action)
    return " ".join(SPELLED.get(each.lower(), each) for each in told.split(" "))


def _by_its_name(action: str) -> str:
    """What an act is called that nothing else is known of; one in `CALLED` was so before."""
    if not is_look(action):
        return words(action.replace(".", ": "))
    verb, _sign, what = action.partition("_")
    return f"{words(what)} {LOOKED[verb]}"


def acts_offered() -> list[str]:
    """The words of every act that this house does, by the alphabet; what was sent to an address and
    refused reads as its part of the house does, and is found as it stands in the list."""
    return sorted(set(_acts(_looks()).values()))


def acts_known() -> Mapping[str, str]:
    """Every name under which something is recorded, and its words. What was sent and refused, or changed
    nothing, stands under the name of the address it was sent to."""
    return _acts(_looks().union(current_app.view_functions))


def acts_meant(typed: str) -> tuple[str, ...]:
    """The actions that typed words mean: one by its own name or by all its words, else each whose words
    have all that was typed, and the name that reads so: an earlier version may have written it. What
    nothing is called any more means what was called so before: it may stand in a bookmark. What means
    none is found nowhere."""
    known = acts_known()
    if typed in known:
        return (typed,)
    asked, former = folded(typed), {name: _by_its_name(name) for name in known}
    if named := _called(asked, known) or _called(asked, former):
        return named
    among = _with_all_of(asked, known) or _with_all_of(asked, former)
    return (*among, asked.replace(": ", ".").replace(" ", "_"))


def _called(asked: str, among: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(name for name, told in among.items() if folded(told) == asked)


def _with_all_of(asked: str, among: Mapping[str, str]) -> tuple[str, ...]:
    parts = asked.split()
    return tuple(
        name
        for name, told in among.items()
        if parts and all(part in folded(told) for part in parts)
    )


def _looks() -> frozenset[str]:
    accesses = (getattr(view, "access", None) for view in current_app.view_functions.values())
    return frozenset(each.reads for each in accesses if each and each.reads)


@lru_cache(maxsize=8)
def _acts(others: frozenset[str]) -> Mapping[str, str]:
    every = others | COMMANDS | ACTS.keys() | CALLED.keys() | OF_SECURITY | BESIDE_COMMANDS
    return {action: in_words(action) for action in sorted(every)}
