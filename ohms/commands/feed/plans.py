"""Which plan is made of which file."""

from collections.abc import Callable, Mapping

from ohms.commands.feed.apf import plan_apf
from ohms.commands.feed.batches import Batch, Planned
from ohms.commands.feed.claims import plan_claims
from ohms.commands.feed.documents import plan_documents
from ohms.commands.feed.providers import plan_providers
from ohms.commands.feed.roa import plan_roa
from ohms.commands.feed.tasks_following import then_tasks
from ohms.commands.feed.time_loss import plan_time_loss
from ohms.domain.feed import FeedKind

PLANS: Mapping[FeedKind, Callable[[Batch], Planned]] = {
    FeedKind.PROVIDERS: plan_providers,
    FeedKind.CLAIMS: then_tasks(plan_claims),
    FeedKind.ROA: then_tasks(plan_roa),
    FeedKind.APF: then_tasks(plan_apf),
    FeedKind.TIME_LOSS: then_tasks(plan_time_loss),
    FeedKind.DOCUMENTS: then_tasks(plan_documents),
}
