"""Looking at a stored document: page images and page text, made in a child process with limits."""

from ohms.commands.document_pages.asking import CannotBeShown, DocumentPages

__all__ = ["CannotBeShown", "DocumentPages"]
