"""The key of a backup: an age identity. The public half seals, and stays with the installation; the
private half opens, and is kept away from this machine: who breaks in here cannot read old backups."""

import os
from pathlib import Path

from pyrage import IdentityError, RecipientError, x25519

from ohms.config import BadEnvironment

PUBLIC_KEY = "backup-key.pub"  # in the instance folder


def make_key(place: Path, instance: Path) -> str:
    """A new private key at `place`, its public half with the installation; returns the latter."""
    identity = x25519.Identity.generate()
    try:
        descriptor = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise BadEnvironment(f"{place} is there already: a key is never overwritten.") from None
    with os.fdopen(descriptor, "w") as file:
        file.write(f"{identity}\n")
    public = str(identity.to_public())
    (instance / PUBLIC_KEY).write_text(f"{public}\n")
    return public


def public_key(instance: Path) -> x25519.Recipient:
    """With which this installation seals its backups."""
    place = instance / PUBLIC_KEY
    try:
        return x25519.Recipient.from_str(place.read_text().strip())
    except FileNotFoundError:
        raise BadEnvironment(
            "No key for backups is known here. Run `ohms backup-key FILE` once, or say --plain."
        ) from None
    except RecipientError:
        raise BadEnvironment(f"{place} holds no public key of `ohms backup-key`.") from None


def private_key(place: Path) -> x25519.Identity:
    try:
        return x25519.Identity.from_str(place.read_text().strip())
    except FileNotFoundError:
        raise BadEnvironment(f"There is no key at {place}.") from None
    except (IdentityError, UnicodeDecodeError):
        raise BadEnvironment(f"{place} holds no private key of `ohms backup-key`.") from None
