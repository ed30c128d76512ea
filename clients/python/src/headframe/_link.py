"""What comes on a framed connection with a blocking socket: answers that are waited for, and notifications."""

from __future__ import annotations

import socket
import time
from contextlib import suppress
from typing import Callable, Dict, NoReturn, Optional

from ._errors import DisconnectedError, HeadframeError, ProtocolError, RequestTimeoutError
from ._frame import Frame, FrameReader, frame_head
from ._protocol import ANSWER, ERROR, GO_AWAY, HEARTBEAT, NOTIFICATION
from ._requests import read_error
from ._socket import bound_socket, is_plain

_IDLE = 0.05
"""Seconds after which it is worth looking whether the other side has hung up."""


class Link:
    """
    The receiving side of a connection.

    :param notified: is given the notifications, in the thread that receives them.
    """

    def __init__(self, connected: socket.socket, notified: Optional[Callable[[Frame], None]]):
        self.closed = False
        self.leaving = False
        """Whether the server said that it goes away."""
        self._socket = connected
        self._notified = notified
        self._reader = FrameReader()
        self._clean = True
        """Whether no part of a frame is here."""
        self._first = self._number = 0
        """The ids of the requests that are open."""
        self._kept: Dict[int, Frame] = {}
        self._used = time.monotonic()

    def receive(self) -> None:
        """Waits for what comes next; notifications go to the function given."""
        try:
            self._receive()
        except BaseException as error:
            self._failed(error)

    def drain(self) -> bool:
        """Takes what has come without waiting, which answers heartbeats. Whether the connection still stands."""
        self._used = time.monotonic()
        if not is_plain(self._socket):
            return self._drain_secured()
        try:
            while not self.closed:
                if not self._socket.recv(1, socket.MSG_PEEK | socket.MSG_DONTWAIT):
                    self.close()
                    break
                self._receive()
        except BlockingIOError:
            return not self.leaving
        except (OSError, HeadframeError):
            self.close()
        return False

    def _drain_secured(self) -> bool:
        """What has come by TLS may be no bytes of the host's: only reading them tells."""
        timeout = self._socket.gettimeout()
        self._socket.settimeout(0)
        try:
            while not self.closed:
                self._receive()
        except OSError as error:
            if type(error).__name__ == 'SSLWantReadError':
                self._socket.settimeout(timeout)
                return not self.leaving
            self.close()
        except HeadframeError:
            self.close()
        return False

    def stands(self) -> bool:
        """Whether it can be written to: it is looked at when it was idle."""
        if self.closed or self.leaving:
            return False
        now = time.monotonic()
        if now - self._used < _IDLE:
            self._used = now
            return True
        return self.drain()

    def close(self) -> None:
        """Ends the connection. A thread that waits in it gets a DisconnectedError."""
        self.closed = True
        with suppress(OSError):  # it may have ended already
            self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()

    def set_timeout(self, timeout: Optional[float]) -> None:
        """Changes how long a send or a receive may take, in seconds; None for no bound."""
        try:
            bound_socket(self._socket, timeout)
        except OSError as error:  # another thread has closed it
            self._failed(error)

    def forget(self) -> None:
        """Lets go of the socket without ending the session, which belongs to another process."""
        self.closed = True
        self._socket.close()

    def _receive(self) -> None:
        count = self._socket.recv_into(self._reader.buffer())
        if count == 0:
            raise DisconnectedError('The host closed the connection')
        self._take(count)

    def _take(self, count: int) -> None:
        if count == 0:
            raise DisconnectedError('The host closed the connection')
        frames = self._reader.received(count)
        self._clean = self._reader.idle
        for frame in frames:
            if frame.kind == NOTIFICATION:
                self._notification(frame)
            elif self._first <= frame.id <= self._number:
                self._kept[frame.id] = frame
            else:
                said = read_error(frame.meta) if frame.kind == ERROR else f'an answer to {frame.id}'
                raise ProtocolError(f'The host sent what was not asked for: {said}')

    def _notification(self, frame: Frame) -> None:
        if frame.operation == HEARTBEAT:
            self._socket.sendall(frame_head(HEARTBEAT, 0, frame.id, 0, 0, ANSWER))
        elif frame.operation == GO_AWAY:
            self.leaving = True
        if self._notified is not None:
            self._notified(frame)

    def _failed(self, error: BaseException) -> NoReturn:
        """After the host's own errors the connection goes on; after any other it cannot be told what comes next."""
        if isinstance(error, HeadframeError) and not isinstance(error, (DisconnectedError, ProtocolError)):
            raise error
        self.close()
        if isinstance(error, (BlockingIOError, socket.timeout)):
            raise RequestTimeoutError('The host did not answer in time') from None
        if isinstance(error, OSError) and not isinstance(error, HeadframeError):
            raise DisconnectedError(f'The connection broke: {error.strerror or error}') from error
        raise error
