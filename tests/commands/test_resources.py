"""The pages that a COHE keeps at hand: changed version by version by its supervisor alone."""

from dataclasses import replace

import pytest

from ohms.commands.refusals import Conflict
from ohms.commands.resources import add_resource, save_resource
from ohms.domain.errors import NotAllowed, NotFound, RuleBroken
from ohms.domain.resources import Resource
from ohms.models.resources import ResourceVersion
from ohms.queries.resources import resource_by_key, resources_of
from tests.house import House, count_of

OWN = Resource("", "Interpreters", "https://example.org/interpreters", "By language", place=15)


def test_a_cohe_changes_the_houses_page_and_another_keeps_it(house: House) -> None:
    with house.app.app_context():
        alder, birch = house.cohe["alder"], house.cohe["birch"]
        supervisor = house.actor("alder.supervisor")
        before = resource_by_key(alder, "uw-frq")
        save_resource(supervisor, alder, replace(before, listed=False, place=1))
        stands = resources_of(alder)[0]
        assert (stands.key, stands.number, stands.listed) == ("uw-frq", 1, False)
        assert resource_by_key(birch, "uw-frq") == before
        with pytest.raises(Conflict):
            save_resource(supervisor, alder, replace(before, note="Meanwhile"))
        assert count_of(ResourceVersion) == 1


def test_a_form_sent_twice_adds_one_page_and_the_same_address_is_told(house: House) -> None:
    with house.app.app_context():
        alder, supervisor = house.cohe["alder"], house.actor("alder.supervisor")
        for _sent in range(2):
            add_resource(supervisor, alder, OWN, key="load-1")
        assert [each.title for each in resources_of(alder)][:2][1] == "Interpreters"
        with pytest.raises(RuleBroken, match="stands in the list already"):
            add_resource(supervisor, alder, OWN, key="load-2")
        assert count_of(ResourceVersion) == 1


def test_nobody_else_writes_it(house: House) -> None:
    with house.app.app_context():
        alder = house.cohe["alder"]
        for username in ("alder.hsc1", "alder.privacy", "admin"):
            with pytest.raises(NotAllowed):
                add_resource(house.actor(username), alder, OWN, key="load")
        with pytest.raises(NotFound):
            add_resource(house.actor("birch.supervisor"), alder, OWN, key="load")
        assert count_of(ResourceVersion) == 0
