"""Which keys a file has had, on which line, and whether they said the same: in little memory."""

from array import array
from collections.abc import Hashable

_64_BITS = 0xFFFF_FFFF_FFFF_FFFF
_32_BITS = 0xFFFF_FFFF


class SeenKeys:
    """Remembers of each key a 64-bit hash, its line number and a 32-bit hash of what it said.

    An open table of 16 bytes a slot, at most two thirds full: 24 to 48 bytes a key, where a
    dictionary of texts takes several hundred. Two different keys among a million are taken for
    one with a chance of about one in 30 million; other content is taken for the same with one in
    four thousand million.
    """

    def __init__(self) -> None:
        self._allocate(1024)

    def first_line(self, key: Hashable, content: Hashable, line_number: int) -> tuple[int, bool]:
        """The line that had `key` first (`line_number` itself when it is new), and whether that
        line's content was the same."""
        key_hash = (hash(key) & _64_BITS) or 1  # 0 marks a free slot
        content_hash = hash(content) & _32_BITS
        slot = self._slot(key_hash)
        if self._keys[slot]:
            said = self._said[slot]
            return said >> 32, said & _32_BITS == content_hash
        self._fill(slot, key_hash, line_number << 32 | content_hash)
        if self._used * 3 > self._size * 2:
            self._grow()
        return line_number, True

    def _allocate(self, size: int) -> None:
        self._size = size  # a power of two
        self._used = 0
        self._keys = array("Q", [0]) * size
        self._said = array("Q", [0]) * size  # line number, then content hash, 32 bits each

    def _slot(self, key_hash: int) -> int:
        """Where the key stands, or the free slot where it belongs."""
        keys, mask = self._keys, self._size - 1
        slot = key_hash & mask
        while (there := keys[slot]) and there != key_hash:
            slot = (slot + 1) & mask
        return slot

    def _fill(self, slot: int, key_hash: int, said: int) -> None:
        self._keys[slot] = key_hash
        self._said[slot] = said
        self._used += 1

    def _grow(self) -> None:
        old = zip(self._keys, self._said, strict=True)
        self._allocate(self._size * 2)
        for key_hash, said in old:
            if key_hash:
                self._fill(self._slot(key_hash), key_hash, said)
