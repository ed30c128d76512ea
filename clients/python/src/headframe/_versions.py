"""The version table (docs/reference/data-plane.md): each variable's revision, in memory shared with the host."""

from __future__ import annotations

import mmap
import os

from ._places_system import is_own_file, open_file

_MAGIC = b'HFVERS1\n'
_NUMBER = 8
HEAD = 8
"""Numbers before that of slot 0."""
ALIVE = 1
"""Which of them is 1 as long as the table is kept."""
_CAPACITY = 2


class VersionTable:
    """
    A version table, mapped read-only until nobody has it any more.

    `numbers` are unsigned 64-bit integers: that of a slot stands `HEAD` behind its number. Whoever compares one with a
    revision looks at `numbers[ALIVE]` afterwards: a table that is dead by then may not have been kept before.

    :raises OSError: when it cannot be opened, or is no version table of the client's user.
    """

    __slots__ = ('capacity', 'numbers')

    def __init__(self, path: str):
        file = open_file(path, os.O_RDONLY)
        try:
            state = os.fstat(file)
            if not is_own_file(state) or state.st_size < HEAD * _NUMBER:
                raise OSError(f'{path} is no version table')
            size = state.st_size // _NUMBER * _NUMBER
            view = memoryview(mmap.mmap(file, size, mmap.MAP_SHARED, mmap.PROT_READ))
        finally:
            os.close(file)
        self.numbers = view.cast('Q')
        self.capacity = self.numbers[_CAPACITY]
        if bytes(view[:_NUMBER]) != _MAGIC or HEAD + self.capacity > len(self.numbers):
            raise OSError(f'{path} is no version table')

    @property
    def alive(self) -> bool:
        """Whether the host keeps it."""
        return self.numbers[ALIVE] == 1
