"""A long connection to the host: it takes what the host tells, and comes back by itself when it is lost."""

from __future__ import annotations

import json
import random
import socket
import threading
import traceback
from typing import Any, Callable, Dict

from ._answer import parsed
from ._packet_reader import TERMINATOR, PacketReader

__all__ = ['Refused', 'Subscription']

FIRST_DELAY_S = 0.1
LONGEST_DELAY_S = 10.0
READY_S = 60.0


class Refused(ConnectionError):
    """The host does not take this client: another one has its name."""


class Subscription:
    """
    Takes packets in a thread that the caller provides: `run()` returns after `stop()`.

    `deliver` gets each packet, JSON text without its terminator; what it raises is printed. When the
    connection is lost, it is opened again after 0.1 s, then after twice that, up to 10 s, each shortened by
    chance. Then `deliver` gets a `data_changed` for every variable that there is, and a `data_deleted` for
    each one that has gone: so what was missed is told, and what was not changed is told again.
    """

    def __init__(
        self,
        connect: Callable[[], socket.socket],
        subscribe: Callable[[socket.socket], PacketReader],
        name_request: Callable[[], bytes],
        deliver: Callable[[bytes], None],
    ) -> None:
        """
        Connects. `subscribe` makes a connection a long one; `name_request` gives a request for all names.
        """
        self._connect = connect
        self._subscribe = subscribe
        self._name_request = name_request
        self._deliver = deliver
        self._stopped = threading.Event()
        self._ready = threading.Event()
        # The names that whoever is told knows of, and those that were told on this connection.
        self._known: Dict[str, None] = {}
        self._told: Dict[str, None] = {}
        self._awaits_names = True
        self._delay = FIRST_DELAY_S
        self.sock = connect()

    def run(self) -> None:
        """Listens until it is stopped. Raises `Refused` when the first connection is."""
        try:
            while not self._stopped.is_set():
                self._listen()
                self.sock.close()
                self._reopen()
        finally:
            self.sock.close()
            self._ready.set()

    def wait_until_ready(self) -> None:
        """Returns when the host will tell of every change that is made from now on, or has refused."""
        self._ready.wait(READY_S)

    def stop(self) -> None:
        """Ends the connection, and `run` as soon as what is being delivered has been dealt with."""
        self._stopped.set()
        try:
            self.sock.shutdown(socket.SHUT_RDWR)
        except OSError:
            self.sock.close()

    def _listen(self) -> None:
        """Delivers what comes until the connection is lost."""
        self._awaits_names = True
        self._told = {}
        try:
            reader = self._subscribe(self.sock)
            self.sock.sendall(self._name_request() + TERMINATOR)
            self.sock.settimeout(None)
            while True:
                self._take(reader.read())
        except Refused:
            if not self._ready.is_set():
                raise
        except (OSError, ValueError):
            return  # The connection is lost, or of no use: another one is opened.

    def _reopen(self) -> None:
        while not self._stopped.wait(self._delay * random.uniform(0.5, 1)):
            self._delay = min(2 * self._delay, LONGEST_DELAY_S)
            try:
                self.sock = self._connect()
                return
            except OSError:
                continue

    def _take(self, packet: bytes) -> None:
        message = parsed(packet)
        if self._awaits_names and 'var_names' in message:
            self._awaits_names = False
            self._announce(dict.fromkeys(message['var_names']))
            return
        self._tell(message, packet)

    def _announce(self, names: Dict[str, None]) -> None:
        """Tells, on a connection that is not the first, what may have been missed before it."""
        gone = [name for name in self._known if name not in names]
        self._known.update(names)
        self._delay = FIRST_DELAY_S
        is_first = not self._ready.is_set()
        self._ready.set()
        if is_first:
            return
        for name in gone:
            self._make_up('data_deleted', name)
        for name in [name for name in names if name not in self._told]:
            self._make_up('data_changed', name)

    def _make_up(self, kind: str, name: str) -> None:
        message = {'name': 'broadcast', 'message': kind, 'data_name': name, 'data_source': ''}
        self._tell(message, json.dumps(message).encode('ascii'))

    def _tell(self, message: Dict[str, Any], packet: bytes) -> None:
        """Delivers a packet, and keeps in mind what is to be told on the next connection if that failed."""
        kind, name = message.get('message'), message.get('data_name', '')
        if kind == 'data_changed':
            self._known[name] = None
        try:
            self._deliver(packet)
        except Exception:
            traceback.print_exc()
            return
        if kind == 'data_changed':
            self._told[name] = None
        elif kind == 'data_deleted':
            self._told.pop(name, None)
            self._known.pop(name, None)
