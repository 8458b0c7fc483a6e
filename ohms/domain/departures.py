"""What is said where somebody takes over the words or the minutes of who left."""

from ohms.domain.errors import RuleBroken

LONGEST_REMARK = 200


def adopted_by(writer: str, taker: str) -> str:
    """How a text that was not signed begins once somebody else goes on with it."""
    return f"Written by {writer}, unsigned, adopted by {taker}."


def checked_remark(text: str | None) -> str:
    """From where minutes are known that the person did not enter themselves."""
    said = " ".join((text or "").split())
    if not said:
        raise RuleBroken("Enter from where you know of these minutes.", field="remark")
    if len(said) > LONGEST_REMARK:
        raise RuleBroken(f"Shorten this to {LONGEST_REMARK} characters.", field="remark")
    return said
