"""What a COHE knows of an employer's light duty: a plain text, version by version."""

from ohms.domain.errors import RuleBroken
from ohms.domain.notes import is_visible

LONGEST_POLICY = 4_000


def checked_policy(text: str, standing: str) -> str:
    """The text without blanks around it. Empty takes away what stands, if anything does."""
    said = text.strip()
    if not is_visible(said):
        if not standing:
            raise RuleBroken("Enter what is known of their light duty.", field="body")
        return ""
    if len(said) > LONGEST_POLICY:
        raise RuleBroken(f"Shorten the policy to {LONGEST_POLICY:,} characters.", field="body")
    return said
