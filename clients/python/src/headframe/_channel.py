"""The connection that requests use: one at a time, begun anew when it broke."""

from __future__ import annotations

import os
import threading
import time
import weakref
from typing import Any, Dict, List, Optional, Sequence, Union

from ._backoff import delays
from ._connection import Connection
from ._errors import ClosedError, DisconnectedError, HeadframeError, RequestTimeoutError
from ._keeper import Keeper
from ._places import Places
from ._requests import Answer, Request
from ._session import SessionOptions

_WINDOW_REQUESTS = 128
_WINDOW_BYTES = 32 * 1024
"""What is sent before the answers are read: so little that it always fits where the system keeps it for the host."""


class Channel:
    """Requests from any thread, each answered before the next is sent."""

    def __init__(self, session: SessionOptions, reconnect: bool, places: Places):
        self._session = session
        self._places = places
        self._reconnect = reconnect
        self._lock = threading.Lock()
        self._closed = threading.Event()
        self._greeting: Dict[str, Any] = {}
        self._connection: Optional[Connection] = self._begin()
        self._keeper = Keeper(self.keep, self.greeting.get('heartbeat', 0) / 2000)
        _channels.add(self)

    @property
    def greeting(self) -> Dict[str, Any]:
        """What the host answered to the last hello."""
        return self._greeting if self._connection is None else self._connection.greeting

    def exchange(
        self, operation: int, flags: int, meta: bytes, pieces: Sequence[Any] = (), repeatable: bool = False
    ) -> Answer:
        """
        Sends a request and waits for its answer.

        While there is no connection, it waits for one; what can be repeated is, when the connection breaks.

        :raises HeadframeError: the host's error, or `DISCONNECTED`, `TIMEOUT`, `CLOSED`.
        """
        if not self._lock.acquire(True, self._session.timeout or -1):
            raise RequestTimeoutError('Another thread of this client has been waiting for the host for too long')
        try:
            connection = self._connection
            # Reads are repeated if need be; before anything else it is looked whether it will arrive.
            if connection is not None and (repeatable or connection.stands()):
                try:
                    return connection.exchange(operation, flags, meta, pieces)
                except DisconnectedError:
                    if not repeatable or not self._reconnect or self._closed.is_set():
                        raise self._ended() from None
            return self._exchange_anew((operation, flags, meta, pieces, repeatable))
        finally:
            self._lock.release()

    def exchange_all(self, requests: Sequence[Request]) -> List[Union[Answer, HeadframeError]]:
        """Sends many requests with few round trips; their answers in order, the host's errors among them."""
        answers: List[Union[Answer, HeadframeError]] = []
        window: List[Request] = []
        size = 0
        for request in requests:
            length = 64 + len(request[2]) + sum(map(len, request[3]))
            if window and (size + length > _WINDOW_BYTES or len(window) == _WINDOW_REQUESTS):
                answers += self._exchange_window(window)
                window, size = [], 0
            window.append(request)
            size += length
        return answers + self._exchange_window(window) if window else answers

    def _exchange_window(self, window: Sequence[Request]) -> List[Union[Answer, HeadframeError]]:
        with self._lock:
            deadline = self._deadline()
            while True:
                connection = self._ready(deadline)
                try:
                    return connection.exchange_all(window)
                except DisconnectedError:
                    if not self._reconnect or not all(repeatable for *_, repeatable in window):
                        raise self._ended() from None

    def _exchange_anew(self, request: Request) -> Answer:
        deadline = self._deadline()
        while True:
            connection = self._ready(deadline)
            try:
                return connection.exchange(*request[:4])
            except DisconnectedError:
                if not request[4] or not self._reconnect:
                    raise self._ended() from None

    def _deadline(self) -> float:
        timeout = self._session.timeout
        return float('inf') if timeout is None else time.monotonic() + timeout

    def _ended(self) -> HeadframeError:
        if self._closed.is_set():
            return ClosedError('The client was closed')
        return DisconnectedError('The connection ended before the answer came: whether it took effect is not known')

    def _ready(self, deadline: float) -> Connection:
        """A connection, waited for until the deadline."""
        waits = delays()
        connection = self._connection
        while connection is None or not connection.stands():
            if self._closed.is_set():
                raise ClosedError('The client was closed')
            if connection is not None:
                self._greeting = connection.greeting
                connection.close()
                self._places.end()
                self._connection = connection = None
                if not self._reconnect:
                    raise DisconnectedError('The connection ended')
            try:
                self._connection = connection = self._begin()
            except (DisconnectedError, RequestTimeoutError) as error:
                wait = next(waits)
                if not self._reconnect:
                    raise
                if time.monotonic() + wait > deadline:
                    raise RequestTimeoutError(f'No connection came about in time. {error.message}') from None
                self._closed.wait(wait)
        return connection

    def _begin(self) -> Connection:
        connection = Connection.begin(self._session)
        try:
            claim = self._places.claim(connection.greeting)
            if claim is not None:
                connection.exchange(*claim.request[:4])
                connection.places = True
                self._places.begin(claim)
        except HeadframeError as error:
            if error.code != 'PLACES_REFUSED':
                connection.close()
                raise
        return connection

    def keep(self) -> None:
        """Answers heartbeats while no request does."""
        if self._lock.acquire(False):
            try:
                if self._connection is not None and not self._connection.closed:
                    self._connection.drain()
                    if self._connection.closed:
                        self._places.end()
            finally:
                self._lock.release()

    def close(self) -> None:
        """Ends the connection; what waits for an answer gets a ClosedError."""
        self._closed.set()
        self._keeper.end.set()
        connection = self._connection
        if connection is not None:
            connection.close()
        self._places.end()

    def forget(self) -> None:
        """In a forked process: leaves the connection to the other one; the next request begins another."""
        self._lock = threading.Lock()
        connection, self._connection = self._connection, None
        if connection is not None:
            self._greeting = connection.greeting
            connection.forget()
        self._places.after_fork()
        self._keeper = Keeper(self.keep, self.greeting.get('heartbeat', 0) / 2000)


_channels: 'weakref.WeakSet[Channel]' = weakref.WeakSet()


def _forget_all() -> None:
    for channel in list(_channels):
        channel.forget()


if hasattr(os, 'register_at_fork'):
    os.register_at_fork(after_in_child=_forget_all)
