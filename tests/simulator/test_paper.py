"""Papers of the demonstration are PDFs that the claim file takes, reads and draws."""

from ohms.commands.document_pages import drawing
from ohms.domain.document_content import DocumentFormat, recognised
from ohms.simulator.loading.job_descriptions import JOBS
from ohms.simulator.paper import page_of


def test_a_page_of_paper_is_taken_read_and_drawn() -> None:
    for title, lines, _steps in JOBS:
        content = page_of("Job offered as light duty", (title, "", *lines))
        assert recognised(content) is DocumentFormat.PDF
        told = drawing.read(content, DocumentFormat.PDF.value)
        assert told["text"][1].splitlines()[1] == title
        assert lines[-1] in told["text"][1]
        assert drawing.draw(content, DocumentFormat.PDF.value, 1).startswith(b"\x89PNG")


def test_signs_that_end_a_text_are_drawn_too() -> None:
    content = page_of("Mornings (four hours)", ("a\\b",))
    assert "Mornings (four hours)" in drawing.read(content, "pdf")["text"][1]
