"""Changes as something to iterate over."""

from __future__ import annotations

import threading
from typing import Callable, Dict, Iterator, Optional

from ._change import Change


class Changes(Iterator[Change]):
    """
    The changes from now on, for one consumer: of those that wait for it, the last of each variable.

    So it holds no more than the workspace has variables, however slow the consumer is. It ends when it or the client is
    closed.
    """

    def __init__(self) -> None:
        self._waiting: Dict[str, Change] = {}
        self._changed = threading.Condition()
        self._closed = False
        self._stop: Optional[Callable[[], None]] = None

    def follow(self, stop: Callable[[], None]) -> None:
        """What ends the listening when this is closed."""
        self._stop = stop

    def add(self, change: Change) -> None:
        """A change to give, after all that wait."""
        with self._changed:
            self._waiting.pop(change.name, None)
            self._waiting[change.name] = change
            self._changed.notify()

    def next(self, timeout_ms: Optional[float] = None) -> Optional[Change]:
        """The next change; None when there was none in so many milliseconds, or when this was closed."""
        with self._changed:
            wanted = self._changed.wait_for(
                lambda: self._waiting or self._closed, None if timeout_ms is None else timeout_ms / 1000
            )
            if not wanted or not self._waiting:
                return None
            return self._waiting.pop(next(iter(self._waiting)))

    def __iter__(self) -> Changes:
        return self

    def __next__(self) -> Change:
        change = self.next()
        if change is None:
            raise StopIteration
        return change

    def close(self) -> None:
        """Ends the iteration, after what waits."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()
        if self._stop is not None:
            self._stop()
