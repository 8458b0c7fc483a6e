"""What `ohms check` told."""

import json

from click.testing import Result


def broken(result: Result) -> set[str]:
    """The names of the invariants of which something was found."""
    told = json.loads(result.stdout)
    return {each["name"] for each in told["invariants"] if each["findings"]}
