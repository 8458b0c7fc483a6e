"""What an administrator enters about a webhook."""

from wtforms import PasswordField, RadioField, SelectField, SelectMultipleField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]

from ohms.domain.webhook_addresses import LONGEST
from ohms.domain.webhooks import LEAST_DAYS, LONGEST_NAME, MOST_DAYS, WebhookEvent
from ohms.queries.accounts import centres
from ohms.queries.webhooks import ListedWebhook
from ohms.web.fields import LineField, WholeNumberField
from ohms.web.forms import OhmsForm

PAUSE, RESUME, AGAIN, SECRET, REMOVE = "pause", "resume", "again", "secret", "remove"


class AddForm(OhmsForm):
    name = LineField("Which program", longest=LONGEST_NAME, demand="Enter which program it is.")
    address = LineField("Its address", longest=LONGEST, demand="Enter its address.")
    events = SelectMultipleField("What it is told of", coerce=str, validate_choice=False)
    cohe = SelectField("Of which COHE", choices=[], validate_choice=True)
    keep_days = WholeNumberField(
        "Days in its log", least=LEAST_DAYS, most=MOST_DAYS, demand="Enter a number of days."
    )
    your_password = PasswordField("Your own password")

    def offer(self) -> None:
        self.cohe.choices = [
            SelectChoice("", "All of them"),
            *(SelectChoice(slug, name) for slug, name in centres()),
        ]

    @property
    def chosen(self) -> frozenset[WebhookEvent]:
        """Nothing of what is not in the list."""
        known = set(WebhookEvent)
        return frozenset(WebhookEvent(each) for each in self.events.data or () if each in known)


class ActForm(OhmsForm):
    act = RadioField("What is to be done", choices=[])
    your_password = PasswordField("Your own password")

    def offer(self, webhook: ListedWebhook) -> None:
        acts = [(PAUSE, "Pause it")]
        if webhook.paused_at is not None:
            acts = [(RESUME, "Go on")]
        if webhook.given_up:
            told = f"Send again what was given up, {webhook.given_up:,} of the last week"
            acts.append((AGAIN, told))
        acts.append((SECRET, "Give it a new secret"))
        acts.append((REMOVE, "Remove it"))
        self.act.choices = [SelectChoice(value, text) for value, text in acts]


class AgainForm(OhmsForm):
    """A press without anything to enter."""
