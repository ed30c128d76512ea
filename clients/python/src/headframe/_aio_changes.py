"""Changes as something to iterate over, for asyncio."""

from __future__ import annotations

import asyncio
from typing import AsyncIterator, Callable, Dict

from ._change import Change


class AioChanges(AsyncIterator[Change]):
    """The changes from now on; of those that wait, the last of each variable. Ends when it or the client is closed."""

    def __init__(self) -> None:
        self._waiting: Dict[str, Change] = {}
        self._changed = asyncio.Event()
        self._closed = False
        self._stop: Callable[[], None] = lambda: None

    def follow(self, stop: Callable[[], None]) -> None:
        """What ends the listening when this is closed."""
        self._stop = stop

    def add(self, change: Change) -> None:
        """A change to give, after all that wait."""
        self._waiting.pop(change.name, None)
        self._waiting[change.name] = change
        self._changed.set()

    def __aiter__(self) -> AioChanges:
        return self

    async def __anext__(self) -> Change:
        while not self._waiting:
            if self._closed:
                raise StopAsyncIteration
            self._changed.clear()
            await self._changed.wait()
        return self._waiting.pop(next(iter(self._waiting)))

    def close(self) -> None:
        """Ends the iteration, after what waits."""
        self._closed = True
        self._changed.set()
        self._stop()
