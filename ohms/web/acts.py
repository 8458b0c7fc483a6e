"""How audit actions of looks, prints and exports read on the screen."""

from collections.abc import Mapping
from types import MappingProxyType

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

OPENED = {
    "open_claim": "Opened by break-glass",
    "read_claim": "Timeline opened",
    "read_answered_form": "Shown with the answer to a form",
    "read_history": "History opened",
    "read_document_page": "Page of a document looked at",
    "read_time_of_claim": "Time opened",
    "read_referrals_of_claim": "Referrals opened",
    "read_claim_looks": "This list opened",
    "list_documents": "Claim file opened",
    "list_disclosures": "What left the house, opened",
    "list_letters": "Letters opened",
}
"""Looks whose action alone does not say it."""


def in_words(action: str) -> str:
    """What somebody did, as people say it: what left the house as the claim's own list calls it."""
    told = OPENED.get(action) or ACTS.get(action)
    if told is None:
        what = action.partition("_")[2].replace("_", " ")
        told = f"{what[:1].upper()}{what[1:]} opened"
    return told
