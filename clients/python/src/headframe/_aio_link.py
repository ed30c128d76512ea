"""One framed connection in an event loop: requests in any number, and notifications."""

from __future__ import annotations

import asyncio
from typing import Any, Callable, Dict, Optional, Sequence

from ._address import Address
from ._errors import DisconnectedError, HeadframeError, ProtocolError
from ._frame import Frame, FrameReader, frame_head, length_of
from ._protocol import ANSWER, ERROR, GET, GO_AWAY, HEARTBEAT, NOTIFICATION, PLACE, PREAMBLE
from ._requests import Answer, read_error
from ._tls import Trust

_JOINED = 16 * 1024
"""Payloads up to so many bytes are written in one piece with their head."""


class Link(asyncio.BufferedProtocol):
    """
    A connection from its preamble on.

    :param notified: is given the notifications.
    :param lost: is called when the connection has ended.
    """

    def __init__(self, notified: Callable[[Frame], None], lost: Callable[[], None]):
        self.closed = False
        self.places = False
        """Whether the session was granted places: a get may ask for them."""
        self.heard = 0.0
        """When something came last, by the event loop's clock."""
        self._notified = notified
        self._lost = lost
        self._transport: Any = None
        self._reader = FrameReader()
        self._preamble = bytearray(len(PREAMBLE))
        self._greeted = 0
        self._number = 0
        self._waiting: Dict[int, asyncio.Future[Answer]] = {}
        self._failure: HeadframeError = DisconnectedError('The host closed the connection')
        self._writable = asyncio.Event()
        self._writable.set()

    async def request(self, operation: int, flags: int, meta: bytes, pieces: Sequence[Any]) -> Answer:
        """Sends a request; its answer. Raises the host's error, or DisconnectedError."""
        if self.closed:
            raise DisconnectedError('The connection ended')
        self._number = number = self._number % 0xFFFFFFFF + 1
        answer: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        self._waiting[number] = answer
        if operation == GET and not self.places:
            flags &= ~PLACE
        payload = length_of(pieces)
        head = frame_head(operation, flags, number, len(meta), payload)
        if payload <= _JOINED:
            self._transport.write(b''.join((head, meta, *pieces)))
        else:
            self._transport.writelines((head + meta, *pieces))
        await self._writable.wait()
        return await answer

    def close(self) -> None:
        """Ends the connection."""
        self.closed = True
        if self._transport is not None:
            self._transport.abort()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport
        self._transport.write(PREAMBLE)

    def get_buffer(self, sizehint: int) -> Any:
        if self._greeted < len(PREAMBLE):
            return memoryview(self._preamble)[self._greeted :]
        return self._reader.buffer()

    def buffer_updated(self, nbytes: int) -> None:
        self.heard = asyncio.get_running_loop().time()
        try:
            if self._greeted < len(PREAMBLE):
                self._greeted += nbytes
                if self._preamble[: self._greeted] != PREAMBLE[: self._greeted]:
                    raise ProtocolError(f'The other side does not speak {PREAMBLE.decode().strip()}')
                return
            for frame in self._reader.received(nbytes):
                self._take(frame)
        except HeadframeError as error:
            self._failure = error
            self.close()

    def _take(self, frame: Frame) -> None:
        if frame.kind == NOTIFICATION:
            if frame.operation == HEARTBEAT:
                self._transport.write(frame_head(HEARTBEAT, 0, frame.id, 0, 0, ANSWER))
            elif frame.operation == GO_AWAY:
                self.closed = True
            self._notified(frame)
            return
        answer = self._waiting.pop(frame.id, None)
        if answer is None:
            said = read_error(frame.meta) if frame.kind == ERROR else f'an answer to {frame.id}'
            raise ProtocolError(f'The host sent what was not asked for: {said}')
        if answer.done():
            return  # nobody waits any more
        if frame.kind == ERROR:
            answer.set_exception(read_error(frame.meta))
        else:
            answer.set_result((frame.flags, frame.meta, frame.pieces))

    def pause_writing(self) -> None:
        self._writable.clear()

    def resume_writing(self) -> None:
        self._writable.set()

    def connection_lost(self, exc: Optional[Exception]) -> None:
        self.closed = True
        self._writable.set()
        for answer in self._waiting.values():
            if not answer.done():
                answer.set_exception(self._failure)
                answer.exception()  # nobody may wait for it
        self._waiting.clear()
        self._lost()


async def open_link(address: Address, link: Link, trust: Trust) -> None:
    """Connects a link, by TLS to a host that is to be trusted. Raises DisconnectedError."""
    loop = asyncio.get_running_loop()
    try:
        if address.path is None:
            context = trust.context() if address.tls else None
            transport, _ = await loop.create_connection(lambda: link, address.host, address.port, ssl=context)
            if address.tls:
                _check(transport, trust)
        else:
            await loop.create_unix_connection(lambda: link, address.path)
    except OSError as error:
        raise DisconnectedError(f'No host answers on {address}: {error.strerror or error}') from error


def _check(transport: asyncio.BaseTransport, trust: Trust) -> None:
    try:
        trust.check(transport.get_extra_info('ssl_object').getpeercert(True))
    except BaseException:
        transport.close()
        raise
