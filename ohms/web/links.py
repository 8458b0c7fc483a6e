"""The rules of the addresses, whose links are made ready when the first one leads there.

Werkzeug writes two functions for each address at once, whether or not a page ever links to it: a
tenth of a start.
"""

from collections.abc import Callable

from werkzeug.routing import Rule

Builder = Callable[..., tuple[str, str]]


class RuleOfLaterLinks(Rule):
    """Finds its address as every rule does; what makes a link to it takes its own place at first use."""

    def _compile_builder(self, append_unknown: bool = True) -> Builder:
        compile_builder = super()._compile_builder
        place = "_build_unknown" if append_unknown else "_build"

        def first_link(rule: Rule, /, **values: object) -> tuple[str, str]:
            builder: Builder = compile_builder(append_unknown).__get__(rule, None)
            setattr(rule, place, builder)
            return builder(**values)

        return first_link
