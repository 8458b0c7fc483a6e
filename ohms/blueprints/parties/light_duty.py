"""The light-duty policy of an employer: one form for each COHE whose text the person may write."""

from collections.abc import Sequence

from flask import flash
from wtforms import HiddenField

from ohms.commands.light_duty import save_light_duty
from ohms.domain.access import CLAIM_READERS
from ohms.domain.actor import Actor
from ohms.domain.light_duty import LONGEST_POLICY
from ohms.queries.light_duty import Policy
from ohms.web.fields import ProseField, chosen_id
from ohms.web.forms import OhmsForm


class PolicyForm(OhmsForm):
    body = ProseField("Text", longest=LONGEST_POLICY, id="light-duty")
    cohe = HiddenField(id="light-duty-cohe")
    number = HiddenField(id="light-duty-number", default="0")

    def saved(self, actor: Actor, employer_id: int) -> bool:
        """Whether a new version was saved; what refused it stands beside the text."""

        def act() -> object:
            return save_light_duty(
                actor,
                employer_id,
                chosen_id(self.cohe.data) or actor.cohes_as(*CLAIM_READERS)[0],
                self.body.data or "",
                number=chosen_id(self.number.data) or 0,
                key=self.key,
            )

        if not (self.validate_on_submit() and self.carried_out(act)):
            return False
        flash("Saved as a new version: the one before stays below.", "good")
        return True


def policy_forms(
    policies: Sequence[Policy], refused: OhmsForm | None
) -> list[tuple[Policy, PolicyForm]]:
    """Each COHE's text with its form; the refused one as it was sent."""
    found = []
    for policy in policies:
        if isinstance(refused, PolicyForm) and chosen_id(refused.cohe.data) == policy.cohe_id:
            form = refused
        else:
            form = PolicyForm(
                formdata=None,
                body=policy.standing.body if policy.standing else "",
                cohe=str(policy.cohe_id),
                number=str(policy.number),
            )
        found.append((policy, form))
    return found
