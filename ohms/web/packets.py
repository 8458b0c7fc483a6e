"""The file of a packet: printed and stored before the transaction that sends it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from typing import Any

from ohms import clock
from ohms.domain.calendar import written
from ohms.domain.packets import Packet, ProducedPacket
from ohms.web.document_files import stored_for
from ohms.web.pdf import MEDIA_TYPE, marked_pdf_of


@contextmanager
def produced(packet: Packet) -> Iterator[ProducedPacket]:
    """The packet as a stored PDF for what is done inside; where that fails nothing of it is left."""
    pdf = marked_pdf_of("packet", _data(packet), clock.now())
    with stored_for(pdf) as sha256:
        yield ProducedPacket(packet.content, sha256, len(pdf), MEDIA_TYPE)


def _data(packet: Packet) -> dict[str, Any]:
    day = packet.sent_on
    return {
        "title": packet.title,
        "heading": packet.heading,
        "cohe": packet.cohe,
        "sent_by": packet.sent_by,
        "sent_on": written(day),
        "year": day.year,
        "month": day.month,
        "day": day.day,
        "replaces": packet.number - 1,
        "lines": [asdict(line) for line in packet.lines],
    }
