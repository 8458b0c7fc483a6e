"""The review of a quarter's APFs, from the draw to the benchmark."""

from collections.abc import Callable

from sqlalchemy import select

from ohms.models.apf_reviews import ApfReview
from tests.benchmark_world import QUARTER, quarter_of_claims
from tests.blueprints.signing_in import as_person
from tests.house import House, count_of, one
from tests.pages import CheckedClient

SAMPLE = f"/measures/apf-review/alder/{QUARTER}"
BENCHMARK = f"/measures/benchmark?measure=apf_review&cohe=alder&quarter={QUARTER}"


def test_a_supervisor_draws_reads_one_after_another_and_the_benchmark_follows(
    client: CheckedClient, house: House, clock: Callable[[str], None]
) -> None:
    clock("2026-11-24T12:00:00-08:00")
    with house.app.app_context():
        quarter_of_claims(house)
    as_person(client, "alder.supervisor")
    assert f'href="{SAMPLE}"' in client.get(BENCHMARK).text
    running = SAMPLE.replace(QUARTER, "2026Q4")
    assert "once the quarter is over" in client.get(running).text
    assert client.fill(SAMPLE, SAMPLE).status_code == 303
    page = client.get(SAMPLE).text
    assert "0 of 9 read" in page
    assert "Draw the sample" not in page
    with house.app.app_context():
        assert count_of(ApfReview) == 9
        first = one(select(ApfReview.id).where(ApfReview.place == 1))
    here = f"/measures/apf-review/{first}"
    unsaid = client.fill(here, here, complete="yes", timely="", remark="")
    assert (unsaid.status_code, "Choose whether it came in time" in unsaid.text) == (422, True)
    kept = client.fill(here, here, complete="yes", timely="yes", remark="")
    assert kept.status_code == 303
    following = kept.headers["Location"]
    assert following != here
    remark = "Came after the visit's week"
    assert client.fill(following, following, complete="yes", timely="no", remark=remark)
    assert remark in client.get(SAMPLE).text.replace("&#39;", "'")
    told = client.get(BENCHMARK).text
    assert "50.0 %" in told
    assert "Not met" in told
    lines = client.get(f"/measures/alder/rows.csv?measure=apf_review&quarter={QUARTER}").text
    assert len(lines.splitlines()) == 3
    as_person(client, "lni.contract")
    assert "50.0 %" in client.get(BENCHMARK).text
    for foreign in ("birch.supervisor", "alder.hsc1", "lni.contract"):
        as_person(client, foreign)
        assert client.get(here).status_code in (403, 404), foreign
        assert client.get(SAMPLE).status_code in (403, 404), foreign
