"""Links are made as werkzeug makes them, each address's at its first one."""

import pytest
from werkzeug.routing import Map, Rule

from ohms.web.links import RuleOfLaterLinks


@pytest.mark.parametrize(
    ("endpoint", "values"),
    [
        ("list", {}),
        ("list", {"q": "Álvarez & co", "page": 2}),
        ("claim", {"number": "ZX 10/1"}),
        ("claim", {"number": "ZX1", "rule": "self", "values": ["a", "b"]}),
        ("rule", {"rule": "first", "self": 3}),
    ],
)
def test_a_link_is_the_same_at_first_and_later(endpoint: str, values: dict[str, object]) -> None:
    def links_of(kind: type[Rule]) -> list[str]:
        places = [
            ("/claims", "list"),
            ("/claims/<number>", "claim"),
            ("/<rule>/<int:self>", "rule"),
        ]
        rules = Map([kind(place, endpoint=name) for place, name in places])
        to = rules.bind("ohms.example.org")
        return [
            to.build(endpoint, values, append_unknown=unknown)
            for unknown in (True, True, False, False)
        ]

    assert links_of(RuleOfLaterLinks) == links_of(Rule)
