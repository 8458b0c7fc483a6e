"""What a restore says in the anchors' file, so that it is explained whenever it is killed."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager

from ohms import clock
from ohms.domain.anchors import Anchor, Heads, Restored
from ohms.models.anchor_file import AnchorFile


@contextmanager
def explained(file: AnchorFile, restored: Restored) -> Iterator[Callable[[Heads], None]]:
    """To be called with the heads that will stand as the last thing before they do: says that the restore
    begins. The end of the block says that it is done; nobody else appends between."""
    with ExitStack() as until_done:

        def begins(heads: Heads) -> None:
            append = until_done.enter_context(file.alone())
            append(Anchor(clock.today(), heads, restored, begun=True))
            said.append(lambda: append(Anchor(clock.today(), heads, restored)))

        said: list[Callable[[], None]] = []
        yield begins
        for done in said:
            done()
