"""How a program in an event loop is told of changes."""

from __future__ import annotations

import asyncio
from typing import Any, Callable, List, Set

from ._aio_changes import AioChanges
from ._aio_channel import AioChannel
from ._change import Change
from ._errors import ClosedError
from ._events import Events
from ._view import name_matcher


class AioListening:
    """Listeners of a workspace, told on the connection that requests use."""

    def __init__(self, channel: AioChannel, events: Events):
        self._channel = channel
        self._events = events
        self._iterations: List[AioChanges] = []
        self._tasks: Set[asyncio.Future[Any]] = set()
        self._closed = False

    def on_change(self, listener: Any) -> Any:
        """Decorates a function or a coroutine function, as `headframe.Workspace.on_change`."""
        if isinstance(listener, str):
            matches = name_matcher(listener)

            def decorate(function: Callable[[Change], Any]) -> Callable[[Change], Any]:
                self._listen(lambda change: function(change) if matches(change.name) else None)
                return function

            return decorate
        self._listen(listener)
        return listener

    def on(self, event: str, listener: Callable[..., Any]) -> Callable[[], None]:
        """Has a function or a coroutine function called at an event, as `headframe.Workspace.on`."""
        if self._closed:
            raise ClosedError('The client was closed')

        def told(*args: Any) -> None:
            result = listener(*args)
            if asyncio.iscoroutine(result):
                task = asyncio.ensure_future(result)
                self._tasks.add(task)
                task.add_done_callback(self._tasks.discard)

        stop = self._events.add(event, told)
        self._channel.follow()
        return stop

    def changes(self) -> AioChanges:
        """The changes from now on, to iterate over; of those that wait, the last of each variable."""
        changes = AioChanges()
        changes.follow(self._listen(changes.add))
        self._iterations.append(changes)
        return changes

    def _listen(self, listener: Callable[[Change], Any]) -> Callable[[], None]:
        stops = [self.on(event, listener) for event in ('data_changed', 'data_deleted')]

        def stop_all() -> None:
            for stop in stops:
                stop()

        return stop_all

    def _stop_listening(self) -> None:
        for changes in self._iterations:
            changes.close()
