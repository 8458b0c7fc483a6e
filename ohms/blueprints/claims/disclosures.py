"""What of one claim left the house: sent, printed, saved, exported."""

from collections.abc import Mapping
from types import MappingProxyType

from flask import render_template, request

from ohms.blueprints.claims.head import head_of
from ohms.blueprints.claims.room import blueprint
from ohms.blueprints.claims.showing import local
from ohms.domain.access import Permission
from ohms.queries.claims import claim_shown
from ohms.queries.disclosures import disclosure_page
from ohms.web.access import current_actor, requires
from ohms.web.filters import link_with
from ohms.web.reading import shown

ACTS: Mapping[str, str] = MappingProxyType(
    {
        "download_document": "Document saved",
        "download_packet": "Packet saved",
        "export_audit": "What somebody saw exported",
        "export_billing_batch": "Billing batch saved",
        "export_claims": "Claim list exported",
        "export_claims_initiated": "Claims initiated exported",
        "export_desk": "Desk’s list exported",
        "export_documents": "List of the claim file exported",
        "export_figured_referrals": "Referrals behind a figure exported",
        "export_looks": "Looks beyond one’s list exported",
        "export_measure_rows": "Claims behind a measure exported",
        "export_minutes": "Minutes exported",
        "export_reassignment": "Refused tasks exported",
        "export_referrals": "Referrals exported",
        "export_roas_of_provider": "Reports of Accident of a provider exported",
        "export_tasks": "Tasks exported",
        "print_handover": "Handover pack opened to print",
        "print_notes": "Notes opened to print",
        "print_packet": "Packet opened to print",
    }
)
"""How an audit action reads in the list."""


@blueprint.get("/claims/<number>/disclosures")
@requires(Permission.CLAIM_READ, reads="list_disclosures")
def disclosures(number: str) -> str:
    actor = current_actor()
    found = claim_shown(actor, number)
    claim = found.claim
    page = disclosure_page(actor, claim, request.args.get("after"))
    shown(
        claim_id=claim.id,
        cohe_id=claim.cohe_id,
        object_type="claim",
        object_id=claim.id,
        detail={"lines": len(page.lines)},
    )
    return render_template(
        "claims/disclosures.html",
        **head_of(found, "claims.history"),
        page=page,
        acts=ACTS,
        local=local,
        next_href=link_with(after=page.next) if page.next else "",
        first_href="" if page.is_first else link_with(),
    )
