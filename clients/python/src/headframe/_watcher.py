"""
A thread that is told of changes, on a connection of its own.

Notifications do not share the connection that requests use: a thread that had to hand every answer over to another
would make each request two to four times slower.
"""

from __future__ import annotations

import logging
import threading
from typing import Callable, Optional

from ._backoff import delays
from ._connection import Connection
from ._errors import ClosedError, DisconnectedError, HeadframeError, RequestTimeoutError
from ._events import Events
from ._follower import Follower
from ._requests import command, read_result
from ._session import MISSED_BEATS, SessionOptions
from ._view import Subscription

_log = logging.getLogger('headframe')


class Watcher:
    """Keeps a subscription over broken connections, and tells `events` what changed."""

    def __init__(
        self,
        session: SessionOptions,
        subscription: Subscription,
        events: Events,
        own: Callable[[Optional[str]], bool],
    ):
        self.follower = Follower(subscription, events, own)
        self._session = session
        self._events = events
        self._connection: Optional[Connection] = None
        self._closed = threading.Event()
        self._ready = threading.Event()
        self._failure: Optional[HeadframeError] = None
        self._refused: Optional[HeadframeError] = None
        self._thread = threading.Thread(target=self._run, name='headframe changes', daemon=True)

    def start(self) -> None:
        """Returns when changes are told from now on. Raises RequestTimeoutError, and what the host refuses."""
        self._thread.start()
        if not self._ready.wait(self._session.timeout):
            self.close()
            raise self._failure or RequestTimeoutError('The subscription did not begin in time')
        if self._refused is not None:
            raise self._refused

    def close(self) -> None:
        """Ends the thread; from a listener, when that returns."""
        self._closed.set()
        connection = self._connection
        if connection is not None:
            connection.close()
        if self._thread is not threading.current_thread() and self._thread.is_alive():
            self._thread.join()

    def _run(self) -> None:
        waits = delays()
        while not self._closed.is_set():
            try:
                self._follow()
                waits = delays()
            except (DisconnectedError, RequestTimeoutError) as error:
                self._failure = error
            except HeadframeError as error:
                self._refused = error
                if self._ready.is_set() and not self._closed.is_set():
                    _log.error('No more changes are told: %s', error)
                self._ready.set()
                return
            self._closed.wait(next(waits))

    def _follow(self) -> None:
        """One connection, from its hello until it breaks."""
        follower = self.follower
        connection = Connection.begin(self._session, follower.hello(), follower.notified)
        self._connection = connection
        try:
            if self._closed.is_set():
                raise ClosedError('The client was closed')
            self._begin(connection)
            while not connection.leaving:
                connection.receive()
        except (DisconnectedError, RequestTimeoutError) as error:
            self._failure = error
        finally:
            connection.close()
            if not self._closed.is_set():
                self._events.emit('disconnected')

    def _begin(self, connection: Connection) -> None:
        greeting = connection.greeting
        metadata = None
        if self.follower.view.needs_reading(greeting):
            answer = connection.exchange(*command('get_all_metadata', None)[:4])
            metadata = read_result(answer).result['metadata']
        self.follower.begin(greeting, metadata)
        connection.set_timeout(MISSED_BEATS * greeting.get('heartbeat', 0) / 1000 or None)
        self._ready.set()
