"""
PyMiner's `PMClient`: a client within a Qt program, told of changes by signals.

`ClassicClient` is that of 2020, `NamedClient` that of 2021; `headframe.compat.classic.PMClient` and
`headframe.compat.named.PMClient` lead here. Needs PyQt5, PySide2, PySide6 or PyQt6: the one that the program
has imported already, else the first that is installed. They unpickle what they read.
"""

from __future__ import annotations

import atexit
import json
import socket
import traceback
import zlib
from typing import Any, Optional

from . import classic, named
from ._long_client import subscription_of
from ._packet_reader import PacketReader
from ._qt_binding import qt_core
from ._subscription import Refused, Subscription

__all__ = ['ClassicClient', 'NamedClient']

END_MS = 5000

_core: Any = qt_core()
_signal: Any = getattr(_core, 'pyqtSignal', None) or _core.Signal
_QObject: Any = _core.QObject


class _Worker(_QObject):  # type: ignore[misc]
    """Listens in the thread that it was moved to, and gives each packet as a signal."""

    signal_received = _signal(bytes)

    subscription: Subscription

    def work(self) -> None:
        try:
            self.subscription.run()
        except Refused:
            traceback.print_exc()  # PyQt ends the program when a slot raises.
        finally:
            self.thread().quit()


class _SignallingClient:
    """What both generations' `PMClient` have in common."""

    _worker: _Worker
    signal_data_changed: Any
    signal_server_message_received: Any

    @property
    def client(self) -> socket.socket:
        """The long connection as it is now."""
        return self._worker.subscription.sock

    def shut_down(self) -> None:
        """
        Ends the connection and the thread; waits for at most 5 s. Is called at the end of the program, too.
        """
        atexit.unregister(self.shut_down)
        self._worker.subscription.stop()
        self._thread.quit()
        self._thread.wait(END_MS)

    def on_server_message_received(self, packet: bytes) -> None:
        """Called with each packet, JSON text in bytes, in the thread of the program; emits the signals."""
        message = json.loads(packet)
        if message.get('message') == 'data_changed' and message.get('data_name') is not None:
            self.signal_data_changed.emit(message['data_name'])
        self.signal_server_message_received.emit(message)

    def send_bytes(self, packet: bytes) -> None:
        """
        Sends a packet, its terminator `PMEND` included; `signal_server_message_received` brings the answer.
        """
        self.client.sendall(packet)

    def compress(self, byte_str: bytes) -> bytes:
        """The bytes as zlib compresses them."""
        return zlib.compress(byte_str)

    def _listen(self) -> None:
        self._thread = _core.QThread()
        self._worker = _Worker()
        self._worker.subscription = subscription_of(self, self._worker.signal_received.emit)
        self.signal_received = self._worker.signal_received
        self.signal_received.connect(self.on_server_message_received)
        self._worker.moveToThread(self._thread)
        self._thread.started.connect(self._worker.work)
        atexit.register(self.shut_down)
        self._thread.start()
        self._worker.subscription.wait_until_ready()


class ClassicClient(_QObject, _SignallingClient, classic.BaseClient):  # type: ignore[misc]
    """
    PyMiner's `PMClient` of 2020: `BaseClient`, and signals.

    `signal_data_changed(str)` brings the name of a variable that has changed,
    `signal_server_message_received(dict)` anything that the host tells, and `signal_received(bytes)` the same
    before it is parsed. When the host goes away, the client comes back by itself and is told of every
    variable again.
    """

    signal_server_message_received = _signal(dict)
    signal_data_changed = _signal(str)

    def __init__(self, parent: Any = None, port: Optional[int] = None) -> None:
        _QObject.__init__(self, parent)
        self.port = port
        self._listen()

    def _subscribe(self, sock: socket.socket) -> PacketReader:
        return classic.subscribe(sock)


class NamedClient(_QObject, _SignallingClient, named.BaseClient):  # type: ignore[misc]
    """
    PyMiner's `PMClient` of 2021: as `ClassicClient`, with a name and the answers of 2021.

    The host's confirmation is told as the first message. When another client has its name, that message is
    `failed`, and none follows; the other methods still work.
    """

    signal_server_message_received = _signal(dict)
    signal_data_changed = _signal(str)

    def __init__(self, parent: Any = None, name: str = 'Anonymous QtClient', port: Optional[int] = None) -> None:
        _QObject.__init__(self, parent)
        self.name = name
        self.port = port
        self._listen()

    def _subscribe(self, sock: socket.socket) -> PacketReader:
        return named.subscribe(sock, self.name, self.signal_received.emit)
