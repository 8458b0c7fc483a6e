"""Words that stay on one line: why something was done, what something is called."""

from ohms.domain.errors import RuleBroken

LONGEST_REASON = 200


def checked_line(
    text: str | None,
    demand: str,
    *,
    longest: int = LONGEST_REASON,
    field: str = "reason",
    named: str = "",
) -> str:
    """The words with single blanks between them. RuleBroken beside the field where there are none, with the
    demand, or too many: `named` is what is to be shortened, else what the field is called."""
    said = " ".join((text or "").split())
    if not said:
        raise RuleBroken(demand, field=field)
    if len(said) > longest:
        raise RuleBroken(f"Shorten {named or f'the {field}'} to {longest} characters.", field=field)
    return said
