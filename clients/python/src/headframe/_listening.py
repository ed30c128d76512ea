"""How a program with threads is told of changes."""

from __future__ import annotations

import threading
from typing import Any, Callable, List, Optional, overload

from ._change import Change
from ._changes import Changes
from ._channel import Channel
from ._errors import ClosedError
from ._events import Events
from ._session import SessionOptions
from ._view import Subscription, name_matcher
from ._watcher import Watcher

Listener = Callable[..., Any]


class Listening:
    """Listeners of a workspace, and the thread that tells them, which begins with the first."""

    def __init__(self, session: SessionOptions, subscription: Subscription, channel: Channel):
        self._session = session
        self._subscription = subscription
        self._channel = channel
        self._events = Events()
        self._watcher: Optional[Watcher] = None
        self._watching = threading.Lock()
        self._iterations: List[Changes] = []
        self._closed = False

    @overload
    def on_change(self, listener: Callable[[Change], Any]) -> Callable[[Change], Any]: ...
    @overload
    def on_change(self, listener: str) -> Callable[[Callable[[Change], Any]], Callable[[Change], Any]]: ...

    def on_change(self, listener: Any) -> Any:
        """
        Decorates a function that is told of changes and deletions, or, with a pattern of names, of some.

            @ws.on_change
            def told(change): ...

            @ws.on_change('sensor_*')
            def told(change): ...

        Listeners run in one thread of the client's own, one after the other. They may use the workspace.
        """
        if isinstance(listener, str):
            matches = name_matcher(listener)

            def decorate(function: Callable[[Change], Any]) -> Callable[[Change], Any]:
                def told(change: Change) -> None:
                    if matches(change.name):
                        function(change)

                self._listen(told)
                return function

            return decorate
        self._listen(listener)
        return listener

    def on(self, event: str, listener: Listener) -> Callable[[], None]:
        """
        Has a function called at an event; the function that is given ends that.

        :param event: `data_changed` and `data_deleted` (with a `Change`), `settings_changed` (with the keys),
            `connected`, `disconnected`, `resynced` (without arguments; they are of the connection that tells changes).
        """
        stop = self._events.add(event, listener)
        self._watch()
        return stop

    def changes(self) -> Changes:
        """The changes from now on, to iterate over; of those that wait, the last of each variable."""
        changes = Changes()
        changes.follow(self._listen(changes.add))
        self._iterations.append(changes)
        return changes

    def _listen(self, listener: Callable[[Change], Any]) -> Callable[[], None]:
        stops = [self._events.add(event, listener) for event in ('data_changed', 'data_deleted')]
        self._watch()

        def stop_all() -> None:
            for stop in stops:
                stop()

        return stop_all

    def _watch(self) -> None:
        with self._watching:
            if self._closed:
                raise ClosedError('The client was closed')
            if self._watcher is None:
                watcher = Watcher(self._session, self._subscription, self._events, self._is_own)
                watcher.start()
                self._watcher = watcher

    def _is_own(self, session: Optional[str]) -> bool:
        return session is not None and session == self._channel.greeting.get('session')

    def _stop_listening(self) -> None:
        with self._watching:
            self._closed = True
            watcher, self._watcher = self._watcher, None
        if watcher is not None:
            watcher.close()
        for changes in self._iterations:
            changes.close()
