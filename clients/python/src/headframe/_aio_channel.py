"""The connection of an asyncio client, begun anew when it broke."""

from __future__ import annotations

import asyncio
from typing import Any, Dict, Optional, Sequence

from ._aio_link import Link, open_link
from ._backoff import delays
from ._errors import ClosedError, DisconnectedError, HeadframeError, RequestTimeoutError
from ._events import Events
from ._follower import Follower
from ._frame import Frame
from ._places import Places
from ._protocol import HEARTBEAT
from ._requests import Answer, command, read_result
from ._session import MISSED_BEATS, SessionOptions
from ._view import Subscription


class AioChannel:
    """Requests and notifications on one connection. Not for use from several event loops."""

    def __init__(
        self,
        session: SessionOptions,
        subscription: Subscription,
        events: Events,
        reconnect: bool,
        places: Places,
    ):
        self.greeting: Dict[str, Any] = {}
        self._session = session
        self._reconnect = reconnect
        self._places = places
        self._subscription = subscription
        self._events = events
        self._follower: Optional[Follower] = None
        self._following: Optional[asyncio.Task[None]] = None
        self._link: Optional[Link] = None
        self._connecting: Optional[asyncio.Task[Link]] = None
        self._closed = False

    async def open(self) -> None:
        """Begins the first connection. Raises DisconnectedError, and what the host refuses."""
        try:
            self._link = await asyncio.wait_for(self._begin(), self._session.timeout)
        except asyncio.TimeoutError:
            raise RequestTimeoutError('The host did not answer in time') from None

    async def exchange(
        self,
        operation: int,
        flags: int,
        meta: bytes,
        pieces: Sequence[Any] = (),
        repeatable: bool = False,
        longer: float = 0.0,
    ) -> Answer:
        """As `Channel.exchange`, for any number of requests at a time. `longer`: seconds beyond the usual bound."""
        following = self._following
        if following is not None and not following.done():
            await asyncio.shield(following)
        timeout = self._session.timeout
        asked = self._exchange(operation, flags, meta, pieces, repeatable)
        try:
            return await asyncio.wait_for(asked, None if timeout is None else timeout + longer)
        except asyncio.TimeoutError:
            raise RequestTimeoutError('The host did not answer in time') from None

    async def _exchange(self, operation: int, flags: int, meta: bytes, pieces: Sequence[Any], again: bool) -> Answer:
        while True:
            link = self._link
            if link is None or link.closed:
                link = await self._connected()
            try:
                return await link.request(operation, flags, meta, pieces)
            except DisconnectedError:
                if self._closed:
                    raise ClosedError('The client was closed') from None
                if not again or not self._reconnect:
                    raise

    async def _connected(self) -> Link:
        """The link, waited for while it is connected again."""
        if self._closed:
            raise ClosedError('The client was closed')
        if not self._reconnect:
            raise DisconnectedError('The connection ended')
        if self._connecting is None or self._connecting.done():
            self._connecting = asyncio.get_running_loop().create_task(self._connect())
        return await asyncio.shield(self._connecting)

    async def _connect(self) -> Link:
        for wait in delays():
            try:
                self._link = await asyncio.wait_for(self._begin(), self._session.timeout)
                return self._link
            except (DisconnectedError, RequestTimeoutError, asyncio.TimeoutError):
                await asyncio.sleep(wait)
        raise AssertionError('delays have no end')

    async def _begin(self) -> Link:
        follower = self._follower
        more = {} if follower is None else follower.hello()
        place = self._session.place()
        failure: Optional[DisconnectedError] = None
        for address in place.addresses:
            link = Link(self._notified, self._lost)
            try:
                await open_link(address, link, self._session.trust)
                hello = command('hello', self._session.hello(place, more))
                self.greeting = read_result(await link.request(*hello[:4])).result
                await self._claim_places(link)
                if follower is not None:
                    await self._follow(follower, link, self.greeting)
                self._listen(link, MISSED_BEATS * self.greeting.get('heartbeat', 0) / 1000)
                return link
            except DisconnectedError as error:
                link.close()
                failure = error
            except BaseException:
                link.close()
                raise
        raise failure or DisconnectedError('There is no address to connect to')

    async def _claim_places(self, link: Link) -> None:
        claim = self._places.claim(self.greeting)
        if claim is None:
            return
        try:
            await link.request(*claim.request[:4])
        except HeadframeError as error:
            if error.code != 'PLACES_REFUSED':
                raise
        else:
            link.places = True
            self._places.begin(claim)

    async def _follow(self, follower: Follower, link: Link, greeting: Dict[str, Any]) -> None:
        metadata = None
        if follower.view.needs_reading(greeting):
            answer = await link.request(*command('get_all_metadata', None)[:4])
            metadata = read_result(answer).result['metadata']
        follower.begin(greeting, metadata)

    def _listen(self, link: Link, patience: float) -> None:
        """Gives a link up when nothing came for so many seconds: a host sends heartbeats."""
        loop = asyncio.get_running_loop()
        silence = loop.time() - link.heard
        if not patience or link.closed:
            return
        if silence >= patience:
            link.close()
        else:
            loop.call_later(patience - silence, self._listen, link, patience)

    def follow(self) -> None:
        """Has changes told from now on: a request that is made later is answered after that has begun."""
        if self._follower is None:
            self._follower = Follower(self._subscription, self._events, self._is_own)
            self._following = asyncio.get_running_loop().create_task(self._subscribe(self._follower))

    async def _subscribe(self, follower: Follower) -> None:
        while not follower.begun:
            link = self._link
            if link is None or link.closed:
                await self._connected()  # whose hello may have said it already
                continue
            try:
                subscribe = command('subscribe', {'subscribe': follower.hello()['subscribe']})
                revision = read_result(await link.request(*subscribe[:4])).result['revision']
                await self._follow(follower, link, {**self.greeting, 'revision': revision})
            except DisconnectedError:
                continue

    def _is_own(self, session: Optional[str]) -> bool:
        return session is not None and session == self.greeting.get('session')

    def _notified(self, frame: Frame) -> None:
        if self._follower is not None and frame.operation != HEARTBEAT:
            self._follower.notified(frame)

    def _lost(self) -> None:
        if self._closed or self._link is None or not self._link.closed:
            return
        self._link = None
        self._places.end()
        if self._follower is not None:
            self._events.emit('disconnected')
        if self._reconnect and (self._connecting is None or self._connecting.done()):
            self._connecting = asyncio.get_running_loop().create_task(self._connect())
            self._connecting.add_done_callback(_seen)

    async def close(self) -> None:
        """Ends the connection; requests that wait get a ClosedError."""
        self._closed = True
        for task in (self._connecting, self._following):
            if task is not None and not task.done():
                task.cancel()
                await asyncio.gather(task, return_exceptions=True)
        if self._link is not None:
            self._link.close()
        self._places.end()


def _seen(task: asyncio.Task[Any]) -> None:
    """Takes a task's error, which whoever waits for a connection gets as well."""
    if not task.cancelled():
        task.exception()
