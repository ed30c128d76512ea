"""The workspace, for asyncio."""

from __future__ import annotations

import asyncio
from types import TracebackType
from typing import Any, Dict, Iterable, Mapping, Optional, Type, TypeVar

from . import _plans as plans
from . import _requests as requests
from ._aio_channel import AioChannel
from ._aio_commands import AioCommands
from ._aio_listening import AioListening
from ._errors import NotFoundError
from ._events import Events
from ._places import ATTEMPTS, PlacedFile, Places
from ._places_errors import PlaceGone, PlaceUnusable
from ._protocol import MAX_BATCH, PLACE
from ._session import SessionOptions
from ._values import Parts, Values
from ._versions import ALIVE
from ._view import Subscription

T = TypeVar('T')
_RAISE: Any = object()


class AioWorkspace(AioListening, AioCommands):
    """The variables of a host. Made by `connect`; used in the event loop that it was made in."""

    def __init__(
        self, session: SessionOptions, subscription: Subscription, values: Values, places: Places, reconnect: bool
    ):
        self.client = session.client
        """The name that others see beside what this client wrote."""
        self._values = values
        self._places = places
        self._cached = places.cache.look
        events = Events()
        channel = AioChannel(session, subscription, events, reconnect, places)
        super().__init__(channel, events)
        self._exchange = channel.exchange

    @property
    def greeting(self) -> Dict[str, Any]:
        """What the host said of itself: server, version, session, role, workspace, revision, limits, …"""
        return self._channel.greeting

    async def get(self, name: str, default: Any = _RAISE) -> Any:
        """A variable's value; `default`, when it is given, for one that does not exist. Else NotFoundError."""
        cached = self._cached(name)
        if cached is not None:
            value, view, numbers, at, revision = cached
            if numbers[at] == revision and numbers[ALIVE] == 1:
                return value if view is None else view()
        try:
            return await self._fetch(name)
        except NotFoundError:
            self._places.cache.forget(name)
            if default is _RAISE:
                raise
            return default

    async def _fetch(self, name: str) -> Any:
        attempts = 0
        while True:
            request = requests.get(self._values, name, PLACE if attempts < ATTEMPTS else 0)
            try:
                return self._places.read(name, await self._exchange(*request))
            except PlaceGone:
                attempts += 1
            except PlaceUnusable:
                attempts = ATTEMPTS

    async def get_many(self, names: Iterable[str]) -> Dict[str, Any]:
        """The values of several variables by name, in one round trip; what does not exist is left out."""
        wanted = list(names)
        found: Dict[str, Any] = {}
        for first in range(0, len(wanted), MAX_BATCH):
            part = wanted[first : first + MAX_BATCH]
            answer = await self._exchange(*requests.get_many(self._values, part))
            found.update(requests.read_values(self._values, part, answer))
        return found

    async def set(
        self,
        name: str,
        value: Any,
        *,
        if_revision: Optional[int] = None,
        info: Optional[Mapping[str, Any]] = None,
        level: Optional[str] = None,
        method: Optional[str] = None,
    ) -> int:
        """Writes a variable; its revision. As `headframe.Workspace.set`."""
        if info is not None:
            options = {'provider': self.client, 'if_revision': if_revision, 'info': dict(info), 'level': level}
            return await self._plan(plans.set_with_info(self._values, name, value, options, method))
        parts = self._values.dump(value, method)
        file = await self._write(parts, if_revision, level)
        if file is not None:
            try:
                return requests.read_revision(await self._exchange(*file.request(name)))
            except BaseException as error:
                if not file.refused(error):
                    raise
        return requests.read_revision(await self._exchange(*requests.set_parts(name, parts, if_revision, level)))

    async def _write(self, parts: Parts, if_revision: Optional[int], level: Optional[str]) -> Optional[PlacedFile]:
        if not self._places.wants(parts, level):
            return None
        loop = asyncio.get_running_loop()
        writing = loop.run_in_executor(None, self._places.write, parts, if_revision, level)
        try:
            return await asyncio.shield(writing)
        except asyncio.CancelledError:
            writing.add_done_callback(_discard)
            raise

    async def set_many(
        self,
        items: Mapping[str, Any],
        *,
        if_revision: Optional[Mapping[str, int]] = None,
        level: Optional[str] = None,
        method: Optional[str] = None,
    ) -> Dict[str, int]:
        """Writes several variables, all or none, in one round trip; their revisions by name. At most 8192."""
        request = requests.set_many(self._values, items, if_revision or {}, level, method)
        return requests.read_named_revisions(items, await self._exchange(*request))

    async def delete(self, name: str, *, if_revision: Optional[int] = None) -> int:
        """Moves a variable into the recycle bin; the revision of that. Raises NotFoundError, ConflictError."""
        return requests.read_revision(await self._exchange(*requests.delete(name, if_revision)))

    async def _plan(self, plan: plans.Plan[T], timeout_ms: int = 0) -> T:
        answer = await self._exchange(*plan.request, longer=timeout_ms / 1000)
        return plan.read(requests.read_result(answer))

    async def open(self) -> None:
        """Begins the first connection; `connect` has done it."""
        await self._channel.open()

    async def close(self) -> None:
        """Ends the connection. May be called again."""
        self._closed = True
        await self._channel.close()
        self._stop_listening()

    async def __aenter__(self) -> AioWorkspace:
        return self

    async def __aexit__(
        self, kind: Optional[Type[BaseException]], error: Optional[BaseException], trace: Optional[TracebackType]
    ) -> None:
        await self.close()


def _discard(written: asyncio.Future[Optional[PlacedFile]]) -> None:
    """Removes a file that nobody commits any more."""
    file = None if written.cancelled() or written.exception() else written.result()
    if file is not None:
        file.discard()
