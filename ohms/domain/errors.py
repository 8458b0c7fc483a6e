"""What a rule says when it refuses."""


class RuleBroken(Exception):
    """An act that the rules do not allow, told so that a person can act on it.

    `message` is plain text in the form "Enter ...", "Choose ..." or a sentence that names the rule;
    `field` is the form field it belongs beside, or None when it is about the whole act.
    """

    def __init__(self, message: str, *, field: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.field = field


class NotCertain(Exception):
    """It cannot be told whether an act was carried out: it may stand."""
