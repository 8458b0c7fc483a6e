"""Looking at a stored document: page images and page text, made in a child process with limits."""

from ohms.commands.document_pages.asking import (
    LONGEST,
    BeingMade,
    CannotBeShown,
    DocumentPages,
    FileGone,
    Pages,
)

__all__ = ["LONGEST", "BeingMade", "CannotBeShown", "DocumentPages", "FileGone", "Pages"]
