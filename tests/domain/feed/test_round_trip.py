"""What is written as a feed file is read back as the same lines."""

import io
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from ohms.domain.feed import (
    ApfLine,
    ClaimLine,
    DocumentLine,
    FeedKind,
    ParsedLine,
    ProviderLine,
    RoaLine,
    TimeLossLine,
    read_feed,
    write_feed,
)
from ohms.domain.feed.hygiene import tidied
from ohms.domain.values import (
    AccidentKind,
    ClaimStatus,
    DocumentKind,
    Fund,
    TimeLossKind,
    WorkStatus,
)
from tests.domain.feed.samples import AS_OF

DAYS = st.dates(date(1990, 1, 1), AS_OF)
NUMBERS = st.from_regex(r"[A-Z][0-9]{6}|[A-Z]{2}[0-9]{5}", fullmatch=True).filter(str.isascii)
PROVIDER_IDS = st.from_regex(r"[1-9][0-9]{5,6}", fullmatch=True).filter(str.isascii)
PHONES = st.sampled_from(["360-555-0123", "(360) 555 0199", "+1 360.555.0100 ext. 7"])


def texts(limit: int, *, breaks: str = "") -> st.SearchStrategy[str]:
    """Any text that the feed takes, already as it comes back: stripped, NFC, something to see."""
    signs = st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"], include_characters=breaks)
    # A third, because NFC makes up to three signs of one.
    text = st.text(signs, min_size=1, max_size=limit // 3)
    return text.map(lambda raw: tidied(raw, line_breaks=True) or "").filter(bool)


def maybe(values: st.SearchStrategy[object]) -> st.SearchStrategy[object]:
    return st.none() | values


@st.composite
def claims(draw: st.DrawFn) -> ClaimLine:
    first, second, third, fourth = sorted(draw(st.tuples(DAYS, DAYS, DAYS, DAYS)))
    number = draw(NUMBERS)
    return draw(
        st.builds(
            ClaimLine,
            claim_number=st.just(number),
            status=st.sampled_from(ClaimStatus),
            fund=st.sampled_from(Fund),
            worker_last_name=texts(80),
            worker_first_name=texts(80),
            worker_birth_date=maybe(st.just(first - timedelta(days=9000))),
            worker_key=maybe(texts(64)),
            worker_language=maybe(texts(40)),
            interpreter_needed=maybe(st.booleans()),
            worker_phone=maybe(PHONES),
            worker_phone_2=maybe(PHONES),
            worker_email=maybe(st.sampled_from(["a@example.org", "ada.o+1@mail.example.org"])),
            employer_account_id=st.just("123,456-78"),
            employer_name=texts(120),
            employer_contact=maybe(texts(120)),
            employer_phone=maybe(PHONES),
            representative_name=maybe(texts(120)),
            representative_phone=maybe(PHONES),
            initiating_provider_id=PROVIDER_IDS,
            attending_provider_id=maybe(PROVIDER_IDS),
            injury_on=st.just(first),
            first_visit_on=maybe(st.just(second)),
            roa_received_on=maybe(st.just(fourth)),
            initiated_on=st.just(third),
            established_on=maybe(st.just(fourth)),
            accident_kind=st.sampled_from(AccidentKind),
            body_part_code=maybe(st.just("230")),
            nature_code=maybe(st.just("021")),
            icd10=st.sampled_from([(), ("M54.50",), ("S33.5XXA", "M54.50")]),
            claim_manager=maybe(texts(120)),
            claim_manager_phone=maybe(PHONES),
            time_loss_from=st.just(third),
            time_loss_to=maybe(st.just(fourth)),
            combined_into=maybe(NUMBERS.filter(lambda other: other != number)),
        )
    )


@st.composite
def roas(draw: st.DrawFn) -> RoaLine:
    signed, received = sorted(draw(st.tuples(DAYS, DAYS)))
    missing = draw(st.sampled_from([(), ("icd10",), ("worker signature", "diagnosis")]))
    return RoaLine(draw(NUMBERS), signed, received, not missing, missing)


@st.composite
def apfs(draw: st.DrawFn) -> ApfLine:
    exam, start, end = sorted(draw(st.tuples(DAYS, DAYS, DAYS)))
    return ApfLine(
        draw(NUMBERS),
        draw(PROVIDER_IDS),
        exam,
        draw(st.sampled_from(WorkStatus)),
        start,
        draw(maybe(st.just(end))),  # type: ignore[arg-type]
        draw(st.none() | st.decimals(0, 24, places=2).map(lambda hours: Decimal(str(hours)))),
        draw(st.none() | texts(200, breaks="\n\t")),
        draw(st.none() | texts(200, breaks="\n\t")),
        draw(st.none() | st.just(exam + timedelta(days=30))),
        draw(st.booleans()),
    )


@st.composite
def time_losses(draw: st.DrawFn) -> TimeLossLine:
    first, last = sorted(draw(st.tuples(DAYS, DAYS)))
    return TimeLossLine(draw(NUMBERS), first, last, draw(st.sampled_from(TimeLossKind)))


@st.composite
def documents(draw: st.DrawFn) -> DocumentLine:
    written, received = sorted(draw(st.tuples(DAYS, DAYS)))
    return DocumentLine(
        draw(NUMBERS),
        draw(st.sampled_from(DocumentKind)),
        written,
        received,
        draw(texts(200)),
        draw(st.from_regex(r"[a-z][a-z0-9 _-]{0,40}\.pdf", fullmatch=True)),
    )


@st.composite
def providers(draw: st.DrawFn) -> ProviderLine:
    first, last = sorted(draw(st.tuples(DAYS, DAYS)))
    return ProviderLine(
        draw(PROVIDER_IDS),
        draw(texts(80)),
        draw(texts(80)),
        draw(texts(40)),
        draw(st.none() | st.just("1234567890")),
        draw(texts(120)),
        draw(st.none() | PHONES),
        draw(st.none() | PHONES),
        draw(st.sampled_from(["puget", "cascade", "inland-2"])),
        first,
        draw(st.none() | st.just(last)),
    )


LINES: dict[FeedKind, st.SearchStrategy[ParsedLine]] = {
    FeedKind.CLAIMS: claims(),
    FeedKind.ROA: roas(),
    FeedKind.APF: apfs(),
    FeedKind.TIME_LOSS: time_losses(),
    FeedKind.DOCUMENTS: documents(),
    FeedKind.PROVIDERS: providers(),
}


@st.composite
def files(draw: st.DrawFn) -> tuple[FeedKind, list[ParsedLine]]:
    kind = draw(st.sampled_from(FeedKind))
    by_number = draw(st.lists(LINES[kind], max_size=4, unique_by=lambda line: line[0]))
    return kind, by_number


@given(files())
@settings(max_examples=150, deadline=None)
def test_lines_written_are_the_lines_read(file: tuple[FeedKind, list[ParsedLine]]) -> None:
    kind, lines = file
    stream = io.BytesIO()

    assert write_feed(kind, lines, stream) == len(lines)
    stream.seek(0)

    assert [line.outcome for line in read_feed(kind, stream, AS_OF)] == lines
