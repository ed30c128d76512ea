"""Values that were read before, handed out again as long as the version table says that they are the variables'."""

from __future__ import annotations

import threading
from typing import Any, Callable, Dict, Optional, Tuple

from ._immutable import size_of, viewer_of
from ._versions import HEAD, VersionTable

_ENTRY_BYTES = 400
"""What an entry takes beside its value and its name."""


# A plain tuple: what a get has to do with it takes half as long again with a named one.
Cached = Tuple[Any, Optional[Callable[[], Any]], Any, int, int]
"""
A value, what gives it to one more (None: it is given as it is), and what shows that it is current, three things:
`numbers`, `at` and `revision`. It is when `numbers[at] == revision`, and then `numbers[ALIVE] == 1`.
"""


class Cache:
    """
    Values that nobody can change, up to so many bytes; those that were read first go first.

    `look` gives the entry of a name or None. It is for the caller to compare it with the table.
    """

    def __init__(self, limit: int):
        self._limit = limit
        self._entries: Dict[str, Cached] = {}
        self._sizes: Dict[str, int] = {}
        self._size = 0
        self._lock = threading.Lock()
        self.look = self._entries.get

    def put(self, name: str, value: Any, held: int, versions: VersionTable, slot: int, revision: int) -> None:
        """
        Keeps a value if it is one to keep; what was kept under its name goes.

        :param held: bytes of the mapping that the value may be a view of, or 0.
        """
        if held > self._limit or not self._limit:
            self.forget(name)
            return
        size = size_of(value)
        with self._lock:
            self._drop(name)
            if size is None or slot >= versions.capacity:
                return
            view = viewer_of(value)
            size += _ENTRY_BYTES + len(name) + (held if view is not None else 0)
            if size > self._limit:
                return
            while self._size + size > self._limit:
                self._drop(next(iter(self._entries)))
            self._entries[name] = (value, view, versions.numbers, HEAD + slot, revision)
            self._sizes[name] = size
            self._size += size

    def forget(self, name: str) -> None:
        """Lets go of what is kept under a name."""
        if name in self._entries:
            with self._lock:
                self._drop(name)

    def clear(self) -> None:
        """Lets go of everything."""
        with self._lock:
            self._entries.clear()
            self._sizes.clear()
            self._size = 0

    def after_fork(self) -> None:
        """In a forked process, where another thread may have had the lock."""
        self._lock = threading.Lock()
        self.clear()

    def _drop(self, name: str) -> None:
        if self._entries.pop(name, None) is not None:
            self._size -= self._sizes.pop(name)
