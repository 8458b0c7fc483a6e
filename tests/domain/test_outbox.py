"""When a message is tried again, how it reads as HTML, and which digests are due."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest

from ohms.domain.digests import Digest, Waiting, digest_key, digest_text
from ohms.domain.outbox import WAITS, as_html, next_try

NOW = datetime(2026, 11, 24, 20, tzinfo=UTC)


def test_it_is_tried_further_and_further_apart_for_about_a_day_and_then_given_up() -> None:
    tried = [next_try(tries, NOW) for tries in range(1, len(WAITS) + 1)]
    assert tried[0] == NOW + timedelta(minutes=1)
    assert all(one and two and one < two for one, two in pairwise(tried))
    assert timedelta(hours=20) < sum(WAITS, timedelta()) < timedelta(hours=30)
    assert next_try(len(WAITS) + 1, NOW) is None


def test_html_says_the_same_with_links_and_nothing_of_it_is_live() -> None:
    text = "One <b>\ntwo\n\n- 3 tasks: https://h/tasks?a=1&b=2\n- nothing\n\nGo: https://h/"
    page = as_html(text, "A & B")
    assert "<title>A &amp; B</title>" in page
    assert "<p>One &lt;b&gt;<br>two</p>" in page
    assert '<li><a href="https://h/tasks?a=1&amp;b=2">3 tasks</a></li>\n<li>nothing</li>' in page
    assert '<p><a href="https://h/">Go</a></p>' in page
    assert '<a href="https://h/x">https://h/x</a>' in as_html("https://h/x", "")


@pytest.mark.parametrize(
    ("chosen", "day", "key"),
    [
        (Digest.OFF, date(2026, 11, 24), None),
        (Digest.DAILY, date(2026, 11, 24), "digest 7 2026-11-24"),
        (Digest.DAILY, date(2026, 11, 26), None),  # Thanksgiving
        (Digest.DAILY, date(2026, 11, 28), None),  # Saturday
        (Digest.WEEKLY, date(2026, 11, 23), "digest 7 week 2026-11-23"),
        (Digest.WEEKLY, date(2026, 11, 27), "digest 7 week 2026-11-23"),
    ],
)
def test_a_digest_is_due_on_business_days_or_once_a_week(
    chosen: Digest, day: date, key: str | None
) -> None:
    assert digest_key(chosen, 7, day) == key


def test_a_digest_holds_counts_and_links() -> None:
    waiting = [Waiting(1, "task", "tasks", "/tasks"), Waiting(1200, "claim", "claims", "/claims")]
    text = digest_text(waiting, "https://h")
    assert "- 1 task: https://h/tasks\n- 1,200 claims: https://h/claims\n" in text
