"""The packet of each sent version: on a page to print, and as the very file that went out."""

import logging

from flask import flash, render_template, url_for
from flask import redirect as go
from werkzeug.wrappers import Response

from ohms import clock
from ohms.blueprints.referrals.room import ONE_REFERRAL, blueprint
from ohms.domain.access import CLAIM_READERS, Permission
from ohms.domain.document_content import DocumentFormat
from ohms.models.document_store import DocumentDamaged, DocumentMissing
from ohms.queries.packets import SentPacket, sent_packet
from ohms.web.access import current_actor, requires
from ohms.web.document_files import attached, document_store
from ohms.web.reading import shown

ADDRESS = f"{ONE_REFERRAL}/packet/<int(max=2147483647):version>"
NOT_KEPT = "No file was kept of this version: it was sent before packets were kept."

log = logging.getLogger("ohms")


@blueprint.get(ADDRESS)
@requires(Permission.PACKET_READ, reads="print_packet")
def packet(referral_id: int, version: int) -> str:
    actor = current_actor()
    sent = sent_packet(actor, referral_id, version)
    _say_shown(sent)
    return render_template(
        "referrals/packet.html",
        sent=sent,
        packet=sent.packet,
        not_kept=NOT_KEPT,
        reads_the_claim=actor.holds(*CLAIM_READERS),
        local=lambda instant: instant.astimezone(clock.PACIFIC),
    )


@blueprint.get(f"{ADDRESS}.pdf")
@requires(Permission.PACKET_READ, reads="download_packet")
def packet_file(referral_id: int, version: int) -> Response:
    sent = sent_packet(current_actor(), referral_id, version)
    _say_shown(sent)
    back = go(url_for("referrals.packet", referral_id=referral_id, version=version), 302)
    if sent.file is None:
        flash(NOT_KEPT, "warn")
        return back
    try:
        content = document_store().read_by(sent.file.sha256)
    except (DocumentMissing, DocumentDamaged) as trouble:
        log.error("packet %s: its file is %s", sent.file.id, type(trouble).__name__)
        flash("Its file is damaged or gone. Tell your administrator; nothing was given out.", "bad")
        return back
    return attached(content, DocumentFormat.PDF, sent.packet.file_name)


def _say_shown(sent: SentPacket) -> None:
    shown(
        claim_id=sent.claim_id,
        cohe_id=sent.cohe_id,
        object_type="referral_version",
        object_id=sent.version_id,
        detail={"referral": sent.packet.referral_id, "version": sent.packet.number},
    )
